/** What is known of a failed call. Paths are templates: no id, no query. Printed, but for the key, which is a caller's text. */
export interface FailureDetails {
  /** HTTP status; absent when there was no response. */
  readonly status?: number | undefined;
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly param?: string | undefined;
  readonly requestId?: string | undefined;
  readonly operationId?: string | undefined;
  readonly method: string;
  readonly path: string;
  /** Requests made for this call. */
  readonly attempts: number;
  readonly retryAfterMs?: number | undefined;
  readonly maybeSent?: boolean | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** What an error keeps but never prints. */
export interface HiddenDetails {
  readonly headers?: Headers | undefined;
  readonly body?: unknown;
  readonly cause?: unknown;
}

/** Base of all errors that the clients throw. */
export class ClientError extends Error {
  override readonly name: string = "ClientError";

  /** The printable details; never a body or a header. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), message: this.message };
  }
}

/** An option is missing or impossible. */
export class ConfigurationError extends ClientError {
  override readonly name = "ConfigurationError";
}

/** A call was refused before anything was sent. */
export class InvalidRequestError extends ClientError {
  override readonly name = "InvalidRequestError";
}

/** A list cannot be walked on: a cursor came twice, or is missing. */
export class PaginationError extends ClientError {
  override readonly name = "PaginationError";
}

/** Why a webhook delivery was refused. */
export type WebhookFault =
  /** The body is neither text nor bytes: something has parsed it. */
  | "body-not-raw"
  | "missing-header"
  /** A header that must be there once is there several times. */
  | "duplicate-header"
  | "malformed-header"
  /** Sent longer ago than the tolerance. */
  | "too-old"
  /** Sent further in the future than the tolerance. */
  | "too-new"
  /** There are signatures, but none of a scheme that is known here. */
  | "no-v1-signature"
  | "signature-mismatch"
  /** Not UTF-8, not JSON, not an object, or an object without the properties of an event. */
  | "malformed-body"
  /** What the event speaks of is not known to the API that it claims to come from. */
  | "unconfirmed";

/** A webhook delivery could not be verified to come from the sender. */
export class WebhookVerificationError extends ClientError {
  override readonly name = "WebhookVerificationError";
  /** What is wrong with it. */
  declare readonly reason: WebhookFault;
}

/** A webhook delivery is being handled by another run. Answer with `status`, so that the sender repeats it. */
export class WebhookBusyError extends ClientError {
  override readonly name = "WebhookBusyError";
  /** What frameworks that read an error's `status` answer by themselves. */
  readonly status = 409;
}

/** A call failed. `status` is absent when there was no response. */
export class APIError extends ClientError {
  override readonly name: string = "APIError";
  declare readonly status: number | undefined;
  /** The server's own kind of error. */
  declare readonly type: string | undefined;
  declare readonly code: string | undefined;
  /** The parameter that the server complains of. */
  declare readonly param: string | undefined;
  declare readonly requestId: string | undefined;
  declare readonly operationId: string | undefined;
  declare readonly method: string;
  /** Template, for example `/disputes/{id}`. */
  declare readonly path: string;
  /** Requests made for this call. */
  declare readonly attempts: number;
  /**
   * Whether the server may have acted on the call, by any of its attempts. `false`: no request ever left. Absent where the response
   * says that the call was refused, and no earlier attempt can have been acted on.
   */
  declare readonly maybeSent: boolean | undefined;
  // Private, so that no printer finds them.
  readonly #headers: Headers | undefined;
  readonly #body: unknown;
  readonly #idempotencyKey: string | undefined;

  constructor(
    message: string,
    { idempotencyKey, ...details }: FailureDetails,
    { headers, body, cause }: HiddenDetails = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, details);
    this.#headers = headers;
    this.#body = body;
    this.#idempotencyKey = idempotencyKey;
  }

  /** What the requests carried for the server to recognize a repeat by: with it the call can be made again safely. */
  get idempotencyKey(): string | undefined {
    return this.#idempotencyKey;
  }

  /** Headers of the response. */
  get headers(): Headers | undefined {
    return this.#headers;
  }

  /** The response's body: parsed JSON, else text. */
  get body(): unknown {
    return this.#body;
  }
}

export class BadRequestError extends APIError {
  override readonly name = "BadRequestError";
  declare readonly status: number;
}

export class AuthenticationError extends APIError {
  override readonly name = "AuthenticationError";
}

export class PermissionDeniedError extends APIError {
  override readonly name = "PermissionDeniedError";
  declare readonly status: number;
}

export class NotFoundError extends APIError {
  override readonly name = "NotFoundError";
  declare readonly status: number;
}

export class ConflictError extends APIError {
  override readonly name = "ConflictError";
  declare readonly status: number;
}

/** What was called has been withdrawn for good. */
export class GoneError extends APIError {
  override readonly name = "GoneError";
  declare readonly status: number;
}

export class UnprocessableEntityError extends APIError {
  override readonly name = "UnprocessableEntityError";
  declare readonly status: number;
}

export class RateLimitError extends APIError {
  override readonly name = "RateLimitError";
  declare readonly status: number;
  /** The wait that the server asked for. @unit milliseconds */
  declare readonly retryAfterMs: number | undefined;
}

export class InternalServerError extends APIError {
  override readonly name = "InternalServerError";
  declare readonly status: number;
}

/** The server points elsewhere. Redirects are never followed, since they would take the request's secrets along. */
export class RedirectError extends APIError {
  override readonly name = "RedirectError";
}

/** The server accepted the call, but its response cannot be read as JSON. */
export class ResponseParseError extends APIError {
  override readonly name = "ResponseParseError";
  declare readonly status: number;
}

/** No response, or only a part of one. */
export class APIConnectionError extends APIError {
  override readonly name: string = "APIConnectionError";
  /** The platform's code of the failure, for example `ECONNREFUSED`. */
  declare readonly code: string | undefined;
}

/**
 * The attempt took longer than `timeout`, a signal of `AbortSignal.timeout` ended the call, or a limit of `fetch` itself was reached:
 * undici, Node's own, waits 300 s for headers and for each part of a body.
 */
export class APIConnectionTimeoutError extends APIConnectionError {
  override readonly name = "APIConnectionTimeoutError";
}

/** The caller's signal ended the call. `cause` is its reason. */
export class APIUserAbortError extends APIError {
  override readonly name = "APIUserAbortError";
}
