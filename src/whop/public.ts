/** What the entries of both versions of Whop's API have, beside their generated clients. */

export type { FileSource as UploadSource } from "../runtime/files/file-source.js";
export type { WebhookDelivery } from "../runtime/webhooks/read-webhook.js";
export { FileUploadError, type FileUploadFault } from "./file-upload-error.js";
export type { UploadOptions, UploadProgress } from "./run-upload.js";
export type { UnwrapOptions, WhopWebhookKey } from "./unwrap-webhook.js";
export { UserTokenError, type UserTokenFault } from "./user-token-error.js";
export type { UserTokenKey } from "./user-token-keys.js";
export {
  type UserToken,
  type UserTokenSource,
  type VerifyUserTokenOptions,
  verifyUserToken,
} from "./verify-user-token.js";
export { type WaitForFileOptions, waitForFile } from "./wait-for-file.js";
