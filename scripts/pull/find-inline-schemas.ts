import { canonicalText } from "../load/annotations.js";
import {
  eventTypeName,
  itemTypeName,
  propertyTypeName,
  requestTypeName,
  responseTypeName,
  valueTypeName,
  variantTypeName,
} from "../load/inline-names.js";
import { isJsonObject, type JsonObject } from "../load/json-object.js";
import { pascalCase } from "../load/letter-case.js";
import type { OpenApiDocument, Schema } from "../load/openapi.js";
import { type Position, rewrite, tokensOfPosition } from "../load/rewrite.js";

/** An inline object or union that could be a component. */
export interface InlineSchema {
  /** JSON pointer tokens, joined: unique in the document. */
  readonly id: string;
  /** The same text for two schemas that mean the same, nullable or not. */
  readonly text: string;
  readonly title: string | undefined;
  /** Where it is, as a person writes it in names.yaml: `Payment.membership`, `listProduct.200.data[]`. */
  readonly place: string;
  /** Its name by the rules of `load/inline-names.ts`; `undefined` for a variant that nothing sets apart. */
  readonly derivedName: string | undefined;
  /** The property that holds it; empty for a whole body. */
  readonly at: string;
  readonly isInComponent: boolean;
  readonly properties: readonly string[];
  readonly required: readonly string[];
  readonly nullable: readonly string[];
}

/** Every inline object and union of the document, except components themselves. The document must be sorted. */
export function findInlineSchemas(document: OpenApiDocument): InlineSchema[] {
  const found: InlineSchema[] = [];
  rewrite(document, (node, position) => {
    if (!isExtractable(node, position)) return node;
    const properties = isJsonObject(node.properties) ? node.properties : {};
    found.push({
      id: idOf(position),
      text: canonicalText(withoutNull(node).schema, "schema"),
      title: typeof node.title === "string" ? node.title : undefined,
      place: placeOf(position, document),
      derivedName: derivedNameOf(position, document),
      at: String(position.steps.filter(({ field }) => field === "properties").at(-1)?.key ?? ""),
      isInComponent: position.steps[0]?.field === "components",
      properties: Object.keys(properties),
      required: Array.isArray(node.required) ? node.required.map(String) : [],
      nullable: Object.keys(properties).filter((name) => admitsNull(properties[name])),
    });
    return node;
  });
  return found;
}

export function idOf(position: Position): string {
  return JSON.stringify(tokensOfPosition(position));
}

/** The schema without null among its values, and whether null was one of them. Whether null is allowed belongs to the use of a schema. */
export function withoutNull(node: JsonObject): { schema: JsonObject; nullable: boolean } {
  const { type, oneOf } = node;
  const types = Array.isArray(type) ? type : undefined;
  const values = Array.isArray(oneOf) ? oneOf.filter((variant) => !isNull(variant)) : undefined;
  // A type without null refuses it, whatever the variants say.
  if (type !== undefined && types?.includes("null") !== true) return { schema: node, nullable: false };
  const dropsVariant = values !== undefined && Array.isArray(oneOf) && values.length < oneOf.length;
  if (types === undefined && !dropsVariant) return { schema: node, nullable: false };
  const rest = types?.filter((name) => name !== "null");
  const schema = {
    ...node,
    ...(rest !== undefined && { type: rest.length === 1 ? rest[0] : rest }),
    ...(values !== undefined && { oneOf: values }),
  };
  return { schema, nullable: true };
}

export function isNull(variant: unknown): boolean {
  return isJsonObject(variant) && variant.type === "null";
}

function isExtractable(node: JsonObject, { kind, steps }: Position): boolean {
  if (kind !== "schema" || node.$ref !== undefined) return false;
  if (steps[0]?.field === "components" && steps.length === 2) return false;
  return isObject(node) || isUnion(node);
}

function isObject({ type, properties }: JsonObject): boolean {
  const isObjectType = type === undefined || [type].flat().includes("object");
  return isObjectType && isJsonObject(properties) && Object.keys(properties).length > 0;
}

/** Two or more things besides null, at least one of them an object. */
function isUnion({ oneOf, anyOf }: JsonObject): boolean {
  const variants: unknown = oneOf ?? anyOf;
  const values = Array.isArray(variants) ? variants.filter((variant) => !isNull(variant)) : [];
  return (
    values.length > 1 &&
    values.some((variant) => isJsonObject(variant) && (variant.$ref !== undefined || isObject(variant)))
  );
}

function admitsNull(schema: unknown): boolean {
  if (!isJsonObject(schema)) return false;
  const { type, oneOf, anyOf, nullable } = schema;
  if (nullable === true || [type].flat().includes("null")) return true;
  return [oneOf, anyOf].some((variants) => Array.isArray(variants) && variants.some(isNull));
}

function placeOf(position: Position, document: OpenApiDocument): string {
  let place = ownerOf(position, document);
  for (const { field, key } of position.steps.slice(2)) {
    if (field === "requestBody") place += ".request";
    else if (field === "responses") place += `.${key}`;
    else if (field === "items") place += "[]";
    else if (field === "additionalProperties") place += "{}";
    else if (field === "properties") place += `.${key}`;
  }
  return place;
}

function derivedNameOf(position: Position, document: OpenApiDocument): string | undefined {
  const { steps } = position;
  let name: string | undefined = pascalCase(ownerOf(position, document));
  let holder: unknown = steps.slice(0, 2).reduce<unknown>(enter, document);
  for (const step of steps.slice(2)) {
    const { field, key } = step;
    const node = enter(holder, step);
    if (field === "requestBody")
      name = steps[0]?.field === "webhooks" ? eventTypeName(String(steps[0].key)) : requestTypeName(name, false);
    else if (field === "responses") name = responseTypeName(name, String(key));
    else if (field === "parameters" && isJsonObject(node)) name = propertyTypeName(name, String(node.name));
    else if (field === "items") name = itemTypeName(name);
    else if (field === "additionalProperties") name = valueTypeName(name);
    else if (field === "properties") name = propertyTypeName(name, String(key));
    else if (field === "oneOf" || field === "anyOf") name = variantOf(holder, field, node, name);
    if (name === undefined) return undefined;
    holder = node;
  }
  return name;
}

/** A title is the whole name of a variant, as of any other schema with one. */
function variantOf(union: unknown, field: string, variant: unknown, owner: string): string | undefined {
  const variants = (isJsonObject(union) ? union[field] : []) as Schema[];
  const { title } = variant as Schema;
  return title === undefined ? variantTypeName(variant as Schema, variants, owner) : pascalCase(title);
}

function enter(node: unknown, { field, key }: Position["steps"][number]): unknown {
  const value = isJsonObject(node) ? node[field] : undefined;
  if (key === undefined) return value;
  return Array.isArray(value) ? value[Number(key)] : isJsonObject(value) ? value[key] : undefined;
}

/** A component's name, an operation's id, or an event's name. */
export function ownerOf({ steps }: Position, document: OpenApiDocument): string {
  const [root, second] = steps;
  if (root?.field === "components") return String(root.key ?? second?.key);
  const item: unknown = root?.field === "paths" ? document.paths?.[String(root.key)] : undefined;
  const operation: unknown = isJsonObject(item) && second !== undefined ? item[second.field] : undefined;
  const id = isJsonObject(operation) ? operation.operationId : undefined;
  return typeof id === "string" ? id : `${second?.field ?? ""} ${root?.key ?? ""}`.trim();
}
