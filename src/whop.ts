import {
  Files as GeneratedFiles,
  Webhooks as GeneratedWebhooks,
  Whop as GeneratedWhop,
  WhopCore as GeneratedWhopCore,
} from "../generated/whop/client.js";
import type { File } from "../generated/whop/models.js";
import type { paths } from "../generated/whop/paths.js";
import type { WebhookEvent } from "../generated/whop/webhooks.js";
import type { ClientCore } from "./runtime/index.js";
import { mergeOptions } from "./runtime/settings/merge-options.js";
import type { WebhookDelivery } from "./runtime/webhooks/read-webhook.js";
import type { WebhookBody } from "./runtime/webhooks/webhook-bytes.js";
import { type WhopOptions, whopClientOptions } from "./whop/options.js";
import { type UnwrapOptions, unwrapDelivery, unwrapWebhook, type WhopWebhookKey } from "./whop/unwrap-webhook.js";
import { type UploadFileOptions, uploadFile } from "./whop/upload-file.js";
import type { UploadSource } from "./whop/upload-source.js";
import {
  type UserToken,
  type UserTokenSource,
  type VerifyUserTokenOptions,
  verifyUserToken,
} from "./whop/verify-user-token.js";

export * from "../generated/whop/client.js";
export * from "../generated/whop/enums.js";
export type * from "../generated/whop/models.js";
// The contract has a schema of this name; the runtime has a type with the same fields.
export type { PageInfo } from "../generated/whop/models.js";
export * from "../generated/whop/webhooks.js";
export * from "./runtime/public.js";
export type { WebhookDelivery } from "./runtime/webhooks/read-webhook.js";
export { FileUploadError, type FileUploadFault } from "./whop/file-upload-error.js";
export type { WhopOptions } from "./whop/options.js";
export type { UploadOptions, UploadProgress } from "./whop/run-upload.js";
export type { UnwrapOptions, WhopWebhookKey } from "./whop/unwrap-webhook.js";
export type { UploadFileOptions } from "./whop/upload-file.js";
export type { UploadSource } from "./whop/upload-source.js";
export { UserTokenError, type UserTokenFault } from "./whop/user-token-error.js";
export type { UserTokenKey } from "./whop/user-token-keys.js";
export {
  type UserToken,
  type UserTokenSource,
  type VerifyUserTokenOptions,
  verifyUserToken,
} from "./whop/verify-user-token.js";
export { type WaitForFileOptions, waitForFile } from "./whop/wait-for-file.js";

/** The webhook endpoints of a company, and the deliveries that they receive. */
export class Webhooks extends GeneratedWebhooks {
  readonly #key: WhopWebhookKey | null | undefined;

  constructor(client: ClientCore<paths>, key?: WhopWebhookKey | null) {
    super(client);
    this.#key = key;
  }

  /**
   * Verifies a delivery and returns its event. Pass the body as received, not parsed.
   *
   * @throws WebhookVerificationError when the signature does not verify, or the delivery is too old
   * @throws ConfigurationError when there is no secret: `options.key`, the client's `webhookKey`, or `WHOP_WEBHOOK_SECRET`
   */
  unwrap(body: WebhookBody, options: UnwrapOptions): Promise<WebhookEvent> {
    return unwrapWebhook<WebhookEvent>(body, options, this.#key);
  }

  /** The same, with the delivery's id and time. The id stays the same when Whop delivers the event again. */
  unwrapDelivery(body: WebhookBody, options: UnwrapOptions): Promise<WebhookDelivery<WebhookEvent>> {
    return unwrapDelivery<WebhookEvent>(body, options, this.#key);
  }
}

/** Files, and `upload`, which creates one from bytes. */
export class Files extends GeneratedFiles {
  readonly #defaults: UploadFileOptions;

  constructor(client: ClientCore<paths>, defaults: UploadFileOptions = {}) {
    super(client);
    this.#defaults = { reportTarget: client.connect(({ options }) => options), ...defaults };
  }

  /**
   * Creates the file's record, sends the bytes to the storage, and waits until Whop has processed them.
   *
   * @throws FileUploadError when the storage refuses the bytes, processing fails, or takes longer than `readyTimeout`
   */
  upload(file: UploadSource, options: UploadFileOptions = {}): Promise<File> {
    return uploadFile<File>(this, file, mergeOptions(this.#defaults, options));
  }
}

/** Credentials and settings without any resource: `new Disputes(new WhopCore({ apiKey }))` bundles disputes only. */
export class WhopCore extends GeneratedWhopCore {
  constructor(options: WhopOptions = {}) {
    super(whopClientOptions(options));
  }
}

/** The client of the Whop API, the merchant's side of payments and disputes. */
export class Whop extends GeneratedWhop {
  override readonly files: Files;
  override readonly webhooks: Webhooks;
  readonly #userTokens: Pick<VerifyUserTokenOptions, "appId" | "fetch">;

  constructor(options: WhopOptions = {}) {
    super(whopClientOptions(options));
    const { appID, fetch, fetchOptions, webhookKey } = options;
    this.files = new Files(this, { fetch, fetchOptions });
    this.webhooks = new Webhooks(this, webhookKey);
    this.#userTokens = { appId: appID, fetch };
  }

  /**
   * Verifies the token in the header `x-whop-user-token`, and returns the user who opened your app. Needs the package `jose`.
   *
   * @throws UserTokenError when the token is missing, forged, expired, or issued for another app
   */
  verifyUserToken(
    source: UserTokenSource,
    options: VerifyUserTokenOptions & { dontThrow: true },
  ): Promise<UserToken | null>;
  verifyUserToken(
    source: UserTokenSource,
    options?: VerifyUserTokenOptions & { dontThrow?: false | undefined },
  ): Promise<UserToken>;
  verifyUserToken(source: UserTokenSource, options: VerifyUserTokenOptions = {}): Promise<UserToken | null> {
    return verifyUserToken(source, mergeOptions(this.#userTokens, options));
  }
}

export default Whop;
