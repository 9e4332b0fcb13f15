import { parseEvent, toEvent } from "../runtime/webhooks/read-webhook.js";
import { bodyBytes } from "../runtime/webhooks/webhook-bytes.js";
import { webhookError } from "../runtime/webhooks/webhook-error.js";

/** What every event of Decisionly has. */
export interface DecisionlyEvent {
  readonly event_id: string;
  /** ISO 8601. */
  readonly created: string;
  readonly type: string;
  /** Of the events that are known, `{ case_id: string }`. */
  readonly data: unknown;
}

/** An event, and its case as the API returns it now. */
export interface ConfirmedEvent<Event, Case> {
  /** As it was delivered, unverified: a reason to look at the case, no more. */
  readonly event: Event;
  /** As `retrieve` gave it: trust this. It may be newer than the event. */
  readonly case: Case;
}

/**
 * Reads an event without verifying its origin: Decisionly is not known to sign its webhooks, so anybody who knows the address can
 * send one. Act on the result of `confirmDecisionlyWebhook` instead.
 * @param body as received, or already parsed, since no signature depends on it
 * @param isKnown whether the contract has the event. What another event holds is not looked at
 * @throws WebhookVerificationError with the reason `malformed-body`
 */
export function parseDecisionlyWebhook<Event extends DecisionlyEvent = DecisionlyEvent>(
  body: string | Uint8Array | object,
  isKnown: (event: DecisionlyEvent) => boolean,
): Event {
  const event = isRaw(body) ? parseEvent<DecisionlyEvent>(bodyBytes(body)) : toEvent<DecisionlyEvent>(body);
  for (const name of ["event_id", "created"] as const) {
    if (!isText(event[name])) throw webhookError("malformed-body", `${name} is missing`);
  }
  // A future kind of event may not be about a case.
  if (event.type.startsWith("case.") && isKnown(event)) caseIdOf(event);
  return event as Event;
}

/**
 * Reads an event, then the case that it names with your credentials, as Decisionly advises. Trust the case, and take the event as a
 * hint to read it: an event may be older than the case, and may be delivered twice.
 * @param retrieve for example `(id) => decisionly.v2.cases.retrieve(id)`
 * @throws WebhookVerificationError with the reason `malformed-body`, also for an event that names no case, or `unconfirmed` when there
 * is no such case
 * @throws what `retrieve` throws otherwise. Respond with an error status then, and Decisionly delivers the event again
 */
export async function confirmDecisionlyWebhook<Case extends object, Event extends DecisionlyEvent = DecisionlyEvent>(
  body: string | Uint8Array | object,
  retrieve: (caseId: string) => PromiseLike<Case>,
): Promise<ConfirmedEvent<Event, Case>> {
  // Whatever the event is called, it has to name the case.
  const event = parseDecisionlyWebhook<Event>(body, () => true);
  const id = caseIdOf(event);
  const found = await readCase(id, retrieve);
  if ("case_id" in found && found.case_id !== id) {
    throw webhookError("unconfirmed", "Decisionly returned another case than the event names");
  }
  return { event, case: found };
}

function isRaw(body: unknown): body is string | Uint8Array {
  return typeof body === "string" || ArrayBuffer.isView(body);
}

function caseIdOf({ data }: DecisionlyEvent): string {
  const id = (data as { readonly case_id?: unknown } | null | undefined)?.case_id;
  if (!isText(id)) throw webhookError("malformed-body", "data.case_id is missing");
  return id;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

async function readCase<Case>(id: string, retrieve: (caseId: string) => PromiseLike<Case>): Promise<Case> {
  try {
    return await retrieve(id);
  } catch (error) {
    // The client refuses an id like `..`, and a test key cannot read live cases.
    const { status, name } = error as { status?: unknown; name?: unknown };
    if (status === 404 || name === "InvalidRequestError") {
      throw webhookError("unconfirmed", "this API key cannot read a case with the event's case_id");
    }
    throw error;
  }
}
