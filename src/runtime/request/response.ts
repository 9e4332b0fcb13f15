import { RedirectError, ResponseParseError } from "../errors.js";
import { discardBody } from "../fetch/adopt-response.js";
import { makeResponse } from "../fetch/make-response.js";
import type { Call } from "./call.js";
import type { Deadline } from "./deadline.js";
import { toClientError, toResponseError } from "./failure.js";

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

/** @throws RedirectError */
export function refuseRedirect(response: Response, call: Call): void {
  const { status, type, redirected } = response;
  // A browser hides the status of a redirect that was not followed. Some a `fetch` follows all the same.
  if (type !== "opaqueredirect" && !redirected && (status < 300 || status > 399 || status === 304)) return;
  discardBody(response);
  throw toResponseError(RedirectError, "redirects are not followed", response, call);
}

/** The JSON of a response's text, whatever its content type says; `undefined` for an empty one. @throws ResponseParseError */
export function parseData(text: string, response: Response, call: Call): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    throw unreadable(response, call, text);
  }
}

/** Without `cause`: the platform's message quotes the body. */
export function unreadable(response: Response, call: Call, text?: string): ResponseParseError {
  const why = "the server accepted the request, but its response is not JSON";
  return toResponseError(ResponseParseError, why, response, call, text);
}

/** The body is larger than `limit`. */
export function tooLarge(response: Response, call: Call, limit: number): ResponseParseError {
  const why = `the response's body is larger than ${limit} bytes${response.ok ? " (see maxResponseBytes)" : ""}`;
  return toResponseError(ResponseParseError, why, response, call);
}

/** Why the body of a response broke off: platforms hide the error that a stream ended with behind their own (seen in Chromium). */
const breaks = new WeakMap<Response, unknown>();

/** The error that reading the response ended with, where it was the connection that failed. */
export function readBreak(response: Response): unknown {
  return breaks.get(response);
}

/**
 * The same response; its deadline, and the call's `maxBytes`, hold until the body has been read or given up, and keep no process alive.
 * @param url for a response that does not say its own
 */
export function guardBody(response: Response, deadline: Deadline, call: Call, url: string): Response {
  // Where there are no streams to give the body on with, it stays with the response: a reader would lock it.
  const reader = typeof ReadableStream === "undefined" ? undefined : response.body?.getReader();
  if (!reader) {
    // Then the deadline cannot know when the body has been read.
    if (response.body) deadline.unref();
    else deadline.release();
    return toRealResponse(response);
  }
  deadline.unref();
  let size = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { done, value } = await deadline.race(reader.read());
        size += value?.byteLength ?? 0;
        if (size > call.maxBytes) {
          reader.cancel().catch(() => {});
          throw tooLarge(response, call, call.maxBytes);
        }
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (reason) {
        const failure = toClientError(reason, call, deadline);
        breaks.set(guarded, failure);
        controller.error(failure);
      }
      deadline.release();
    },
    cancel(reason) {
      // Not awaited: it never ends while a clone of the response is not read.
      reader.cancel(reason).catch(() => {});
      deadline.abandon();
    },
  });
  const { status, statusText, headers } = response;
  const guarded = makeResponse(body, { status, statusText, headers, url: response.url || url });
  return guarded;
}
