/** Everything that generated code may import from `src/runtime/index.ts`. A test compares the two. */
export const runtimeSymbols = {
  ClientCore: "value",
  createHttp: "value",
  multipartBody: "value",
  ApiConfig: "type",
  ApiPromise: "type",
  ClientOptions: "type",
  CursorPager: "type",
  Failures: "type",
  Http: "type",
  IdempotencyTable: "type",
  IdPager: "type",
  NextCursorPager: "type",
  RequestOptions: "type",
  ServerEvent: "type",
  Uploadable: "type",
} as const satisfies Record<string, "value" | "type">;

export type RuntimeSymbol = keyof typeof runtimeSymbols;
