import type { FileSource } from "../runtime/files/file-source.js";
import { hide } from "../runtime/hide.js";
import type { ApiResource, ClientCore } from "../runtime/index.js";
import { mergeOptions } from "../runtime/settings/merge-options.js";
import type { WebhookDelivery } from "../runtime/webhooks/read-webhook.js";
import type { WebhookBody } from "../runtime/webhooks/webhook-bytes.js";
import { type WhopOptions, whopClientOptions } from "./options.js";
import { clientUploadOptions, type UploadOptions } from "./run-upload.js";
import { type UnwrapOptions, unwrapDelivery, unwrapWebhook, type WhopWebhookKey } from "./unwrap-webhook.js";
import {
  type UserToken,
  type UserTokenSource,
  type VerifyUserTokenOptions,
  verifyUserToken,
} from "./verify-user-token.js";

/*
 * The two versions of Whop's API have a generated client each, and what is written by hand is the same for both: classes made of the
 * generated ones. An entry names them, so that a bundler can drop each by itself.
 */

/** A generated class: of a resource, which is made with its client, or of the client. */
type GeneratedClass = new (argument: never) => object;

/** What the class of webhook endpoints does with deliveries. */
export interface UnwrapMethods<Event> {
  /**
   * Verifies a delivery and returns its event. Pass the body as received, not parsed.
   *
   * @throws WebhookVerificationError when the signature does not verify, or the delivery is too old
   * @throws ConfigurationError when there is no secret: `options.key`, the client's `webhookKey`, or `WHOP_WEBHOOK_SECRET`
   */
  unwrap(body: WebhookBody, options: UnwrapOptions): Promise<Event>;
  /** The same, with the delivery's id and time. The id stays the same when Whop delivers the event again. */
  unwrapDelivery(body: WebhookBody, options: UnwrapOptions): Promise<WebhookDelivery<Event>>;
}

export type WithUnwrap<Base extends GeneratedClass, Event> = new (
  client: ConstructorParameters<Base>[0],
  key?: WhopWebhookKey | null,
) => InstanceType<Base> & UnwrapMethods<Event>;

/** The endpoints' class with `unwrap`. The secret is the client's, unless it is given. */
export function withUnwrap<Base extends GeneratedClass, Event extends { readonly type: string }>(
  Base: Base,
): WithUnwrap<Base, Event> {
  class Webhooks extends (Base as unknown as typeof ApiResource<object>) implements UnwrapMethods<Event> {
    declare readonly _key: () => WhopWebhookKey | null | undefined;

    constructor(client: ClientCore<object>, key?: WhopWebhookKey | null) {
      super(client);
      hide(this, "_key", () => key ?? optionsOf(client).webhookKey);
    }

    unwrap(body: WebhookBody, options: UnwrapOptions): Promise<Event> {
      return unwrapWebhook<Event>(body, options, this._key());
    }

    unwrapDelivery(body: WebhookBody, options: UnwrapOptions): Promise<WebhookDelivery<Event>> {
      return unwrapDelivery<Event>(body, options, this._key());
    }
  }
  return Webhooks as unknown as WithUnwrap<Base, Event>;
}

/** What the class of files does with bytes. */
export interface UploadMethods<File, Options> {
  /**
   * Creates the file's record, sends the bytes to the storage, and waits until Whop has processed them. Pass the file's id where it is
   * wanted, for example as evidence.
   *
   * @throws FileUploadError when the storage refuses the bytes, processing fails, or takes longer than `readyTimeout`
   */
  upload(file: FileSource, options?: Options): Promise<File>;
}

export type WithUpload<Base extends GeneratedClass, File, Options> = new (
  client: ConstructorParameters<Base>[0],
  defaults?: Options,
) => InstanceType<Base> & UploadMethods<File, Options>;

/** The files' class with `upload`. The `fetch` that sends the bytes and its options are the client's, unless they are given. */
export function withUpload<Base extends GeneratedClass, File, Options extends UploadOptions>(
  Base: Base,
  uploadFile: (files: InstanceType<Base>, source: FileSource, options: Options) => Promise<File>,
): WithUpload<Base, File, Options> {
  class Files extends (Base as unknown as typeof ApiResource<object>) implements UploadMethods<File, Options> {
    declare readonly _defaults: () => UploadOptions;

    constructor(client: ClientCore<object>, defaults?: Options) {
      super(client);
      hide(this, "_defaults", () => mergeOptions(clientUploadOptions(client), defaults));
    }

    upload(file: FileSource, options?: Options): Promise<File> {
      const files = this as unknown as InstanceType<Base>;
      return uploadFile(files, file, mergeOptions(this._defaults(), options) as Options);
    }
  }
  return Files as unknown as WithUpload<Base, File, Options>;
}

/** What Whop's clients do for apps that Whop opens for its users. */
export interface UserTokenMethods {
  /**
   * Verifies the token in the header `x-whop-user-token`, and returns the user who opened your app. Needs the package `jose`.
   *
   * @throws UserTokenError when the token is missing, forged, expired, or issued for another app
   */
  verifyUserToken(
    source: UserTokenSource,
    options: VerifyUserTokenOptions & { dontThrow: true },
  ): Promise<UserToken | null>;
  /** The same, for callers who let a token that is refused throw: there always is a user then. @throws UserTokenError as above */
  verifyUserToken(
    source: UserTokenSource,
    options?: VerifyUserTokenOptions & { dontThrow?: false | undefined },
  ): Promise<UserToken>;
}

/** With the static members of the generated class. */
export type WithWhopOptions<Base extends GeneratedClass, Options> = Omit<Base, "prototype"> &
  (new (
    options?: Options,
  ) => InstanceType<Base> & UserTokenMethods);

/** The client's class with the options that Whop alone has, and what they are for beside requests. */
export function withWhopOptions<Base extends GeneratedClass, Options extends WhopOptions<string>>(
  Base: Base,
): WithWhopOptions<Base, Options> {
  class Whop extends (Base as unknown as new (options: WhopOptions<string>) => ClientCore<object>) {
    constructor(options: WhopOptions<string> = {}) {
      super(whopClientOptions(options));
    }

    verifyUserToken(source: UserTokenSource, options?: VerifyUserTokenOptions): Promise<UserToken | null> {
      const { appID: appId, fetch } = optionsOf(this);
      return verifyUserToken(source, mergeOptions({ appId, fetch }, options));
    }
  }
  return Whop as unknown as WithWhopOptions<Base, Options>;
}

/** What the client was made with. */
function optionsOf(client: ClientCore<object>): WhopOptions<string> {
  return client._engine().given;
}
