import { expect, test } from "vitest";
import { parameters } from "../../../src/runtime/encode/parameters.js";

/** The forms of OpenAPI 3.1's table of style examples, percent-encoded as a URL needs it. */
test.each([
  ["a list", { ids: "list" }, { ids: ["blue", "b,k"] }, "ids=blue,b%2Ck"],
  ["spaces", { ids: "spaces" }, { ids: ["a", "b c"] }, "ids=a%20b%20c"],
  ["pipes", { ids: "pipes" }, { ids: ["a", "b"] }, "ids=a|b"],
  ["an object as a list", { o: "list" }, { o: { R: 100, G: 200 } }, "o=R,100,G,200"],
  ["an object's entries", { o: "entries" }, { o: { R: 100, G: undefined } }, "R=100"],
  ["an array where an object could be", { o: "entries" }, { o: ["a", "b"] }, "o=a&o=b"],
  ["JSON", { f: "json" }, { f: { a: "\u00e9" } }, "f=%7B%22a%22%3A%22%5Cu00e9%22%7D"],
  ["the usual way", {}, { a: [1, 2], b: undefined }, "a=1&a=2"],
  ["no items", { ids: "list" }, { ids: [] }, ""],
] as const)("query: %s", (_name, query, values, want) => {
  expect(parameters({ query })("/a", { query: values }, "repeat").search).toBe(want);
});

test("path, headers and cookies", () => {
  const write = parameters({ path: { id: "plain", ids: "list" }, header: { "X-Map": "entries", "X-Json": "json" } });
  const header = { "X-Ids": ["a", "b"], "X-Map": { a: 1, b: 2 }, "X-Json": { a: 1 }, "X-None": undefined };
  const cookie = { session: "a b", on: true, none: undefined };
  const values = { path: { id: 5, ids: ["a/b", "c"] }, header, cookie };
  expect(write("/{id}/{ids}", values, "repeat")).toEqual({
    path: "/5/a%2Fb,c",
    search: "",
    headers: { "X-Ids": "a,b", "X-Map": "a=1,b=2", "X-Json": '{"a":1}', cookie: "session=a%20b; on=true" },
  });
});

// As RFC 6570 expands `{a}` and `{a*}`.
test.each([
  ["list", ["a,b", "c/d", 5], "/a%2Cb,c%2Fd,5"],
  ["list", { x: "1,2", "y=": "é" }, "/x,1%2C2,y%3D,%C3%A9"],
  ["entries", { x: "1,2", "y=": "é" }, "/x=1%2C2,y%3D=%C3%A9"],
  ["entries", ["a,b", "c"], "/a%2Cb,c"],
  ["list", "a,b", "/a%2Cb"],
] as const)("path: %s of %j", (a, value, want) => {
  expect(parameters({ path: { a } })("/{a}", { path: { a: value } }, "repeat").path).toBe(want);
});

test.each([
  ["query", { query: { a: "list" } }, { query: { a: [undefined] } }],
  ["header", {}, { header: { a: Number.NaN } }],
  ["cookie", {}, { cookie: { a: new Map() } }],
  ["path parameter", { path: { a: "plain" } }, { path: { a: {} } }],
] as const)("%s: what has no form is refused by place", (place, styles, values) => {
  expect(() => parameters(styles)("/{a}", { path: { a: "x" }, ...values }, "repeat")).toThrow(`${place} "a" is `);
});

test.each(["", ".", "..", [""], ["."], []])("a path value of %j would name another resource", (a) => {
  const style = typeof a === "string" ? "plain" : "list";
  expect(() => parameters({ path: { a: style } })("/{a}", { path: { a } }, "repeat")).toThrow("path parameter");
});
