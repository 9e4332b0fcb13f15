import { type ErrorHeaders, toErrorHeaders } from "./error-headers.js";
import { visible } from "./visible.js";

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
  /** Replaces in the value of a header what must not be shown. */
  readonly mask?: ((value: string) => string) | undefined;
}

/** Base of all errors that the clients throw. */
export class ClientError extends Error {
  /** The name of the class, as it stands in logs. Tell errors apart by it where two copies of the package make `instanceof` fail. */
  override readonly name: string = "ClientError";

  constructor(message?: string, options?: ErrorOptions) {
    // Parts of it may come from a server, or from whoever wrote what the caller passes on.
    super(message === undefined ? undefined : visible(message), options);
  }

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
  /** HTTP status of the response; absent when there was none. */
  declare readonly status: number | undefined;
  /** The server's own kind of error: `type` of the body's `error`, else of the body. Absent where it is not there. */
  declare readonly type: string | undefined;
  /** The server's own code: `code` of the body's `error`, else of the body. Absent where it is not there. */
  declare readonly code: string | undefined;
  /** The parameter that the server complains of: `param` of the body's `error`, else of the body. Absent where it is not there. */
  declare readonly param: string | undefined;
  /** The response's `x-request-id`, else `request-id`: what the provider's support asks for. Absent where the response has neither. */
  declare readonly requestId: string | undefined;
  /** The contract's `operationId`; absent for a call of a path that the contract does not have. */
  declare readonly operationId: string | undefined;
  /** HTTP method, in capitals. */
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
  readonly #response: Pick<HiddenDetails, "headers" | "mask">;
  #headers: ErrorHeaders | undefined;
  readonly #body: unknown;
  readonly #idempotencyKey: string | undefined;

  constructor(
    message: string,
    { idempotencyKey, ...details }: FailureDetails,
    { headers, body, cause, mask }: HiddenDetails = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, details);
    this.#response = { headers, mask };
    this.#body = body;
    this.#idempotencyKey = idempotencyKey;
  }

  /** What the requests carried for the server to recognize a repeat by: with it the call can be made again safely. */
  get idempotencyKey(): string | undefined {
    return this.#idempotencyKey;
  }

  /**
   * Headers of the response. What the request carried as its key or in the caller's own headers is replaced by `***`.
   * Absent when there was no response.
   */
  get headers(): ErrorHeaders | undefined {
    const { headers, mask = (value) => value } = this.#response;
    if (headers) this.#headers ??= toErrorHeaders(headers, (value) => visible(mask(value)));
    return this.#headers;
  }

  /** The response's body: parsed JSON, else text. Masked as the headers are. */
  get body(): unknown {
    return this.#body;
  }

  /** The headers as they came, for what hands a response on as a response. @internal */
  static headersOf(error: APIError): Headers | undefined {
    return error.#response.headers;
  }
}

/** The server responded with 400: it cannot read the request, or refuses a value in it. `param` may name which. */
export class BadRequestError extends APIError {
  override readonly name = "BadRequestError";
  declare readonly status: number;
}

/** The server responded with 401: it does not take the credentials. A key from a function was asked for once more before, unless the body is a stream. */
export class AuthenticationError extends APIError {
  override readonly name = "AuthenticationError";
}

/** The server responded with 403: the key is known, but has no permission for this call or this object. */
export class PermissionDeniedError extends APIError {
  override readonly name = "PermissionDeniedError";
  declare readonly status: number;
}

/** The server responded with 404: the path or the object is not there, or the key may not know of it. */
export class NotFoundError extends APIError {
  override readonly name = "NotFoundError";
  declare readonly status: number;
}

/** The server responded with 409: the state of the object, or another call with the same idempotency key, does not allow it now. */
export class ConflictError extends APIError {
  override readonly name = "ConflictError";
  declare readonly status: number;
}

/** The server responded with 410: what was called has been withdrawn for good. */
export class GoneError extends APIError {
  override readonly name = "GoneError";
  declare readonly status: number;
}

/** The server responded with 422: it can read the request, but its values do not fit together or break a rule. */
export class UnprocessableEntityError extends APIError {
  override readonly name = "UnprocessableEntityError";
  declare readonly status: number;
}

/** The server responded with 429: too many requests, also after the retries that the client made. */
export class RateLimitError extends APIError {
  override readonly name = "RateLimitError";
  declare readonly status: number;
  /** The wait that the server asked for. @unit milliseconds */
  declare readonly retryAfterMs: number | undefined;
}

/** The server responded with a status of 500 or more. Whether it has acted on the call is not known: see `maybeSent`. */
export class InternalServerError extends APIError {
  override readonly name = "InternalServerError";
  declare readonly status: number;
}

/** The server points elsewhere. Redirects are never followed, since they would take the request's secrets along. */
export class RedirectError extends APIError {
  override readonly name = "RedirectError";
}

/** The server accepted the call, but its response cannot be read as JSON; or the body of a response, of whichever status, is too large. */
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
