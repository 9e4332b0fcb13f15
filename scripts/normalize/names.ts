import { pointerOf, SpecError } from "../diagnostics.js";
import { camelCase, pascalCase, singular } from "../load/letter-case.js";
import type { HttpMethod, Operation } from "../load/openapi.js";

/** Where an operation is in the client: `whop.affiliates.overrides.list` is `["affiliates", "overrides"]` and `list`. */
export interface OperationName {
  readonly resource: readonly string[];
  readonly method: string;
  /** What the operation's own types begin with: `AffiliateOverrideList`. */
  readonly typePrefix: string;
}

/**
 * Resource = tag in camelCase; method = operationId less its noun, which is the tag, in the singular or not. `x-sdk-resource` and
 * `x-sdk-method` win. An operationId without the noun (`checkAccess` under Users) is the method as it is.
 *
 * @throws SpecError `names/no-operation-id`, `names/no-tag`, `names/bad-name`
 */
export function operationName(path: string, verb: HttpMethod, operation: Operation): OperationName {
  const pointer = pointerOf("paths", path, verb);
  const { operationId } = operation;
  if (operationId === undefined || operationId === "") {
    throw new SpecError(
      "names/no-operation-id",
      pointer,
      "the operation has no operationId.",
      "Add one, or add it with an overlay.",
    );
  }
  if (!isPlainId(operationId)) {
    throw new SpecError(
      "names/bad-name",
      pointer,
      `the operationId ${JSON.stringify(operationId)} is not a plain word.`,
      "Use letters, digits and any of _ . : / -",
    );
  }
  const tag = operation.tags?.[0];
  const resourceName = operation["x-sdk-resource"] ?? (tag === undefined ? undefined : camelCase(tag));
  if (resourceName === undefined || resourceName === "") {
    throw new SpecError(
      "names/no-tag",
      pointer,
      `${operationId} has no tag, which names its resource.`,
      "Add a tag or x-sdk-resource.",
    );
  }
  const resource = resourceName.split(".");
  const method = operation["x-sdk-method"] ?? methodName(operationId, tag);
  for (const name of [...resource, method]) {
    if (!isMemberName(name)) {
      throw new SpecError(
        "names/bad-name",
        pointer,
        `"${name}" cannot name a member of the client.`,
        "Set x-sdk-resource or x-sdk-method in an overlay.",
      );
    }
  }
  return { resource, method, typePrefix: resourceTypeName(resource) + pascalCase(method) };
}

/** `["affiliates", "overrides"]` is `AffiliateOverride`: what one thing of the resource is called. */
export function resourceTypeName(resource: readonly string[]): string {
  return resource.map((part) => singular(pascalCase(part))).join("");
}

/** `["affiliates", "overrides"]` is `AffiliateOverrides`: each part but the last in the singular. */
export function resourceClassName(resource: readonly string[]): string {
  return resourceTypeName(resource.slice(0, -1)) + pascalCase(resource.at(-1) ?? "");
}

/** `retrieveProduct` and `listProducts` under `Products` are `retrieve` and `list`; `checkAccess` under `Users` stays. */
export function methodName(operationId: string, tag: string | undefined): string {
  const plural = tag === undefined ? "" : pascalCase(tag);
  for (const noun of [singular(plural), plural]) {
    // `APIKeys`, where an operationId has `ApiKeys`, too.
    const at = operationId.length - noun.length;
    const starts = /[A-Z]/.test(operationId.charAt(at));
    const isNoun = noun !== "" && at > 0 && starts && operationId.slice(at).toLowerCase() === noun.toLowerCase();
    // Many APIs have both `getOrder` and `getOrders`: only of a list is the plural left out.
    if (isNoun && (noun === singular(plural) || operationId.slice(0, at) === "list"))
      return camelCase(operationId.slice(0, at));
  }
  return camelCase(operationId);
}

/** Emitters quote an operationId, but an API's author would not write anything else. */
export function isPlainId(operationId: string): boolean {
  return /^[\w.:/-]+$/.test(operationId) && /[A-Za-z]/.test(operationId);
}

/** Whether a resource or a method can be called so. */
export function isMemberName(name: string): boolean {
  return isIdentifier(name) && !RESERVED_MEMBERS.has(name);
}

/** ASCII only: look-alike letters of other scripts would make two names that read the same. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

/** Members that the language or promises give a meaning: a client with a `then` would be taken for a promise. */
const RESERVED_MEMBERS: ReadonlySet<string> = new Set([
  "constructor",
  "prototype",
  "__proto__",
  "then",
  "toString",
  "toJSON",
  "valueOf",
  // What a client has itself.
  "http",
  "request",
  "connect",
  "cursorList",
  "idList",
  "nextCursorList",
  "baseURL",
  "keyStartsWith",
]);

/** Words that cannot be an argument, and names that the body of a generated method has already. */
export const RESERVED_ARGUMENTS: ReadonlySet<string> = new Set(
  "params options http init query body arguments eval await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield".split(
    " ",
  ),
);

/** Names that a type cannot have. */
export const RESERVED_TYPES: ReadonlySet<string> = new Set(
  "Blob AsyncIterable any bigint boolean never null number object string symbol undefined unknown void".split(" "),
);
