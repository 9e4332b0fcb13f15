import { expect, test } from "vitest";
import type { Api } from "../../scripts/apis.js";
import { SpecError } from "../../scripts/diagnostics.js";
import { runPipeline } from "../../scripts/pipeline.js";

const api: Api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };
const end = { type: "object", required: ["k"], properties: { k: { type: "string", enum: ["a", "b"] } } };

/** Components S0, S1 …, each of what `part` makes of the reference to the next. Both sent and received. */
function chain(length: number, part: (next: object) => object): Record<string, object> {
  const names = Array.from({ length }, (_, index) => [`S${index}`, part(reference(index + 1))]);
  return { ...Object.fromEntries(names), [`S${length}`]: end };
}

function reference(index: number): object {
  return { $ref: `#/components/schemas/S${index}` };
}

/** `generated`, or the code and the place. An error of the engine is thrown on. */
function outcomeOf(schemas: Record<string, object>, paths: Record<string, object> = {}, more: object = {}): string {
  const content = { "application/json": { schema: reference(0) } };
  const responses = { "200": { description: "", content } };
  const a = { post: { operationId: "createA", tags: ["A"], requestBody: { required: true, content }, responses } };
  const document = { openapi: "3.1.0", info: { title: "Shop", version: "1" }, paths: { "/a": a, ...paths }, ...more };
  try {
    runPipeline(api, {
      spec: { file: "shop.json", text: JSON.stringify({ ...document, components: { schemas } }) },
      overlays: [],
    });
    return "generated";
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return `${error.code} ${error.place.pointer}`;
  }
}

test.each<[string, Record<string, object>, string]>([
  ["30 times twice the next", chain(30, (next) => ({ allOf: [next, next] })), "load/too-wide /components/schemas/S16"],
  ["the same with a union", chain(30, (next) => ({ oneOf: [next, next] })), "load/too-wide /components/schemas/S16"],
  [
    "the same inline",
    chain(30, (next) => ({ allOf: [{ anyOf: [next, next] }] })),
    "load/too-wide /components/schemas/S16",
  ],
  ["2,000 parts of each other", chain(2000, (next) => ({ allOf: [next] })), "load/too-wide /components/schemas/S1800"],
  [
    "an enum of 5,001 values",
    { S0: { enum: Array.from({ length: 5001 }, String) } },
    "load/too-wide /components/schemas/S0/enum",
  ],
  [
    "20,001 properties of an inline schema",
    {
      S0: {
        properties: { a: { properties: Object.fromEntries(Array.from({ length: 20_001 }, (_, n) => [`p${n}`, end])) } },
      },
    },
    "load/too-wide /components/schemas/S0/properties/a/properties",
  ],
  [
    "a union of 2,001 variants",
    { S0: { properties: { a: { oneOf: Array.from({ length: 2_001 }, () => end) } } } },
    "load/too-wide /components/schemas/S0/properties/a/oneOf",
  ],
  ["30 times twice the next as members", chain(30, (next) => ({ properties: { a: next, b: next } })), "generated"],
  ["2,000 members of each other", chain(2000, (next) => ({ properties: { a: next } })), "generated"],
  ["2,000 references", chain(2000, (next) => next), "generated"],
  ["a part of itself", { S0: { allOf: [reference(0), end] } }, "generated"],
  ["two parts of each other", { S0: { allOf: [reference(1)] }, S1: { allOf: [reference(0)] } }, "generated"],
])("%s", (_name, schemas, want) => {
  expect(outcomeOf(schemas)).toBe(want);
});

test.each([
  ["paths", "/paths"],
  ["webhooks", "/webhooks"],
])("1,251 operations of %s", (part, place) => {
  const get = { operationId: "a", responses: { "204": { description: "" } } };
  const many = Object.fromEntries(Array.from({ length: 1_251 }, (_, index) => [`/p${index}`, { get }]));
  expect(outcomeOf({ S0: end }, part === "paths" ? many : {}, part === "paths" ? {} : { [part]: many })).toBe(
    `load/too-wide ${place}`,
  );
});

test("15,001 schemas", () => {
  const schemas = Object.fromEntries(Array.from({ length: 15_001 }, (_, index) => [`S${index}`, end]));
  expect(outcomeOf(schemas)).toBe("load/too-wide /components/schemas");
});
