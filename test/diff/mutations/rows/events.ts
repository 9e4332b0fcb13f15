import {
  addProperty,
  enumOf,
  eventOf,
  makeOptional,
  present,
  propertyOf,
  removeProperty,
  removeValue,
  renamedKey,
  renameProperty,
  replaceProperty,
  schemaOf,
  webhookOf,
} from "../edit-document.js";
import type { Mutation } from "../mutation.js";

/** What the provider sends by itself. */
export const events: readonly Mutation[] = [
  {
    name: "event added",
    api: "whop",
    position: "event",
    mutate: (document) => {
      const added = structuredClone(webhookOf(document, "dispute.updated"));
      present(document.webhooks, "webhooks")["dispute.closed"] = { post: added };
      propertyOf(eventOf(document, "dispute.closed"), "type").const = "dispute.closed";
    },
    verdict: "minor",
    why: "handlers must expect events that are newer than the contract, so one more breaks none",
    finding: { operationId: null, pointer: "/webhooks/dispute.closed", message: [/dispute\.closed/] },
    reversed: "major",
  },
  {
    name: "event removed",
    api: "whop",
    position: "event",
    mutate: (document) => {
      webhookOf(document, "refund.updated");
      delete document.webhooks?.["refund.updated"];
    },
    verdict: "major",
    why: "a handler that names it no longer compiles, and is never called again",
    finding: { operationId: null, pointer: "/webhooks/refund.updated", message: [/refund\.updated/] },
    reversed: "minor",
  },
  {
    name: "event renamed",
    api: "whop",
    position: "event",
    mutate: (document) => {
      document.webhooks = renamedKey(present(document.webhooks, "webhooks"), "invoice.paid", "invoice.settled");
      propertyOf(eventOf(document, "invoice.settled"), "type").const = "invoice.settled";
    },
    verdict: "major",
    why: "a handler that names it no longer compiles",
    finding: { operationId: null, message: [/invoice\.paid/] },
    reversed: "major",
  },
  {
    name: "event field removed",
    api: "whop",
    position: "event",
    mutate: (document) => removeProperty(eventOf(document, "dispute.created"), "company_id"),
    verdict: "major",
    why: "an overlay that still describes the field does not bring it back: who reads it gets nothing",
    finding: {
      operationId: null,
      pointer: "/webhooks/dispute.created",
      message: [/company_id/, /dispute\.created|DisputeCreatedEvent/, /removed|gone|no longer/i],
    },
    reversed: "minor",
  },
  {
    name: "required event field added",
    api: "whop",
    position: "event",
    mutate: (document) => addProperty(eventOf(document, "dispute.created"), "attempt", { type: "integer" }, true),
    verdict: "minor",
    why: "handlers get more",
    finding: { operationId: null, pointer: "/webhooks/dispute.created", message: [/attempt/] },
    reversed: "major",
  },
  {
    name: "optional event field added",
    api: "whop",
    position: "event",
    mutate: (document) => addProperty(eventOf(document, "refund.created"), "livemode", { type: "boolean" }, false),
    verdict: "minor",
    why: "handlers may get more",
    finding: { operationId: null, pointer: "/webhooks/refund.created", message: [/livemode/] },
    reversed: "major",
  },
  {
    name: "event field renamed",
    api: "whop",
    position: "event",
    mutate: (document) => renameProperty(eventOf(document, "payment.failed"), "timestamp", "sent_at"),
    verdict: "major",
    why: "who reads it by the old name no longer compiles",
    finding: { operationId: null, pointer: "/webhooks/payment.failed", message: [/timestamp/] },
    reversed: "major",
  },
  {
    name: "event field retyped",
    api: "whop",
    position: "event",
    mutate: (document) => replaceProperty(eventOf(document, "dispute.created"), "timestamp", { type: "integer" }),
    verdict: "major",
    why: "who reads a string no longer compiles",
    finding: { operationId: null, pointer: "/webhooks/dispute.created", message: [/timestamp/] },
    reversed: "major",
  },
  {
    name: "event field made nullable",
    api: "whop",
    position: "event",
    mutate: (document) => {
      propertyOf(eventOf(document, "dispute.created"), "timestamp").type = ["string", "null"];
    },
    verdict: "major",
    why: "who reads it must expect null",
    finding: { operationId: null, message: [/timestamp/, /null/] },
    reversed: "minor",
  },
  {
    name: "event field no longer required",
    api: "whop",
    position: "event",
    mutate: (document) => makeOptional(eventOf(document, "dispute.created"), "id"),
    verdict: "major",
    why: "who reads it must expect undefined",
    finding: { operationId: null, message: [/\bid\b/] },
    reversed: "minor",
  },
  {
    name: "event field's format dropped, date-time to none",
    api: "whop",
    position: "event",
    mutate: (document) => {
      delete propertyOf(eventOf(document, "dispute.updated"), "timestamp").format;
    },
    verdict: "minor",
    why: "what comes may be no date and no type says so: to be read, but types do not break",
    finding: { operationId: null, pointer: "/webhooks/dispute.updated", message: [/timestamp/] },
    reversed: "patch",
  },
  {
    name: "const of an event changed",
    api: "whop",
    position: "event",
    mutate: (document) => {
      propertyOf(eventOf(document, "dispute.created"), "api_version").const = "v2";
    },
    verdict: "major",
    why: "comparing with the old literal no longer compiles",
    finding: { operationId: null, message: [/api_version/] },
    reversed: "major",
  },
  {
    name: "event's data replaced by a smaller form",
    api: "whop",
    position: "event",
    mutate: (document) =>
      replaceProperty(eventOf(document, "dispute_alert.created"), "data", {
        $ref: "#/components/schemas/DisputeAlertListItem",
      }),
    verdict: "major",
    why: "the list's form lacks fields that handlers read, the transaction's date for one",
    finding: { operationId: null, message: [/dispute_alert\.created|DisputeAlertCreatedEvent/] },
    most: { findings: 12, because: "each field in which the two forms differ may be reported" },
  },
  {
    name: "header of an event added",
    api: "whop",
    position: "event",
    mutate: (document) => {
      const webhook = webhookOf(document, "dispute.created");
      webhook.parameters?.push({ name: "webhook-attempt", in: "header", schema: { type: "integer" } });
    },
    verdict: "patch",
    why: "deliveries carry more, and the package gives no header on",
    finding: { operationId: null, message: [/webhook-attempt/] },
  },
  {
    name: "signature's header removed from an event",
    api: "whop",
    position: "event",
    mutate: (document) => {
      const webhook = webhookOf(document, "dispute.created");
      webhook.parameters = present(webhook.parameters, "parameters").filter(
        (entry) => !("$ref" in entry && entry.$ref.endsWith("/WebhookSignature")),
      );
    },
    verdict: "major",
    why: "unwrap refuses a delivery without a signature, so its handler is never called again",
    finding: { operationId: null, message: [/webhook-signature/i] },
  },
  {
    name: "field removed from what all events carry",
    api: "decisionly",
    position: "event",
    mutate: (document) => removeProperty(schemaOf(document, "CaseEventData"), "case_id"),
    verdict: "major",
    why: "every handler reads it; reported once for all events",
    finding: { operationId: null, pointer: "/components/schemas/CaseEventData", message: [/case_id/] },
    reversed: "minor",
    most: { findings: 2, because: "one field of one component" },
  },
  {
    name: "field added to what all events carry",
    api: "decisionly",
    position: "event",
    mutate: (document) => addProperty(schemaOf(document, "CaseEventData"), "claim_id", { type: "string" }, true),
    verdict: "minor",
    why: "handlers get more; reported once for all events",
    finding: { operationId: null, pointer: "/components/schemas/CaseEventData", message: [/claim_id/] },
    reversed: "major",
    most: { findings: 1, because: "one field of one component" },
  },
  {
    name: "type of an event changed",
    api: "decisionly",
    position: "event",
    mutate: (document) => {
      propertyOf(schemaOf(document, "CaseWonEvent"), "type").const = "case.victory";
    },
    verdict: "major",
    why: "a handler that compares with the old name no longer compiles",
    finding: { operationId: null, pointer: "/components/schemas/CaseWonEvent", message: [/case\.won/] },
    reversed: "major",
  },
  {
    name: "value added to an enum of events and responses",
    api: "whop",
    position: "event",
    mutate: (document) => void enumOf(document, "DisputeStatuses").push("withdrawn"),
    verdict: "minor",
    why: "responses and events are open",
    finding: { pointer: "/components/schemas/DisputeStatuses", message: [/withdrawn/], reaches: 10 },
    reversed: "minor",
    most: { findings: 1, because: "one value of one component" },
  },
  {
    name: "value removed from an enum of events and responses",
    api: "whop",
    position: "event",
    mutate: (document) => removeValue(enumOf(document, "WithdrawalStatus"), "denied"),
    verdict: "minor",
    why: "comparing an open enum with a value that no longer comes still compiles",
    finding: { pointer: "/components/schemas/WithdrawalStatus", message: [/denied/], reaches: 3 },
    reversed: "minor",
  },
  {
    name: "field removed from a component of events and responses",
    api: "whop",
    position: "event",
    mutate: (document) => removeProperty(schemaOf(document, "Verification"), "last_error_reason"),
    verdict: "major",
    why: "who reads it no longer compiles",
    finding: {
      operationId: "retrieveVerification",
      method: "whop.verifications.retrieve",
      pointer: "/components/schemas/Verification",
      message: [/last_error_reason/],
    },
    reversed: "minor",
    most: { findings: 1, because: "one field of one component" },
  },
  {
    name: "field added to a component of many events and responses",
    api: "whop",
    position: "event",
    mutate: (document) => addProperty(schemaOf(document, "UserSummary"), "locale", { type: "string" }, true),
    verdict: "minor",
    why: "callers and handlers get more",
    finding: { pointer: "/components/schemas/UserSummary", message: [/locale/], reaches: 46 },
    reversed: "major",
    most: { findings: 1, because: "one field of one component" },
  },
];
