import { describe, expect, test } from "vitest";
import { buildState } from "../../scripts/pipeline.js";
import { expectAsWritten, expectSameWireTypes } from "./public-api.js";
import { edited, shop, shopApi } from "./shop.js";
import { wideContract } from "./wide-contract.js";

const stateOf = (text: string) => buildState(shopApi, { spec: { file: "shop.yaml", text }, overlays: [] });

test.each([
  ["shop", shop],
  ["wide", wideContract],
])("%s: the exports that are compared are those of the files", (_, text) => {
  expectAsWritten(stateOf(text));
});

test("types of every kind are read as they are written", () => {
  const schema = (text: string) => edited(["    Parcel:", `    Any: ${text}\n    Parcel:`]);
  for (const text of [
    "{ type: object, required: [__proto__], properties: { 'a-b': { enum: [null, -3, 1.5, true, 'a`\"b'] } } }",
    "{ oneOf: [{ type: array, items: { oneOf: [{ type: string }, { type: number }] } }, { type: 'null' }] }",
    "{ allOf: [{ type: object, properties: { a: { type: string } } }, { oneOf: [{ $ref: '#/components/schemas/Order' }, { type: string }] }] }",
    "{ type: array, prefixItems: [{ type: string }], items: { type: number } }",
    "{ type: object, additionalProperties: { type: [string, 'null'] } }",
    "{ type: string, enum: [one] }",
    "{ type: array, items: { $ref: '#/components/schemas/Any' } }",
  ])
    expectAsWritten(stateOf(schema(text)));
});

describe("the wire types that differ are those that differ in paths.ts", () => {
  const edits: [string, string][] = [
    ["query, schema: { type: integer, maximum: 100 }", "query, schema: { type: string }"],
    ["name: limit, in: query,", "name: limit, required: true, in: query,"],
    ["name: limit, in: query,", "name: limit, in: header,"],
    ["name: limit, in: query,", "name: Accept, in: header,"],
    ["required: true\n        content", "required: false\n        content"],
    ['note: { type: [string, "null"] }', "note: { type: string, description: words }"],
    ['note: { type: [string, "null"] }', "note: { type: string }"],
  ];
  test.each(edits)("%s to %s", (from, to) => {
    const [before, after] = [stateOf(shop), stateOf(edited([from, to]))];
    expect(after).not.toEqual(before);
    expectSameWireTypes(before, after);
    expectSameWireTypes(after, before);
  });
});
