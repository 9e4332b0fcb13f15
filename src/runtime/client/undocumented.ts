import { anyBody } from "../bodies/any-body.js";
import { describe } from "../encode/encode.js";
import type { HeaderValues } from "../encode/headers.js";
import { checkTemplate } from "../encode/path.js";
import { InvalidRequestError } from "../errors.js";
import type { RequestParts } from "../request/prepare.js";

/** HTTP methods that every `fetch` sends. */
export type UndocumentedMethod = "GET" | "PUT" | "POST" | "DELETE" | "OPTIONS" | "HEAD" | "PATCH";

/** What a call that the contract does not have sends. */
export interface UndocumentedParts {
  /** The values of the path's parameters: each becomes one segment. */
  readonly path?: Readonly<Record<string, string>> | undefined;
  /** Written as the API writes lists and objects; `undefined` leaves one out. @default {} */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /**
   * `FormData`, `URLSearchParams`, `Blob`, `ArrayBuffer`, typed arrays and `ReadableStream` are sent as they are, with the type that
   * `fetch` gives them: bytes and streams have none, so name it as `content-type` in the call's `headers`. So is text whose
   * `content-type` the call names. Anything else is sent as JSON.
   *
   * A `ReadableStream` can be read once: its call is never sent again, whatever `maxRetries` and `retry` say.
   */
  readonly body?: unknown;
}

/** Asynchronous, so that what it refuses rejects the call. @throws InvalidRequestError for what the compiler would have refused */
export async function checkUndocumented(
  method: unknown,
  path: unknown,
  parts: unknown,
  headers: HeaderValues | undefined,
): Promise<RequestParts> {
  if (!METHODS.test(String(method)) || typeof method !== "string")
    throw new InvalidRequestError(`the method must be GET, PUT, POST, DELETE, OPTIONS, HEAD or PATCH, in capitals`);
  if (typeof parts !== "object" || parts === null)
    throw new InvalidRequestError(`the third argument must be { path, query, body } (got ${describe(parts)})`);
  const { path: values, query, body, ...others } = parts as UndocumentedParts;
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new InvalidRequestError(`${JSON.stringify(other)} is none of path, query and body; options come after them`);
  checkTemplate(path, values);
  if (body !== undefined && /^(?:GET|HEAD)$/.test(method))
    throw new InvalidRequestError("a request with this method has no body");
  return { path: values, query, body, serialize: anyBody(headers) };
}

/** Case matters: `patch` would be sent as such, and be taken for a method that may be repeated. */
const METHODS = /^(?:GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH)$/;
