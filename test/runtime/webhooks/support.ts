import { Webhook } from "standardwebhooks";
import { vi } from "vitest";

export const RAW = "ws_4f1d2c3b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff001";
export const OTHER = "ws_0000000000000000000000000000000000000000000000000000000000000001";
export const STANDARD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const BYTES = Uint8Array.from({ length: 32 }, (_, index) => index * 7);

/** Unix seconds at which all deliveries of the tests are sent. */
export const SENT = 1_767_225_600;
export const NOW = new Date(SENT * 1000);
export const BODY = '{"id":"evt_1","api_version":"v1","type":"dispute.created","data":{"id":"dspt_1"}}';

/** The reference implementation with a key of ours. */
export function oracle(secret: string | Uint8Array): Webhook {
  if (typeof secret !== "string") return new Webhook(secret, { format: "raw" });
  return new Webhook(secret.startsWith("ws_") ? btoa(secret) : secret);
}

/** Whether the reference implementation takes the delivery. It reads the clock, which is why that is set here. */
export function oracleAccepts(
  secret: string | Uint8Array,
  body: string,
  headers: Record<string, string>,
  now: Date,
): boolean {
  vi.useFakeTimers({ now, toFake: ["Date"] });
  try {
    oracle(secret).verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  } finally {
    vi.useRealTimers();
  }
}

/** The `webhook-signature` of a delivery, made by the reference implementation. */
export function signature(secret: string | Uint8Array, { id = "msg_1", at = SENT, body = BODY } = {}): string {
  return oracle(secret).sign(id, new Date(at * 1000), body);
}

/** The headers of a good delivery, with some of them changed. */
export function delivery(
  changes: Record<string, string> = {},
  secret: string | Uint8Array = RAW,
): Record<string, string> {
  return {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(SENT),
    "webhook-signature": signature(secret),
    ...changes,
  };
}
