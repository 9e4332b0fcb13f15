/** The entry for generated code, the only file of the runtime that it imports. Beside what users get, it has what clients are made of. */
export { createHttp } from "./by-path/http.js";
export { ApiResource } from "./client/api-resource.js";
export { ClientCore } from "./client/client-core.js";
export { multipartBody } from "./encode/multipart.js";
export type { PageMethods } from "./lists/page.js";
export { Pager } from "./lists/pager.js";
export type { CursorBody, IdBody, NextCursorNames } from "./lists/schemes.js";
export * from "./public.js";
export type { ApiConfig, IdempotencyTable, OperationConfig } from "./settings/config.js";
export { readEnv } from "./settings/env.js";
