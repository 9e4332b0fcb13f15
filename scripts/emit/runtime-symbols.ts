/** Everything that generated code may import from `src/runtime/index.ts`. A test compares the two. */
export const runtimeSymbols = {
  ApiResource: "value",
  ClientCore: "value",
  bytesBody: "value",
  createHttp: "value",
  credentialsOf: "value",
  formBody: "value",
  keyIn: "value",
  multipartBody: "value",
  operationServer: "value",
  parameters: "value",
  readBlob: "value",
  readEvents: "value",
  readJsonOr: "value",
  readText: "value",
  textBody: "value",
  ApiConfig: "type",
  ApiPromise: "type",
  ClientOptions: "type",
  CursorPager: "type",
  Failures: "type",
  Http: "type",
  IdempotencyTable: "type",
  IdPager: "type",
  NextCursorPager: "type",
  OperationTable: "type",
  RequestOptions: "type",
  ServerEvent: "type",
  Uploadable: "type",
} as const satisfies Record<string, "value" | "type">;

export type RuntimeSymbol = keyof typeof runtimeSymbols;

/** Everything that an entry exports of the runtime beside these: a model of the same name would clash with it there. A test compares. */
export const publicNames: readonly string[] =
  "APIConnectionError APIConnectionTimeoutError APIError APIUserAbortError AmountCurrency ApiFailure ApiKey ApiPromise AttemptEvent AuthenticationError BadRequestError ClientError ClientOptions ConfigurationError ConflictError CursorPage CursorPager DataWithResponse DecimalAmount Deprecation ErrorHeaders Failure Failures FetchFunction FetchOptions GoneError HeaderValues Http HttpMiddleware HttpOptions IdPage IdPager InternalServerError InvalidRequestError ListPosition LogLevel Logger MajorAmount MinorAmount MoneyAmount MoneyError MoneyFault NextCursorPage NextCursorPager NotFoundError PageInfo PaginationError PermissionDeniedError RateLimitError RedirectError RequestOptions ResponseParseError Result RetryChoice ServerEvent SpanStarter Success TraceHook TracedCall TracedEnd UndocumentedMethod UndocumentedParts UnprocessableEntityError Uploadable WebhookVerificationError formatMoney isKnown openTelemetry toMajorUnits toMinorUnits".split(
    " ",
  );
