import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Api } from "../../scripts/apis.js";
import { SpecError } from "../../scripts/diagnostics.js";
import { buildComparable, runPipeline } from "../../scripts/pipeline.js";
import { ROOT } from "../support/paths.js";

const api: Api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };

/** Where each extension of CONTRIBUTING's table is put, and values that it takes. */
const places: Readonly<Record<string, { readonly at: string; readonly good: readonly unknown[] }>> = {
  "x-sdk-resource": { at: "/paths/~1orders/get", good: ["orders", "shop.orders"] },
  "x-sdk-method": { at: "/paths/~1orders/get", good: ["find"] },
  "x-sdk-name": { at: "/components/schemas/Order", good: ["Purchase"] },
  "x-open-enum": { at: "/components/schemas/Status", good: [true] },
  "x-sdk-values-name": { at: "/components/schemas/Status", good: ["AllStatuses"] },
  "x-api-version-date": { at: "/info", good: ["2025-01-01"] },
  "x-pagination": {
    at: "/paths/~1orders/get",
    good: [{ scheme: "cursor" }, { scheme: "id", id: "id" }, { scheme: "next-cursor", cursor: "cursor", next: "next" }],
  },
  "x-whop-credentials": { at: "/paths/~1orders/get", good: [[], ["account_api_key"]] },
  "x-idempotency-field": { at: "/paths/~1orders/post", good: ["key"] },
  "x-query-arrays": { at: "", good: ["brackets"] },
  "x-form-arrays": { at: "", good: ["brackets", "indices"] },
  "x-common-failures": {
    at: "",
    good: [{ statuses: [400] }, { statuses: [400], schema: "#/components/schemas/Order" }],
  },
  "x-plural-value-lists": { at: "", good: ["deprecated"] },
  "x-environment": { at: "/servers/0", good: ["sandbox"] },
  "x-certainty": { at: "/components/schemas/Order", good: ["inferred", "seen-ex"] },
  "x-source": { at: "/components/schemas/Order", good: ["/orders"] },
};

const wrong: readonly unknown[] = [
  null,
  true,
  false,
  0,
  7,
  "",
  "<to choose>",
  [],
  [null],
  ["a", 1],
  {},
  { scheme: "page" },
  { scheme: 1 },
  { scheme: "id" },
  { scheme: "next-cursor", cursor: ["a"], next: "b" },
  { statuses: 400 },
  { statuses: [200] },
  { statuses: [400], schema: 5 },
  { statuses: [400], schema: "#/components/schemas/Nothing" },
  { statuses: [400], schema: "elsewhere" },
];

/** What is right for this one extension, among the values that are wrong for the others. */
const means = (name: string, value: unknown): boolean =>
  (name === "x-whop-credentials" && Array.isArray(value) && value.length === 0) ||
  (name === "x-open-enum" && value === true);

function documentWith(at: string, name: string, value: unknown): string {
  const page = {
    type: "object",
    properties: { data: { type: "array", items: { $ref: "#/components/schemas/Order" } } },
  };
  const ok = { "200": { description: "OK", content: { "application/json": { schema: page } } } };
  const body = { type: "object", properties: { key: { type: "string" } } };
  const document = {
    openapi: "3.1.0",
    info: { title: "Shop", version: "1" },
    servers: [{ url: "https://api.shop.example" }],
    paths: {
      "/orders": {
        get: { operationId: "listOrders", tags: ["Orders"], responses: ok },
        post: {
          operationId: "createOrder",
          tags: ["Orders"],
          requestBody: { content: { "application/json": { schema: body } } },
          responses: { "204": { description: "OK" } },
        },
      },
    },
    components: {
      schemas: {
        Order: {
          type: "object",
          properties: { id: { type: "string" }, status: { $ref: "#/components/schemas/Status" } },
        },
        Status: { type: "string", enum: ["open", "paid"] },
      },
    },
  };
  let node: unknown = document;
  for (const token of at.split("/").slice(1)) node = (node as Record<string, unknown>)[token.replaceAll("~1", "/")];
  (node as Record<string, unknown>)[name] = value;
  return JSON.stringify(document, null, 1);
}

function generate(text: string): unknown {
  return outcomeOf(() => runPipeline(api, { spec: { file: "shop.json", text }, overlays: [] }));
}

function compare(text: string): unknown {
  return outcomeOf(() => buildComparable(api, { spec: { file: "shop.json", text }, overlays: [] }));
}

/** A mistake in the contract is given back; anything else that is thrown fails the test. */
function outcomeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
}

test("CONTRIBUTING's table and these rows have the same extensions", () => {
  const text = readFileSync(`${ROOT}CONTRIBUTING.md`, "utf8");
  const table = text
    .slice(text.indexOf("| extension | on |"), text.indexOf("A contract may have other `x-`"))
    .replaceAll("\\|", "");
  const listed = [...table.matchAll(/^\| ([^|]*)\|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`(x-[a-z-]+)/g)].map(([, name]) => name),
  );
  expect(listed.sort()).toEqual(Object.keys(places).sort());
});

describe.each(Object.entries(places))("%s", (name, { at, good }) => {
  test.each(good.map((value) => ({ value })))("$value is taken", ({ value }) => {
    expect(generate(documentWith(at, name, value))).not.toBeInstanceOf(SpecError);
  });

  test.each(wrong.filter((value) => !means(name, value)).map((value) => ({ value })))(
    "$value is refused with code, pointer, line and remedy",
    ({ value }) => {
      const text = documentWith(at, name, value);
      const error = generate(text);
      expect(error).toBeInstanceOf(SpecError);
      const { place, message, remedy } = error as SpecError;
      expect([place.pointer.startsWith(at), typeof place.line, `${message} ${remedy}`]).toEqual([
        true,
        "number",
        expect.stringMatching(new RegExp(`${name}|common failures|cannot name|cannot be named|resource|method`)),
      ]);
      // A comparison refuses it alike, or goes on without it.
      expect(compare(text)).toBeDefined();
    },
  );

  test("on another object it is a reader's own", () => {
    if (name === "x-certainty" || name === "x-source") return;
    const elsewhere = at === "/info" ? "/components/schemas/Order" : "/info";
    if (name === "x-open-enum" || name === "x-api-version-date") return;
    expect(generate(documentWith(elsewhere, name, 7))).not.toBeInstanceOf(SpecError);
  });
});

test("a comparison does not go on with one, whatever else is wrong with the document", () => {
  const text = documentWith("/paths/~1orders/get", "x-pagination", true).replaceAll('/orders": {', '/orders/{id}": {');
  expect(compare(text)).toMatchObject({ code: "load/extension" });
});
