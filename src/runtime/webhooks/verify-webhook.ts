import { ConfigurationError } from "../errors.js";
import { decodeBase64 } from "./base64.js";
import { type HeaderSource, headerValues } from "./header-source.js";
import { bodyBytes, equalBytes, isWebhookId, signedBytes, type WebhookBody } from "./webhook-bytes.js";
import { webhookError } from "./webhook-error.js";
import { importSecrets, type WebhookSecret } from "./webhook-secret.js";

/** What a delivery is verified with. */
export interface VerifyWebhookOptions {
  /** The delivery's headers: `request.headers` of any platform. */
  readonly headers: HeaderSource;
  /** One, or several while one replaces another. */
  readonly secret: WebhookSecret | readonly WebhookSecret[];
  /** How far the delivery's time may be from now, both ways; at most a day. @unit seconds @default 300 */
  readonly tolerance?: number | undefined;
  /** What the age of the delivery is counted from. @default the current time */
  readonly now?: Date | undefined;
}

/** A delivery that is verified to come from a holder of the secret. */
export interface VerifiedWebhook {
  /** The same for each repeat of a delivery. */
  readonly id: string;
  /** When this attempt was sent. */
  readonly timestamp: Date;
  /** What was signed. */
  readonly body: Uint8Array;
}

/**
 * Checks a delivery by the rules of Standard Webhooks: HMAC-SHA256 over id, time and raw body, compared in constant time.
 * @throws WebhookVerificationError with a `reason` when the delivery is not proven
 * @throws ConfigurationError when the secret or another option is missing or impossible
 */
export async function verifyWebhook(body: WebhookBody, options: VerifyWebhookOptions): Promise<VerifiedWebhook> {
  const { headers, secret, tolerance = 300, now = new Date() } = options;
  // Written so that NaN is refused.
  if (!(tolerance >= 0 && tolerance <= 86_400)) throw new ConfigurationError("tolerance must be 0 to 86400 seconds");
  if (!(now.getTime() >= 0)) throw new ConfigurationError("now must be a valid date");
  // Before anything is awaited: the caller may use the buffer again.
  const bytes = bodyBytes(body);
  const signers = await importSecrets(secret);
  const { id, timestamp, signatures } = readHeaders(headers);
  checkAge(Number(timestamp), now.getTime() / 1000, tolerance);
  // One MAC per secret, however many signatures a stranger sends.
  const signed = signedBytes(id, timestamp, bytes);
  const macs = await Promise.all(signers.map((sign) => sign(signed)));
  let matches = 0;
  for (const mac of macs) for (const signature of signatures) matches += Number(equalBytes(mac, signature));
  if (matches === 0)
    throw webhookError("signature-mismatch", "no signature matches (wrong secret, or the body was changed)");
  return { id, timestamp: new Date(Number(timestamp) * 1000), body: bytes };
}

/** Of a header, which anybody can send. */
const MOST_CHARACTERS = 4_096;
/** A sender has a handful of secrets. */
const MOST_SIGNATURES = 32;

interface DeliveryHeaders {
  readonly id: string;
  /** As it was signed. */
  readonly timestamp: string;
  readonly signatures: readonly Uint8Array[];
}

function readHeaders(headers: HeaderSource): DeliveryHeaders {
  if (typeof headers !== "object" || headers === null) throw webhookError("missing-header", "no headers were passed");
  const id = readHeader(headers, "webhook-id", /,/);
  const timestamp = readHeader(headers, "webhook-timestamp", /,/);
  const signature = readHeader(headers, "webhook-signature", /,\s/);
  if (!isWebhookId(id)) throw webhookError("malformed-header", "webhook-id is malformed");
  if (!/^[1-9]\d{0,11}$/.test(timestamp))
    throw webhookError("malformed-header", "webhook-timestamp is not in Unix seconds");
  return { id, timestamp, signatures: readSignatures(signature) };
}

/** @param joined what shows that several values were joined into one */
function readHeader(headers: HeaderSource, name: string, joined: RegExp): string {
  const values = headerValues(headers, name);
  if (values.length > 1) throw webhookError("duplicate-header", `${name} is repeated`);
  const [value] = values;
  if (value === undefined || value === null || value === "") throw webhookError("missing-header", `${name} is missing`);
  if (typeof value !== "string") throw webhookError("malformed-header", `${name} is not text`);
  if (value.length > MOST_CHARACTERS) {
    throw webhookError("malformed-header", `${name} is longer than ${MOST_CHARACTERS} characters`);
  }
  if (joined.test(value)) throw webhookError("duplicate-header", `${name} is repeated`);
  return value;
}

/** Other schemes than `v1` are for other readers; what is not base64 cannot match. */
function readSignatures(header: string): Uint8Array[] {
  const entries = header.split(" ", MOST_SIGNATURES + 1);
  if (entries.length > MOST_SIGNATURES) {
    throw webhookError("malformed-header", `webhook-signature has more than ${MOST_SIGNATURES} signatures`);
  }
  const ours = entries.filter((entry) => entry.startsWith("v1,"));
  if (ours.length === 0) throw webhookError("no-v1-signature", "webhook-signature has no signature of scheme v1");
  return ours.flatMap((entry) => decodeBase64(entry.slice("v1,".length)) ?? []);
}

function checkAge(sentAt: number, now: number, tolerance: number): void {
  if (!(now - sentAt <= tolerance)) throw webhookError("too-old", `it was sent more than ${tolerance} s ago`);
  if (!(sentAt - now <= tolerance)) throw webhookError("too-new", `it was sent more than ${tolerance} s in the future`);
}
