/** The entry for generated code, the only file of the runtime that it imports. Beside what users get, it has what clients are made of. */
export { formBody } from "./bodies/form-body.js";
export { bytesBody, textBody } from "./bodies/whole-body.js";
export { createHttp } from "./by-path/http.js";
export { ApiResource } from "./client/api-resource.js";
export { ClientCore } from "./client/client-core.js";
export { multipartBody } from "./encode/multipart.js";
export { parameters } from "./encode/parameters.js";
export { readBlob, readEvents, readJsonOr, readText } from "./encode/read-body.js";
export type { PageMethods } from "./lists/page.js";
export { Pager } from "./lists/pager.js";
export type { CursorBody, IdBody, NextCursorNames } from "./lists/schemes.js";
export * from "./public.js";
export type { ApiConfig, IdempotencyTable, OperationConfig, OperationTable } from "./settings/config.js";
export { readEnv } from "./settings/env.js";
export { credentialsOf, keyIn } from "./settings/key-places.js";
export { operationServer } from "./settings/operation-server.js";
