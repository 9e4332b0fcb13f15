import { describe, expect, test } from "vitest";
import type { Schema } from "../../scripts/load/openapi.js";
import { readAsMeant } from "../../scripts/pull/read-as-meant.js";
import { contractOf, documentWith, of } from "./documents.js";

const NULL = { type: "null" };
const ref = { $ref: "#/components/schemas/Other" };
const note = (place = "/components/schemas/Thing") =>
  `nullable: true is OpenAPI 3.0, and this document is 3.1: it is read as the type null (${place})`;

describe("nullable: true in a 3.1 document", () => {
  test.each<{ name: string; given: Schema; want: Schema }>([
    { name: "a type", given: { type: "string", nullable: true }, want: { type: ["string", "null"] } },
    {
      name: "types, one of them null",
      given: { type: ["string", "null"], nullable: true },
      want: { type: ["string", "null"] },
    },
    {
      name: "an enum without null",
      given: { type: "string", enum: ["a"], nullable: true },
      want: { type: ["string", "null"], enum: ["a", null] },
    },
    {
      name: "an enum with null",
      given: { type: "string", enum: ["a", null], nullable: true },
      want: { type: ["string", "null"], enum: ["a", null] },
    },
    {
      name: "a reference, whose text stays beside it",
      given: { ...ref, description: "Another.", nullable: true },
      want: { description: "Another.", anyOf: [ref, NULL] },
    },
    { name: "an allOf", given: { allOf: [ref], nullable: true }, want: { anyOf: [{ allOf: [ref] }, NULL] } },
    { name: "an anyOf", given: { anyOf: [ref], nullable: true }, want: { anyOf: [ref, NULL] } },
    { name: "a oneOf with null", given: { oneOf: [ref, NULL], nullable: true }, want: { oneOf: [ref, NULL] } },
    { name: "a constant", given: { const: "a", nullable: true }, want: { anyOf: [{ const: "a" }, NULL] } },
  ])("beside $name", ({ given, want }) => {
    const { document, notes } = readAsMeant(documentWith({ schemas: { Thing: given, Other: { type: "string" } } }));
    expect(document.components?.schemas?.Thing).toEqual(want);
    expect(notes).toEqual([note()]);
  });

  test("nullable: false is left out; a property of that name is a property", () => {
    const given = of({ nullable: { type: "boolean" }, x: { type: "string", nullable: false } });
    const { document, notes } = readAsMeant(documentWith({ schemas: { Thing: given } }));
    expect(document.components?.schemas?.Thing).toEqual(of({ nullable: { type: "boolean" }, x: { type: "string" } }));
    expect(notes).toHaveLength(1);
  });

  test("is told once, with the number of places, and is in the contract", () => {
    const both = { a: { type: "string", nullable: true }, b: { type: "integer", nullable: true } };
    const { document, notes, text } = contractOf({ schemas: { Thing: of(both) } });
    expect(document.components?.schemas?.Thing?.properties).toEqual({
      a: { type: ["string", "null"] },
      b: { type: ["integer", "null"] },
    });
    expect(notes).toEqual([note("2 times, first at /components/schemas/Thing/properties/a")]);
    expect(text).not.toContain("nullable");
  });

  test("in a 3.0 document it is right, and stays", () => {
    const given = { ...documentWith({ schemas: { Thing: { type: "string", nullable: true } } }), openapi: "3.0.3" };
    expect(readAsMeant(given)).toEqual({ document: given, notes: [] });
  });
});

test("a format that nobody knows stays, with a note", () => {
  const given = { a: { type: "string", format: "money" }, b: { type: "string", format: "date-time" } };
  const { document, notes } = contractOf({ schemas: { Thing: of(given) } });
  expect(document.components?.schemas?.Thing?.properties).toEqual(given);
  expect(notes).toEqual([
    'the format "money" is not one of OpenAPI or JSON Schema: it stays, and changes no type (/components/schemas/Thing/properties/a)',
  ]);
});
