import ts from "typescript";
import { describe, expect, test } from "vitest";
import { diffContracts } from "../../scripts/diff/diff-contracts.js";
import { publicApiOf } from "../../scripts/diff/surface/public-api.js";
import { typeText } from "../../scripts/diff/surface/type-expression.js";
import { emitApiMd } from "../../scripts/emit/emit-api-md.js";
import { UNKNOWN_EVENT } from "../../scripts/model/unknown-event.js";
import { buildState } from "../../scripts/pipeline.js";
import { expectAsWritten, expectSameWireTypes } from "./public-api.js";
import { parseType } from "./read-public-api.js";
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

/** A body of one content type, by itself or beside a parameter of the query. */
function withBody(content: string, required: boolean, parameters = "[]"): string {
  return `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example" }]
paths:
  /notes:
    put:
      tags: [Notes]
      operationId: putNote
      parameters: ${parameters}
      requestBody: { required: ${required}, content: { ${content} } }
      responses: { "204": { description: Done } }
`;
}

describe("a body that is an argument", () => {
  const PLAIN = "text/plain: { schema: { type: string } }";
  const BYTES = "application/octet-stream: { schema: { type: string, format: binary } }";
  const LIST = "application/json: { schema: { type: array, items: { type: string } } }";
  const QUERY = "[{ name: mode, in: query, schema: { type: string } }]";
  test.each([
    [PLAIN, false, "[]", "(body?: string, options?: RequestOptions)"],
    [BYTES, false, "[]", "(body?: Uploadable, options?: RequestOptions)"],
    [BYTES, true, "[]", "(body: Uploadable, options?: RequestOptions)"],
    [BYTES, false, QUERY, "(body: Uploadable | undefined, params?: NotePutParams, options?: RequestOptions)"],
    [LIST, false, QUERY, "(body: string[] | undefined, params?: NotePutParams, options?: RequestOptions)"],
  ])("%s, required: %s, parameters: %s", (content, required, parameters, want) => {
    const before = stateOf(withBody("application/json: { schema: { type: integer } }", true));
    const after = stateOf(withBody(content, required, parameters));
    expectAsWritten(after);
    const found = diffContracts(shopApi, before, after).findings.map(({ statement }) => statement);
    expect(found.join("\n")).toContain(`\`${want}\``);
    expect(emitApiMd(after.model)).toContain(`put(${want.slice(1).replace(/(?:, )?options.*/, "")})`);
  });
});

/** By TypeScript's own parser. */
function readBack(text: string): string {
  const source = ts.createSourceFile("type.ts", `type Type = ${text};`, ts.ScriptTarget.ESNext, true);
  const { diagnostics } = ts.transpileModule(source.text, { reportDiagnostics: true });
  expect(
    diagnostics?.map(({ messageText }) => messageText),
    text,
  ).toEqual([]);
  const [statement] = source.statements;
  if (statement === undefined || !ts.isTypeAliasDeclaration(statement)) throw new Error(`no type: ${text}`);
  return typeText(parseType(statement.type, source));
}

test("a type in a report is one that a user could write", () => {
  const own = "{ type: object, required: [b], properties: { 'a-b': { type: string }, b: { type: [string, 'null'] } } }";
  const both = `{ allOf: [${own}, { oneOf: [{ $ref: '#/components/schemas/Order' }, { type: object, properties: { c: { enum: [d] } } }] }] }`;
  const schemas = [
    own,
    both,
    `{ type: array, items: ${both} }`,
    `{ type: object, additionalProperties: ${both} }`,
    `{ type: object, required: [b], properties: { b: ${own} }, additionalProperties: { type: string } }`,
  ];
  for (const schema of schemas) {
    const { model } = stateOf(edited(["    Parcel:", `    Any: ${schema}\n    Parcel:`]));
    const types = new Map(publicApiOf(model).types);
    // A template has backticks, which stand for code in a report.
    types.delete(UNKNOWN_EVENT);
    for (const type of types.values()) expect(readBack(typeText(type))).toBe(typeText(type));
  }
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
