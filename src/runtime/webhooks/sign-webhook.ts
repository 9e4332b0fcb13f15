import { ConfigurationError } from "../errors.js";
import { encodeBase64 } from "./base64.js";
import { bodyBytes, isWebhookId, signedBytes, type WebhookBody } from "./webhook-bytes.js";
import { importSecrets, type WebhookSecret } from "./webhook-secret.js";

/** The headers of a signed delivery, ready for a `Request`. */
// An alias, since an interface does not pass for a record of headers.
export type WebhookHeaders = {
  /** The delivery's id, the same each time it is sent. */
  readonly "webhook-id": string;
  /** When this attempt is sent, as digits. @unit seconds since 1970 */
  readonly "webhook-timestamp": string;
  /** `v1,` and HMAC-SHA256 over id, time and body in base64; one for each secret, separated by spaces. */
  readonly "webhook-signature": string;
};

/** What a delivery is signed with. */
export interface SignWebhookOptions {
  /** With several, the delivery carries a signature of each. */
  readonly secret: WebhookSecret | readonly WebhookSecret[];
  /** No dots, commas or spaces. @default `msg_` and a new UUID */
  readonly id?: string | undefined;
  /** When the delivery is sent; receivers refuse what is too old. Whole seconds count. @default now */
  readonly timestamp?: Date | undefined;
}

/**
 * Signs a delivery as its sender would: for tests of your own webhook handlers.
 * @throws ConfigurationError when the secret, id or timestamp is impossible
 */
export async function signWebhook(body: WebhookBody, options: SignWebhookOptions): Promise<WebhookHeaders> {
  const { secret, id = `msg_${crypto.randomUUID()}`, timestamp = new Date() } = options;
  const seconds = Math.floor(timestamp.getTime() / 1000);
  if (!isWebhookId(id))
    throw new ConfigurationError("id must be 1 to 256 visible ASCII characters without dot and comma");
  if (!(seconds > 0)) throw new ConfigurationError("timestamp must be a date after 1970");
  const signed = signedBytes(id, String(seconds), bodyBytes(body));
  const macs = await Promise.all((await importSecrets(secret)).map((sign) => sign(signed)));
  return {
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": macs.map((mac) => `v1,${encodeBase64(mac)}`).join(" "),
  };
}
