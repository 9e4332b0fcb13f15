import { type VerifyWebhookOptions, verifyWebhook } from "./verify-webhook.js";
import type { WebhookBody } from "./webhook-bytes.js";
import { webhookError } from "./webhook-error.js";

/** An event, and the delivery that brought it. */
export interface WebhookDelivery<Event> {
  /** The same for each repeat of a delivery; what `handleOnce` takes. */
  readonly id: string;
  /** When this attempt was sent. */
  readonly timestamp: Date;
  /** What happened, as the sender wrote it: beyond `type`, nothing of it has been checked against the contract. */
  readonly event: Event;
}

/**
 * Checks a delivery as `verifyWebhook` does, then reads its event. Only `type` is checked to be there: the rest is what
 * the sender's contract says, and types may come that are newer than the contract.
 * @throws WebhookVerificationError with a `reason`, also for a verified body that is not an event
 * @throws ConfigurationError when the secret or another option is missing or impossible
 */
export async function readWebhook<
  Event extends {
    /** The name of the event; all that is checked of it. */
    readonly type: string;
  },
>(body: WebhookBody, options: VerifyWebhookOptions): Promise<WebhookDelivery<Event>> {
  const { id, timestamp, body: bytes } = await verifyWebhook(body, options);
  return { id, timestamp, event: parseEvent<Event>(bytes) };
}

/** The body as an event. Proves nothing. @throws WebhookVerificationError with the reason `malformed-body` */
export function parseEvent<Event extends { readonly type: string }>(bytes: Uint8Array): Event {
  return toEvent<Event>(parseJson(bytes));
}

/** The same for a body that was parsed before. */
export function toEvent<Event extends { readonly type: string }>(value: unknown): Event {
  if (typeof value !== "object" || value === null || typeof (value as Event).type !== "string") {
    throw webhookError("malformed-body", "its body is not a JSON object with a type");
  }
  return value as Event;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // The platform's error quotes the body, so it is dropped.
    throw webhookError("malformed-body", "its body is not JSON in UTF-8");
  }
}
