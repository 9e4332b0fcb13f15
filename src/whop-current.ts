import {
  Files as GeneratedFiles,
  Webhooks as GeneratedWebhooks,
  Whop as GeneratedWhop,
  WhopCore as GeneratedWhopCore,
  type WhopEnvironment,
} from "../generated/whop-current/client.js";
import type { File } from "../generated/whop-current/models.js";
import type { WebhookEvent } from "../generated/whop-current/webhooks.js";
import { type WhopOptions as OptionsOf, whopClientOptions } from "./whop/options.js";
import { type UploadCurrentFileOptions, uploadCurrentFile } from "./whop/upload-current-file.js";
import {
  type WithUnwrap,
  type WithUpload,
  type WithWhopOptions,
  withUnwrap,
  withUpload,
  withWhopOptions,
} from "./whop/whop-classes.js";

export * from "../generated/whop-current/client.js";
export * from "../generated/whop-current/enums.js";
export type * from "../generated/whop-current/models.js";
// The contract has a schema of this name; the runtime has a type of it, for the option.
// The contract has a schema of this name, too: a delivery as the API lists it, under a name of its own.
export type { ApiKey, WebhookDelivery as WebhookDeliveryRecord } from "../generated/whop-current/models.js";
export * from "../generated/whop-current/webhooks.js";
export * from "./runtime/public.js";
export type { WebhookDelivery } from "./runtime/webhooks/read-webhook.js";
export * from "./whop/public.js";
export type { UploadCurrentFileOptions } from "./whop/upload-current-file.js";

/** The options of a client. */
export type WhopOptions = OptionsOf<WhopEnvironment>;

const UnwrappingWebhooks: WithUnwrap<typeof GeneratedWebhooks, WebhookEvent> =
  /* @__PURE__ */ withUnwrap(GeneratedWebhooks);
const UploadingFiles: WithUpload<typeof GeneratedFiles, File, UploadCurrentFileOptions> = /* @__PURE__ */ withUpload(
  GeneratedFiles,
  uploadCurrentFile,
);
const WhopWithOptions: WithWhopOptions<typeof GeneratedWhop, WhopOptions> =
  /* @__PURE__ */ withWhopOptions(GeneratedWhop);

/** The webhook endpoints of an account, and the deliveries that they receive. */
export class Webhooks extends UnwrappingWebhooks {}

/** Files, and `upload`, which creates one from bytes: in parts where they are many. A file itself has no place in a request. */
export class Files extends UploadingFiles {}

/** Credentials and settings without any resource: `new Disputes(new WhopCore({ apiKey }))` bundles disputes only. */
export class WhopCore extends GeneratedWhopCore {
  constructor(options: WhopOptions = {}) {
    super(whopClientOptions(options));
  }

  override withOptions(options: WhopOptions): this {
    return super.withOptions(options);
  }
}

/**
 * The client of Whop's Current API, version 2026-09-23: the merchant's side of payments and disputes, as far as it is transcribed. For
 * keys and code of version 2025-01-01 there is `disputekit/whop`.
 */
export class Whop extends WhopWithOptions {
  /** Files; `files.upload` creates one from bytes, in parts where they are many. */
  override readonly files: Files = new Files(this);
  /** Webhook endpoints; `webhooks.unwrap` verifies a delivery. */
  override readonly webhooks: Webhooks = new Webhooks(this);

  override withOptions(options: WhopOptions): this {
    return super.withOptions(options);
  }
}

export default Whop;
