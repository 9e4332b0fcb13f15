import { ACCEPT_ENCODING } from "./decode-body.js";

/** Names in lower case. What the caller sets wins over what a `fetch` adds by itself. */
export function requestHeaders(
  given: HeadersInit | undefined,
  contentType: string | undefined,
): Record<string, string> {
  // Without a prototype: a header may be named like one of its members.
  const headers: Record<string, string> = Object.create(null);
  headers["accept-encoding"] = ACCEPT_ENCODING;
  if (contentType !== undefined) headers["content-type"] = contentType;
  if (given === undefined) return headers;
  const pairs = Symbol.iterator in given ? new Headers(given) : Object.entries(given);
  for (const [name, value] of pairs) headers[name.toLowerCase()] = value;
  return headers;
}
