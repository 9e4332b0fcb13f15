import type { Parameter } from "./openapi.js";
import type { ResolvedOperation } from "./resolved-operation.js";

/** The header by which a server recognizes a repeated call. */
export const IDEMPOTENCY_KEY = "Idempotency-Key";

/** The header that names the version of the API that is asked for. */
export const API_VERSION_DATE = "Api-Version-Date";

/** Headers that a method has no argument for: the client fills them, and OpenAPI says to ignore the last three as parameters. */
const CLIENT_HEADERS = [IDEMPOTENCY_KEY, API_VERSION_DATE, "Accept", "Authorization", "Content-Type"];

/** Whether the client fills this header by itself: then it is no argument of a method. */
export function isClientHeader(parameter: Parameter): boolean {
  return CLIENT_HEADERS.some((name) => isHeader(parameter, name));
}

/** Where an operation takes the key that makes a repeat safe. */
export interface IdempotencyPlaces {
  /** The most bytes that the header `Idempotency-Key` takes; `undefined` where the operation does not declare it. */
  readonly header: number | undefined;
  /** A property of the body. */
  readonly field: string | undefined;
}

/** `undefined` for an operation that declares neither. */
export function idempotencyOf({ node, parameters }: ResolvedOperation): IdempotencyPlaces | undefined {
  const declared = parameters.find((parameter) => isHeader(parameter.node, IDEMPOTENCY_KEY))?.node;
  const header = declared && lengthOf(declared);
  const field = node["x-idempotency-field"];
  return header === undefined && field === undefined ? undefined : { header, field };
}

/** What a server may be expected to take where the contract names no limit. @unit bytes */
const USUAL_LENGTH = 255;

function lengthOf({ schema }: Parameter): number {
  return typeof schema?.maxLength === "number" ? schema.maxLength : USUAL_LENGTH;
}

/** Names of headers are the same in any case. */
function isHeader({ in: location, name }: Parameter, wanted: string): boolean {
  return location === "header" && name.toLowerCase() === wanted.toLowerCase();
}
