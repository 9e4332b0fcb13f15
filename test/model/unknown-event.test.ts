import { describe, expect, test } from "vitest";
import type { Api } from "../../scripts/apis.js";
import type { UnknownEventModel } from "../../scripts/model/api-model.js";
import { buildState } from "../../scripts/pipeline.js";

const api: Api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };

/** The model of a contract with these events, each the schema of its body. */
function unknownEventOf(events: Readonly<Record<string, object>>, schemas: object = {}): UnknownEventModel | undefined {
  const body = (schema: object) => ({ content: { "application/json": { schema } } });
  const webhooks = Object.entries(events).map(([type, schema]) => [type, { post: { requestBody: body(schema) } }]);
  const document = {
    openapi: "3.1.0",
    info: { title: "Shop", version: "1" },
    servers: [{ url: "https://shop.example" }],
    webhooks: Object.fromEntries(webhooks),
    components: { schemas },
  };
  const text = JSON.stringify(document);
  return buildState(api, { spec: { file: "openapi.json", text }, overlays: [] }).model.unknownEvent;
}

const string = { type: "string" };
const event = (type: unknown, properties: object = {}, required: readonly string[] = Object.keys(properties)) => ({
  type: "object",
  required: ["type", ...required],
  properties: { type: { const: type }, ...properties },
});

const fieldsOf = (model: UnknownEventModel | undefined) =>
  model?.envelope.map(({ name, optional, type }) => `${name}${optional ? "?" : ""}: ${JSON.stringify(type)}`);

const text = JSON.stringify({ kind: "primitive", type: "string" });

describe("the envelope", () => {
  test("is what all events have", () => {
    const model = unknownEventOf({ a: event("a", { id: string, only: string }), b: event("b", { id: string }) });
    expect(fieldsOf(model)).toEqual([`id: ${text}`]);
  });

  test("has a field as optional where one event has it so", () => {
    const model = unknownEventOf({ a: event("a", { id: string }), b: event("b", { id: string }, []) });
    expect(fieldsOf(model)).toEqual([`id?: ${text}`]);
  });

  test("says nothing of the type of a field where events differ", () => {
    const model = unknownEventOf({ a: event("a", { id: string }), b: event("b", { id: { type: "integer" } }) });
    expect(fieldsOf(model)).toEqual(['id: {"kind":"primitive","type":"unknown"}']);
  });

  test("never has the data, though it be the same in all events", () => {
    const model = unknownEventOf({ a: event("a", { id: string, data: string }) });
    expect([fieldsOf(model), model?.hasData]).toEqual([[`id: ${text}`], true]);
  });

  test("is found in bodies that are composed or referred to", () => {
    const schemas = {
      Base: { type: "object", required: ["id"], properties: { id: string } },
      B: event("b", { id: string }),
    };
    const composed = { allOf: [{ $ref: "#/components/schemas/Base" }, event("a")] };
    const model = unknownEventOf({ a: composed, b: { $ref: "#/components/schemas/B" } }, schemas);
    expect(fieldsOf(model)).toEqual([`id: ${text}`]);
  });
});

describe("nothing says that an event is unknown", () => {
  test.each([
    { name: "without events", events: {} },
    {
      name: "where an event has no type",
      events: { a: event("a"), b: { type: "object", properties: { id: string } } },
    },
    {
      name: "where it may be missing",
      events: { a: { type: "object", properties: { type: { const: "a" } } } },
    },
    {
      name: "where it is any text",
      events: { a: { type: "object", required: ["type"], properties: { type: string } } },
    },
    { name: "where it is not the event's name", events: { a: event("b") } },
    { name: "where it is not a text", events: { a: event(1) } },
    {
      name: "where an event is called what unknown ones are in TypeScript",
      events: { "a (not in the contract)": event("a (not in the contract)") },
    },
  ])("$name", ({ events }) => {
    expect(unknownEventOf(events)).toBeUndefined();
  });
});
