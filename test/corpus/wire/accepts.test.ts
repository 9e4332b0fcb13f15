import { expect, test } from "vitest";
import { accepts } from "./accepts.js";
import { Document } from "./read-document.js";

const document = (openapi: string, Thing: object): Document =>
  new Document(JSON.stringify({ openapi, paths: {}, components: { schemas: { Thing, Name: { type: "string" } } } }));
const THING = "#/components/schemas/Thing";

test("a schema of 3.0 is read by the rules of 3.0", () => {
  const thing = document("3.0.3", {
    type: "object",
    required: ["id", "name"],
    properties: {
      id: { type: "integer", readOnly: true },
      name: { $ref: "#/components/schemas/Name", enum: ["ignored beside a reference"] },
      nullable: { type: "string", nullable: true, enum: ["a"] },
      minimum: { type: "integer", minimum: 3, exclusiveMinimum: true },
    },
  });
  expect(accepts(thing, THING, { name: "a", nullable: null, minimum: 4 })).toBe(true);
  expect(accepts(thing, THING, { nullable: "a" })).toBe(false);
  expect(accepts(thing, THING, { name: "a", nullable: "b" })).toBe(false);
  expect(accepts(thing, THING, { name: "a", nullable: 1 })).toBe(false);
  expect(accepts(thing, THING, { name: "a", minimum: 3 })).toBe(false);
});

test("a schema of 3.1 by those of JSON Schema", () => {
  const thing = document("3.1.0", { type: ["integer", "null"], exclusiveMinimum: 3 });
  expect([null, 4, 3, "a"].map((value) => accepts(thing, THING, value))).toEqual([true, true, false, false]);
});

test("what ajv cannot compile is not judged", () => {
  expect(accepts(document("3.1.0", { type: "string", pattern: "(?i)a" }), THING, "a")).toBe(undefined);
  expect(accepts(document("3.1.0", {}), "#/components/schemas/Nothing", "a")).toBe(undefined);
});
