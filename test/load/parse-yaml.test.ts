import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { apis } from "../../scripts/apis.js";
import { SpecError } from "../../scripts/diagnostics.js";
import { MAX_DEPTH } from "../../scripts/load/compose-yaml.js";
import { lineFinder, MAX_BYTES, parseYaml } from "../../scripts/load/parse-yaml.js";

test.each<{ name: string; text: string; want: unknown }>([
  { name: "a date stays text", text: "a: 2026-11-22", want: { a: "2026-11-22" } },
  { name: "a time stays text", text: "a: 2026-11-22T10:00:00Z", want: { a: "2026-11-22T10:00:00Z" } },
  { name: "yes and no are text", text: "a: yes\nb: no", want: { a: "yes", b: "no" } },
  { name: "only true and false are booleans", text: "a: true\nb: false", want: { a: true, b: false } },
  { name: "a leading zero makes no octal", text: "a: 012", want: { a: 12 } },
  { name: "a quoted number is text", text: "a: '012'", want: { a: "012" } },
  { name: "a key is always text", text: "200: a\ntrue: b", want: { "200": "a", true: "b" } },
  { name: "an absent value is null", text: "a:\nb: ~", want: { a: null, b: null } },
  { name: "a block of text keeps its lines", text: "a: |\n  one\n  two\n", want: { a: "one\ntwo\n" } },
  { name: "a folded text loses them", text: "a: >-\n  one\n  two\n", want: { a: "one two" } },
  { name: "a standard tag is taken", text: "a: !!str 1", want: { a: "1" } },
  { name: "a byte order mark is skipped", text: "\uFEFFa: 1", want: { a: 1 } },
  { name: "JSON is YAML", text: '{"a": [1, {"b": null}]}', want: { a: [1, { b: null }] } },
  { name: "JSON after a byte order mark", text: '\uFEFF {"a": "\\"}{"}', want: { a: '"}{' } },
  { name: "braces that are no JSON", text: "{a: 1, b: [c]}", want: { a: 1, b: ["c"] } },
  {
    name: "a property named constructor",
    text: "constructor: { prototype: 1 }",
    want: { constructor: { prototype: 1 } },
  },
])("$name", ({ text, want }) => {
  expect(parseYaml("a.yaml", text)).toEqual(want);
});

test("an alias becomes a copy, so that changing one place leaves the other", () => {
  const data = parseYaml("a.yaml", "a: &a { x: [1] }\nb: *a\n") as Record<"a" | "b", { x: number[] }>;
  expect(data).toEqual({ a: { x: [1] }, b: { x: [1] } });
  expect(data.a).not.toBe(data.b);
  expect(data.a.x).not.toBe(data.b.x);
});

test.each([
  {
    name: "block",
    nest: (levels: number) => Array.from({ length: levels }, (_, at) => `${" ".repeat(at)}a:`).join("\n"),
  },
  { name: "flow", nest: (levels: number) => "[".repeat(levels) + "]".repeat(levels) },
  { name: "JSON", nest: (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}` },
])("$name collections may be nested to the limit and no deeper", ({ nest }) => {
  expect(() => parseYaml("a.yaml", nest(MAX_DEPTH))).not.toThrow();
  expect(codeOf(() => parseYaml("a.yaml", nest(MAX_DEPTH + 1)))).toBe("load/too-deep");
});

test.each([
  { name: "more bytes than the limit", text: `a: ${"é".repeat(MAX_BYTES / 2)}`, want: "load/too-large" },
  { name: "a merge key", text: "a: &a { x: 1 }\nb: { <<: *a }", want: "load/merge-key" },
  { name: "an alias without an anchor", text: "a: *nobody", want: "load/alias" },
  { name: "a list as a key", text: "? [1, 2]\n: a", want: "load/not-json" },
  { name: "infinity", text: "a: .inf", want: "load/not-json" },
  { name: "binary data", text: "a: !!binary aGk=", want: "load/tag" },
  { name: "a set", text: "a: !!set { x }", want: "load/tag" },
  { name: "JSON that is cut off", text: '{"a": [1, 2', want: "load/yaml-syntax" },
])("$name is refused", ({ text, want }) => {
  expect(codeOf(() => parseYaml("a.yaml", text))).toBe(want);
});

test.each([
  { pointer: "", want: 1 },
  { pointer: "/paths/~1orders~1{id}", want: 3 },
  { pointer: "/paths/~1orders~1{id}/get", want: 4 },
  { pointer: "/list/0", want: 6 },
  { pointer: "/list/1/b", want: 7 },
  { pointer: "/list/9", want: 5 },
  { pointer: "/paths/~1gone/get/deeper", want: 2 },
  { pointer: "/folded", want: 8 },
  { pointer: "/last", want: 11 },
])("the line of $pointer, or of what is nearest to it, is $want", ({ pointer, want }) => {
  const text =
    "a: 1\npaths:\n  /orders/{id}:\n    get: {}\nlist:\n  - a\n  - { b: 1 }\nfolded: >-\n  one\n  two\nlast: 1\n";
  expect(lineFinder("a.yaml", text)(pointer)).toBe(want);
});

test("lines of JSON are found as well", () => {
  expect(lineFinder("a.json", '{\n  "a": {\n    "b": 1\n  }\n}')("/a/b")).toBe(3);
});

test.each(apis)("$id's contract is read as the yaml package itself reads it", ({ id }) => {
  const text = readFileSync(fileURLToPath(new URL(`../../specs/${id}/openapi.yaml`, import.meta.url)), "utf8");
  expect(JSON.stringify(parseYaml(id, text))).toBe(JSON.stringify(parse(text)));
});

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SpecError) return error.code;
    throw error;
  }
  return "accepted";
}
