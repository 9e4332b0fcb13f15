import { expect, test } from "vitest";
import { SpecError } from "../../scripts/diagnostics.js";
import { checkRefs, findLocalRefs } from "../../scripts/load/check-refs.js";
import { resolveLocal } from "../../scripts/load/resolve-pointer.js";

const schemas = (components: Record<string, unknown>) => ({ components: { schemas: components } });

test.each([
  {
    name: "a schema that contains itself",
    document: schemas({ A: { properties: { a: { $ref: "#/components/schemas/A" } } } }),
  },
  { name: "a property named $ref", document: schemas({ A: { properties: { $ref: { type: "string" } } } }) },
  {
    name: "a reference to a reference",
    document: schemas({ A: {}, B: { $ref: "#/components/schemas/A" }, C: { $ref: "#/components/schemas/B" } }),
  },
  { name: "a target with escapes", document: { paths: { "/a/{b}": {} }, x: { $ref: "#/paths/~1a~1%7Bb%7D" } } },
  { name: "a target that is `true`", document: schemas({ A: true, B: { $ref: "#/components/schemas/A" } }) },
  {
    name: "a mapping with a name and a reference",
    document: schemas({
      A: { discriminator: { propertyName: "k", mapping: { a: "A", b: "#/components/schemas/A" } } },
    }),
  },
])("$name is sound", ({ document }) => {
  expect(() => checkRefs(document, findLocalRefs(document))).not.toThrow();
});

test.each([
  { name: "a Windows share", ref: "\\\\host\\share\\a.yaml", want: "load/external-ref" },
  { name: "a data URL", ref: "data:application/json,{}", want: "load/external-ref" },
  { name: "a protocol-relative URL", ref: "//host/a.yaml", want: "load/external-ref" },
  { name: "an empty reference", ref: "", want: "load/external-ref" },
  { name: "an anchor", ref: "#order", want: "load/unsupported-ref" },
  { name: "a broken escape", ref: "#/components/%", want: "load/dangling-ref" },
  { name: "a text as its target", ref: "#/openapi", want: "load/dangling-ref" },
])("$name is $want", ({ ref, want }) => {
  const document = { openapi: "3.1.0", x: { $ref: ref } };
  expect(() => checkRefs(document, findLocalRefs(document))).toThrow(expect.objectContaining({ code: want }));
});

test.each([
  { name: "a dynamic reference", document: schemas({ A: { $dynamicRef: "#a" } }), want: "load/unsupported-ref" },
  {
    name: "a mapping to a schema that does not exist",
    document: schemas({ A: { discriminator: { propertyName: "k", mapping: { a: "B" } } } }),
    want: "load/dangling-ref",
  },
])("$name is $want", ({ document, want }) => {
  expect(() => checkRefs(document, findLocalRefs(document))).toThrow(expect.objectContaining({ code: want }));
});

test("a pointer into a list and to the whole document resolves", () => {
  const document = { a: [{ b: 1 }] };
  expect(resolveLocal(document, "#/a/0/b")).toBe(1);
  expect(resolveLocal(document, "#")).toBe(document);
});

test("a chain of references is followed once, wherever it is entered", () => {
  const names = Array.from({ length: 500 }, (_, index) => [
    `S${index}`,
    { $ref: `#/components/schemas/S${index + 1}` },
  ]);
  const chain: Record<string, unknown> = { ...Object.fromEntries(names), S500: {} };
  const refs = findLocalRefs(schemas(chain));
  let looks = 0;
  const counted = new Proxy(chain, {
    getOwnPropertyDescriptor: (target, key) => {
      looks += 1;
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
  });
  checkRefs(schemas(counted), refs);
  expect(looks).toBe(500);
});

test("a long circle is told of in a short line at each place", () => {
  const names = Array.from({ length: 500 }, (_, index) => [
    `S${index}`,
    { $ref: `#/components/schemas/S${(index + 1) % 500}` },
  ]);
  const document = schemas(Object.fromEntries(names));
  try {
    checkRefs(document, findLocalRefs(document));
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    expect(error.others).toHaveLength(499);
    expect(error.message).toBe(
      `The references ${["S1", "S2", "S3"].map((name) => `#/components/schemas/${name} -> `).join("")}… (497 more) -> #/components/schemas/S1 lead in a circle and never to a definition.`,
    );
  }
});
