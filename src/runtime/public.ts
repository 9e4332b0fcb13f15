/** What every entry gives its users of the runtime. */

export type { Http, HttpMiddleware, HttpOptions } from "./by-path/http-types.js";
export { isKnown } from "./client/is-known.js";
export type { UndocumentedMethod, UndocumentedParts } from "./client/undocumented.js";
export type { HeaderValues } from "./encode/headers.js";
export type { Uploadable } from "./encode/multipart.js";
export type { ServerEvent } from "./encode/server-events.js";
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
  GoneError,
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
export type { CursorPage, IdPage, ListPosition, NextCursorPage } from "./lists/page.js";
export type { CursorPager, IdPager, NextCursorPager } from "./lists/pager.js";
export type { PageInfo } from "./lists/schemes.js";
export {
  type AmountCurrency,
  type DecimalAmount,
  formatMoney,
  type MajorAmount,
  type MinorAmount,
  type MoneyAmount,
  toMajorUnits,
  toMinorUnits,
} from "./money/money.js";
export { MoneyError, type MoneyFault } from "./money/money-error.js";
export type { Deprecation } from "./observe/deprecation.js";
export type { Logger, LogLevel } from "./observe/logger.js";
export type { AttemptEvent } from "./observe/report.js";
export { openTelemetry, type SpanStarter, type TracedCall, type TracedEnd, type TraceHook } from "./observe/tracing.js";
export { ApiPromise, type DataWithResponse } from "./promise/api-promise.js";
export type { ApiFailure, Failure, Failures, Result, Success } from "./promise/result.js";
export type {
  ApiKey,
  ClientOptions,
  FetchFunction,
  FetchOptions,
  RequestOptions,
  RetryChoice,
} from "./settings/options.js";
