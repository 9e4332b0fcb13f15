import { describe, expect, test } from "vitest";
import type { Api } from "../../scripts/apis.js";
import { SpecError } from "../../scripts/diagnostics.js";
import { runPipeline } from "../../scripts/pipeline.js";

const api: Api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };

/** The models of a contract with these properties in its one schema; the error's line where the run stops. */
function modelsOf(properties: Readonly<Record<string, object>>, schemas: object = {}): string {
  const document = {
    openapi: "3.1.0",
    info: { title: "Shop", version: "1" },
    servers: [{ url: "https://shop.example" }],
    paths: {},
    components: { schemas: { Hook: { type: "object", properties }, ...schemas } },
  };
  try {
    const { files } = runPipeline(api, { spec: { file: "shop.json", text: JSON.stringify(document) }, overlays: [] });
    return files.find(({ path }) => path === "models.ts")?.text ?? "";
  } catch (error) {
    if (error instanceof SpecError) return error.toLine();
    throw error;
  }
}

const string = { type: "string" };

describe("x-open-enum is refused", () => {
  test.each([
    { name: "on numbers", schema: { type: "integer", enum: [1, 2], "x-open-enum": true } },
    { name: "on strings and numbers", schema: { enum: ["a", 1], "x-open-enum": true } },
    { name: "on null alone", schema: { enum: [null], "x-open-enum": true } },
    { name: "on no value", schema: { ...string, "x-open-enum": true } },
    { name: "on a constant", schema: { ...string, const: "a", "x-open-enum": true } },
    { name: "on the list around an enum", schema: { type: "array", items: { enum: ["a"] }, "x-open-enum": true } },
    { name: "beside a reference", schema: { $ref: "#/components/schemas/Event", "x-open-enum": true } },
    { name: "on a union", schema: { anyOf: [string, { type: "integer" }], "x-open-enum": true } },
    { name: "as false", schema: { ...string, enum: ["a", "b"], "x-open-enum": false } },
    { name: "as a text", schema: { ...string, enum: ["a", "b"], "x-open-enum": "true" } },
  ])("$name", ({ schema }) => {
    const said = modelsOf({ event: schema }, { Event: { ...string, enum: ["a"] } });
    expect(said).toContain("normalize/open-enum at /components/schemas/Hook/properties/event: x-open-enum can only be");
  });

  test("but a property may be called so", () => {
    expect(modelsOf({ "x-open-enum": string })).toContain('"x-open-enum"?: string;');
  });
});

describe("x-open-enum is read", () => {
  test.each([
    { name: "of one value", schema: { ...string, enum: ["a"] }, want: 'event?: "a" | (string & {});' },
    { name: "without a type", schema: { enum: ["a", "b"] }, want: 'event?: "a" | "b" | (string & {});' },
    {
      name: "with null among the values",
      schema: { type: ["string", "null"], enum: ["a", null] },
      want: 'event?: "a" | (string & {}) | null;',
    },
    {
      name: "with null around it",
      schema: { oneOf: [{ enum: ["a", "b"], "x-open-enum": true }, { type: "null" }] },
      want: 'event?: "a" | "b" | (string & {}) | null;',
    },
  ])("$name", ({ schema, want }) => {
    expect(modelsOf({ event: "oneOf" in schema ? schema : { ...schema, "x-open-enum": true } })).toContain(want);
  });

  test("on a component that nothing uses", () => {
    const models = modelsOf({}, { Event: { ...string, enum: ["a", "b"], "x-open-enum": true } });
    expect(models).toContain('export type KnownEvent = "a" | "b";');
    expect(models).toContain("export type Event = KnownEvent | (string & {});");
  });
});

describe("an inline enum with a name of its own", () => {
  const named = (values: readonly unknown[], more: object = {}) => ({ enum: values, "x-sdk-name": "Mode", ...more });

  test("is one type for places with the same values, null aside", () => {
    const models = modelsOf({ one: named(["a", "b"]), two: named(["a", "b", null]) });
    expect(models).toContain("one?: Mode;\n  two?: Mode | null;");
    expect(models.match(/export type/g)).toHaveLength(1);
  });

  test("is the component of that name, where that has the same values", () => {
    expect(modelsOf({ one: named(["a", "b"]) }, { Mode: { ...string, enum: ["a", "b"] } })).toContain("one?: Mode;");
  });

  test.each([
    { name: "other values", other: named(["a", "c"]) },
    { name: "the same values in another order", other: named(["b", "a"]) },
    { name: "the same values, open", other: named(["a", "b"], { "x-open-enum": true }) },
    { name: "an object", other: { type: "object", properties: { a: string }, "x-sdk-name": "Mode" } },
  ])("has it alone: not with $name", ({ other }) => {
    expect(modelsOf({ one: named(["a", "b"]), two: other })).toContain(
      "names/clash at /components/schemas/Hook/properties/two",
    );
    expect(modelsOf({ two: other, one: named(["a", "b"]) })).toContain(
      "names/clash at /components/schemas/Hook/properties/one",
    );
  });
});

test("a nullable enum as a component is open where it is received, and closed with null where it is sent", () => {
  const mode = { $ref: "#/components/schemas/Mode" };
  const content = (schema: object) => ({ content: { "application/json": { schema } } });
  const body = (name: string) => content({ $ref: `#/components/schemas/${name}` });
  const document = {
    openapi: "3.1.0",
    info: { title: "Shop", version: "1" },
    servers: [{ url: "https://shop.example" }],
    paths: {
      "/things": {
        post: {
          operationId: "createThing",
          tags: ["Things"],
          requestBody: body("Draft"),
          responses: { 200: { description: "ok", ...body("Thing") } },
        },
      },
    },
    components: {
      schemas: {
        Draft: { type: "object", properties: { mode } },
        Thing: { type: "object", properties: { mode } },
        Mode: { type: ["string", "null"], enum: ["a", "b", null] },
      },
    },
  };
  const { files } = runPipeline(api, { spec: { file: "shop.json", text: JSON.stringify(document) }, overlays: [] });
  const models = files.find(({ path }) => path === "models.ts")?.text ?? "";
  expect(models).toContain('export type KnownMode = "a" | "b";');
  expect(models).toContain("export type Mode = KnownMode | (string & {}) | null;");
  expect(models).toMatch(/interface Draft \{\s+mode\?: KnownMode \| null;/);
  expect(models).toMatch(/interface Thing \{\s+mode\?: Mode;/);
  expect(files.find(({ path }) => path === "enums.ts")?.text).toContain("ModeValues");
});
