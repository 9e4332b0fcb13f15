import {
  addProperty,
  makeOptional,
  present,
  propertyOf,
  removeProperty,
  renameProperty,
  replaceProperty,
  schemaOf,
} from "../edit-document.js";
import type { Mutation } from "../mutation.js";

/** The fields of what comes back from a call. */
export const responseFields: readonly Mutation[] = [
  {
    name: "required response field added",
    api: "whop",
    position: "response",
    mutate: (document) => addProperty(schemaOf(document, "DisputeListItem"), "network", { type: "string" }, true),
    verdict: "minor",
    why: "callers get more; responses are read, not made",
    finding: {
      operationId: "listDispute",
      method: "whop.disputes.list",
      pointer: "/components/schemas/DisputeListItem",
      message: [/network/],
    },
    reversed: "major",
    most: { findings: 1, because: "one field of one component" },
  },
  {
    name: "optional response field added",
    api: "whop",
    position: "response",
    mutate: (document) => addProperty(schemaOf(document, "Review"), "reply", { type: "string" }, false),
    verdict: "minor",
    why: "callers may get more",
    finding: { operationId: "retrieveReview", method: "whop.reviews.retrieve", message: [/reply/] },
    reversed: "major",
  },
  {
    name: "response field removed",
    api: "whop",
    position: "response",
    mutate: (document) => removeProperty(schemaOf(document, "ReviewListItem"), "title"),
    verdict: "major",
    why: "who reads it no longer compiles",
    finding: {
      operationId: "listReview",
      method: "whop.reviews.list",
      pointer: "/components/schemas/ReviewListItem",
      message: [/title/],
    },
    reversed: "minor",
  },
  {
    name: "response field removed that an overlay describes",
    api: "whop",
    position: "response",
    mutate: (document) => removeProperty(schemaOf(document, "DisputeListItem"), "reason"),
    verdict: "major",
    why: "an overlay that still describes the field does not bring it back: who reads it gets nothing",
    finding: {
      operationId: "listDispute",
      method: "whop.disputes.list",
      message: [/reason/, /removed|gone|no longer/i],
    },
    reversed: "minor",
  },
  {
    name: "response field renamed",
    api: "whop",
    position: "response",
    mutate: (document) => renameProperty(schemaOf(document, "Review"), "stars", "rating"),
    verdict: "major",
    why: "who reads it by the old name no longer compiles",
    finding: { operationId: "retrieveReview", method: "whop.reviews.retrieve", message: [/stars/, /rating/] },
    reversed: "major",
    most: { findings: 1, because: "one removed and an equal one added is a rename" },
  },
  {
    name: "response field retyped, string to integer",
    api: "whop",
    position: "response",
    mutate: (document) => {
      propertyOf(schemaOf(document, "AiChat"), "blended_token_usage").type = "integer";
    },
    verdict: "major",
    why: "who reads a string no longer compiles",
    finding: { operationId: "createAiChat", message: [/blended_token_usage/], reaches: 3 },
    reversed: "major",
  },
  {
    name: "response field retyped, integer to number",
    api: "whop",
    position: "response",
    mutate: (document) => {
      propertyOf(schemaOf(document, "AiChat"), "message_count").type = "number";
    },
    verdict: "minor",
    why: "fractions may be returned and no type says so: to be read, but types do not break",
    finding: { operationId: "createAiChat", message: [/message_count/], reaches: 3 },
    reversed: "patch",
  },
  {
    name: "response field retyped, string to list",
    api: "whop",
    position: "response",
    mutate: (document) =>
      replaceProperty(schemaOf(document, "AccountLink"), "url", { type: "array", items: { type: "string" } }),
    verdict: "major",
    why: "who reads a string no longer compiles",
    finding: { operationId: "createAccountLink", method: "whop.accountLinks.create", message: [/url/] },
    reversed: "major",
  },
  {
    name: "response field retyped, list to single",
    api: "whop",
    position: "response",
    mutate: (document) => {
      const webhook = schemaOf(document, "Webhook");
      replaceProperty(webhook, "events", present(propertyOf(webhook, "events").items, "items"));
    },
    verdict: "major",
    why: "who walks the list no longer compiles",
    finding: {
      operationId: "retrieveWebhook",
      method: "whop.webhooks.retrieve",
      message: [/Webhook\.events/, /WebhookEvent/, /^.{0,300}$/],
    },
    reversed: "major",
  },
  {
    name: "response field's object replaced by its id",
    api: "whop",
    position: "response",
    mutate: (document) =>
      replaceProperty(schemaOf(document, "DisputeListItem"), "payment", { type: ["string", "null"] }),
    verdict: "major",
    why: "dispute.payment.id no longer compiles",
    finding: {
      operationId: "listDispute",
      method: "whop.disputes.list",
      message: [/payment/],
      pointer: "/components/schemas/DisputeListItem",
    },
    reversed: "major",
  },
  {
    name: "response field no longer required",
    api: "whop",
    position: "response",
    mutate: (document) => makeOptional(schemaOf(document, "Review"), "title"),
    verdict: "major",
    why: "who reads it must expect undefined",
    finding: { operationId: "retrieveReview", method: "whop.reviews.retrieve", message: [/title/] },
    reversed: "minor",
  },
  {
    name: "response field made nullable",
    api: "whop",
    position: "response",
    mutate: (document) => {
      propertyOf(schemaOf(document, "AccountLink"), "url").type = ["string", "null"];
    },
    verdict: "major",
    why: "who reads it must expect null",
    finding: { operationId: "createAccountLink", method: "whop.accountLinks.create", message: [/url/, /null/] },
    reversed: "minor",
  },
  {
    name: "response field no longer nullable",
    api: "whop",
    position: "response",
    mutate: (document) => {
      propertyOf(schemaOf(document, "Review"), "description").type = "string";
    },
    verdict: "minor",
    why: "a check for null may go and nothing has to",
    finding: { operationId: "retrieveReview", method: "whop.reviews.retrieve", message: [/description/, /null/] },
    reversed: "major",
  },
  {
    name: "response field's reference made nullable",
    api: "whop",
    position: "response",
    mutate: (document) => {
      const review = schemaOf(document, "Review");
      replaceProperty(review, "user", { oneOf: [propertyOf(review, "user"), { type: "null" }] });
    },
    verdict: "major",
    why: "review.user.id no longer compiles under strict",
    finding: { operationId: "retrieveReview", method: "whop.reviews.retrieve", message: [/Review\.user/, /null/] },
    reversed: "minor",
    most: { findings: 1, because: "one field of one component" },
  },
];
