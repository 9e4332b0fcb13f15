import type { WebhookFault } from "../errors.js";
import { WebhookVerificationError } from "../errors.js";

/** The error for a refused delivery. Neither the body nor a signature goes into it. */
export function webhookError(
  reason: WebhookFault,
  message: string,
): WebhookVerificationError & { readonly reason: WebhookFault } {
  return Object.assign(new WebhookVerificationError(`webhook refused: ${message}`), { reason });
}
