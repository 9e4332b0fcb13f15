import type { RequestBody } from "../../../../scripts/load/openapi.js";
import {
  bodyOf,
  enumOf,
  operationOf,
  present,
  propertyOf,
  removeValue,
  renameValue,
  schemaOf,
} from "../edit-document.js";
import type { Mutation } from "../mutation.js";

/** The values, formats and forms of what is sent in the body. */
export const requestSchemas: readonly Mutation[] = [
  {
    name: "value added to a request's enum",
    api: "whop",
    position: "request",
    mutate: (document) => void enumOf(document, "AccountLinkUseCases").push("tax_forms"),
    verdict: "minor",
    why: "one more value may be given",
    finding: {
      operationId: "createAccountLink",
      method: "whop.accountLinks.create",
      pointer: "/components/schemas/AccountLinkUseCases",
      message: [/tax_forms/],
    },
    reversed: "major",
  },
  {
    name: "value removed from a request's enum",
    api: "whop",
    position: "request",
    mutate: (document) => removeValue(enumOf(document, "CheckoutShapes"), "pill"),
    verdict: "major",
    why: "requests are closed: calls that give the value no longer compile",
    finding: { pointer: "/components/schemas/CheckoutShapes", message: [/pill/], reaches: 3 },
    reversed: "minor",
  },
  {
    name: "value of a request's enum renamed",
    api: "whop",
    position: "request",
    mutate: (document) => renameValue(enumOf(document, "PermissionSystemRoles"), "sales_manager", "sales"),
    verdict: "major",
    why: "calls that give the old value no longer compile",
    finding: { operationId: "createApiKeyCompany", message: [/sales_manager/] },
    reversed: "major",
  },
  {
    name: "request's enum opened to any string",
    api: "whop",
    position: "request",
    mutate: (document) => {
      delete schemaOf(document, "AccountLinkUseCases").enum;
    },
    verdict: "major",
    why: "compatible on the wire, but the exported list AccountLinkUseCasesValues goes: imports break",
    finding: { message: [/AccountLinkUseCases/] },
    reversed: "major",
  },
  {
    name: "free string of a request closed to an enum",
    api: "whop",
    position: "request",
    mutate: (document) => {
      propertyOf(bodyOf(document, "createTransfer"), "destination_id").enum = ["platform", "reserve"];
    },
    verdict: "major",
    why: "any other string no longer compiles",
    finding: { operationId: "createTransfer", method: "whop.transfers.create", message: [/destination_id/] },
    reversed: "minor",
  },
  {
    name: "const of a request changed",
    api: "whop",
    position: "request",
    mutate: (document) => {
      const [, standard] = present(bodyOf(document, "createOverrideAffiliate").oneOf, "oneOf");
      propertyOf(present(standard, "second form"), "override_type").const = "plan";
    },
    verdict: "major",
    why: "calls that give the old literal no longer compile",
    finding: { operationId: "createOverrideAffiliate", message: [/standard/] },
    reversed: "major",
  },
  {
    name: "request field's format dropped, date-time to none",
    api: "whop",
    position: "request",
    mutate: (document) => {
      delete propertyOf(bodyOf(document, "createAccessToken"), "expires_at").format;
    },
    verdict: "patch",
    why: "any string is taken; the type is string before and after",
    finding: { operationId: "createAccessToken", method: "whop.accessTokens.create", message: [/expires_at/] },
    reversed: "major",
  },
  {
    name: "request field's format set, none to date",
    api: "whop",
    position: "request",
    mutate: (document) => {
      propertyOf(bodyOf(document, "updateEvidenceDispute"), "service_date").format = "date";
    },
    verdict: "major",
    why: "other strings are refused that were taken: calls fail that worked, and no type says so",
    finding: {
      operationId: "updateEvidenceDispute",
      method: "whop.disputes.updateEvidence",
      message: [/service_date/],
    },
    reversed: "patch",
  },
  {
    name: "request field's format set, none to binary",
    api: "decisionly",
    position: "request",
    mutate: (document) => {
      propertyOf(schemaOf(document, "V2FileUploadRequest"), "category").format = "binary";
    },
    verdict: "major",
    why: "a string no longer compiles: binary is bytes, a Blob or a File",
    finding: { operationId: "uploadV2File", method: "decisionly.v2.files.upload", message: [/category/] },
    reversed: "major",
  },
  {
    name: "request list's minItems raised",
    api: "decisionly",
    position: "request",
    mutate: (document) => {
      propertyOf(schemaOf(document, "V2ClaimCreateRequest"), "case_ids").minItems = 2;
    },
    verdict: "major",
    why: "lists of one are refused that were taken: calls fail that worked, and no type says so",
    finding: { operationId: "createV2Claim", method: "decisionly.v2.claims.create", message: [/case_ids/] },
    reversed: "patch",
  },
  {
    name: "request string's maxLength raised",
    api: "decisionly",
    position: "request",
    mutate: (document) => {
      propertyOf(schemaOf(document, "V2ClaimCreateRequest"), "claim_id").maxLength = 252;
    },
    verdict: "patch",
    why: "more values are taken; the type is string before and after",
    finding: { operationId: "createV2Claim", method: "decisionly.v2.claims.create", message: [/claim_id/] },
    reversed: "major",
  },
  {
    name: "form added to a request's oneOf",
    api: "whop",
    position: "request",
    mutate: (document) => {
      const forms = present(bodyOf(document, "createOverrideAffiliate").oneOf, "oneOf");
      const added = structuredClone(present(forms[0], "first form"));
      added.title = "CreateAffiliateOverrideInputOverrideTypeTiered";
      propertyOf(added, "override_type").const = "tiered";
      forms.push(added);
    },
    verdict: "minor",
    why: "one more form may be given; the old ones go on",
    finding: { operationId: "createOverrideAffiliate", method: "whop.affiliates.overrides.create" },
    reversed: "major",
    most: { findings: 1, because: "one form of one body" },
  },
  {
    name: "form removed from a request's oneOf",
    api: "whop",
    position: "request",
    mutate: (document) => {
      const body = bodyOf(document, "createCompanyTokenTransaction");
      body.oneOf = present(body.oneOf, "oneOf").filter(
        (form) => propertyOf(form, "transaction_type").const !== "transfer",
      );
    },
    verdict: "major",
    why: "calls that give the form no longer compile, and its type goes",
    finding: { operationId: "createCompanyTokenTransaction", method: "whop.companyTokenTransactions.create" },
    reversed: "minor",
    most: { findings: 1, because: "one form of one body" },
  },
  {
    name: "request's free object narrowed to strings",
    api: "whop",
    position: "request",
    mutate: (document) => {
      propertyOf(bodyOf(document, "createTransfer"), "metadata").additionalProperties = { type: "string" };
    },
    verdict: "major",
    why: "metadata with numbers or objects no longer compiles",
    finding: { operationId: "createTransfer", method: "whop.transfers.create", message: [/metadata/] },
    reversed: "minor",
    most: { findings: 1, because: "one field of one body" },
  },
  {
    name: "request's object closed",
    api: "whop",
    position: "request",
    mutate: (document) => {
      bodyOf(document, "updateEvidenceDispute").additionalProperties = false;
    },
    verdict: "minor",
    why: "unknown fields are refused that were let through; the type never took them: to be read, types do not break",
    finding: {
      operationId: "updateEvidenceDispute",
      method: "whop.disputes.updateEvidence",
      message: [/^(?!.*nothing for nothing)/],
    },
    reversed: "patch",
  },
  {
    name: "request's object opened",
    api: "whop",
    position: "request",
    mutate: (document) => {
      bodyOf(document, "createDmChannel").additionalProperties = true;
    },
    verdict: "minor",
    why: "the same on the wire, and the type now takes other fields",
    finding: { operationId: "createDmChannel", method: "whop.dmChannels.create" },
    reversed: "major",
  },
  {
    name: "request's body made required",
    api: "whop",
    position: "request",
    mutate: (document) => {
      (operationOf(document, "updateEvidenceDispute").operation.requestBody as RequestBody).required = true;
    },
    verdict: "major",
    why: "updateEvidence(id) without params no longer compiles",
    finding: { operationId: "updateEvidenceDispute", method: "whop.disputes.updateEvidence", message: [/required/] },
    reversed: "minor",
  },
  {
    name: "request's body made optional",
    api: "decisionly",
    position: "request",
    mutate: (document) => {
      (operationOf(document, "updateV1Case").operation.requestBody as RequestBody).required = false;
    },
    verdict: "minor",
    why: "the params may be left out; calls that give them go on",
    finding: { operationId: "updateV1Case", method: "decisionly.v1.cases.update" },
    reversed: "major",
  },
  {
    name: "body added to a request without one",
    api: "whop",
    position: "request",
    mutate: (document) => {
      operationOf(document, "submitEvidenceDispute").operation.requestBody = {
        content: { "application/json": { schema: { type: "object", properties: { note: { type: "string" } } } } },
      };
    },
    verdict: "major",
    why: "compatible on the wire, but submitEvidence(id, options) becomes submitEvidence(id, params, options)",
    finding: { operationId: "submitEvidenceDispute", method: "whop.disputes.submitEvidence" },
    reversed: "major",
  },
  {
    name: "request's body removed",
    api: "whop",
    position: "request",
    mutate: (document) => {
      delete operationOf(document, "cancelMembership").operation.requestBody;
    },
    verdict: "major",
    why: "the params go: calls that give them no longer compile",
    finding: { operationId: "cancelMembership", method: "whop.memberships.cancel" },
    reversed: "major",
  },
  {
    name: "request's content type changed",
    api: "whop",
    position: "request",
    mutate: (document) => {
      const body = operationOf(document, "createTopup").operation.requestBody as RequestBody;
      body.content = { "multipart/form-data": present(body.content["application/json"], "JSON") };
    },
    verdict: "minor",
    why: "the arguments stay, and the method and calls through whop.http send the new form by themselves; back, a type is gone",
    finding: { operationId: "createTopup", method: "whop.topups.create" },
    reversed: "major",
  },
  {
    name: "request field deprecated",
    api: "whop",
    position: "request",
    mutate: (document) => {
      propertyOf(bodyOf(document, "createTransfer"), "notes").deprecated = true;
    },
    verdict: "minor",
    why: "semver 2.0.0, rule 7: marking public functionality as deprecated is a minor release",
    finding: { operationId: "createTransfer", method: "whop.transfers.create", message: [/notes/, /deprecated/] },
    reversed: "patch",
  },
  {
    name: "title of a request's form changed",
    api: "whop",
    position: "request",
    mutate: (document) => {
      const [first] = present(bodyOf(document, "createOverrideAffiliate").oneOf, "oneOf");
      present(first, "first form").title = "RevenueShareInput";
    },
    verdict: "major",
    why: "this title is the name of an exported type, so imports of the old name break",
    finding: { message: [/RevenueShareInput/] },
    reversed: "major",
  },
];
