import { makeResponse } from "./make-response.js";
import { type ByteSource, toByteStream } from "./to-byte-stream.js";

/**
 * What a `fetch` gave, as a response that can be read. A `Response` of whichever package stays what it is. What has a Node stream for
 * a body (node-fetch 2 and cross-fetch), and a test's stand-in with `json()` and little else, becomes the platform's `Response`.
 * @returns `undefined` for what is no response, or has a body that cannot be read
 */
export function adoptResponse(given: unknown): Response | undefined {
  if (!isObject(given)) return undefined;
  // `nodeFetch` has a `Response` made when somebody asks for one: looking at `body` would be that.
  return "toResponse" in given || isComplete(given) ? (given as Response) : convert(given);
}

/** Gives up a body that nobody needs, since an unread one holds its connection. Waits for nothing: with a `clone` unread, `cancel` never ends. */
export function discardBody(response: Response): void {
  const { body }: { body: (Partial<ReadableStream> & Partial<ByteSource>) | null } = response;
  if (body?.cancel) body.cancel().catch(() => {});
  else body?.destroy?.();
}

/** The members of a `Response` that are looked at; none is sure. */
interface Foreign {
  readonly status?: unknown;
  readonly ok?: unknown;
  readonly headers?: unknown;
  readonly statusText?: string;
  readonly url?: string;
  readonly redirected?: boolean;
  readonly body?: unknown;
  readonly text?: unknown;
  readonly json?: unknown;
}

function isComplete(given: Foreign): boolean {
  const { status, ok, headers, body, text } = given;
  if (typeof status !== "number" || typeof ok !== "boolean" || typeof text !== "function" || !isHeaders(headers))
    return false;
  // Where there are no streams, a body cannot be looked at, and needs not to be.
  if (typeof ReadableStream === "undefined") return true;
  return body === null || isWebStream(body) || (body === undefined && given instanceof Response);
}

/** `get` of a Map minds the case of a name. */
function isHeaders(headers: unknown): boolean {
  return isObject(headers) && "get" in headers && Object.prototype.toString.call(headers) !== "[object Map]";
}

function isWebStream(body: unknown): body is ReadableStream<Uint8Array<ArrayBuffer>> {
  return isObject(body) && "getReader" in body;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function convert(given: Foreign): Response | undefined {
  const { ok, statusText, url, redirected } = given;
  const body = bodyOf(given);
  if (body === undefined) return undefined;
  const status = typeof given.status === "number" ? given.status : ok === false ? 500 : 200;
  return makeResponse(body, { status, headers: toHeaders(given.headers), statusText, url, redirected });
}

function bodyOf(given: Foreign): Parameters<typeof makeResponse>[0] | undefined {
  const { body, text, json } = given;
  if (isWebStream(body)) return body;
  if (isObject(body) && Symbol.asyncIterator in body) return toByteStream(body as ByteSource);
  if (typeof text === "function") return toByteStream(lazily(() => text.call(given)));
  if (typeof json === "function") return toByteStream(lazily(async () => JSON.stringify(await json.call(given))));
  if (typeof body === "string") return body;
  return body === undefined || body === null ? null : undefined;
}

/** What a method gives, once somebody reads it. */
async function* lazily(read: () => unknown): AsyncGenerator<unknown> {
  yield (await read()) ?? "";
}

/** Of an object with `get` alone nobody knows the names: it counts as empty. */
function toHeaders(given: unknown): Headers {
  const headers = new Headers();
  if (!isObject(given)) return headers;
  const pairs = Symbol.iterator in given ? (given as Iterable<[string, unknown]>) : Object.entries(given);
  for (const [name, value] of pairs) if (typeof value !== "function") headers.append(name, String(value));
  return headers;
}
