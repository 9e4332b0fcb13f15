import { ConfigurationError } from "../errors.js";
import { decodeBase64 } from "./base64.js";
import { copyBytes } from "./webhook-bytes.js";

/**
 * What deliveries are signed with: a key of 16 bytes or more. `ws_…`: the text itself is the key, as Whop has it. `whsec_…`: base64 of
 * the key, as Standard Webhooks has it. Bytes are the key. A `ws_…` secret that was wrapped in base64 for a library that unwraps it
 * is recognised too.
 */
export type WebhookSecret = string | Uint8Array;

/** HMAC-SHA256 with one secret. */
export type Signer = (data: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/**
 * What signs with each of the secrets.
 * @param secrets one, or several while one replaces another
 * @throws ConfigurationError for none, one that is too short, or a form that is not known; the secret is not in the message
 */
export async function importSecrets(
  secrets: WebhookSecret | readonly WebhookSecret[] | null | undefined,
): Promise<Signer[]> {
  const list = Array.isArray(secrets)
    ? (secrets as readonly WebhookSecret[])
    : [secrets as WebhookSecret | null | undefined];
  if (list.length === 0) throw new ConfigurationError("the webhook secret is missing: the list is empty");
  // All forms are checked before the first is used, so that a bad one is found while the others still match.
  const keys = list.map(keyBytes);
  return Promise.all(keys.map(toSigner));
}

async function toSigner(bytes: Uint8Array<ArrayBuffer>): Promise<Signer> {
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return async (data) => new Uint8Array(await crypto.subtle.sign("HMAC", key, data));
}

/** What is shorter was cut off, or is a placeholder. */
const LEAST_BYTES = 16;

function keyBytes(secret: WebhookSecret | null | undefined): Uint8Array<ArrayBuffer> {
  if (secret === undefined || secret === null || secret === "")
    throw new ConfigurationError("the webhook secret is missing");
  const key = typeof secret === "string" ? textKey(secret) : copyBytes(secret);
  if (key === undefined) {
    throw new ConfigurationError("the webhook secret must be ws_… without spaces, whsec_ with strict base64, or bytes");
  }
  if (key.length < LEAST_BYTES) {
    throw new ConfigurationError(
      `the webhook secret must be a key of ${LEAST_BYTES} bytes or more (got ${key.length}): a shorter one can be guessed`,
    );
  }
  return key;
}

function textKey(secret: string): Uint8Array<ArrayBuffer> | undefined {
  if (secret.startsWith("whsec_")) return decodeBase64(secret.slice("whsec_".length));
  // Other text is refused rather than guessed at: "null" is good base64, too.
  const text = secret.startsWith("ws_") ? secret : unwrap(secret);
  return /^ws_[\x21-\x7e]+$/.test(text) ? Uint8Array.from(text, (character) => character.charCodeAt(0)) : undefined;
}

function unwrap(secret: string): string {
  return String.fromCharCode(...(decodeBase64(secret) ?? []));
}
