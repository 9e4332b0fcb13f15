import {
  addParameter,
  enumOf,
  parameterOf,
  present,
  removeParameter,
  removeValue,
  renameValue,
} from "../edit-document.js";
import type { Mutation } from "../mutation.js";

/** What is sent in the query. */
export const queryParameters: readonly Mutation[] = [
  {
    name: "optional query parameter added",
    api: "whop",
    position: "request",
    mutate: (document) =>
      addParameter(document, "listDispute", { name: "reason", in: "query", schema: { type: ["string", "null"] } }),
    verdict: "minor",
    why: "a further filter that nobody has to give",
    finding: {
      operationId: "listDispute",
      method: "whop.disputes.list",
      pointer: "/paths/~1disputes/get",
      message: [/reason/],
    },
    reversed: "major",
  },
  {
    name: "required query parameter added",
    api: "whop",
    position: "request",
    mutate: (document) =>
      addParameter(document, "listTransfer", {
        name: "ledger_id",
        in: "query",
        required: true,
        schema: { type: "string" },
      }),
    verdict: "major",
    why: "every call lacks it until its caller adds it",
    finding: { operationId: "listTransfer", method: "whop.transfers.list", message: [/ledger_id/] },
    reversed: "major",
  },
  {
    name: "optional query parameter added to a method without an object",
    api: "whop",
    position: "request",
    mutate: (document) =>
      addParameter(document, "retrieveDispute", { name: "locale", in: "query", schema: { type: "string" } }),
    verdict: "major",
    why: "compatible on the wire, but retrieve(id, options) becomes retrieve(id, params, options): calls with options break",
    finding: { operationId: "retrieveDispute", method: "whop.disputes.retrieve" },
    reversed: "major",
  },
  {
    name: "required query parameter added to a method without an object",
    api: "whop",
    position: "request",
    mutate: (document) =>
      addParameter(document, "retrieveRefund", {
        name: "company_id",
        in: "query",
        required: true,
        schema: { type: "string" },
      }),
    verdict: "major",
    why: "the method needs a second argument",
    finding: { operationId: "retrieveRefund", method: "whop.refunds.retrieve", message: [/company_id/] },
    reversed: "major",
  },
  {
    name: "optional query parameter removed",
    api: "whop",
    position: "request",
    mutate: (document) => removeParameter(document, "listSupportChannel", "view"),
    verdict: "major",
    why: "who gives the filter no longer compiles, and would get unfiltered rows",
    finding: {
      operationId: "listSupportChannel",
      method: "whop.supportChannels.list",
      pointer: "/paths/~1support_channels/get",
      message: [/view/],
    },
    reversed: "minor",
  },
  {
    name: "query parameter renamed",
    api: "whop",
    position: "request",
    mutate: (document) => {
      parameterOf(document, "listCompany", "parent_company_id").name = "holding_company_id";
    },
    verdict: "major",
    why: "calls by the old name no longer compile",
    finding: {
      operationId: "listCompany",
      method: "whop.companies.list",
      message: [/parent_company_id/, /holding_company_id/],
    },
    reversed: "major",
    most: { findings: 1, because: "one removed and an equal one added is a rename" },
  },
  {
    name: "query parameter retyped, string to integer",
    api: "whop",
    position: "request",
    mutate: (document) => {
      parameterOf(document, "listAd", "ad_group_id").schema = { type: ["integer", "null"] };
    },
    verdict: "major",
    why: "strings are no longer taken",
    finding: { operationId: "listAd", method: "whop.ads.list", message: [/ad_group_id/] },
    reversed: "major",
  },
  {
    name: "query parameter retyped, integer to number",
    api: "whop",
    position: "request",
    mutate: (document) => {
      present(parameterOf(document, "rawStats", "limit").schema, "schema").type = ["number", "null"];
    },
    verdict: "patch",
    why: "the server takes more, and the type is number before and after: no caller sees a difference",
    finding: { operationId: "rawStats", method: "whop.stats.queryRaw", message: [/limit/] },
    reversed: "major",
  },
  {
    name: "query parameter retyped, string to list",
    api: "whop",
    position: "request",
    mutate: (document) => {
      parameterOf(document, "listCardTransaction", "card_id").schema = {
        type: ["array", "null"],
        items: { type: "string" },
      };
    },
    verdict: "major",
    why: "a single string no longer compiles, and is sent under another name",
    finding: { operationId: "listCardTransaction", method: "whop.cardTransactions.list", message: [/card_id/] },
    reversed: "major",
  },
  {
    name: "query parameter made required",
    api: "whop",
    position: "request",
    mutate: (document) => {
      parameterOf(document, "listAd", "campaign_id").required = true;
    },
    verdict: "major",
    why: "calls without it no longer compile",
    finding: { operationId: "listAd", method: "whop.ads.list", message: [/campaign_id/, /required/] },
    reversed: "minor",
  },
  {
    name: "query parameter no longer required",
    api: "whop",
    position: "request",
    mutate: (document) => {
      parameterOf(document, "listReview", "product_id").required = false;
    },
    verdict: "minor",
    why: "calls may leave it out; those that give it go on",
    finding: { operationId: "listReview", method: "whop.reviews.list", message: [/product_id/] },
    reversed: "major",
  },
  {
    name: "query parameter made nullable",
    api: "whop",
    position: "request",
    mutate: (document) => {
      present(parameterOf(document, "listCourseStudent", "course_id").schema, "schema").type = ["string", "null"];
    },
    verdict: "minor",
    why: "null may be given too",
    finding: { operationId: "listCourseStudent", method: "whop.courseStudents.list", message: [/course_id/, /null/] },
    reversed: "major",
  },
  {
    name: "query parameter no longer nullable",
    api: "whop",
    position: "request",
    mutate: (document) => {
      present(parameterOf(document, "listCourseStudent", "keyword").schema, "schema").type = "string";
    },
    verdict: "major",
    why: "calls that give null no longer compile",
    finding: { operationId: "listCourseStudent", method: "whop.courseStudents.list", message: [/keyword/, /null/] },
    reversed: "minor",
  },
  {
    name: "value added to a query's enum",
    api: "whop",
    position: "request",
    mutate: (document) => void enumOf(document, "AccessPassOrder").push("title"),
    verdict: "minor",
    why: "one more value may be given",
    finding: { operationId: "listProduct", method: "whop.products.list", message: [/title/] },
    reversed: "major",
  },
  {
    name: "value removed from a query's enum",
    api: "whop",
    position: "request",
    mutate: (document) => removeValue(enumOf(document, "SupportChannelView"), "customer"),
    verdict: "major",
    why: "requests are closed: calls that give the value no longer compile",
    finding: { operationId: "listSupportChannel", method: "whop.supportChannels.list", message: [/customer/] },
    reversed: "minor",
  },
  {
    name: "value of a query's enum renamed",
    api: "whop",
    position: "request",
    mutate: (document) => renameValue(enumOf(document, "PlansOrder"), "expires_at", "expiration"),
    verdict: "major",
    why: "calls that give the old value no longer compile",
    finding: { operationId: "listPlan", method: "whop.plans.list", message: [/expires_at/] },
    reversed: "major",
  },
  {
    name: "value added to an enum of 25 queries",
    api: "whop",
    position: "request",
    mutate: (document) => void enumOf(document, "Direction").push("random"),
    verdict: "minor",
    why: "one more value may be given, reported once for all the lists that take it",
    finding: { pointer: "/components/schemas/Direction", message: [/random/], reaches: 25 },
    reversed: "major",
    most: { findings: 1, because: "one change of one component" },
  },
  {
    name: "free string of a query closed to an enum",
    api: "whop",
    position: "request",
    mutate: (document) => {
      const parameter = parameterOf(document, "describeStats", "resource");
      parameter.schema = { type: ["string", "null"], enum: ["members", "payments", null] };
    },
    verdict: "major",
    why: "any other string no longer compiles",
    finding: { operationId: "describeStats", method: "whop.stats.describe", message: [/resource/] },
    reversed: "minor",
  },
];
