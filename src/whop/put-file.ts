import { describe } from "../runtime/encode/encode.js";
import type { ClientError } from "../runtime/errors.js";
import { adoptResponse, discardBody } from "../runtime/fetch/adopt-response.js";
import { sendableBlob } from "../runtime/fetch/body-bytes.js";
import type { FetchBody } from "../runtime/fetch-types.js";
import { readConnectionFault } from "../runtime/request/connection.js";
import { Deadline, pause } from "../runtime/request/deadline.js";
import { toAbortError } from "../runtime/request/failure.js";
import { nextDelay, type Outcome, retryPolicy } from "../runtime/request/retry.js";
import { readRetryAfter } from "../runtime/request/retry-after.js";
import type { FetchFunction, FetchOptions } from "../runtime/settings/options.js";
import { checkBaseURL, isPrivateHost } from "../runtime/settings/origin.js";
import type { Platform } from "../runtime/settings/platform.js";
import { FileUploadError } from "./file-upload-error.js";

/** Where bytes go, as Whop's response says. */
export interface PutTarget {
  readonly fileId: string;
  readonly url: string | null | undefined;
  readonly headers: Readonly<Record<string, unknown>> | null | undefined;
  /** The part that the bytes are, where a file goes up in parts. */
  readonly partNumber?: number | undefined;
}

export interface PutSettings {
  readonly fetch: FetchFunction;
  readonly fetchOptions: FetchOptions | undefined;
  /** Where the API is. Only from a private network may it send bytes into one. */
  readonly baseURL: string | undefined;
  /** Deadline of one attempt. @unit milliseconds */
  readonly timeout: number;
  /** Attempts after the first one. */
  readonly maxRetries: number;
  readonly signal: AbortSignal | null | undefined;
  readonly platform: Platform;
}

/**
 * Sends the bytes to the presigned address with the headers that belong to it, and no others: no credentials. The address
 * is good for one file or part, so a retry does no harm. Redirects are not followed.
 * @returns the headers of the storage's response
 * @throws FileUploadError, or what the signal means when it ends the upload: APIUserAbortError, APIConnectionTimeoutError
 */
export async function putFile(target: PutTarget, blob: Blob, settings: PutSettings): Promise<Headers> {
  const { maxRetries, signal, platform } = settings;
  const url = checkUploadUrl(target, settings.baseURL);
  const headers = uploadHeaders(target);
  const policy = retryPolicy("PUT", false, "auto", maxRetries);
  for (let attempt = 0; ; attempt++) {
    const outcome = await tryOnce(url, headers, blob, settings);
    if (outcome.headers) return outcome.headers;
    if (outcome.ended === "abort") throw abortError(attempt + 1, signal);
    const delay = nextDelay(policy, attempt, outcome, platform.random());
    if (delay === undefined) throw putError(target, outcome, attempt + 1);
    await pause(delay, signal, platform.timer).catch(() => {
      throw abortError(attempt + 1, signal);
    });
  }
}

/** The caller's signal ended the upload. */
export function abortError(attempts: number, signal: AbortSignal | null | undefined): ClientError {
  return toAbortError("files.upload", { method: "PUT", path: "(upload address)", attempts }, signal?.reason);
}

interface PutOutcome extends Outcome {
  /** Only where the storage took the bytes. */
  readonly headers?: Headers | undefined;
  readonly ended?: "abort" | "timeout" | undefined;
  /** Why there is no response. */
  readonly fault?: string | undefined;
}

function checkUploadUrl({ fileId, url: text, partNumber }: PutTarget, baseURL: string | undefined): string {
  if (!text)
    throw new FileUploadError("the response of POST /files has no upload_url", { reason: "no-upload-url", fileId });
  let rule = "must be an https: URL without credentials";
  try {
    const url = new URL(text);
    checkBaseURL(url.origin); // https:, or http: to this machine
    const isReachable =
      !isPrivateHost(url.hostname) || (baseURL !== undefined && isPrivateHost(new URL(baseURL).hostname));
    if (!isReachable) rule = "must not lead to this machine or into a private network, where baseURL is not";
    else if (!url.username && !url.password) return url.href;
  } catch {
    // The platform's message quotes the address, and anybody who has that can write the file.
  }
  const name = partNumber === undefined ? "upload_url" : `the address of part ${partNumber}`;
  throw new FileUploadError(`${name} ${rule}`, { reason: "unsafe-upload-url", fileId });
}

/** A plain object, which each `fetch` takes. */
function uploadHeaders({ fileId, headers: given }: PutTarget): Record<string, string> {
  try {
    const entries = Object.entries(given ?? {}).filter(([, value]) => value !== null && value !== undefined);
    return Object.fromEntries(new Headers(entries.map(([name, value]): [string, string] => [name, String(value)])));
  } catch {
    throw new FileUploadError("upload_headers has a header that HTTP does not allow", {
      reason: "unsafe-upload-url",
      fileId,
    });
  }
}

async function tryOnce(
  url: string,
  headers: Record<string, string>,
  blob: Blob,
  settings: PutSettings,
): Promise<PutOutcome> {
  const { fetch, fetchOptions, timeout, signal, platform } = settings;
  const deadline = new Deadline(timeout, signal, platform.timer);
  let body: FetchBody | undefined;
  try {
    deadline.signal.throwIfAborted();
    body = await deadline.race(sendableBlob(blob));
    const given: unknown = await deadline.race(
      fetch(url, {
        ...fetchOptions,
        method: "PUT",
        headers,
        body,
        redirect: "manual",
        signal: deadline.signal,
      }),
    );
    const response = adoptResponse(given);
    if (!response) return { maybeSent: true, fault: `failed (fetch gave ${describe(given)}, not a Response)` };
    discardBody(response);
    const { redirected, status } = response;
    const ok = response.ok && !redirected;
    // A browser shows a redirect that was not followed as status 0.
    return {
      headers: ok ? response.headers : undefined,
      status: redirected ? 302 : status || 302,
      retryAfterMs: readRetryAfter(status, response.headers, "", platform.now()),
    };
  } catch (reason) {
    // node-fetch 2 leaves a request half sent when it cannot read the body.
    deadline.abandon();
    const { code } = readConnectionFault(reason);
    const note = body instanceof Blob && code === "no code" ? `. ${LARGE}` : "";
    const fault = deadline.cause === "timeout" ? "timed out" : `failed (${code})${note}`;
    return { maybeSent: true, ended: deadline.cause, fault };
  } finally {
    deadline.release();
  }
}

const LARGE = "More than 16 MiB need a fetch that knows Blob, which node-fetch 2 and cross-fetch do not";

function putError(target: PutTarget, { status, fault }: PutOutcome, attempts: number): FileUploadError {
  const { fileId, partNumber } = target;
  const what = partNumber === undefined ? "" : ` of part ${partNumber}`;
  if (status === undefined)
    return new FileUploadError(`PUT${what} to the storage ${fault}`, { reason: "upload-failed", fileId, attempts });
  const note = status >= 300 && status < 400 ? ", and redirects are not followed" : "";
  const message = `the storage responded ${status} to the PUT${what}${note}`;
  return new FileUploadError(message, { reason: "upload-refused", fileId, status, attempts });
}
