import { componentOf, isReference } from "../../../../scripts/load/openapi.js";
import { operationOf, parameterOf, present, renamedKey, schemaOf } from "../edit-document.js";
import type { Mutation } from "../mutation.js";

/** Where a parameter stands, and how it is written. */
export const parameterLocations: readonly Mutation[] = [
  {
    name: "parameter moved, query to header",
    api: "whop",
    position: "request",
    mutate: (document) => {
      parameterOf(document, "listSupportChannel", "open").in = "header";
    },
    verdict: "major",
    why: "the params' type loses it: headers are given with the request options",
    finding: {
      operationId: "listSupportChannel",
      method: "whop.supportChannels.list",
      message: [/open/, /header/, /^(?!.*Stop sending it)/],
    },
  },
  {
    name: "parameter moved, query to path",
    api: "whop",
    position: "request",
    mutate: (document) => {
      parameterOf(document, "listVerification", "payout_account_id").in = "path";
      const { path } = operationOf(document, "listVerification");
      document.paths = renamedKey(present(document.paths, "paths"), path, "/verifications/of/{payout_account_id}");
    },
    verdict: "major",
    why: "it becomes the first argument, and the path another one",
    finding: {
      operationId: "listVerification",
      method: "whop.verifications.list",
      message: [/payout_account_id|payoutAccountId/, /^(?!.*Stop sending it)/],
    },
    reversed: "major",
  },
  {
    name: "parameter moved, path to query",
    api: "whop",
    position: "request",
    mutate: (document) => {
      const { path, operation } = operationOf(document, "retrieveCardTransaction");
      operation.parameters = [{ name: "id", in: "query", required: true, schema: { type: "string" } }];
      document.paths = renamedKey(present(document.paths, "paths"), path, "/card_transactions/one");
    },
    verdict: "major",
    why: "retrieve(id) becomes retrieve({ id })",
    finding: {
      operationId: "retrieveCardTransaction",
      method: "whop.cardTransactions.retrieve",
      message: [/CardTransactionRetrieveParams|\bquery\b/, /^(?!.*Stop sending it)/],
    },
    reversed: "major",
  },
  {
    name: "path parameter renamed",
    api: "whop",
    position: "request",
    mutate: (document) => {
      const { path, operation } = operationOf(document, "submitEvidenceDispute");
      operation.parameters = [{ name: "dispute_id", in: "path", required: true, schema: { type: "string" } }];
      document.paths = renamedKey(present(document.paths, "paths"), path, "/disputes/{dispute_id}/submit_evidence");
    },
    verdict: "major",
    why: "the argument is positional and does not care; whop.http takes path and name as they stand",
    finding: { operationId: "submitEvidenceDispute", method: "whop.disputes.submitEvidence" },
    reversed: "major",
  },
  {
    name: "path parameter retyped",
    api: "whop",
    position: "request",
    mutate: (document) => {
      present(document.components?.parameters?.OverrideId, "OverrideId").schema = { type: "integer" };
    },
    verdict: "major",
    why: "the ids that callers hold are no longer taken",
    finding: { message: [/override_id/], reaches: 3 },
    reversed: "major",
  },
  {
    name: "parameter deprecated",
    api: "whop",
    position: "request",
    mutate: (document) => {
      parameterOf(document, "listBounty", "experience_id").deprecated = true;
    },
    verdict: "minor",
    why: "semver 2.0.0, rule 7: marking public functionality as deprecated is a minor release",
    finding: { operationId: "listBounty", method: "whop.bounties.list", message: [/experience_id/, /deprecated/] },
    reversed: "patch",
  },
  {
    name: "query parameter's maximum lowered",
    api: "whop",
    position: "request",
    mutate: (document) => {
      present(parameterOf(document, "listReview", "max_stars").schema, "schema").maximum = 4;
    },
    verdict: "major",
    why: "values are refused that were taken: calls fail that worked, and no type says so",
    finding: { operationId: "listReview", method: "whop.reviews.list", message: [/max_stars/] },
    reversed: "patch",
  },
  {
    name: "query parameter's maximum raised",
    api: "whop",
    position: "request",
    mutate: (document) => {
      present(parameterOf(document, "listReview", "min_stars").schema, "schema").maximum = 10;
    },
    verdict: "patch",
    why: "more values are taken; the type is number before and after",
    finding: { operationId: "listReview", method: "whop.reviews.list", message: [/min_stars/] },
    reversed: "major",
  },
  {
    name: "query parameter's format dropped",
    api: "whop",
    position: "request",
    mutate: (document) => {
      delete present(parameterOf(document, "listPayment", "updated_after").schema, "schema").format;
    },
    verdict: "patch",
    why: "any string is taken; the type is string before and after",
    finding: { operationId: "listPayment", method: "whop.payments.list", message: [/updated_after/] },
    reversed: "major",
  },
  {
    name: "shared parameter put inline",
    api: "whop",
    position: "request",
    mutate: (document) => {
      const { operation } = operationOf(document, "listApp");
      const shared = present(document.components?.parameters?.SearchQuery, "SearchQuery");
      const index = (operation.parameters ?? []).findIndex(
        (entry) => isReference(entry) && componentOf(entry.$ref) === "SearchQuery",
      );
      present(operation.parameters, "parameters")[index] = structuredClone(shared);
    },
    verdict: "none",
    why: "the same parameter, written elsewhere",
  },
  {
    name: "shared parameter's component renamed",
    api: "whop",
    position: "request",
    mutate: (document) => {
      const parameters = present(document.components?.parameters, "parameters");
      present(document.components, "components").parameters = renamedKey(parameters, "LessonId", "CourseLessonId");
      for (const id of ["startCourseLesson", "submitAssessmentCourseLesson", "markAsCompletedCourseLesson"]) {
        for (const entry of operationOf(document, id).operation.parameters ?? [])
          if (isReference(entry) && componentOf(entry.$ref) === "LessonId")
            entry.$ref = "#/components/parameters/CourseLessonId";
      }
    },
    verdict: "none",
    why: "components of parameters have no name in the package",
  },
  {
    name: "query parameter's defaults written out",
    api: "whop",
    position: "request",
    mutate: (document) => {
      Object.assign(parameterOf(document, "listReview", "min_stars"), {
        required: false,
        style: "form",
        explode: true,
      });
    },
    verdict: "none",
    why: "what OpenAPI says of a query parameter that says nothing",
  },
  {
    name: "query parameter's enum opened to any string",
    api: "whop",
    position: "request",
    mutate: (document) => {
      delete schemaOf(document, "AffiliatesSortableColumns").enum;
    },
    verdict: "major",
    why: "compatible on the wire, but the exported list AffiliatesSortableColumnsValues goes: imports break",
    finding: { message: [/AffiliatesSortableColumns/] },
    reversed: "major",
  },
];
