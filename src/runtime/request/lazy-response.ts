/**
 * What a `fetch` may give in place of a `Response`: an object with the same members that makes the platform's own only when it is
 * asked to. Making one takes longer than reading a short body, and most calls never hand one out.
 */
export interface LazyResponse extends Response {
  /** The platform's own `Response`, the same one each time. */
  toResponse(): Response;
}

/** What a caller gets: the platform's own `Response`, which can be cloned, passed on and recognized. */
export function toRealResponse(response: Response): Response {
  return "toResponse" in response ? (response as LazyResponse).toResponse() : response;
}
