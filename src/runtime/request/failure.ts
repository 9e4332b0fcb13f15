import { describe } from "../encode/encode.js";
import * as errors from "../errors.js";
import { maskBody } from "../receive/mask.js";
import { refusalHint } from "../settings/access.js";
import { visible } from "../visible.js";
import { type Call, maskFor, maskHeaders, readRequestId } from "./call.js";
import { isTimeLimit, readConnectionFault } from "./connection.js";
import { readRetryAfter } from "./retry-after.js";

/** Why an attempt was ended from here. */
export type EndCause = "timeout" | "abort";

/** How an attempt or a wait was ended from here; without a cause, it was not. */
export interface End {
  readonly cause: EndCause | undefined;
  /** What the caller's signal gives as its reason. */
  readonly reason?: unknown;
}

/**
 * The one place where a foreign failure becomes ours. What it said is dropped: platforms quote URLs, and proxies headers.
 * @param isUnderWay whether the attempt that was ended had called `fetch`
 */
export function toClientError(reason: unknown, call: Call, end: End, isUnderWay = true): errors.ClientError {
  // The reason of the caller's signal may be one of these errors, too.
  if (reason instanceof errors.ClientError && reason !== end.reason) return reason;
  const what = `${call.method} ${call.path}`;
  if (end.cause === "abort") return toAbortError(what, detailsOf(call, isUnderWay), end.reason);
  if (end.cause === "timeout") {
    return new errors.APIConnectionTimeoutError(`${what}: timed out`, detailsOf(call, isUnderWay));
  }
  const { code, maybeSent } = readConnectionFault(reason);
  const cause = Object.assign(new Error(code), { name: "Cause", code });
  const details = { ...detailsOf(call, maybeSent), code };
  if (!isTimeLimit(reason, code))
    return new errors.APIConnectionError(`${what}: connection failed (${code})`, details, { cause });
  const why = `timed out by a limit of fetch, not of the client (${code})`;
  return new errors.APIConnectionTimeoutError(`${what}: ${why}`, details, { cause });
}

/**
 * The caller's signal ended the work: a timeout where it is one of `AbortSignal.timeout`. Its reason is the caller's own, and is kept.
 * @param what the message begins with
 */
export function toAbortError(
  what: string,
  details: errors.FailureDetails,
  reason: unknown,
): errors.APIUserAbortError | errors.APIConnectionTimeoutError {
  const isTimeout = asRecord(reason).name === "TimeoutError";
  return isTimeout
    ? new errors.APIConnectionTimeoutError(`${what}: timed out by the caller's signal`, details, { cause: reason })
    : new errors.APIUserAbortError(`${what}: aborted by the caller`, details, { cause: reason });
}

/** The error for a response that is not a success. Reads `{ error: { message, type, code, param } }` and whatever else comes. */
export function toStatusError(response: Response, text: string, call: Call, now: number): errors.APIError {
  const { status, headers } = response;
  const mask = maskFor(call);
  const body = maskBody(parseLoosely(text), text, mask);
  const detail = asRecord(asRecord(body).error ?? body);
  const read = (value: unknown): string | undefined => (typeof value === "string" ? clean(value) : undefined);
  const message = read(detail.message) ?? read(asRecord(body).error) ?? "";
  const isRefusedRepeat = call.maybeSent === true && (status === 404 || status === 409);
  const details: errors.FailureDetails = {
    ...detailsOf(call, hasActed(status)),
    status,
    type: read(detail.type),
    code: read(detail.code),
    param: read(detail.param),
    requestId: readRequestId(maskHeaders(headers, call)),
    retryAfterMs: readRetryAfter(status, headers, message, now),
  };
  const Class = byStatus[status] ?? (status >= 500 ? errors.InternalServerError : errors.APIError);
  const operation = `${call.method} ${call.path}`;
  const hint = hintOf(status, call, isRefusedRepeat) || refusalHint(call.engine.config, operation, status);
  return new Class(`${status} ${operation}${message && `: ${message}`}${hint}`, details, { headers, body, mask });
}

/** The error for a response that means something else than it should: a redirect, a success that is not JSON, or a body that is too large. */
export function toResponseError<E extends errors.APIError>(
  Class: new (message: string, details: errors.FailureDetails, hidden: errors.HiddenDetails) => E,
  why: string,
  response: Response,
  call: Call,
  body?: string,
): E {
  const { status, headers } = response;
  const mask = maskFor(call);
  const details = {
    ...detailsOf(call, status < 400 || hasActed(status)),
    status,
    requestId: readRequestId(maskHeaders(headers, call)),
  };
  const message = `${status} ${call.method} ${call.path}: ${why}`;
  return new Class(message, details, { headers, body: body && mask(body), mask });
}

/** A server that refuses has not acted; one that fails may have. */
function hasActed(status: number): true | undefined {
  return status === 408 || status >= 500 || undefined;
}

/** What the server's own words do not say: a status that may come of an earlier request of the same call, or with the same key. */
function hintOf(status: number, call: Call, isRefusedRepeat: boolean): string {
  if (isRefusedRepeat) return " (an earlier attempt of this call may have succeeded)";
  if (status === 409 && call.hasKeyHeader) return " (a call with this key is still running or its outcome is unknown)";
  return "";
}

/** The error for a call whose `fetch` came back without a response: what became of the request is not known. */
export function unusableResponse(given: unknown, call: Call): errors.APIConnectionError {
  const message = `${call.method} ${call.path}: fetch gave ${describe(given)}, which cannot be read as a Response`;
  return new errors.APIConnectionError(message, detailsOf(call, true));
}

const byStatus: Readonly<Record<number, typeof errors.APIError>> = {
  400: errors.BadRequestError,
  401: errors.AuthenticationError,
  403: errors.PermissionDeniedError,
  404: errors.NotFoundError,
  409: errors.ConflictError,
  410: errors.GoneError,
  422: errors.UnprocessableEntityError,
  429: errors.RateLimitError,
};

/** @param maybeSent whether the server may have acted on the latest attempt; `undefined` where its response says that it has not */
function detailsOf(call: Call, maybeSent: boolean | undefined): errors.FailureDetails {
  call.latestMaybeSent = maybeSent;
  if (maybeSent || (maybeSent === undefined && !call.maybeSent)) call.maybeSent = maybeSent;
  const { operationId, method, path, attempts, idempotencyKey } = call;
  return { operationId, method, path, attempts, idempotencyKey, maybeSent: call.maybeSent };
}

function parseLoosely(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return text;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A server's words, on one line and cut, but not within a character. */
function clean(message: string): string {
  return visible(message)
    .slice(0, 500)
    .replace(/[\ud800-\udbff]$/, "");
}
