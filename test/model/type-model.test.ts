import { describe, expect, test } from "vitest";
import type { Schema } from "../../scripts/load/openapi.js";
import type { TypeModel } from "../../scripts/model/api-model.js";
import { restOf, typeOf } from "../../scripts/model/type-model.js";

const nameOf = (reference: string): string => reference.replace("#/components/schemas/", "");
const string: TypeModel = { kind: "primitive", type: "string" };
const number: TypeModel = { kind: "primitive", type: "number" };
const none: TypeModel = { kind: "primitive", type: "null" };
const unknown: TypeModel = { kind: "primitive", type: "unknown" };
const never: TypeModel = { kind: "primitive", type: "never" };
const literal = (value: string | number | boolean | null): TypeModel => ({ kind: "literal", value });
const reference = (name: string): TypeModel => ({ kind: "reference", name });
const union = (...members: TypeModel[]): TypeModel => ({ kind: "union", members });
const array = (item: TypeModel): TypeModel => ({ kind: "array", item });
const noDocs = { text: undefined, deprecated: false, certainty: undefined, source: undefined };

test.each<{ name: string; schema: Schema | boolean; want: TypeModel }>([
  { name: "true", schema: true, want: unknown },
  { name: "false", schema: false, want: never },
  { name: "nothing said", schema: {}, want: unknown },
  { name: "a string", schema: { type: "string" }, want: string },
  { name: "a date stays a string", schema: { type: "string", format: "date-time" }, want: string },
  { name: "a file", schema: { type: "string", format: "binary" }, want: { kind: "binary" } },
  { name: "an integer", schema: { type: "integer", format: "int64" }, want: number },
  { name: "a number", schema: { type: "number" }, want: number },
  { name: "a boolean", schema: { type: "boolean" }, want: { kind: "primitive", type: "boolean" } },
  { name: "null", schema: { type: "null" }, want: none },
  { name: "a nullable string", schema: { type: ["string", "null"] }, want: union(string, none) },
  { name: "integer or number is one type", schema: { type: ["integer", "number"] }, want: number },
  { name: "a type that nobody knows", schema: { type: "file" }, want: unknown },
  { name: "a reference", schema: { $ref: "#/components/schemas/Dispute" }, want: reference("Dispute") },
  { name: "const", schema: { const: "won", type: "string" }, want: literal("won") },
  { name: "const null", schema: { const: null }, want: literal(null) },
  {
    name: "a const that is no scalar",
    schema: { const: { a: 1 } },
    want: {
      kind: "object",
      properties: [{ name: "a", type: literal(1), optional: false, docs: { deprecated: false } }],
      rest: undefined,
    },
  },
  { name: "an enum", schema: { enum: ["a", 1, true] }, want: union(literal("a"), literal(1), literal(true)) },
  {
    name: "a nullable enum",
    schema: { type: ["string", "null"], enum: ["a", null] },
    want: union(literal("a"), literal(null)),
  },
  { name: "an enum that says a value twice", schema: { enum: ["a", "a"] }, want: literal("a") },
  { name: "an enum without values", schema: { enum: [] }, want: never },
  { name: "an enum with infinity", schema: { enum: [Number.POSITIVE_INFINITY] }, want: unknown },
  { name: "a list", schema: { type: "array", items: { type: "string" } }, want: array(string) },
  { name: "a list of nobody knows what", schema: { type: "array" }, want: array(unknown) },
  { name: "items without a type", schema: { items: { type: "string" } }, want: array(string) },
  {
    name: "a tuple with an open end",
    schema: { type: "array", prefixItems: [{ type: "string" }] },
    want: { kind: "tuple", items: [string], rest: unknown },
  },
  {
    name: "a tuple that can have no more items",
    schema: { type: "array", prefixItems: [{ type: "string" }], maxItems: 1 },
    want: { kind: "tuple", items: [string], rest: undefined },
  },
  {
    name: "a free object",
    schema: { type: "object", additionalProperties: true },
    want: { kind: "record", value: unknown },
  },
  { name: "an object without members", schema: { type: "object" }, want: { kind: "record", value: unknown } },
  {
    name: "a map",
    schema: { type: "object", additionalProperties: { type: "number" } },
    want: { kind: "record", value: number },
  },
  {
    name: "an object, in the contract's order",
    schema: { type: "object", required: ["b"], properties: { b: { type: "string" }, a: { type: "number" } } },
    want: {
      kind: "object",
      properties: [
        { name: "b", type: string, optional: false, docs: noDocs },
        { name: "a", type: number, optional: true, docs: noDocs },
      ],
      rest: undefined,
    },
  },
  {
    name: "oneOf with null",
    schema: { oneOf: [{ $ref: "#/components/schemas/A" }, { type: "null" }] },
    want: union(reference("A"), none),
  },
  {
    name: "null beside oneOf",
    schema: { type: ["object", "null"], oneOf: [{ $ref: "#/components/schemas/A" }] },
    want: union(reference("A"), none),
  },
  {
    name: "a union inside a union is flat",
    schema: { anyOf: [{ type: ["string", "null"] }, { oneOf: [{ type: "number" }, { type: "null" }] }] },
    want: union(string, none, number),
  },
  {
    name: "allOf",
    schema: { allOf: [{ $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" }] },
    want: { kind: "intersection", members: [reference("A"), reference("B")] },
  },
  {
    name: "allOf of one",
    schema: { allOf: [{ $ref: "#/components/schemas/A" }] },
    want: reference("A"),
  },
  {
    name: "a nullable allOf",
    schema: { type: ["object", "null"], allOf: [{ $ref: "#/components/schemas/A" }] },
    want: union(reference("A"), none),
  },
])("$name", ({ schema, want }) => {
  expect(typeOf(schema, nameOf)).toEqual(want);
});

describe("what an object may hold beside its properties", () => {
  test.each<{ name: string; schema: Schema; want: TypeModel | undefined }>([
    { name: "nothing said", schema: {}, want: undefined },
    { name: "nothing more", schema: { additionalProperties: false }, want: undefined },
    { name: "anything", schema: { additionalProperties: true }, want: unknown },
    { name: "numbers", schema: { additionalProperties: { type: "number" } }, want: number },
    {
      name: "numbers beside a text, which TypeScript cannot say",
      schema: { properties: { a: { type: "string" } }, additionalProperties: { type: "number" } },
      want: unknown,
    },
  ])("$name", ({ schema, want }) => {
    expect(restOf(schema, nameOf)).toEqual(want);
  });
});
