/** What all the servers in this folder share: a request in, a response out. */
import { createWebhookHandler, readWebhook, WebhookVerificationError } from "disputekit/webhooks";
import type { WebhookEvent, WebhookEventMap } from "disputekit/whop";

export const log: string[] = [];

const handler = createWebhookHandler<WebhookEventMap>()
  .on("dispute.created", ({ data }) => log.push(`dispute ${data.id} is due by ${data.needs_response_by}`))
  .fallback(({ type }) => log.push(`not handled: ${type}`));

/** @param body as it was received: a parsed body cannot be verified */
export async function receive(body: string, headers: Headers, secret: string | undefined): Promise<Response> {
  try {
    const { event } = await readWebhook<WebhookEvent>(body, { headers, secret: secret ?? "" });
    await handler.dispatch(event);
    return new Response("ok");
  } catch (error) {
    if (error instanceof WebhookVerificationError) return new Response(error.message, { status: 400 });
    throw error;
  }
}
