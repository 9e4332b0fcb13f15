import {
  enumOf,
  operationOf,
  present,
  propertyOf,
  removeProperty,
  removeValue,
  renameValue,
  responseOf,
  schemaOf,
} from "../edit-document.js";
import type { Mutation } from "../mutation.js";

/** The values, forms, statuses and failures of what comes back from a call. */
export const responseSchemas: readonly Mutation[] = [
  {
    name: "value added to a response's enum",
    api: "whop",
    position: "response",
    mutate: (document) => void enumOf(document, "ReviewStatus").push("reported"),
    verdict: "minor",
    why: "responses are open: a value that is not listed was to be expected",
    finding: { pointer: "/components/schemas/ReviewStatus", message: [/reported/], reaches: 2 },
    reversed: "minor",
    most: { findings: 1, because: "one value of one component" },
  },
  {
    name: "value removed from a response's enum",
    api: "whop",
    position: "response",
    mutate: (document) => removeValue(enumOf(document, "ReviewStatus"), "removed"),
    verdict: "minor",
    why: "comparing an open enum with a value that no longer comes still compiles; the branch is dead",
    finding: { pointer: "/components/schemas/ReviewStatus", reaches: 2 },
    reversed: "minor",
  },
  {
    name: "value of a response's enum renamed",
    api: "whop",
    position: "response",
    mutate: (document) => renameValue(enumOf(document, "ShipmentStatuses"), "cancelled", "canceled"),
    verdict: "minor",
    why: "one value more and one fewer, each minor in an open enum; to be read by who compares with the old one",
    finding: { pointer: "/components/schemas/ShipmentStatuses", message: [/cancelled/] },
    reversed: "minor",
  },
  {
    name: "response's enum opened to any string",
    api: "whop",
    position: "response",
    mutate: (document) => {
      delete schemaOf(document, "ReviewStatus").enum;
    },
    verdict: "major",
    why: "reading goes on, but the exported KnownReviewStatus and ReviewStatusValues go: imports break",
    finding: { message: [/ReviewStatus/] },
    reversed: "minor",
  },
  {
    name: "response's free string given known values",
    api: "whop",
    position: "response",
    mutate: (document) => {
      propertyOf(schemaOf(document, "FeeMarkup"), "id").enum = ["fee_card", "fee_wallet"];
    },
    verdict: "minor",
    why: "the known values are suggested, and any other string still fits",
    finding: { operationId: "createFeeMarkup", method: "whop.feeMarkups.create", message: [/fee_card/] },
  },
  {
    name: "const of a response changed",
    api: "whop",
    position: "response",
    mutate: (document) => {
      propertyOf(schemaOf(document, "LedgerAccountUser"), "typename").const = "Person";
    },
    verdict: "major",
    why: "narrowing by the old literal no longer compiles",
    finding: { pointer: "/components/schemas/LedgerAccountUser", message: [/typename/], reaches: 3 },
    reversed: "major",
  },
  {
    name: "response field's format dropped, date-time to none",
    api: "whop",
    position: "response",
    mutate: (document) => {
      delete propertyOf(schemaOf(document, "AccountLink"), "expires_at").format;
    },
    verdict: "minor",
    why: "what comes may be no date and no type says so: to be read, but types do not break",
    finding: { operationId: "createAccountLink", method: "whop.accountLinks.create", message: [/expires_at/] },
    reversed: "patch",
  },
  {
    name: "response field's format changed, date-time to date",
    api: "whop",
    position: "response",
    mutate: (document) => {
      propertyOf(schemaOf(document, "Review"), "created_at").format = "date";
    },
    verdict: "minor",
    why: "the time of day goes and no type says so: to be read, but types do not break",
    finding: { operationId: "retrieveReview", method: "whop.reviews.retrieve", message: [/created_at/] },
    reversed: "minor",
  },
  {
    name: "response field's maximum raised",
    api: "whop",
    position: "response",
    mutate: (document) => {
      propertyOf(schemaOf(document, "Review"), "stars").maximum = 10;
    },
    verdict: "minor",
    why: "values may be returned that could not be before, and no type says so: to be read, but types do not break",
    finding: { operationId: "retrieveReview", method: "whop.reviews.retrieve", message: [/stars/] },
    reversed: "patch",
  },
  {
    name: "form added to a response's oneOf",
    api: "whop",
    position: "response",
    mutate: (document) => {
      const bot = {
        title: "Bot",
        type: "object",
        required: ["id", "typename"],
        properties: { id: { type: "string" }, typename: { type: "string", const: "Bot" } },
      };
      present(schemaOf(document, "LedgerAccountOwner").oneOf, "oneOf").push(bot);
    },
    verdict: "major",
    why: "a union of objects is closed: who knows two forms reads a field that the third lacks, and no longer compiles",
    finding: { message: [/LedgerAccountOwner|owner|destination/], reaches: 3 },
    reversed: "major",
  },
  {
    name: "form removed from a response's oneOf",
    api: "whop",
    position: "response",
    mutate: (document) => {
      const owner = schemaOf(document, "LedgerAccountOwner");
      owner.oneOf = present(owner.oneOf, "oneOf").filter(({ $ref }) => $ref?.endsWith("Company") !== true);
    },
    verdict: "major",
    why: "compatible on the wire, but comparing typename with the form that went no longer compiles",
    finding: { reaches: 3 },
    reversed: "major",
  },
  {
    name: "response's free object narrowed to strings",
    api: "whop",
    position: "response",
    mutate: (document) => {
      propertyOf(schemaOf(document, "Transfer"), "metadata").additionalProperties = { type: "string" };
    },
    verdict: "minor",
    why: "what was unknown is a string: all reading of an unknown still compiles",
    finding: { operationId: "createTransfer", message: [/metadata/], reaches: 2 },
    reversed: "major",
    most: { findings: 1, because: "one field of one component" },
  },
  {
    name: "response's object opened",
    api: "whop",
    position: "response",
    mutate: (document) => {
      schemaOf(document, "Review").additionalProperties = true;
    },
    verdict: "minor",
    why: "the same on the wire, and the type now lets other fields be read, as unknown",
    finding: { message: [/Review|whop\.reviews\.retrieve/] },
  },
  {
    name: "failure added",
    api: "whop",
    position: "response",
    mutate: (document) => {
      const { operation } = operationOf(document, "createTransfer");
      present(operation.responses, "responses")["402"] = { $ref: "#/components/responses/BadRequest" };
    },
    verdict: "minor",
    why: "the call throws as any failed call does; toResult distinguishes one more failure",
    finding: { operationId: "createTransfer", method: "whop.transfers.create", message: [/402/] },
    reversed: "major",
  },
  {
    name: "failure removed",
    api: "whop",
    position: "response",
    mutate: (document) => {
      delete present(operationOf(document, "retrieveDispute").operation.responses, "responses")["422"];
    },
    verdict: "major",
    why: "compatible on the wire, but toResult's union loses a member: comparing status with 422 no longer compiles",
    finding: { operationId: "retrieveDispute", method: "whop.disputes.retrieve", message: [/422/] },
    reversed: "minor",
  },
  {
    name: "success moved, 200 to 201",
    api: "whop",
    position: "response",
    mutate: (document) => {
      const responses = present(operationOf(document, "createTopup").operation.responses, "responses");
      responses["201"] = present(responses["200"], "200");
      delete responses["200"];
    },
    verdict: "minor",
    why: "the result is the same, but response.status is another number, and so are the types of calls by path",
    finding: { operationId: "createTopup", method: "whop.topups.create", message: [/201/] },
    reversed: "minor",
    most: { findings: 1, because: "a status that moved is one change" },
  },
  {
    name: "second success added",
    api: "whop",
    position: "response",
    mutate: (document) => {
      const responses = present(operationOf(document, "createTopup").operation.responses, "responses");
      responses["202"] = structuredClone(present(responses["200"], "200"));
    },
    verdict: "minor",
    why: "the same result under one status more, which response.status and the types of calls by path show",
    finding: { operationId: "createTopup", method: "whop.topups.create", message: [/202/, /^(?!.*422)/] },
  },
  {
    name: "response's body removed",
    api: "whop",
    position: "response",
    mutate: (document) => {
      delete responseOf(document, "createTopup").content;
    },
    verdict: "major",
    why: "the result becomes undefined: who reads it no longer compiles",
    finding: { operationId: "createTopup", method: "whop.topups.create" },
    reversed: "major",
  },
  {
    name: "response changed, boolean to object",
    api: "whop",
    position: "response",
    mutate: (document) => {
      const media = present(responseOf(document, "deleteWebhook").content?.["application/json"], "JSON");
      media.schema = { $ref: "#/components/schemas/Webhook" };
    },
    verdict: "major",
    why: "who compares the result with true no longer compiles",
    finding: { operationId: "deleteWebhook", method: "whop.webhooks.delete" },
    reversed: "major",
  },
  {
    name: "response's content type changed",
    api: "whop",
    position: "response",
    mutate: (document) => {
      const response = responseOf(document, "retrieveShipment");
      response.content = { "text/csv": { schema: { type: "string" } } };
    },
    verdict: "major",
    why: "there is no object to read any more",
    finding: { operationId: "retrieveShipment", method: "whop.shipments.retrieve" },
    reversed: "major",
    most: { findings: 1, because: "one response of one operation" },
  },
  {
    name: "page_info removed from a list",
    api: "whop",
    position: "response",
    mutate: (document) => {
      const media = present(responseOf(document, "listDispute").content?.["application/json"], "JSON");
      removeProperty(present(media.schema, "schema"), "page_info");
    },
    verdict: "major",
    why: "the pager reads it to go on: walks end after the first page",
    finding: { operationId: "listDispute", method: "whop.disputes.list", message: [/page_info/] },
    reversed: "minor",
  },
  {
    name: "field removed from every failure",
    api: "whop",
    position: "response",
    mutate: (document) => removeProperty(schemaOf(document, "ErrorDetail"), "param"),
    verdict: "major",
    why: "who reads error.param of a result no longer compiles; reported once for all operations",
    finding: { pointer: "/components/schemas/ErrorDetail", message: [/param/], reaches: 220 },
    reversed: "minor",
    most: { findings: 1, because: "one field of one component" },
  },
  {
    name: "failure referred to by another component of the same content",
    api: "whop",
    position: "response",
    mutate: (document) => {
      const responses = present(document.components?.responses, "responses");
      responses.AccessDenied = present(responses.Forbidden, "Forbidden");
      const { operation } = operationOf(document, "retrieveDispute");
      present(operation.responses, "responses")["403"] = { $ref: "#/components/responses/AccessDenied" };
    },
    verdict: "none",
    why: "components of responses have no name in the package",
  },
  {
    name: "response field deprecated",
    api: "whop",
    position: "response",
    mutate: (document) => {
      propertyOf(schemaOf(document, "Review"), "paid_for_product").deprecated = true;
    },
    verdict: "minor",
    why: "semver 2.0.0, rule 7: marking public functionality as deprecated is a minor release",
    finding: {
      operationId: "retrieveReview",
      method: "whop.reviews.retrieve",
      message: [/paid_for_product/, /deprecated/],
    },
    reversed: "patch",
  },
  {
    name: "response field made required",
    api: "decisionly",
    position: "response",
    mutate: (document) => {
      schemaOf(document, "V2ClaimSummary").required = ["claim_id"];
    },
    verdict: "minor",
    why: "what could be missing is always there: reading goes on",
    finding: { operationId: "createV2Claim", method: "decisionly.v2.claims.create", message: [/claim_id/] },
    reversed: "major",
  },
];
