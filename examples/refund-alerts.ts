/**
 * Refunds the payment of an alert before it becomes a dispute, once: deliveries come again, servers crash, responses get lost.
 *
 * Three things keep it to one refund: `handleOnce` knows deliveries that are done, the idempotency key is made of the alert, so that a
 * second delivery of the same alert repeats the same refund, and a payment that is refunded already is left alone.
 */
import {
  handleOnce,
  MemoryReplayStore,
  type ReplayStore,
  WebhookBusyError,
  WebhookVerificationError,
} from "disputekit/webhooks";
import type { Whop } from "disputekit/whop-current";

/** @param store one for all processes: see docs/webhooks.md for Redis and Postgres */
export function alertEndpoint(whop: Whop, store: ReplayStore = new MemoryReplayStore()) {
  return async (request: Request): Promise<Response> => {
    try {
      const { id, event } = await whop.webhooks.unwrapDelivery(await request.text(), { headers: request.headers });
      if (event.type !== "dispute_alert.created") return new Response("ignored");
      await handleOnce(store, id, () => refundOnce(whop, event.data.id, event.data.payment_id));
      return new Response("done");
    } catch (error) {
      if (error instanceof WebhookVerificationError) return new Response("refused", { status: 400 });
      if (error instanceof WebhookBusyError) return new Response("busy", { status: error.status });
      throw error; // a status of 500: Whop delivers it again
    }
  };
}

async function refundOnce(whop: Whop, alert: string, payment: string | null): Promise<void> {
  if (payment === null) return;
  const { refunded_amount } = await whop.payments.retrieve(payment);
  if (Number(refunded_amount?.amount ?? 0) > 0) return;
  await whop.payments.refund(payment, {}, { idempotencyKey: `refund-${alert}` });
}
