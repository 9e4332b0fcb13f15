/** What every entry gives its users of the runtime. */
export { ApiPromise, type DataWithResponse } from "./api-promise.js";
export {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  ClientError,
  ConfigurationError,
  ConflictError,
  InternalServerError,
  InvalidRequestError,
  NotFoundError,
  PaginationError,
  PermissionDeniedError,
  RateLimitError,
  RedirectError,
  ResponseParseError,
  UnprocessableEntityError,
  WebhookVerificationError,
} from "./errors.js";
export type { HeaderValues } from "./headers.js";
export type { Http, HttpMiddleware, HttpOptions } from "./http-types.js";
export { isKnown } from "./known.js";
export type { Logger, LogLevel } from "./logger.js";
export type { Uploadable } from "./multipart.js";
export type {
  ApiKey,
  ClientOptions,
  FetchFunction,
  FetchOptions,
  RequestOptions,
  RetryChoice,
} from "./options.js";
export type { CursorPage, IdPage, NextCursorPage } from "./page.js";
export type { CursorPager, IdPager, NextCursorPager } from "./pager.js";
export type { AttemptEvent } from "./report.js";
export type { ApiFailure, Failure, Result, Success } from "./result.js";
export type { PageInfo } from "./schemes.js";
export { openTelemetry, type SpanStarter, type TracedCall, type TracedEnd, type TraceHook } from "./tracing.js";
