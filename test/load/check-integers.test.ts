import { expect, test } from "vitest";
import { SpecError } from "../../scripts/diagnostics.js";
import { loadSpec } from "../../scripts/load/load-spec.js";

const contract = (keywords: string, type = "integer") => `openapi: 3.1.0
info: { title: Shop, version: "1" }
paths: {}
components:
  schemas:
    Id:
      type: ${type}
      ${keywords}
`;

test.each([
  ["const: 9007199254740993", "/components/schemas/Id/const"],
  ["const: -9007199254740993", "/components/schemas/Id/const"],
  ["enum: [1, 9223372036854775807]", "/components/schemas/Id/enum/1"],
  ["default: 9223372036854775807", "/components/schemas/Id/default"],
])("%s would be another value in code: it is refused", (keywords, pointer) => {
  let found: unknown;
  try {
    loadSpec("shop.yaml", contract(keywords));
  } catch (error) {
    found = error;
  }
  expect(found).toBeInstanceOf(SpecError);
  expect(found).toMatchObject({ code: "load/inexact-integer", place: { pointer, file: "shop.yaml", line: 8 } });
});

test.each([
  "const: 9007199254740991",
  "enum: [1, -9007199254740991]",
  "default: 0.5",
  "maximum: 9223372036854775807",
  "example: 9223372036854775807",
  'const: "9223372036854775807"',
])("%s is kept", (keywords) => {
  expect(() => loadSpec("shop.yaml", contract(keywords))).not.toThrow();
});

test("a number is a double, however large", () => {
  expect(() => loadSpec("shop.yaml", contract("default: 1e+300", "number"))).not.toThrow();
});
