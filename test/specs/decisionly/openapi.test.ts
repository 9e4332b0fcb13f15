import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { pointerOf, tokensOf } from "../../../scripts/diagnostics.js";
import { HTTP_METHODS, type OpenApiDocument, type Operation, type Schema } from "../../../scripts/load/openapi.js";

const path = fileURLToPath(new URL("../../../specs/decisionly/openapi.yaml", import.meta.url));
const document: OpenApiDocument = parse(readFileSync(path, "utf8"));
const schemas = document.components?.schemas ?? {};
const operations = listOperations();
const nodes = listNodes(document, []);

test("the operations are these 19, under these names", () => {
  const rows = operations.map(({ method, path, operation }) =>
    [
      `${method.toUpperCase()} ${path}`,
      operation["x-sdk-resource"],
      operation["x-sdk-method"],
      operation.operationId,
    ].join(" "),
  );
  expect(rows.sort()).toEqual(
    [
      "POST /v1/issuer/cases v1.cases create createV1Case",
      "GET /v1/issuer/cases v1.cases list listV1Cases",
      "GET /v1/issuer/cases/{case_id} v1.cases retrieve retrieveV1Case",
      "PUT /v1/issuer/cases/{case_id} v1.cases update updateV1Case",
      "POST /v1/issuer/cases/{case_id}/withdraw v1.cases withdraw withdrawV1Case",
      "POST /v1/issuer/files v1.files upload uploadV1File",
      "POST /v2/issuer/cases v2.cases create createV2Case",
      "GET /v2/issuer/cases v2.cases list listV2Cases",
      "GET /v2/issuer/cases/{case_id} v2.cases retrieve retrieveV2Case",
      "PUT /v2/issuer/cases/{case_id} v2.cases update updateV2Case",
      "POST /v2/issuer/cases/{case_id}/file v2.cases file fileV2Case",
      "POST /v2/issuer/cases/{case_id}/withdraw v2.cases withdraw withdrawV2Case",
      "GET /v2/issuer/cases/{case_id}/review v2.cases retrieveReview retrieveV2CaseReview",
      "POST /v2/issuer/files v2.files upload uploadV2File",
      "POST /v2/issuer/claims v2.claims create createV2Claim",
      "GET /v2/issuer/claims/{claim_id} v2.claims retrieve retrieveV2Claim",
      "PUT /v2/issuer/claims/{claim_id}/cases v2.claims setCases setV2ClaimCases",
      "POST /v2/issuer/claims/{claim_id}/file v2.claims file fileV2Claim",
      "POST /v2/issuer/new_claim v2.claims createWithCases createV2ClaimWithCases",
    ].sort(),
  );
});

test.each([
  { operationId: "createV1Case", sends: "json V1CaseCreateRequest", gets: "201? V1Case", sure: "inferred" },
  { operationId: "listV1Cases", sends: "nothing", gets: "200? V1CaseList", sure: "inferred" },
  { operationId: "retrieveV1Case", sends: "nothing", gets: "200? V1Case", sure: undefined },
  { operationId: "updateV1Case", sends: "json V1CaseUpdateRequest", gets: "200? V1Case", sure: undefined },
  { operationId: "withdrawV1Case", sends: "nothing", gets: "200 V1Case", sure: undefined },
  { operationId: "uploadV1File", sends: "form V1FileUploadRequest", gets: "200 V1File", sure: undefined },
  { operationId: "createV2Case", sends: "json V2CaseCreateRequest", gets: "201? V2Case", sure: undefined },
  { operationId: "listV2Cases", sends: "nothing", gets: "200? V2CaseList", sure: undefined },
  { operationId: "retrieveV2Case", sends: "nothing", gets: "200? V2Case", sure: undefined },
  { operationId: "updateV2Case", sends: "json V2CaseUpdateRequest", gets: "200? V2Case", sure: undefined },
  { operationId: "fileV2Case", sends: "json V2CaseFileRequest", gets: "202? V2CaseActionResult", sure: undefined },
  { operationId: "withdrawV2Case", sends: "nothing", gets: "202? V2CaseActionResult", sure: undefined },
  { operationId: "retrieveV2CaseReview", sends: "nothing", gets: "200? V2CaseReview", sure: undefined },
  { operationId: "uploadV2File", sends: "form V2FileUploadRequest", gets: "200? V2File", sure: "seen-ex" },
  { operationId: "createV2Claim", sends: "json V2ClaimCreateRequest", gets: "201? V2ClaimSummary", sure: undefined },
  { operationId: "retrieveV2Claim", sends: "nothing", gets: "200? V2Claim", sure: undefined },
  { operationId: "setV2ClaimCases", sends: "json V2ClaimSetCasesRequest", gets: "200? V2ClaimCases", sure: undefined },
  { operationId: "fileV2Claim", sends: "json V2ClaimFileRequest", gets: "202? V2ClaimFileResult", sure: undefined },
  {
    operationId: "createV2ClaimWithCases",
    sends: "json V2ClaimCreateWithCasesRequest",
    gets: "201? V2Claim",
    sure: undefined,
  },
])("$operationId sends $sends and gets $gets", ({ operationId, sends, gets, sure }) => {
  const operation = operationOf(operationId);
  expect(bodyOf(operation)).toBe(sends);
  expect(successOf(operation)).toBe(gets);
  expect(operation["x-certainty"]).toBe(sure);
});

test.each(operations)("$operation.operationId links the page that it comes from", ({ operation }) => {
  expect(operation["x-source"]).toMatch(/^\/[a-z0-9/-]+$/);
  expect(operation.externalDocs?.url).toBe(`https://docs.decisionly.com${operation["x-source"]}`);
  expect(operation.summary).toBeTruthy();
  expect(operation.description).toBeTruthy();
});

test("failures are these six and their bodies are left open", () => {
  for (const { operation } of operations) {
    const failures = Object.keys(operation.responses ?? {}).filter((status) => !status.startsWith("2"));
    expect(failures, operation.operationId).toEqual(["400", "401", "403", "404", "429", "500"]);
    const bodies = failures.map((status) => resolve(operation.responses?.[status]));
    for (const body of bodies) expect(body).toMatchObject({ content: { "application/json": { schema: {} } } });
    expect(bodies.map((body) => JSON.stringify(at(body, "content")))).toEqual(
      Array.from({ length: 6 }, () => '{"application/json":{"schema":{}}}'),
    );
  }
});

test("the two lists are paged by case_id", () => {
  const lists = operations.filter(({ operation }) => operation["x-pagination"] !== undefined);
  expect(lists.map(({ operation }) => [operation.operationId, operation["x-pagination"]])).toEqual([
    ["listV1Cases", { scheme: "id", id: "case_id" }],
    ["listV2Cases", { scheme: "id", id: "case_id" }],
  ]);
  for (const { operation } of lists) {
    const parameters = operation.parameters?.map((parameter) => resolve(parameter)) ?? [];
    expect(parameters.map((parameter) => [at(parameter, "name"), at(parameter, "schema")])).toEqual([
      ["limit", { type: "integer", maximum: 100 }],
      ["starting_after", { type: "string" }],
      ["ending_before", { type: "string" }],
    ]);
  }
});

test("one server, Basic authentication", () => {
  const scheme = document.components?.securitySchemes?.basicAuth;
  expect(document.servers?.map((server) => server.url)).toEqual(["https://api.decisionly.com"]);
  expect(document.security).toEqual([{ basicAuth: [] }]);
  expect(`${scheme?.type} ${scheme?.scheme}`).toBe("http basic");
});

test("each $ref leads somewhere in this document", () => {
  const references = nodes.flatMap(({ node, tokens }) =>
    typeof node.$ref === "string" ? [{ ref: node.$ref, pointer: pointerOf(...tokens) }] : [],
  );
  const dangling = references.filter(({ ref }) => !ref.startsWith("#/") || find(ref) === undefined);
  expect(references.length).toBeGreaterThan(300);
  expect(dangling).toEqual([]);
});

test("each component is used", () => {
  const used = new Set(nodes.map(({ node }) => node.$ref));
  const unused = (["schemas", "parameters", "responses"] as const).flatMap((kind) =>
    Object.keys(document.components?.[kind] ?? {})
      .map((name) => `#${pointerOf("components", kind, name)}`)
      .filter((ref) => !used.has(ref)),
  );
  expect(unused).toEqual([]);
});

describe("marks", () => {
  const marked = nodes.filter(({ node }) => "x-certainty" in node);

  test("a certainty is one of the two words and names its page on the same node", () => {
    const bad = marked.filter(
      ({ node }) =>
        !["seen-ex", "inferred"].includes(String(node["x-certainty"])) || typeof node["x-source"] !== "string",
    );
    expect(marked.length).toBeGreaterThan(200);
    expect(bad.map(({ tokens }) => pointerOf(...tokens))).toEqual([]);
  });

  test("each schema, property, parameter, answer and operation has its page, on itself or above", () => {
    const unsourced = nodes.filter(({ tokens }) => isFact(tokens) && !hasSource(tokens));
    expect(nodes.filter(({ tokens }) => isFact(tokens)).length).toBeGreaterThan(400);
    expect(unsourced.map(({ tokens }) => pointerOf(...tokens))).toEqual([]);
  });

  test("each page is one of the documentation", () => {
    const pages = new Set(nodes.flatMap(({ node }) => ("x-source" in node ? [node["x-source"]] : [])));
    expect([...pages].sort()).toEqual([
      "/api-reference/v1-cases/retrieve-a-case",
      "/api-reference/v1-cases/update-a-case",
      "/api-reference/v1-cases/withdraw-a-case",
      "/api-reference/v1-files/upload-a-file",
      "/api-reference/v2-beta/get-case-review-results",
      "/api-reference/v2-cases/create-a-case",
      "/api-reference/v2-cases/file-a-case",
      "/api-reference/v2-cases/list-all-cases",
      "/api-reference/v2-cases/retrieve-a-case",
      "/api-reference/v2-cases/update-a-case",
      "/api-reference/v2-cases/withdraw-a-case",
      "/api-reference/v2-claims/create-a-claim",
      "/api-reference/v2-claims/create-a-claim-with-cases",
      "/api-reference/v2-claims/file-a-claim",
      "/api-reference/v2-claims/retrieve-a-claim",
      "/api-reference/v2-claims/set-claim-cases",
      "/case-lifecycle",
      "/custom-fields",
      "/dispute-types",
      "/errors",
      "/pagination",
      "/quickstart",
      "/testing",
      "/versioning",
      "/webhooks",
    ]);
  });
});

test("object schemas and enums are components, never inline", () => {
  const inline = nodes.filter(
    ({ node, tokens }) => tokens.length !== 3 && isSchemaPlace(tokens) && ("enum" in node || node.type === "object"),
  );
  expect(inline.map(({ tokens }) => pointerOf(...tokens))).toEqual([]);
});

test("each schema and property says what it is, or refers to one that does", () => {
  const silent = nodes.filter(
    ({ node, tokens }) =>
      (tokens.length === 3 || tokens.at(-2) === "properties") &&
      isSchemaPlace(tokens) &&
      node.description === undefined &&
      at(resolve(node), "description") === undefined,
  );
  expect(silent.map(({ tokens }) => pointerOf(...tokens))).toEqual([]);
});

test("what may be absent stays optional: the whole list of required properties", () => {
  const required = Object.entries(schemas).flatMap(([name, schema]) =>
    schema.required === undefined || name.endsWith("Event")
      ? []
      : [`${name}: ${schema.required.join(" ")}${schema["x-required-certainty"] === "inferred" ? " (inferred)" : ""}`],
  );
  expect(required.sort()).toEqual([
    "CaseEventData: case_id (inferred)",
    "V1CaseList: has_more data",
    "V1FileUploadRequest: file",
    "V2AmexDetailsInput: transaction_id (inferred)",
    "V2CardInput: network last4 (inferred)",
    "V2CardholderInput: name (inferred)",
    "V2CaseCreateRequest: cardholder merchant transaction dispute (inferred)",
    "V2CaseFileRequest: file_mode",
    "V2CaseList: has_more data",
    "V2CaseUpdateRequest: cardholder dispute merchant transaction (inferred)",
    "V2ClaimCreateRequest: case_ids",
    "V2ClaimFileRequest: file_mode",
    "V2ClaimSetCasesRequest: case_ids",
    "V2DisputeInput: date amount currency raised_by (inferred)",
    "V2FileUploadRequest: file (inferred)",
    "V2MerchantInput: name (inferred)",
    "V2TransactionInput: date amount currency card (inferred)",
  ]);
});

test("of the schemas that answers reach, the list pages alone have required properties", () => {
  const roots = operations.map(({ operation }) => successOf(operation).split(" ")[1] ?? "");
  const demanding = [...reach(roots)].filter((name) => schemas[name]?.required !== undefined);
  expect(demanding.sort()).toEqual(["V1CaseList", "V2CaseList"]);
});

test("what requests reach and what answers reach share no schema with an enum among its properties", () => {
  const sent = reach(operations.map(({ operation }) => bodyOf(operation).split(" ")[1] ?? ""));
  const got = reach(operations.map(({ operation }) => successOf(operation).split(" ")[1] ?? ""));
  const shared = [...sent].filter((name) => got.has(name) && schemas[name]?.properties !== undefined);
  const mixed = shared.filter((name) => [...reach([name])].some((inner) => schemas[inner]?.enum !== undefined));
  expect(shared.length).toBeGreaterThan(5);
  expect(mixed).toEqual([]);
});

test("additionalProperties is said only where the provider says what they are, or shows an open object", () => {
  const saying = nodes.filter(({ node }) => "additionalProperties" in node).map(({ tokens }) => tokens.at(-1));
  expect(saying).toEqual(["CustomFields", "CustomFieldsInput", "V2DocumentationReview"]);
});

test.each([
  {
    name: "V1CaseStatus",
    want: [
      "created",
      "chargeback_filed",
      "chargeback_represented",
      "prearb_filed",
      "prearb_rebutted",
      "arbitration_filed",
      "won",
      "lost",
      "closed",
    ],
  },
  { name: "V1ClosedReason", want: ["accepted", "rejected", "expired", "withdrawn", "merchant_credited"] },
  {
    name: "V2CaseStatus",
    want: [
      "created",
      "chargeback_filed",
      "chargeback_represented",
      "prearb_received",
      "prearb_filed",
      "prearb_rebutted",
      "arbitration_filed",
      "won",
      "lost",
      "accepted",
      "rejected",
      "expired",
      "withdrawn",
      "merchant_credited",
    ],
  },
  {
    name: "DisputeReason",
    want: [
      "fraud",
      "invalid_authorization",
      "product_not_received",
      "product_not_as_described",
      "credit_not_processed",
      "subscription_canceled",
      "duplicate_charge",
      "incorrect_amount",
      "cash_not_received",
      "canceled_or_returned",
      "product_counterfeit",
      "other",
    ],
  },
  { name: "CardNetwork", want: ["visa", "mastercard", "amex", "discover"] },
  { name: "CardType", want: ["credit", "debit", "prepaid"] },
  { name: "TransactionSystem", want: ["single_message", "dual_message"] },
  { name: "CardholderType", want: ["individual", "company"] },
  { name: "ProductType", want: ["merchandise", "service"] },
  {
    name: "FileCategory",
    want: ["transaction_receipt", "prior_transaction_receipt", "merchant_correspondence", "other", "unknown"],
  },
  { name: "FileMode", want: ["chargeback", "auto"] },
  { name: "V2CaseReviewStatus", want: ["processing", "complete"] },
  { name: "V2ClaimStatus", want: ["open", "filed", "closed"] },
])("$name has these values", ({ name, want }) => {
  expect(schemas[name]?.enum).toEqual(want);
});

test("there are 13 enums and no other", () => {
  expect(Object.values(schemas).filter((schema) => schema.enum !== undefined)).toHaveLength(13);
});

test.each([
  { place: "V1Case/reason" },
  { place: "V1Case/review_status" },
  { place: "V1CaseUpdateRequest/file" },
  { place: "V1CardEvidence/possession_at_transaction" },
  { place: "V2CardEvidence/possession_at_transaction" },
  { place: "V2DisputeInput/raised_by" },
  { place: "V2AmexDetails/cvv_check" },
  { place: "V2FilingError/code" },
  { place: "V2WorkflowResult/outcome" },
  { place: "V2FileUploadRequest/category" },
])("$place is a plain string, since its values are not all known", ({ place }) => {
  const [name = "", property = ""] = place.split("/");
  const schema = schemas[name]?.properties?.[property];
  expect([schema?.type].flat()[0]).toBe("string");
  expect(schema?.enum).toBeUndefined();
});

describe("webhook events", () => {
  const events = Object.entries(document.webhooks ?? {});

  test("they are these, tied to a version where the pages do so", () => {
    const rows = events.map(([name, item]) => [name, at(item.post, "x-api-versions")]);
    expect(rows).toEqual([
      ["case.created", undefined],
      ["case.chargeback_needs_review", undefined],
      ["case.representment_needs_review", undefined],
      ["case.chargeback_filed", undefined],
      ["case.chargeback_represented", undefined],
      ["case.prearb_filed", undefined],
      ["case.won", undefined],
      ["case.lost", undefined],
      ["case.closed", ["v1"]],
      ["case.accepted", ["v2"]],
      ["case.rejected", ["v2"]],
      ["case.expired", ["v2"]],
      ["case.withdrawn", ["v2"]],
      ["case.merchant_credited", ["v2"]],
      ["case.resolution_deadline_approaching", undefined],
    ]);
  });

  test.each(events)("%s: POST of an envelope that names it, unsigned, answered with 200", (name, item) => {
    expect(Object.keys(item)).toEqual(["post"]);
    expect(item.post).toMatchObject({ security: [], "x-method-certainty": "inferred", "x-source": "/webhooks" });
    expect(Object.keys(item.post?.responses ?? {})).toEqual(["200"]);
    const body = schemas[bodyOf(item.post).split(" ")[1] ?? ""];
    expect(Object.keys(body?.properties ?? {})).toEqual(["event_id", "created", "type", "data"]);
    expect(body?.properties?.type).toMatchObject({ type: "string", const: name });
    expect(body?.properties?.data).toMatchObject({ $ref: "#/components/schemas/CaseEventData" });
    expect(body?.required).toEqual(["event_id", "created", "type", "data"]);
    expect(body?.["x-required-certainty"]).toBe("inferred");
  });
});

describe("the v1 case", () => {
  /** What the complete copy of the page "retrieve a case" shows, as dotted names. */
  const shown = [
    "case_id status closed_reason created reason cardholder merchant transaction dispute issuer_evidence",
    "cardholder.name cardholder.email cardholder.issuer_id cardholder.type",
    "merchant.name merchant.category_code merchant.issuer_id",
    "transaction.date transaction.amount transaction.currency transaction.card_network transaction.card_last4",
    "transaction.card_expiry_month transaction.card_expiry_year transaction.card_type transaction.arn",
    "transaction.switch_serial_number transaction.issuer_id transaction.system",
    "dispute.date dispute.amount dispute.currency",
    ...under("issuer_evidence", "documentation refund product card prior_transaction correct_amount correct_currency"),
    ...under("issuer_evidence", "service_end_date resolution cardholder_message explanation"),
    ...under("issuer_evidence.refund", "promise_date policy_provided description promised"),
    ...under("issuer_evidence.product", "order_id description condition type delivery_date expected_delivery_date"),
    ...under("issuer_evidence.card", "lost_date cardholder_has_possession possession_at_transaction active"),
    ...under("issuer_evidence.prior_transaction", "arn switch_serial_number issuer_id date amount currency system"),
    ...under("issuer_evidence.prior_transaction", "card_network card_type card_last4 card_expiry_month"),
    ...under("issuer_evidence.prior_transaction", "card_expiry_year card_fingerprint"),
    ...under("issuer_evidence.resolution", "contact_date contact_success contact_description"),
    ...under("issuer_evidence.resolution", "contact_prohibited_description return_date return_success"),
    ...under("issuer_evidence.resolution", "return_shipping_carrier return_shipping_tracking return_description"),
    ...under("issuer_evidence.resolution", "cancellation_id cancellation_date cancellation_description"),
  ].flatMap((line) => line.split(" "));

  /** What other copies and pages add, with the page. `?` marks what was seen in requests only. */
  const later = [
    "program_id /api-reference/v1-cases/withdraw-a-case",
    "chargeback_due_date /api-reference/v1-cases/withdraw-a-case",
    "review_status /api-reference/v1-cases/retrieve-a-case",
    "custom_fields /api-reference/v1-cases/withdraw-a-case",
    "cardholder.billing_address? /api-reference/v1-cases/update-a-case",
    "issuer_evidence.fraud? /api-reference/v1-cases/update-a-case",
    "issuer_evidence.resolution.contact_was_attempted? /api-reference/v1-cases/update-a-case",
  ];
  const properties = listProperties("V1Case", "");

  test("has what the complete copy of its page shows", () => {
    const unmarked = properties.filter(({ schema, inLater }) => schema["x-later-copy"] !== true && !inLater);
    expect(unmarked.map(({ name }) => name).sort()).toEqual([...shown].sort());
  });

  test("marks what came later, with its page", () => {
    const marked = properties.filter(({ schema }) => schema["x-later-copy"] === true);
    const rows = marked.map(
      ({ name, schema }) => `${name}${schema["x-certainty"] === "inferred" ? "?" : ""} ${schema["x-source"]}`,
    );
    expect(rows.sort()).toEqual([...later].sort());
  });

  test("can be closed for a reason or for none", () => {
    expect(schemas.V1Case?.properties?.closed_reason?.oneOf).toEqual([
      { $ref: "#/components/schemas/V1ClosedReason" },
      { type: "null" },
    ]);
  });
});

test.each([
  { name: "CustomFields", value: { type: "string", maxLength: 250 } },
  { name: "CustomFieldsInput", value: { type: ["string", "null"], maxLength: 250 } },
])("$name has at most 25 keys of 50 characters; null removes one in requests only", ({ name, value }) => {
  expect(schemas[name]).toMatchObject({ maxProperties: 25, propertyNames: { type: "string", maxLength: 50 } });
  expect(schemas[name]?.additionalProperties).toEqual(value);
});

test.each([
  {
    place: "V2IssuerEvidenceInput/issuer_explanation",
    want: ["valid_evidence", "invalid_evidence", "merchant_liable", "issuer_liable"],
  },
  { place: "V2FileUploadRequest/category", want: ["valid_document", "invalid_document"] },
])("$place tells its test-mode values", ({ place, want }) => {
  const [name = "", property = ""] = place.split("/");
  const description = schemas[name]?.properties?.[property]?.description ?? "";
  expect(want.filter((value) => description.includes(`\`${value}\``))).toEqual(want);
});

function listOperations(): { method: string; path: string; operation: Operation }[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    HTTP_METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ method, path, operation }];
    }),
  );
}

interface Node {
  readonly node: Readonly<Record<string, unknown>>;
  readonly tokens: readonly string[];
}

function listNodes(value: unknown, tokens: readonly string[]): Node[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => listNodes(item, [...tokens, String(index)]));
  if (typeof value !== "object" || value === null) return [];
  const node = value as Record<string, unknown>;
  return [{ node, tokens }, ...Object.entries(node).flatMap(([key, inner]) => listNodes(inner, [...tokens, key]))];
}

function operationOf(operationId: string): Operation {
  const found = operations.find(({ operation }) => operation.operationId === operationId);
  if (found === undefined) throw new Error(`no operation ${operationId}`);
  return found.operation;
}

/** `json Name`, `form Name` or `nothing`. */
function bodyOf(operation: Operation | undefined): string {
  const [kind, media] = Object.entries((at(operation?.requestBody, "content") as object | undefined) ?? {})[0] ?? [];
  if (kind === undefined) return "nothing";
  expect(at(operation?.requestBody, "required")).toBe(true);
  return `${kind === "multipart/form-data" ? "form" : kind.replace("application/", "")} ${schemaName(at(media, "schema"))}`;
}

/** `200 Name`, with a `?` after a status that is deduced. */
function successOf(operation: Operation): string {
  const successes = Object.entries(operation.responses ?? {}).filter(([status]) => status.startsWith("2"));
  return successes
    .map(([status, answer]) => {
      const schema = at(at(at(answer, "content"), "application/json"), "schema");
      return `${status}${at(answer, "x-certainty") === "inferred" ? "?" : ""} ${schemaName(schema)}`;
    })
    .join(", ");
}

function schemaName(schema: unknown): string {
  return String(at(schema, "$ref")).replace("#/components/schemas/", "");
}

function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function find(ref: string): unknown {
  return tokensOf(ref.slice(1)).reduce<unknown>(at, document);
}

function resolve(value: unknown): unknown {
  const ref = at(value, "$ref");
  return typeof ref === "string" ? find(ref) : value;
}

function isSchemaPlace(tokens: readonly string[]): boolean {
  return tokens[0] === "components" && tokens[1] === "schemas" && tokens.length >= 3;
}

/** Whether something that the provider's pages say stands at this place. */
function isFact(tokens: readonly string[]): boolean {
  const [root, kind] = tokens;
  const [parent, key] = tokens.slice(-2);
  if (root === "components") return tokens.length === 3 || (kind === "schemas" && parent === "properties");
  if (root === "paths" || root === "webhooks") {
    return (tokens.length === 3 && key !== "parameters") || (tokens.length === 5 && parent === "responses");
  }
  return false;
}

function hasSource(tokens: readonly string[]): boolean {
  return tokens.some((_, index) => {
    const owner = tokens.slice(0, tokens.length - index).reduce<unknown>(at, document);
    return typeof at(owner, "x-source") === "string";
  });
}

/** The names of the schemas that can be reached from these, themselves included. */
function reach(names: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = names.filter((name) => name !== "");
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...listNodes(schemas[name], []).flatMap(({ node }) => ("$ref" in node ? [schemaName(node)] : [])));
  }
  return seen;
}

function under(prefix: string, names: string): string[] {
  return names.split(" ").map((name) => `${prefix}.${name}`);
}

/** Every property beneath a schema, objects entered, arrays not. `inLater` holds beneath a property that came later. */
function listProperties(
  name: string,
  prefix: string,
  inLater = false,
): { name: string; schema: Schema; inLater: boolean }[] {
  return Object.entries(schemas[name]?.properties ?? {}).flatMap(([key, schema]) => {
    const inner = schema.$ref === undefined ? "" : schemaName(schema);
    const entered = listProperties(inner, `${prefix}${key}.`, inLater || schema["x-later-copy"] === true);
    return [{ name: `${prefix}${key}`, schema, inLater }, ...entered];
  });
}
