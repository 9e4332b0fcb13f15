import { parseEvent, toEvent } from "../runtime/webhooks/read-webhook.js";
import { bodyBytes } from "../runtime/webhooks/webhook-bytes.js";
import { webhookError } from "../runtime/webhooks/webhook-error.js";

/** What each event of Decisionly has. */
export interface DecisionlyEvent {
  readonly event_id: string;
  /** ISO 8601. */
  readonly created: string;
  readonly type: string;
  readonly data: { readonly case_id: string };
}

/** An event together with the case as Decisionly has it now. */
export interface ConfirmedEvent<Event, Case> {
  readonly event: Event;
  readonly case: Case;
}

/**
 * Reads an event without any proof of its origin: Decisionly is not known to sign its deliveries, so anybody who knows the
 * address can send one. Act on what `confirmDecisionlyWebhook` gives instead.
 * @param body as received, or already parsed, since no signature depends on it
 * @throws WebhookVerificationError with the reason `malformed-body`
 */
export function parseDecisionlyWebhook<Event extends DecisionlyEvent = DecisionlyEvent>(
  body: string | Uint8Array | object,
): Event {
  const event = isRaw(body) ? parseEvent<DecisionlyEvent>(bodyBytes(body)) : toEvent<DecisionlyEvent>(body);
  for (const name of ["event_id", "created"] as const) {
    if (!isText(event[name])) throw webhookError("malformed-body", `${name} is missing`);
  }
  // Events of a newer kind may be about something else than a case.
  if (event.type.startsWith("case.")) caseIdOf(event);
  return event as Event;
}

/**
 * Reads an event and then the case that it names, with your credentials, as Decisionly advises: what is true is the case,
 * and the event is only the hint to look. It may be older than the case, or come again.
 * @param retrieve for example `(id) => decisionly.v2.cases.retrieve(id)`
 * @throws WebhookVerificationError with the reason `malformed-body`, or `unconfirmed` when there is no such case
 * @throws what `retrieve` throws otherwise: answer with a failure then, and Decisionly sends the event again
 */
export async function confirmDecisionlyWebhook<Case extends object, Event extends DecisionlyEvent = DecisionlyEvent>(
  body: string | Uint8Array | object,
  retrieve: (caseId: string) => PromiseLike<Case>,
): Promise<ConfirmedEvent<Event, Case>> {
  const event = parseDecisionlyWebhook<Event>(body);
  const id = caseIdOf(event);
  const found = await readCase(id, retrieve);
  if ("case_id" in found && found.case_id !== id) {
    throw webhookError("unconfirmed", "Decisionly answered with another case");
  }
  return { event, case: found };
}

function isRaw(body: unknown): body is string | Uint8Array {
  return typeof body === "string" || ArrayBuffer.isView(body);
}

function caseIdOf({ data }: DecisionlyEvent): string {
  if (!isText(data?.case_id)) throw webhookError("malformed-body", "data.case_id is missing");
  return data.case_id;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

async function readCase<Case>(id: string, retrieve: (caseId: string) => PromiseLike<Case>): Promise<Case> {
  try {
    return await retrieve(id);
  } catch (error) {
    // The path refuses an id like `..`, and a test key does not see live cases.
    const { status, name } = error as { status?: unknown; name?: unknown };
    if (status === 404 || name === "InvalidRequestError") {
      throw webhookError("unconfirmed", "this key sees no case of that id");
    }
    throw error;
  }
}
