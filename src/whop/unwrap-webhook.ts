import { ConfigurationError } from "../runtime/errors.js";
import { readEnv } from "../runtime/settings/env.js";
import type { HeaderSource } from "../runtime/webhooks/header-source.js";
import { readWebhook, type WebhookDelivery } from "../runtime/webhooks/read-webhook.js";
import type { WebhookBody } from "../runtime/webhooks/webhook-bytes.js";
import type { WebhookSecret } from "../runtime/webhooks/webhook-secret.js";

/** One secret, or several while one replaces another. */
export type WhopWebhookKey = WebhookSecret | readonly WebhookSecret[];

/** What a delivery of Whop is verified with. */
export interface UnwrapOptions {
  /** The delivery's headers: `request.headers` on any platform. */
  readonly headers: HeaderSource;
  /** The webhook's secret as Whop shows it (`ws_…`). @default the client's `webhookKey`, else `WHOP_WEBHOOK_SECRET` */
  readonly key?: WhopWebhookKey | null | undefined;
  /** How far the delivery's time may be from now, both ways; at most a day. @unit seconds @default 300 */
  readonly tolerance?: number | undefined;
  /** What the age of the delivery is counted from. @default the current time */
  readonly now?: Date | undefined;
}

/**
 * The event of a delivery, after its signature was verified; there is no way to skip the check.
 * @param body as received: text or bytes, not parsed
 * @param defaultKey the client's
 * @throws WebhookVerificationError with a `reason` when the signature does not verify
 * @throws ConfigurationError when there is no key
 */
export async function unwrapWebhook<Event extends { readonly type: string }>(
  body: WebhookBody,
  options: UnwrapOptions,
  defaultKey?: WhopWebhookKey | null,
): Promise<Event> {
  return (await unwrapDelivery<Event>(body, options, defaultKey)).event;
}

/** The same, with the delivery's id and time, for `handleOnce`. */
export async function unwrapDelivery<Event extends { readonly type: string }>(
  body: WebhookBody,
  options: UnwrapOptions,
  defaultKey?: WhopWebhookKey | null,
): Promise<WebhookDelivery<Event>> {
  // A caller without types may omit the options.
  const { headers, key, tolerance, now }: UnwrapOptions = options ?? {};
  const secret = key ?? defaultKey ?? readEnv("WHOP_WEBHOOK_SECRET");
  if (secret === undefined || secret === "") {
    throw new ConfigurationError(
      "webhooks.unwrap: the secret is missing: pass key or the client option webhookKey, or set WHOP_WEBHOOK_SECRET",
    );
  }
  return readWebhook<Event>(body, { headers, secret, tolerance, now });
}
