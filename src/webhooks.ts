export type { WebhookFault } from "./runtime/errors.js";
export {
  ClientError,
  ConfigurationError,
  InvalidRequestError,
  WebhookBusyError,
  WebhookVerificationError,
} from "./runtime/errors.js";
export {
  type HandleOnceContext,
  type HandleOnceOptions,
  type HandleOnceResult,
  handleOnce,
  type Once,
} from "./runtime/once/handle-once.js";
export { MemoryReplayStore, type MemoryReplayStoreOptions } from "./runtime/once/memory-replay-store.js";
export {
  type PostgresClient,
  type PostgresReplayStoreOptions,
  postgresReplayStore,
} from "./runtime/once/postgres-replay-store.js";
export { type RedisReplayStoreOptions, type RedisSend, redisReplayStore } from "./runtime/once/redis-replay-store.js";
export type { ClaimState, ReplayStore } from "./runtime/once/replay-store.js";
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
