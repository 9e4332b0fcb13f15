import { pascalCase, singular } from "./letter-case.js";
import type { Schema } from "./openapi.js";
import { isSuccessStatus } from "./resolved-operation.js";

/**
 * How an inline schema is named after where it is, step by step from the component or operation that holds it. Pulling names the
 * components that it extracts by these rules, and generating names the schemas that are still inline.
 */

/** The property `payment` of `Dispute` is `DisputePayment`; so is a parameter of an operation. */
export function propertyTypeName(owner: string, property: string): string {
  return owner + pascalCase(property);
}

/** The items of `OrderLines` are an `OrderLine`; those of `OrderData` an `OrderDataItem`. */
export function itemTypeName(owner: string): string {
  const one = singular(owner);
  return one === owner ? `${owner}Item` : one;
}

/** What `additionalProperties` of `Metadata` holds is a `MetadataValue`. */
export function valueTypeName(owner: string): string {
  return `${owner}Value`;
}

/** The body that a webhook delivers: `dispute.created` is `DisputeCreatedEvent`. */
export function eventTypeName(webhook: string): string {
  return `${pascalCase(webhook)}Event`;
}

/** @param isWhole whether the body is all that the method takes in its one object */
export function requestTypeName(operation: string, isWhole: boolean): string {
  return operation + (isWhole ? "Params" : "Body");
}

/**
 * The success of `DisputeRetrieve` is `DisputeRetrieveResponse`, its 404 `DisputeRetrieveResponse404`.
 *
 * @param isMain whether it is the first success; a second one, such as 202 after 201, has its status in its name
 */
export function responseTypeName(operation: string, status: string, isMain = isSuccessStatus(status)): string {
  return `${operation}Response${isMain ? "" : pascalCase(status)}`;
}

/**
 * A variant of the union `owner`: named after its constant, or the required property that no other variant requires;
 * `undefined` where nothing sets it apart. A variant with a title is named by the caller, who knows which titles are taken.
 */
export function variantTypeName(variant: Schema, variants: readonly Schema[], owner: string): string | undefined {
  const constant = Object.values(variant.properties ?? {}).find((property) => typeof property.const === "string");
  if (constant !== undefined) return owner + pascalCase(String(constant.const));
  const others = new Set(variants.filter((other) => other !== variant).flatMap((other) => other.required ?? []));
  const only = variant.required?.find((name) => !others.has(name));
  return only === undefined ? undefined : `${owner}With${pascalCase(only)}`;
}
