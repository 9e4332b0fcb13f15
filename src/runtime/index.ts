/** The door: the only file of the runtime that generated code imports. Beside what users get, it has what clients are made of. */
export type { CallInit } from "./call.js";
export { ClientCore, type Send, type SendPage } from "./client-core.js";
export { readEnv } from "./env.js";
export type { ApiFacts, OperationFacts } from "./facts.js";
export { multipartBody } from "./multipart.js";
export type { PageMethods } from "./page.js";
export { Pager } from "./pager.js";
export * from "./public.js";
export type { CursorBody, IdBody, NextCursorNames } from "./schemes.js";
