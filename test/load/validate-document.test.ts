import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { apis } from "../../scripts/apis.js";
import { SpecError } from "../../scripts/diagnostics.js";
import { compileValidator, VALIDATED_VERSIONS, validatorFile } from "../../scripts/load/compile-validators.js";
import { parseSpec } from "../../scripts/load/load-spec.js";
import { validateDocument } from "../../scripts/load/validate-document.js";

test.each([
  {
    name: "a missing field",
    contract: `{ openapi: 3.1.0, info: { title: A }, paths: {} }`,
    want: ["/info", 'Not valid OpenAPI 3.1: "info" lacks "version".'],
  },
  {
    name: "a surplus field",
    contract: `{ openapi: 3.1.0, info: { title: A, version: "1" }, path: {}, paths: {} }`,
    want: ["", 'Not valid OpenAPI 3.1: the document has the unknown field "path".'],
  },
  {
    name: "a word that is not in the list",
    contract: `{ openapi: 3.1.0, info: { title: A, version: "1" }, paths: { /a: { parameters: [{ name: a, in: form, schema: {} }] } } }`,
    want: [
      "/paths/~1a/parameters/0/in",
      'Not valid OpenAPI 3.1: "in" must be one of "query", "header", "path", "cookie".',
    ],
  },
  {
    name: "a wrong type",
    contract: `{ openapi: 3.1.0, info: { title: A, version: 1 }, paths: {} }`,
    want: ["/info/version", 'Not valid OpenAPI 3.1: "version" must be string.'],
  },
  {
    name: "a path parameter that is optional",
    contract: `{ openapi: 3.1.0, info: { title: A, version: "1" }, paths: { "/a/{a}": { parameters: [{ name: a, in: path, required: false, schema: {} }] } } }`,
    want: ["/paths/~1a~1{a}/parameters/0/required", 'Not valid OpenAPI 3.1: "required" must be true.'],
  },
  {
    name: "a path without its slash",
    contract: `{ openapi: 3.1.0, info: { title: A, version: "1" }, paths: { orders: {} } }`,
    want: ["/paths", 'Not valid OpenAPI 3.1: "paths" has the unknown field "orders".'],
  },
  {
    name: "a wrong word in a list of types, which could also have been a single word",
    contract: `{ openapi: 3.1.0, info: { title: A, version: "1" }, components: { schemas: { A: { type: [strng] } } } }`,
    want: [
      "/components/schemas/A/type/0",
      'Not valid OpenAPI 3.1: "0" must be one of "array", "boolean", "integer", "null", "number", "object", "string".',
    ],
  },
  {
    name: "a discriminator without its property",
    contract: `{ openapi: 3.1.0, info: { title: A, version: "1" }, components: { schemas: { A: { properties: { b: { discriminator: {} } } } } } }`,
    want: [
      "/components/schemas/A/properties/b/discriminator",
      'Not valid OpenAPI 3.1: "discriminator" lacks "propertyName".',
    ],
  },
  {
    name: "a type that is none in a document of 3.0",
    contract: `{ openapi: 3.0.3, info: { title: A, version: "1" }, paths: {}, components: { schemas: { A: { type: strng } } } }`,
    want: ["/components/schemas/A/type", /^Not valid OpenAPI 3\.0: "type" must be /],
  },
])("$name is named with its place", ({ contract, want: [pointer, message] }) => {
  const error = faultOf(contract);
  expect(error?.code).toBe("load/invalid");
  expect(error?.place.pointer).toBe(pointer);
  expect(error?.message).toEqual(typeof message === "string" ? message : expect.stringMatching(message ?? ""));
});

test.each([
  { name: "of 3.0 with nullable", schema: "{ type: string, nullable: true }", version: "3.0.3" },
  { name: "of 3.1 with a list of types", schema: '{ type: [string, "null"], const: a }', version: "3.1.1" },
  { name: "with a keyword of its own", schema: "{ type: string, x-note: [1] }", version: "3.1.0" },
])("a schema $name is valid", ({ schema, version }) => {
  expect(
    faultOf(
      `{ openapi: ${version}, info: { title: A, version: "1" }, paths: {}, components: { schemas: { A: ${schema} } } }`,
    ),
  ).toBeUndefined();
});

test.each(apis)("the package that has the schemas agrees that $id's contract is valid", async ({ id }) => {
  const text = readFileSync(fileURLToPath(new URL(`../../specs/${id}/openapi.yaml`, import.meta.url)), "utf8");
  const { document } = parseSpec(`${id}/openapi.yaml`, text);
  expect(() => validateDocument(document)).not.toThrow();
  expect(await new Validator().validate({ ...document })).toMatchObject({ valid: true });
});

test.each(VALIDATED_VERSIONS)(
  "the validator of %s is what its schema compiles to (npx tsx scripts/load/compile-validators.ts)",
  (version) => {
    expect(readFileSync(validatorFile(version), "utf8") === compileValidator(version)).toBe(true);
  },
);

function faultOf(contract: string): SpecError | undefined {
  try {
    validateDocument(parseSpec("a.yaml", contract).document);
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  return undefined;
}

test("several faults in one run, each at its place, though items of lists go before it", () => {
  const parameters =
    "[5, { name: a, in: x, schema: {} }, 6, { name: b, in: query, schema: {} }, { name: c, in: y, schema: {} }]";
  const text = `{ openapi: 3.1.0, info: { title: A, version: 1 }, paths: { /a: { parameters: ${parameters} } } }`;
  const error = errorOf(() => validateDocument(parseSpec("a.yaml", text).document));
  expect([error, ...error.others].map(({ place }) => place.pointer).sort()).toEqual([
    "/info/version",
    "/paths/~1a/parameters/0",
    "/paths/~1a/parameters/1/in",
    "/paths/~1a/parameters/2",
    "/paths/~1a/parameters/4/in",
  ]);
});

test("no more faults than anybody mends at a time", () => {
  const paths = Array.from({ length: 500 }, (_, index) => `/${index}: { get: { wrong: 1 } }`).join(", ");
  const text = `{ openapi: 3.1.0, info: { title: A, version: "1" }, paths: { ${paths} } }`;
  expect(errorOf(() => validateDocument(parseSpec("a.yaml", text).document)).others).toHaveLength(39);
});

function errorOf(work: () => void): SpecError {
  try {
    work();
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
