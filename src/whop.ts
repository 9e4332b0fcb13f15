import {
  Files as GeneratedFiles,
  Webhooks as GeneratedWebhooks,
  Whop as GeneratedWhop,
  WhopCore as GeneratedWhopCore,
  type WhopEnvironment,
} from "../generated/whop/client.js";
import type { File } from "../generated/whop/models.js";
import type { WebhookEvent } from "../generated/whop/webhooks.js";
import { type WhopOptions as OptionsOf, whopClientOptions } from "./whop/options.js";
import { type UploadFileOptions, uploadFile } from "./whop/upload-file.js";
import {
  type WithUnwrap,
  type WithUpload,
  type WithWhopOptions,
  withUnwrap,
  withUpload,
  withWhopOptions,
} from "./whop/whop-classes.js";

export * from "../generated/whop/client.js";
export * from "../generated/whop/enums.js";
export type * from "../generated/whop/models.js";
// The contract has a schema of this name; the runtime has a type with the same fields.
export type { PageInfo } from "../generated/whop/models.js";
export * from "../generated/whop/webhooks.js";
export * from "./runtime/public.js";
export * from "./whop/public.js";
export type { UploadFileOptions } from "./whop/upload-file.js";

/** The options of a client. */
export type WhopOptions = OptionsOf<WhopEnvironment>;

const UnwrappingWebhooks: WithUnwrap<typeof GeneratedWebhooks, WebhookEvent> =
  /* @__PURE__ */ withUnwrap(GeneratedWebhooks);
const UploadingFiles: WithUpload<typeof GeneratedFiles, File, UploadFileOptions> = /* @__PURE__ */ withUpload(
  GeneratedFiles,
  uploadFile,
);
const WhopWithOptions: WithWhopOptions<typeof GeneratedWhop, WhopOptions> =
  /* @__PURE__ */ withWhopOptions(GeneratedWhop);

/** The webhook endpoints of a company, and the deliveries that they receive. */
export class Webhooks extends UnwrappingWebhooks {}

/** Files, and `upload`, which creates one from bytes. */
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

/** The client of the Whop API, the merchant's side of payments and disputes. */
export class Whop extends WhopWithOptions {
  /** Files; `files.upload` creates one from bytes, whose id is then passed, for example as evidence. */
  override readonly files: Files = new Files(this);
  /** Webhook endpoints; `webhooks.unwrap` verifies a delivery. */
  override readonly webhooks: Webhooks = new Webhooks(this);

  override withOptions(options: WhopOptions): this {
    return super.withOptions(options);
  }
}

export default Whop;
