/** What is copied from one response to another. */
export interface ResponseFacts {
  readonly status: number;
  readonly headers: Headers;
  readonly statusText?: string | undefined;
  readonly url?: string | undefined;
  readonly redirected?: boolean | undefined;
}

/** These have no body, and the constructor refuses one. */
const BODILESS: readonly number[] = [101, 103, 204, 205, 304];

/** The platform's `Response`, also with what its constructor does not take or has no place for, such as status 700 or an address. */
export function makeResponse(body: BodyOfResponse, facts: ResponseFacts): Response {
  const { status, headers, statusText = "" } = facts;
  const response = new Response(BODILESS.includes(status) ? null : body, {
    // Not `ok` in any case.
    status: status >= 200 && status <= 599 ? status : 500,
    // A server may send as reason what the constructor does not take.
    statusText: /^[\t\x20-\x7e\x80-\xff]*$/.test(statusText) ? statusText : "",
    headers,
  });
  for (const name of ["status", "url", "redirected"] as const) {
    const value = facts[name];
    if (value !== undefined && value !== response[name]) Object.defineProperty(response, name, { value });
  }
  return response;
}

type BodyOfResponse = ReadableStream<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer> | string | null;
