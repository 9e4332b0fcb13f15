/** The door: the only file of the runtime that generated code and the entries import. */
export { ApiPromise, type DataWithResponse } from "./api-promise.js";
export type { CallInit } from "./call.js";
export { ClientCore, type Send, type SendPage } from "./client-core.js";
export { readEnv } from "./env.js";
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
export type { ApiFacts, OperationFacts } from "./facts.js";
export type { HeaderValues } from "./headers.js";
export type { Http } from "./http.js";
export type { Logger, LogLevel } from "./logger.js";
export { multipartBody, type Uploadable } from "./multipart.js";
export type { ApiKey, ClientOptions, FetchFunction, FetchOptions, RequestOptions, RetryChoice } from "./options.js";
export type { CursorPage, IdPage, NextCursorPage, PageMethods } from "./page.js";
export { type CursorPager, type IdPager, type NextCursorPager, Pager } from "./pager.js";
export type { AttemptEvent } from "./report.js";
export type { ApiFailure, Failure, Result, Success } from "./result.js";
export type { CursorBody, IdBody, NextCursorNames, PageInfo } from "./schemes.js";
export { openTelemetry, type SpanStarter, type TracedCall, type TracedEnd, type TraceHook } from "./tracing.js";
