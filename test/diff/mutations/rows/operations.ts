import { operationOf, present, removeParameter, renamedKey } from "../edit-document.js";
import type { Mutation } from "../mutation.js";

/** Operations that are added, removed, renamed or moved. */
export const operations: readonly Mutation[] = [
  {
    name: "operation added",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      const { operation } = operationOf(document, "submitEvidenceDispute");
      const added = { ...structuredClone(operation), operationId: "withdrawDispute" };
      present(document.paths, "paths")["/disputes/{id}/withdraw"] = { post: added };
    },
    verdict: "minor",
    why: "a further method; nothing that is called today changes",
    finding: {
      operationId: "withdrawDispute",
      method: "whop.disputes.withdraw",
      pointer: "/paths/~1disputes~1{id}~1withdraw",
    },
    reversed: "major",
  },
  {
    name: "operation removed",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      delete present(document.paths, "paths")[operationOf(document, "retrieveDisputeAlert").path];
    },
    verdict: "major",
    why: "whoever calls the method no longer compiles; its type stays, since an event carries it",
    finding: {
      operationId: "retrieveDisputeAlert",
      method: "whop.disputeAlerts.retrieve",
      pointer: "/paths/~1dispute_alerts~1{id}",
    },
    reversed: "minor",
  },
  {
    name: "operation removed that is all of its resource",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      delete present(document.paths, "paths")[operationOf(document, "createTopup").path];
    },
    verdict: "major",
    why: "the method goes, and the resource's class and the params' type with it: one event for a reader",
    finding: { operationId: "createTopup", method: "whop.topups.create", pointer: "/paths/~1topups" },
    reversed: "minor",
  },
  {
    name: "operationId renamed",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      operationOf(document, "submitEvidenceDispute").operation.operationId = "sendEvidenceDispute";
    },
    verdict: "major",
    why: "the method's name comes from the operationId, so calls by the old name no longer compile",
    finding: {
      operationId: "sendEvidenceDispute",
      pointer: "/paths/~1disputes~1{id}~1submit_evidence/post",
      message: [/submitEvidence/, /sendEvidence/],
    },
    reversed: "major",
    most: { findings: 1, because: "a rename on the same path is one change" },
  },
  {
    name: "operationId renamed where an overlay names the method",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      operationOf(document, "feesPayment").operation.operationId = "listFeesPayment";
    },
    verdict: "patch",
    why: "payments.listFees keeps its name and types; only what error.operationId and logs say is another text",
    finding: { method: "whop.payments.listFees", pointer: "/paths/~1payments~1{id}~1fees" },
    reversed: "patch",
  },
  {
    name: "path changed",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      const { path } = operationOf(document, "submitEvidenceDispute");
      document.paths = renamedKey(present(document.paths, "paths"), path, "/disputes/{id}/evidence_submission");
    },
    verdict: "major",
    why: "the method hides the path, whop.http does not: calls by the old path no longer compile",
    finding: {
      operationId: "submitEvidenceDispute",
      method: "whop.disputes.submitEvidence",
      pointer: "/paths/~1disputes~1{id}~1evidence_submission",
    },
    reversed: "major",
    most: { findings: 1, because: "an operation that moved is one change, not one removed and one added" },
  },
  {
    name: "verb changed",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      const { item, operation } = operationOf(document, "updateWebhook");
      item.put = operation;
      delete item.patch;
    },
    verdict: "major",
    why: "whop.http.PATCH on this path no longer compiles",
    finding: { operationId: "updateWebhook", method: "whop.webhooks.update", pointer: "/paths/~1webhooks~1{id}/put" },
    reversed: "major",
    most: { findings: 1, because: "an operation that moved is one change, not one removed and one added" },
  },
  {
    name: "tag changed",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      operationOf(document, "createTopup").operation.tags = ["Transfers"];
    },
    verdict: "major",
    why: "the tag is the resource: whop.topups goes, and the method stands elsewhere under another name",
    finding: { operationId: "createTopup", pointer: "/paths/~1topups/post", message: [/topups/, /transfers/] },
    reversed: "major",
    most: { findings: 1, because: "an operation that moved is one change" },
  },
  {
    name: "second tag added",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      operationOf(document, "createTopup").operation.tags?.push("Payments");
    },
    verdict: "none",
    why: "the first tag alone is the resource; a further one groups pages of documentation",
  },
  {
    name: "operation deprecated",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      operationOf(document, "createTopup").operation.deprecated = true;
    },
    verdict: "minor",
    why: "semver 2.0.0, rule 7: marking public functionality as deprecated is a minor release",
    finding: { operationId: "createTopup", method: "whop.topups.create", message: [/deprecated/] },
    reversed: "patch",
  },
  {
    name: "x-sdk-method renamed",
    api: "decisionly",
    position: "operation",
    mutate: (document) => {
      operationOf(document, "withdrawV2Case").operation["x-sdk-method"] = "cancel";
    },
    verdict: "major",
    why: "the contract is untouched on the wire and the method has another name: types break, so major",
    finding: { operationId: "withdrawV2Case", message: [/withdraw/, /cancel/] },
    reversed: "major",
    most: { findings: 1, because: "a method's new name is one change" },
  },
  {
    name: "x-sdk-resource changed",
    api: "decisionly",
    position: "operation",
    mutate: (document) => {
      operationOf(document, "setV2ClaimCases").operation["x-sdk-resource"] = "v2.claimSets";
    },
    verdict: "major",
    why: "the method moves from v2.claims to v2.claimSets, so calls no longer compile",
    finding: { operationId: "setV2ClaimCases" },
    reversed: "major",
  },
  {
    name: "cursor list made a plain call",
    api: "whop",
    position: "operation",
    mutate: (document) => removeParameter(document, "listDispute", "After"),
    verdict: "major",
    why: "without a cursor the result is no pager: for await, getNextPage and toArray are removed",
    finding: {
      operationId: "listDispute",
      method: "whop.disputes.list",
      pointer: "/paths/~1disputes/get",
      message: [/after/],
    },
    reversed: "major",
  },
  {
    name: "list's x-pagination removed",
    api: "decisionly",
    position: "operation",
    mutate: (document) => {
      delete operationOf(document, "listV2Cases").operation["x-pagination"];
    },
    verdict: "major",
    why: "the wire is the same and the result is a page in place of a pager: types break",
    finding: { operationId: "listV2Cases", method: "decisionly.v2.cases.list" },
    reversed: "major",
  },
  {
    name: "x-idempotency-field added",
    api: "decisionly",
    position: "operation",
    mutate: (document) => {
      operationOf(document, "createV2Claim").operation["x-idempotency-field"] = "claim_id";
    },
    verdict: "minor",
    why: "the client fills the field and repeats the call after faults: more than it did, and nothing breaks",
    finding: { operationId: "createV2Claim", method: "decisionly.v2.claims.create" },
    reversed: "major",
  },
  {
    name: "header Idempotency-Key added",
    api: "whop",
    position: "operation",
    mutate: (document) => {
      const { operation } = operationOf(document, "submitEvidenceDispute");
      const key = { name: "Idempotency-Key", in: "header" as const, schema: { type: "string", maxLength: 255 } };
      operation.parameters = [...(operation.parameters ?? []), key];
    },
    verdict: "minor",
    why: "the client sends a key and repeats the call after faults: more than it did, and nothing breaks",
    finding: {
      operationId: "submitEvidenceDispute",
      method: "whop.disputes.submitEvidence",
      message: [/Idempotency-Key/],
    },
    reversed: "major",
  },
];
