import { webhookError } from "./webhook-error.js";

/** A delivery's body exactly as it came: text, or better bytes. */
export type WebhookBody = string | Uint8Array | ArrayBuffer;

/**
 * A copy of the body's bytes: what is checked is then what is read, even if the caller's buffer is used again meanwhile.
 * @throws WebhookVerificationError for anything that is not a raw body
 */
export function bodyBytes(body: WebhookBody): Uint8Array<ArrayBuffer> {
  if (typeof body === "string") return new TextEncoder().encode(body);
  const bytes = copyBytes(body);
  if (bytes !== undefined) return bytes;
  throw webhookError(
    "body-not-raw",
    "the body must be the text or bytes as received, not a parsed object: use `await request.text()`, or `express.raw()`",
  );
}

/** A copy of what a view or a buffer holds, of any realm; `undefined` for anything else. */
export function copyBytes(source: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
  if (Object.prototype.toString.call(source) === "[object ArrayBuffer]")
    return new Uint8Array(source as ArrayBuffer).slice();
  return undefined;
}

/** What is signed, as Standard Webhooks defines it: `id.timestamp.body`. @param timestamp as in its header */
export function signedBytes(id: string, timestamp: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const prefix = new TextEncoder().encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(prefix.length + body.length);
  signed.set(prefix);
  signed.set(body, prefix.length);
  return signed;
}

/** Takes the same time wherever the bytes differ. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length;
  for (let at = 0; at < left.length; at++) difference |= left[at]! ^ (right[at] ?? 0);
  return difference === 0;
}

/** Whether the text can be a `webhook-id`. A dot would let the parts of the signed text be cut elsewhere. */
export function isWebhookId(id: string): boolean {
  return /^[\x21-\x2b\x2d\x2f-\x7e]{1,256}$/.test(id);
}
