import { checkCopyable } from "../encode/body.js";
import { type HeaderValues, headerEntries } from "../encode/headers.js";
import { InvalidRequestError } from "../errors.js";
import type { Call } from "./call.js";

/** The header by which a server recognizes a repeat. */
export const KEY_HEADER = "idempotency-key";

/**
 * Decides the call's idempotency key, once: a repeat must carry the key of the first attempt. It is the caller's (in the body, in
 * the call's headers or as its option), else one in the client's headers, else a new one. Gives the body with the key in it, where
 * the contract has a field for one; the header follows with each attempt.
 *
 * @throws InvalidRequestError for a key that has no place or cannot be sent, and for two different ones on their way
 */
export function withIdempotencyKey(call: Call, body: unknown): unknown {
  const { header, field } = call.idempotency ?? {};
  const { defaultHeaders, platform } = call.engine.options;
  const chosen = call.options.idempotencyKey;
  const own = header ? readHeader(call.options.headers) : undefined;
  const shared = header ? readHeader(defaultHeaders) : undefined;
  // `null` leaves the header out; a key that is asked for all the same brings it back where it is the client that says so.
  const isInHeader = !!header && own !== null && (shared !== null || own !== undefined || chosen !== undefined);
  if (!isInHeader && field === undefined) {
    if (chosen !== undefined) throw new InvalidRequestError("idempotencyKey is not supported by this operation");
    return body;
  }
  // A copy of a Blob is `{}`.
  if (field !== undefined) checkCopyable(body);
  const inBody = field && (body as Readonly<Record<string, string | null | undefined>> | undefined)?.[field];
  if (inBody && own && inBody !== own)
    throw new InvalidRequestError("the body and the headers have two different idempotency keys");
  const key = inBody || (own ?? chosen ?? shared ?? platform.uuid());
  checkKey(key, isInHeader ? header : undefined);
  call.idempotencyKey = key;
  call.hasKeyHeader = isInHeader;
  return field === undefined ? body : { ...(body as object), [field]: key };
}

/** @throws InvalidRequestError */
export function checkKey(key: unknown, longest: number | undefined): void {
  if (typeof key === "string" && key !== "" && (!longest || (key.length <= longest && /^[\x21-\x7e]+$/.test(key))))
    return;
  const length = typeof key === "string" ? `a string of ${key.length}` : typeof key;
  throw new InvalidRequestError(
    `the idempotency key must be ${longest ? `1 to ${longest} visible ASCII characters` : "a non-empty string"} (got ${length})`,
  );
}

/** The key in headers whose names are of any case. */
function readHeader(headers: HeaderValues | undefined): string | null | undefined {
  const found = headerEntries(headers ?? {}).filter(([name]) => name.toLowerCase() === KEY_HEADER);
  // What is no string is refused with the other headers.
  return found.at(-1)?.[1] as string | null | undefined;
}
