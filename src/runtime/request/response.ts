import { RedirectError, ResponseParseError } from "../errors.js";
import type { Call } from "./call.js";
import type { Limit } from "./deadline.js";
import { toAnswerError, toClientError } from "./failure.js";
import { toRealResponse } from "./lazy-response.js";

/** @throws RedirectError */
export function refuseRedirect(response: Response, call: Call): void {
  const { status, type } = response;
  // A browser hides the status of a redirect that was not followed.
  if (type !== "opaqueredirect" && (status < 300 || status > 399 || status === 304)) return;
  response.body?.cancel().catch(() => {});
  throw toAnswerError(RedirectError, "redirects are not followed", response, call);
}

/** The answer's JSON, whatever its content type says; `undefined` for an empty one. @throws ResponseParseError */
export async function readData(response: Response, call: Call): Promise<unknown> {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    throw unreadable(response, call, text);
  }
}

/** Without `cause`: the platform's message quotes the body. */
export function unreadable(response: Response, call: Call, text?: string): ResponseParseError {
  return toAnswerError(ResponseParseError, "accepted, but the answer is no JSON", response, call, text);
}

/** The same answer; its limit holds until the body has been read or given up. */
export function guardBody(response: Response, limit: Limit, call: Call): Response {
  const reader = response.body?.getReader();
  if (!reader) {
    limit.release();
    return toRealResponse(response);
  }
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { done, value } = await limit.race(reader.read());
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (reason) {
        call.broken = toClientError(reason, call, limit.cause);
        controller.error(call.broken);
      }
      limit.release();
    },
    cancel(reason) {
      limit.release();
      return reader.cancel(reason);
    },
  });
  return new Response(body, response);
}
