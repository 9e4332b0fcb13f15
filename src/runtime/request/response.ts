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

/** Why the body of a response broke off: platforms hide the error that a stream ended with behind their own (seen in Chromium). */
const breaks = new WeakMap<Response, unknown>();

/** The error that reading the response ended with, where it was the connection that failed. */
export function readBreak(response: Response): unknown {
  return breaks.get(response);
}

/**
 * The same response; its deadline holds until the body has been read or given up, and keeps no process alive.
 * @param url for a response that does not say its own
 */
export function guardBody(response: Response, deadline: Deadline, call: Call, url: string): Response {
  const reader = response.body?.getReader?.();
  if (!reader || typeof ReadableStream === "undefined") {
    // Where there are no streams, the deadline cannot know when the body has been read.
    if (response.body) deadline.unref();
    else deadline.release();
    return toRealResponse(response);
  }
  deadline.unref();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { done, value } = await deadline.race(reader.read());
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
