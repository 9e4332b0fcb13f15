/**
 * Headers of a failed response. Its properties, with names in lower case, are those that a server may pass on to its own caller: web
 * frameworks copy an error's `headers` to their response. `get` also finds the others by name.
 */
export type ErrorHeaders = Readonly<Record<string, string>> & {
  /** The value of a header, whatever the case of its name, or `null`. `set-cookie` is never given. */
  get(name: string): string | null;
};

/**
 * What says when to come back, and which request it was. Not what describes the body (`content-type`, `content-length`,
 * `content-encoding`), the connection (`connection`, `transfer-encoding`), or another site's users and rules (`set-cookie`,
 * `www-authenticate`, `access-control-allow-origin`, `cache-control`, `location`).
 */
const PASSED_ON =
  /^(?:retry-after(?:-ms)?|(?:x-)?request-id|(?:x-)?ratelimit(?:-[a-z-]+)?|deprecation|sunset|idempotent-replayed)$/;

/** What a request's identifier is made of. A server can send anything, and what is passed on is shown to others. */
export function isRequestId(value: string | null): value is string {
  return value !== null && /^[\w.:-]{1,128}$/.test(value);
}

function mayPassOn(name: string, value: string): boolean {
  // Node ends a process that sets a header of other characters and does not catch that.
  if (!PASSED_ON.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return false;
  return !name.endsWith("request-id") || isRequestId(value);
}

/** @param clean replaces in a value what must not be shown */
export function toErrorHeaders(headers: Headers, clean: (value: string) => string): ErrorHeaders {
  const get = (name: string): string | null => {
    const value = /^set-cookie2?$/i.test(name) ? null : headers.get(name);
    return value === null ? null : clean(value);
  };
  // Neither its own nor enumerable: whoever copies all properties, as `for…in`, or those of its own, as `new Headers` does, gets headers only.
  const passedOn = Object.create(Object.defineProperty({}, "get", { value: get })) as Record<string, string>;
  // Of a stand-in with `get` alone nobody knows the names.
  const pairs = Symbol.iterator in headers ? headers : [];
  for (const [given, value] of pairs) {
    const name = given.toLowerCase();
    const cleaned = clean(value);
    if (mayPassOn(name, cleaned)) passedOn[name] = cleaned;
  }
  return passedOn as unknown as ErrorHeaders;
}
