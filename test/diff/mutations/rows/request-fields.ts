import {
  addProperty,
  bodyOf,
  makeOptional,
  makeRequired,
  propertyOf,
  removeProperty,
  renameProperty,
  replaceProperty,
} from "../edit-document.js";
import type { Mutation } from "../mutation.js";

/** The fields of what is sent in the body. */
export const requestFields: readonly Mutation[] = [
  {
    name: "optional request field added",
    api: "whop",
    position: "request",
    mutate: (document) =>
      addProperty(bodyOf(document, "createTransfer"), "reference", { type: ["string", "null"] }, false),
    verdict: "minor",
    why: "a further field that nobody has to give",
    finding: {
      operationId: "createTransfer",
      method: "whop.transfers.create",
      pointer: "/paths/~1transfers/post",
      message: [/reference/],
    },
    reversed: "major",
  },
  {
    name: "required request field added",
    api: "whop",
    position: "request",
    mutate: (document) => addProperty(bodyOf(document, "createTransfer"), "purpose", { type: "string" }, true),
    verdict: "major",
    why: "every call lacks it until its caller adds it",
    finding: { operationId: "createTransfer", method: "whop.transfers.create", message: [/purpose/, /required/] },
    reversed: "major",
  },
  {
    name: "request field removed",
    api: "whop",
    position: "request",
    mutate: (document) => removeProperty(bodyOf(document, "createDmChannel"), "custom_name"),
    verdict: "major",
    why: "who gives the field no longer compiles",
    finding: { operationId: "createDmChannel", method: "whop.dmChannels.create", message: [/custom_name/] },
    reversed: "minor",
  },
  {
    name: "request field removed that an overlay describes",
    api: "whop",
    position: "request",
    mutate: (document) => removeProperty(bodyOf(document, "updateEvidenceDispute"), "notes"),
    verdict: "major",
    why: "an overlay that still describes the field does not bring it back: who gives it no longer compiles",
    finding: {
      operationId: "updateEvidenceDispute",
      method: "whop.disputes.updateEvidence",
      message: [/notes/, /removed|gone|no longer/i],
    },
    reversed: "minor",
  },
  {
    name: "request field renamed",
    api: "whop",
    position: "request",
    mutate: (document) => renameProperty(bodyOf(document, "createAccountLink"), "refresh_url", "retry_url"),
    verdict: "major",
    why: "calls by the old name no longer compile",
    finding: {
      operationId: "createAccountLink",
      method: "whop.accountLinks.create",
      message: [/refresh_url/, /retry_url/],
    },
    reversed: "major",
    most: { findings: 1, because: "one removed and an equal one added is a rename" },
  },
  {
    name: "request field retyped, string to integer",
    api: "whop",
    position: "request",
    mutate: (document) => {
      propertyOf(bodyOf(document, "updateEvidenceDispute"), "notes").type = ["integer", "null"];
    },
    verdict: "major",
    why: "strings are no longer taken",
    finding: { operationId: "updateEvidenceDispute", method: "whop.disputes.updateEvidence", message: [/notes/] },
    reversed: "major",
  },
  {
    name: "request field retyped, integer to number",
    api: "whop",
    position: "request",
    mutate: (document) => {
      propertyOf(bodyOf(document, "createPlan"), "billing_period").type = ["number", "null"];
    },
    verdict: "patch",
    why: "the server takes more, and the type is number before and after",
    finding: { operationId: "createPlan", method: "whop.plans.create", message: [/billing_period/] },
    reversed: "major",
  },
  {
    name: "request field retyped, number to integer",
    api: "whop",
    position: "request",
    mutate: (document) => {
      propertyOf(bodyOf(document, "refundPayment"), "partial_amount").type = ["integer", "null"];
    },
    verdict: "major",
    why: "fractions are refused that were taken: calls fail that worked, and no type says so",
    finding: { operationId: "refundPayment", method: "whop.payments.refund", message: [/partial_amount/] },
    reversed: "patch",
  },
  {
    name: "request field retyped, string to list",
    api: "whop",
    position: "request",
    mutate: (document) =>
      replaceProperty(bodyOf(document, "createAccountLink"), "return_url", {
        type: "array",
        items: { type: "string" },
      }),
    verdict: "major",
    why: "a single string is no longer taken",
    finding: { operationId: "createAccountLink", method: "whop.accountLinks.create", message: [/return_url/] },
    reversed: "major",
  },
  {
    name: "request field retyped, list to single",
    api: "whop",
    position: "request",
    mutate: (document) => replaceProperty(bodyOf(document, "createDmChannel"), "with_user_ids", { type: "string" }),
    verdict: "major",
    why: "a list is no longer taken",
    finding: { operationId: "createDmChannel", method: "whop.dmChannels.create", message: [/with_user_ids/] },
    reversed: "major",
  },
  {
    name: "request field takes a list beside a string",
    api: "whop",
    position: "request",
    mutate: (document) =>
      replaceProperty(bodyOf(document, "createTransfer"), "notes", {
        type: ["string", "array", "null"],
        items: { type: "string" },
      }),
    verdict: "minor",
    why: "one more form may be given; the old ones go on",
    finding: { operationId: "createTransfer", method: "whop.transfers.create", message: [/notes/] },
    reversed: "major",
  },
  {
    name: "request field made required",
    api: "whop",
    position: "request",
    mutate: (document) => makeRequired(bodyOf(document, "createDmChannel"), "company_id"),
    verdict: "major",
    why: "calls without it no longer compile",
    finding: { operationId: "createDmChannel", method: "whop.dmChannels.create", message: [/company_id/, /required/] },
    reversed: "minor",
  },
  {
    name: "request field no longer required",
    api: "whop",
    position: "request",
    mutate: (document) => makeOptional(bodyOf(document, "createAccountLink"), "return_url"),
    verdict: "minor",
    why: "calls may leave it out; those that give it go on",
    finding: { operationId: "createAccountLink", method: "whop.accountLinks.create", message: [/return_url/] },
    reversed: "major",
  },
  {
    name: "request field made nullable",
    api: "whop",
    position: "request",
    mutate: (document) => {
      propertyOf(bodyOf(document, "createAccountLink"), "refresh_url").type = ["string", "null"];
    },
    verdict: "minor",
    why: "null may be given too",
    finding: { operationId: "createAccountLink", method: "whop.accountLinks.create", message: [/refresh_url/, /null/] },
    reversed: "major",
  },
  {
    name: "request field no longer nullable",
    api: "whop",
    position: "request",
    mutate: (document) => {
      propertyOf(bodyOf(document, "createDmChannel"), "custom_name").type = "string";
    },
    verdict: "major",
    why: "calls that give null no longer compile",
    finding: { operationId: "createDmChannel", method: "whop.dmChannels.create", message: [/custom_name/, /null/] },
    reversed: "minor",
  },
];
