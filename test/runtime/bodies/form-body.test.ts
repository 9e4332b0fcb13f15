import { parse } from "node:querystring";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FormStyle, formBody } from "../../../src/runtime/bodies/form-body.js";
import { InvalidRequestError } from "../../../src/runtime/index.js";

async function textOf(body: unknown, styles?: Readonly<Record<string, FormStyle>>): Promise<string> {
  const blob = formBody(styles)(body) as Blob;
  expect(blob.type).toBe("application/x-www-form-urlencoded");
  return blob.text();
}

test.each<[string, object, Record<string, FormStyle>, string]>([
  [
    "the bytes of the URL standard",
    { "a b": "é ~*-._'()!,&=+%\n😀" },
    {},
    "a+b=%C3%A9+%7E*-._%27%28%29%21%2C%26%3D%2B%25%0A%F0%9F%98%80",
  ],
  [
    "numbers, booleans, null",
    { a: 1.5, b: -0, c: true, d: null, e: 10n ** 20n },
    {},
    "a=1.5&b=0&c=true&d=&e=100000000000000000000",
  ],
  ["dates", { a: new Date(0) }, {}, "a=1970-01-01T00%3A00%3A00.000Z"],
  ["what is left out", { a: undefined, b: [], c: "x" }, {}, "c=x"],
  ["lists by their name again", { a: ["x", 2, null] }, {}, "a=x&a=2&a="],
  ["an empty form", {}, {}, ""],
  ["a list in one value", { a: ["x", 2] }, { a: "list" }, "a=x%2C2"],
  ["no items in one value", { a: [] }, { a: "list" }, ""],
  ["an object in one value", { a: { x: 1, y: undefined, z: 2 } }, { a: "list" }, "a=x%2C1%2Cz%2C2"],
  ["spaces", { a: ["x", "y"] }, { a: "spaces" }, "a=x+y"],
  ["bars", { a: ["x", "y"] }, { a: "pipes" }, "a=x%7Cy"],
  ["pairs", { a: { x: 1, y: undefined } }, { a: "entries" }, "x=1"],
  ["pairs, where the value is none", { a: ["x", "y"] }, { a: "entries" }, "a=x&a=y"],
  ["JSON", { a: { x: [1, "é"] } }, { a: "json" }, "a=%7B%22x%22%3A%5B1%2C%22%C3%A9%22%5D%7D"],
  ["objects of objects", { a: { x: { y: "1" }, z: null } }, { a: "deep" }, "a%5Bx%5D%5By%5D=1&a%5Bz%5D="],
  ["text where an object could be", { a: "" }, { a: "deep" }, "a="],
  ["lists with indices", { a: [{ x: [1, 2] }] }, { a: "indices" }, "a%5B0%5D%5Bx%5D%5B0%5D=1&a%5B0%5D%5Bx%5D%5B1%5D=2"],
  ["lists with brackets", { a: { x: [1, 2] } }, { a: "brackets" }, "a%5Bx%5D%5B%5D=1&a%5Bx%5D%5B%5D=2"],
  ["a name that all objects have", { constructor: "x", toString: ["y"] }, {}, "constructor=x&toString=y"],
])("%s", async (_name, body, styles, want) => {
  expect(await textOf(body, styles)).toBe(want);
});

const circular: Record<string, unknown> = {};
circular.a = circular;

describe("what has no form is refused by its place", () => {
  test.each<[string, unknown, Record<string, FormStyle>, string]>([
    ["a Map", new Map(), {}, 'body "a" is a Map, which cannot be sent there'],
    ["a Set", new Set(["x"]), {}, 'body "a" is a Set, which cannot be sent there'],
    ["NaN", Number.NaN, {}, 'body "a" is NaN, which cannot be sent there'],
    ["Infinity", [1, Number.POSITIVE_INFINITY], {}, 'body "a" is Infinity, which cannot be sent there'],
    ["an invalid date", new Date(Number.NaN), {}, 'body "a" is an invalid Date, which cannot be sent there'],
    ["a function", () => 1, {}, 'body "a" is a Function, which cannot be sent there'],
    ["a Blob", new Blob(["x"]), {}, 'body "a" is a Blob, which cannot be sent there'],
    ["undefined in a list", [undefined], {}, 'body "a" is undefined, which cannot be sent there'],
    ["an object", { x: 1 }, {}, 'body "a" is an Object, and the contract does not say how a form holds it'],
    ["an object in a list", [{ x: 1 }], {}, 'body "a" is an Object, and the contract does not say how a form holds it'],
    ["a list in a list", [["x"]], {}, 'body "a" is an Array, and the contract does not say how a form holds it'],
    ["a list in pairs", { x: ["y"] }, { a: "entries" }, 'body "a" is an Array, and the contract does not'],
    ["a list in deepObject", { x: ["y"] }, { a: "deep" }, 'body "a[x]" is an Array, and the contract does not'],
    [
      "an object in brackets",
      [{ x: 1 }],
      { a: "brackets" },
      'body "a" is an Object in a list, and the contract does not',
    ],
    ["undefined with an index", [undefined], { a: "indices" }, 'body "a" is undefined in a list, and'],
    ["a Map in deepObject", { x: new Map() }, { a: "deep" }, 'body "a[x]" is a Map, which cannot be sent there'],
    ["what holds itself", circular, { a: "deep" }, "is nested too deeply, or holds itself"],
    ["a comma between commas", ["x,y", "z"], { a: "list" }, 'body "a" has "," in an item, which separates its items'],
    ["half a pair", "\ud800", {}, 'body "a" has half of a surrogate pair, which a form cannot hold'],
    ["NaN in JSON", { x: Number.NaN }, { a: "json" }, 'body "a.x" is NaN, which JSON cannot hold'],
  ])("%s", (_name, a, styles, message) => {
    expect(() => formBody(styles)({ a })).toThrow(InvalidRequestError);
    expect(() => formBody(styles)({ a })).toThrow(message);
  });

  test.each([
    ["a list", ["a"], "body is an Array, and a form must be an object"],
    ["text", "a=1", "body is a string, and a form must be an object"],
    ["URLSearchParams", new URLSearchParams("a=1"), "body is a URLSearchParams, and a form must be an object"],
    ["a form of the page", new FormData(), "body is a FormData, and a form must be an object"],
    ["a Map", new Map([["a", 1]]), "body is a Map, and a form must be an object"],
    ["null", null, "body is null, and a form must be an object"],
  ])("%s in place of the body", (_name, body, message) => {
    expect(() => formBody()(body)).toThrow(message);
  });
});

/** Text without half of a surrogate pair. */
const text = fc.string({ unit: "grapheme" });

test("two parsers that are not ours read every form as it was given", async () => {
  const entries = fc.array(fc.tuple(text, fc.oneof(text, fc.array(text, { minLength: 2 }))));
  // A dictionary of fast-check is filled by assignment, which a frozen prototype refuses for names such as "valueOf".
  const values = entries.map((pairs) => Object.fromEntries(pairs));
  await fc.assert(
    fc.asyncProperty(values, async (body) => {
      const sent = await textOf(body);
      const pairs = Object.entries(body).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
      expect([...new URLSearchParams(sent)]).toEqual(pairs);
      expect({ ...parse(sent, undefined, undefined, { maxKeys: 0 }) }).toEqual(body);
      expect(sent).toMatch(/^[\w*.+&=%-]*$/);
    }),
    { numRuns: 300 },
  );
});

/** As servers read `a[b][c]`. */
function nested(pairs: Iterable<readonly [string, string]>): unknown {
  const root: Record<string, unknown> = {};
  for (const [name, value] of pairs) {
    const path = [name.slice(0, name.indexOf("[")), ...[...name.matchAll(/\[([^\]]*)\]/g)].map(([, key]) => key ?? "")];
    let node = root;
    for (const key of path.slice(0, -1)) {
      node[key] ??= {};
      node = node[key] as Record<string, unknown>;
    }
    node[path.at(-1) ?? ""] = value;
  }
  return root;
}

test("objects of objects come apart as they were put together", async () => {
  const key = fc.stringMatching(/^[a-z ]{1,6}$/);
  const { tree } = fc.letrec((tie) => ({
    tree: fc.dictionary(key, fc.oneof({ maxDepth: 3 }, text, tie("tree")), { minKeys: 1, noNullPrototype: true }),
  }));
  await fc.assert(
    fc.asyncProperty(tree, async (a) => {
      const sent = await textOf({ a }, { a: "deep" });
      expect(nested(new URLSearchParams(sent))).toEqual({ a });
    }),
    { numRuns: 200 },
  );
});
