import { describe, expect, test } from "vitest";
import { addExtras } from "../../../src/runtime/encode/extras.js";
import { checkTemplate } from "../../../src/runtime/encode/path.js";
import { InvalidRequestError } from "../../../src/runtime/index.js";

class Fields {
  readonly a = 1;
}

describe("extras", () => {
  test.each<[string, unknown, Record<string, unknown> | undefined, unknown]>([
    ["none", { a: 1 }, undefined, { a: 1 }],
    ["none at all", undefined, undefined, undefined],
    ["one more", { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    ["where the call has nothing", undefined, { b: 2 }, { b: 2 }],
    ["undefined is left out", { a: 1 }, { a: undefined, b: undefined }, { a: 1 }],
    ["a name that the call has without a value", { a: undefined }, { a: 2 }, { a: 2 }],
    ["a name that every object has", {}, { constructor: 1, toString: 2 }, { constructor: 1, toString: 2 }],
    ["null is a value", { a: 1 }, { b: null }, { a: 1, b: null }],
    ["fields of a class", new Fields(), { b: 2 }, { a: 1, b: 2 }],
  ])("%s", (_name, values, extras, want) => {
    expect(addExtras("body", values, extras)).toEqual(want);
    if (extras === undefined) expect(addExtras("body", values, extras)).toBe(values);
  });

  test("a prototype is not changed", () => {
    const extras = JSON.parse('{"__proto__":{"polluted":true}}');
    const merged = addExtras<Record<string, unknown>>("body", { a: 1 }, extras);
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(Object.hasOwn(merged, "__proto__")).toBe(true);
  });

  test.each<[string, unknown, unknown, string]>([
    ["what the call has", { a: 1 }, { a: 2 }, 'query "a" is given by the call and by its option query'],
    ["the same value", { a: null }, { a: null }, 'query "a" is given by the call and by its option query'],
    ["a list", {}, ["a"], "the option query must be an object (got an Array)"],
    ["text", {}, "a=1", "the option query must be an object (got a string)"],
    ["null", {}, null, "the option query must be an object (got null)"],
    ["a Map", {}, new Map([["a", 1]]), "the option query must be an object (got a Map)"],
    ["an addition to a list", [1], { a: 1 }, "the option query cannot add to a query that is an Array"],
    ["an addition to a form", new FormData(), { a: 1 }, "the option query cannot add to a query that is a FormData"],
    ["an addition to text", "x", { a: 1 }, "the option query cannot add to a query that is a string"],
    [
      "an addition to what writes itself",
      { toJSON: () => ({ a: 1 }) },
      { b: 1 },
      "the option query cannot add to a query that is an Object",
    ],
  ])("%s is refused", (_name, values, extras, message) => {
    expect(() => addExtras("query", values, extras as Record<string, unknown>)).toThrow(
      new InvalidRequestError(message),
    );
  });
});

describe("a template that no contract has checked", () => {
  test.each(["/a", "/", "/a/", "/accounts/{id}", "/a/{b}/c-d_e.f~g/{h}:verb", "/a%20b", "/...", "/a..b", "//a"])(
    "%s",
    (template) => {
      expect(() => checkTemplate(template)).not.toThrow();
    },
  );

  test.each([
    "",
    "a",
    "https://evil.test/a",
    "/a?b=1",
    "/a#b",
    "/a\\b",
    "/a b",
    "/a\nb",
    "/ü",
    "/..",
    "/../a",
    "/a/..",
    "/a/./b",
    "/%2e%2E/a",
    "/a/.%2e",
    "/a%zz",
    "/a%2",
    "/a/{id",
    "/a/id}",
    "/a/{}",
    "/a/{b/c}",
    "/a/{b{c}}",
    "/a\n",
    "\n/a",
    7,
    undefined,
  ])("%j is refused", (template) => {
    expect(() => checkTemplate(template)).toThrow(InvalidRequestError);
  });

  test("a value without a place is refused", () => {
    expect(() => checkTemplate("/a/{id}", { id: "x", ID: "y" })).toThrow('the path /a/{id} has no parameter "ID"');
    expect(() => checkTemplate("/a/{id}", { id: "x" })).not.toThrow();
  });
});
