import { expect, test } from "vitest";
import { componentOf, type Operation, type Schema } from "../../../scripts/load/openapi.js";
import { eventsOf } from "../../../scripts/normalize/walk-schemas.js";
import {
  actionsOf,
  answerOf,
  bodyOf,
  document,
  OVERLAYS,
  operations,
  parameterOf,
  readUpstream,
} from "../../support/corrected-whop.js";
import { published } from "../../support/published-counts.js";

test("the schemas of the domain, and the properties in reach, are described", () => {
  const seen = new Set<string>();
  expectFew(DOMAIN_SCHEMAS.flatMap((name) => undescribed({ $ref: `#/components/schemas/${name}` }, name, seen)));
  // The walk has seen what it must: shared objects and closed lists too.
  expect(seen.size).toBeGreaterThan(60);
});

test("the operations of the domain have a summary and a description, and so have their parameters, bodies and answers", () => {
  const domain = operations.filter(({ operation }) => DOMAIN_TAGS.has(operation.tags?.[0] ?? ""));
  expect(domain.length).toBeGreaterThan(20);
  const seen = new Set<string>();
  expectFew(domain.flatMap(({ id, operation }) => undescribedOf(id, operation, seen)));
});

test("the events have a summary, their bodies a description", () => {
  const events = eventsOf(document);
  expect(events).toHaveLength(published.webhooks);
  const missing = events.flatMap(({ type, operation }) => {
    const body = bodyOf(operation);
    const fields = Object.entries(body?.properties ?? {}).filter(([, field]) => isBlank(field.description));
    const own = isBlank(operation.summary) || isBlank(body?.description) ? [type] : [];
    return [...own, ...fields.map(([name]) => `${type}.${name}`)];
  });
  expectFew(missing);
});

test.each([
  { place: "a final step", id: "submitEvidenceDispute", want: /final.*nothing can be added or changed afterwards/is },
  { place: "a repeatable step", id: "updateEvidenceDispute", want: /as often as needed/ },
  { place: "a refund that could be made twice", id: "refundPayment", want: /repeated call may refund twice/ },
  { place: "a charge that could be made twice", id: "createPayment", want: /repeated call may charge twice/ },
  { place: "an upload in steps", id: "createFile", want: /PUT the bytes to `upload_url`/ },
  { place: "a secret that is shown once", id: "createWebhook", want: /store it at once/ },
])("warns of $place", ({ id, want }) => {
  const operation = operations.find((row) => row.id === id)?.operation;
  expect(`${operation?.summary} ${operation?.description}`).toMatch(want);
});

test("amounts say their unit", () => {
  const amounts = DOMAIN_SCHEMAS.flatMap((name) =>
    Object.entries(document.components?.schemas?.[name]?.properties ?? {})
      .filter(([property, schema]) => /amount|total/.test(property) && [schema.type].flat().includes("number"))
      .map(([property, schema]) => ({ place: `${name}.${property}`, text: schema.description ?? "" })),
  );
  expect(amounts.length).toBeGreaterThan(15);
  expect(amounts.filter(({ text }) => !text.includes("not cents: 6.9 means 6.90")).map(({ place }) => place)).toEqual(
    [],
  );
});
const upstream = readUpstream("the comparison of our texts with the provider's");

test.skipIf(upstream === undefined)("no text of ours is a text of the provider", () => {
  const theirs = new Set(textsOf(upstream).map(normalized));
  expect(theirs.size).toBeGreaterThan(1000);
  const updates = OVERLAYS.flatMap((name) => actionsOf(name).map(({ update }) => update));
  expect(
    updates
      .flatMap(textsOf)
      .map(normalized)
      .filter((text) => theirs.has(text)),
  ).toEqual([]);
});

const DOMAIN_TAGS: ReadonlySet<string> = new Set([
  "Disputes",
  "Dispute alerts",
  "Resolution center cases",
  "Refunds",
  "Payments",
  "Files",
  "Webhooks",
]);

const DOMAIN_SCHEMAS = [
  "Dispute",
  "DisputeListItem",
  "DisputeAlert",
  "DisputeAlertListItem",
  "ResolutionCenterCase",
  "ResolutionCenterCaseListItem",
  "Refund",
  "RefundListItem",
  "Payment",
  "PaymentListItem",
  "File",
  "Webhook",
  "WebhookListItem",
  "PageInfo",
  "ErrorResponse",
];

/** What a provider adds comes without our words: a person adds them later, and the client is good without. */
function expectFew(missing: readonly string[]): void {
  if (missing.length > 0) console.warn(`not described in specs/whop/docs.overlay.yaml yet: ${missing.join(", ")}`);
  expect(missing.length, missing.join(", ")).toBeLessThan(20);
}

/** Where a description is missing: in a schema, its properties, and whatever they refer to. `seen` holds components done. */
function undescribed(schema: Schema, place: string, seen: Set<string>): string[] {
  if (schema.$ref !== undefined) {
    const name = componentOf(schema.$ref) ?? "";
    if (seen.has(name)) return [];
    seen.add(name);
    const target = document.components?.schemas?.[name] ?? {};
    return [...(isBlank(target.description) ? [name] : []), ...undescribed(target, name, seen)];
  }
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
    ...(isBlank(property.description) ? [`${place}.${name}`] : []),
    ...undescribed(property, `${place}.${name}`, seen),
  ]);
  const variants = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  const items = schema.items === undefined ? [] : undescribed(schema.items, `${place}[]`, seen);
  return [...properties, ...items, ...variants.flatMap((variant) => undescribed(variant, place, seen))];
}

function undescribedOf(id: string, operation: Operation, seen: Set<string>): string[] {
  const own = [operation.summary, operation.description].some(isBlank) ? [id] : [];
  const parameters = (operation.parameters ?? [])
    .map(parameterOf)
    .filter(({ description }) => isBlank(description))
    .map(({ name }) => `${id}?${name}`);
  const body = undescribed(bodyOf(operation) ?? {}, `${id} body`, seen);
  const answer = answerOf(operation);
  const data = answer?.properties?.page_info === undefined ? answer : answer.properties.data;
  return [...own, ...parameters, ...body, ...undescribed(data ?? {}, `${id} answer`, seen)];
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === "";
}

/** Every description and summary inside. */
function textsOf(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    typeof value === "string" ? (key === "description" || key === "summary" ? [value] : []) : textsOf(value),
  );
}

function normalized(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, " ")
    .trim();
}
