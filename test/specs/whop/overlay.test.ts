import { expect, test } from "vitest";
import { isReference, type Operation } from "../../../scripts/load/openapi.js";
import { operationName } from "../../../scripts/normalize/names.js";
import { normalize } from "../../../scripts/normalize/normalize.js";
import { eventsOf, operationsOf } from "../../../scripts/normalize/walk-schemas.js";
import {
  actionsOf,
  answerOf,
  bodyOf,
  contract,
  corrected,
  document,
  formsOf,
  OVERLAYS,
  operations,
  parameterOf,
  readUpstream,
} from "../../support/corrected-whop.js";
import { published } from "../../support/published-counts.js";

test.each(OVERLAYS)("each action of %s says where its fact is from", (name) => {
  const silent = actionsOf(name).filter(({ description }) => !/Source: \S/.test(description));
  expect(silent.map(({ target }) => target)).toEqual([]);
});

test("production comes first, the sandbox is the other server", () => {
  expect(document.servers?.map((server) => [server["x-environment"], server.url])).toEqual([
    ["production", "https://api.whop.com/api/v1"],
    ["sandbox", "https://sandbox-api.whop.com/api/v1"],
  ]);
});

test("arrays of a query are in brackets", () => {
  expect(document["x-query-arrays"]).toBe("brackets");
});

test("the published cursor lists are paged by cursors: those that answer page_info", () => {
  const marked = operations.filter(({ operation }) => operation["x-pagination"]?.scheme === "cursor");
  expect(marked).toHaveLength(published.cursorLists);
  const answering = operations.filter(({ operation }) => answerOf(operation)?.properties?.page_info !== undefined);
  expect(marked.map(({ id }) => id)).toEqual(answering.map(({ id }) => id));
});

test("two reads of statistics are paged by one cursor", () => {
  const paged = operations.filter(({ operation }) => operation["x-pagination"]?.scheme === "next-cursor");
  expect(paged.map(({ id, operation }) => [id, operation["x-pagination"]])).toEqual([
    ["rawStats", { scheme: "next-cursor", cursor: "cursor", next: "pagination.next_cursor" }],
    ["sqlStats", { scheme: "next-cursor", cursor: "cursor", next: "pagination.next_cursor" }],
  ]);
});

test("two operations have an idempotency field, spelt differently, in each form of their bodies", () => {
  const safe = operations.flatMap(({ path, verb, operation }) => {
    const field = operation["x-idempotency-field"];
    if (field === undefined) return [];
    return [[verb, path, field, formsOf(bodyOf(operation)).map((form) => form.properties?.[field] !== undefined)]];
  });
  expect(safe).toEqual([
    ["post", "/company_token_transactions", "idempotency_key", [true, true, true]],
    ["post", "/transfers", "idempotence_key", [true]],
  ]);
});

test.each([
  { status: "409", want: "#/components/responses/Conflict" },
  { status: "429", want: "#/components/responses/TooManyRequests" },
])("all operations declare $status", ({ status, want }) => {
  const declared = operations.filter(({ operation }) => {
    const response = operation.responses?.[status];
    return response !== undefined && isReference(response) && response.$ref === want;
  });
  expect(declared).toHaveLength(published.operations);
});

test("of an error only the message is required", () => {
  expect(document.components?.schemas?.ErrorDetail?.required).toEqual(["message"]);
});

test("how webhooks are signed is known", () => {
  expect(document["x-webhook-signature"]).toEqual({
    scheme: "standard-webhooks",
    algorithm: "hmac-sha256",
    headers: { id: "webhook-id", timestamp: "webhook-timestamp", signature: "webhook-signature" },
    "signed-text": "{id}.{timestamp}.{body}",
    "signature-prefix": "v1,",
    "tolerance-seconds": 300,
    secret: "raw-text",
  });
  const declared = eventsOf(document).map(({ operation }) =>
    operation.parameters?.map((node) => parameterOf(node).name),
  );
  expect(declared).toHaveLength(published.webhooks);
  expect(new Set(declared.map((names) => names?.join(" ")))).toEqual(
    new Set(["webhook-id webhook-signature webhook-timestamp"]),
  );
});

test.each([
  { id: "feesPayment", want: "payments.listFees" },
  { id: "createApiKeyCompany", want: "companies.createAPIKey" },
  { id: "listOverridesAffiliate", want: "affiliates.overrides.list" },
  { id: "createOverrideAffiliate", want: "affiliates.overrides.create" },
  { id: "retrieveOverrideAffiliate", want: "affiliates.overrides.retrieve" },
  { id: "updateOverrideAffiliate", want: "affiliates.overrides.update" },
  { id: "deleteOverrideAffiliate", want: "affiliates.overrides.delete" },
  { id: "describeStats", want: "stats.describe" },
  { id: "metricStats", want: "stats.queryMetric" },
  { id: "rawStats", want: "stats.queryRaw" },
  { id: "sqlStats", want: "stats.runSql" },
  // The rule is enough for these.
  { id: "listDisputeAlert", want: "disputeAlerts.list" },
  { id: "submitEvidenceDispute", want: "disputes.submitEvidence" },
  { id: "checkAccess", want: "users.checkAccess" },
])("$id is $want", ({ id, want }) => {
  expect(clientName(id)).toBe(want);
});

test("types get names that are free and read well", () => {
  const schemas = normalize(corrected).document.components?.schemas ?? {};
  const given = ["AppPermissionAction", "CourseChapterSummary", "PaymentFee", "ProductTaxCode"];
  const inputs = ["CheckoutConfigurationPlanInput", "InvoiceProductInput", "PaymentPlanInput"];
  expect([...given, ...inputs].filter((name) => schemas[name] === undefined)).toEqual([]);
  expect(schemas.WebhookEvent?.["x-sdk-name"]).toBe("WebhookEventType");
});

test("without them a name is wanted twice", () => {
  const codes: string[] = [];
  normalize(contract, ({ code }) => codes.push(code));
  expect(codes).toContain("names/chosen");
});
const upstream = readUpstream("the names of the JavaScript samples");

test.skipIf(upstream === undefined)("the client's names are those of all 218 JavaScript samples", () => {
  const named = operationsOf(upstream ?? document).flatMap(({ operation }) => {
    const call = /client\.([\w.]+)\(/.exec(sampleOf(operation))?.[1];
    return call === undefined ? [] : [{ call, ours: clientName(operation.operationId ?? "") }];
  });
  expect(named).toHaveLength(218);
  expect(named.filter(({ call, ours }) => call !== ours)).toEqual([]);
});

function clientName(id: string): string {
  const row = operations.find((candidate) => candidate.id === id);
  if (row === undefined) return `no operation ${id}`;
  const { resource, method } = operationName(row.path, row.verb, row.operation);
  return [...resource, method].join(".");
}

/** The JavaScript sample on one line. */
function sampleOf(operation: Operation): string {
  const samples = "x-codeSamples" in operation ? operation["x-codeSamples"] : undefined;
  const rows = Array.isArray(samples) ? (samples as { lang?: string; source?: string }[]) : [];
  return (rows.find(({ lang }) => lang === "JavaScript")?.source ?? "").replaceAll(/\s+/g, " ");
}
