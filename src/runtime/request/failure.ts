import * as errors from "../errors.js";
import { type Call, readRequestId } from "./call.js";
import { readConnectionFault } from "./connection.js";
import { readRetryAfter } from "./retry-after.js";

/** Why an attempt was ended from here. */
export type EndCause = "timeout" | "abort";

/** The one place where a foreign failure becomes ours. What it said is dropped: platforms quote URLs, and proxies headers. */
export function toClientError(reason: unknown, call: Call, ended?: EndCause): errors.ClientError {
  if (reason instanceof errors.ClientError) return reason;
  const facts = factsOf(call);
  const what = `${call.method} ${call.path}`;
  if (ended === "abort") return new errors.APIUserAbortError(`${what}: aborted by the caller`, facts);
  if (ended === "timeout") {
    return new errors.APIConnectionTimeoutError(`${what}: timed out`, { ...facts, maybeSent: true });
  }
  const { code, maybeSent } = readConnectionFault(reason);
  const cause = Object.assign(new Error(code), { name: "Cause", code });
  return new errors.APIConnectionError(`${what}: connection failed (${code})`, { ...facts, maybeSent }, { cause });
}

/** The error for a response that is not a success. Reads `{ error: { message, type, code, param } }` and whatever else comes. */
export function toStatusError(
  response: Response,
  text: string,
  call: Call,
  secret: string,
  now: number,
): errors.APIError {
  const { status, headers } = response;
  const body = parseLoosely(text);
  const detail = asRecord(asRecord(body).error ?? body);
  const read = (value: unknown): string | undefined => (typeof value === "string" ? clean(value, secret) : undefined);
  const message = read(detail.message) ?? read(asRecord(body).error) ?? "";
  const facts: errors.FailureFacts = {
    ...factsOf(call),
    status,
    type: read(detail.type),
    code: read(detail.code),
    param: read(detail.param),
    requestId: readRequestId(headers),
    retryAfterMs: readRetryAfter(status, headers, message, now),
  };
  const Class = byStatus[status] ?? (status >= 500 ? errors.InternalServerError : errors.APIError);
  const what = `${status} ${call.method} ${call.path}`;
  // The server's word for it says nothing of keys.
  const repeat = status === 409 && call.hasKeyHeader ? REPEAT_REFUSED : "";
  return new Class(`${message ? `${what}: ${message}` : what}${repeat}`, facts, { headers, body });
}

/** The error for a response that means something else than it should: a redirect, or a success that is not JSON. */
export function toResponseError<E extends errors.APIError>(
  Class: new (message: string, facts: errors.FailureFacts, hidden: errors.HiddenFacts) => E,
  why: string,
  response: Response,
  call: Call,
  body?: string,
): E {
  const { status, headers } = response;
  const facts = { ...factsOf(call), status, requestId: readRequestId(headers) };
  return new Class(`${status} ${call.method} ${call.path}: ${why}`, facts, { headers, body });
}

const REPEAT_REFUSED = " (a call with this key is still running or its outcome is unknown)";

const byStatus: Readonly<Record<number, typeof errors.APIError>> = {
  400: errors.BadRequestError,
  401: errors.AuthenticationError,
  403: errors.PermissionDeniedError,
  404: errors.NotFoundError,
  409: errors.ConflictError,
  422: errors.UnprocessableEntityError,
  429: errors.RateLimitError,
};

function factsOf({ operationId, method, path, attempts, idempotencyKey }: Call): errors.FailureFacts {
  return { operationId, method, path, attempts, idempotencyKey };
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

/** A server may quote the key it refuses, and anything may follow a line break in a log. */
function clean(message: string, secret: string): string {
  return message
    .replaceAll(secret, "***")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .slice(0, 500);
}
