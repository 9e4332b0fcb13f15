export type { WebhookFault } from "./runtime/errors.js";
export { ClientError, ConfigurationError, WebhookVerificationError } from "./runtime/errors.js";
export {
  type HandleOnceOptions,
  type HandleOnceResult,
  handleOnce,
  MemoryReplayStore,
  type MemoryReplayStoreOptions,
  type Once,
  type ReplayStore,
} from "./runtime/webhooks/handle-once.js";
export type { HeaderObject, HeaderReader, HeaderSource } from "./runtime/webhooks/header-source.js";
export { readWebhook, type WebhookDelivery } from "./runtime/webhooks/read-webhook.js";
export { type SignWebhookOptions, signWebhook, type WebhookHeaders } from "./runtime/webhooks/sign-webhook.js";
export { type VerifiedWebhook, type VerifyWebhookOptions, verifyWebhook } from "./runtime/webhooks/verify-webhook.js";
export type { WebhookBody } from "./runtime/webhooks/webhook-bytes.js";
export {
  createWebhookHandler,
  type DispatchResult,
  type MissingHandlers,
  type UnknownWebhookEvent,
  WebhookHandler,
} from "./runtime/webhooks/webhook-handler.js";
export type { WebhookSecret } from "./runtime/webhooks/webhook-secret.js";
