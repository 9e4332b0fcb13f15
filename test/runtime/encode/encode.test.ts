import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { serializeBody } from "../../../src/runtime/encode/body.js";
import { mergeHeaders } from "../../../src/runtime/encode/headers.js";
import { parameters } from "../../../src/runtime/encode/parameters.js";
import { fillPath } from "../../../src/runtime/encode/path.js";
import { serializeQuery } from "../../../src/runtime/encode/query.js";
import { InvalidRequestError, multipartBody } from "../../../src/runtime/index.js";

class Fields {
  readonly a = 1;
}

describe("path", () => {
  test.each([
    ["an id as it is", "dspt_x", "/things/dspt_x"],
    ["a slash stays inside its segment", "a/../b", "/things/a%2F..%2Fb"],
    ["a backslash too", "a\\b", "/things/a%5Cb"],
    ["what is encoded already is encoded again", "%2e%2e", "/things/%252e%252e"],
    ["a query mark and a fragment", "a?b#c", "/things/a%3Fb%23c"],
    ["dots that are no dot segment", "...", "/things/..."],
    ["space and umlaut", "a ü", "/things/a%20%C3%BC"],
    ["a dollar is no replacement pattern", "$&", "/things/%24%26"],
    ["braces are no second template", "{id}", "/things/%7Bid%7D"],
  ])("%s", (_name, id, want) => {
    expect(fillPath("/things/{id}", { id })).toBe(want);
  });

  test.each([
    ["empty", ""],
    ["dot", "."],
    ["dot dot", ".."],
    ["null", null],
    ["undefined", undefined],
    ["number", 7],
    ["NaN", Number.NaN],
    ["object", { toString: () => "x" }],
    ["array", ["x"]],
    ["lone surrogate", "a\ud800"],
  ])("%s is refused", (_name, id) => {
    expect(() => fillPath("/things/{id}", { id })).toThrow(InvalidRequestError);
  });

  test("two parameters", () => {
    expect(fillPath("/a/{x}/b/{y}", { x: "1", y: "2" })).toBe("/a/1/b/2");
  });
});

class Filter {
  readonly status = "won";
}

class Moment {
  readonly #at = "2026-01-01";
  toJSON(): string {
    return this.#at;
  }
}

describe("query", () => {
  test.each([new Map([["a", 1]]), new URLSearchParams("a=1"), new Moment(), ["a"], "a=1", null])(
    "a whole query that is %s is refused",
    (query) => {
      expect(() => serializeQuery(query as object, "repeat")).toThrow(/^the query is (?:an? \w+|null), not an object$/);
    },
  );

  const date = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6));
  test.each([
    ["nothing", {}, ""],
    ["undefined is left out", { a: undefined }, ""],
    ["null is an empty value", { order: null }, "order="],
    ["booleans and numbers", { a: true, b: 0, c: -1.5 }, "a=true&b=0&c=-1.5"],
    ["bigint", { a: 12345678901234567890n }, "a=12345678901234567890"],
    ["space and reserved characters", { q: "a b&c=d+e" }, "q=a%20b%26c%3Dd%2Be"],
    ["date", { since: date }, "since=2026-01-02T03%3A04%3A05.006Z"],
    ["array", { statuses: ["a", "b"] }, "statuses%5B%5D=a&statuses%5B%5D=b"],
    ["empty array", { statuses: [] }, ""],
    ["null in an array", { a: [null, 1] }, "a%5B%5D=&a%5B%5D=1"],
    ["date of another realm", { since: runInNewContext("new Date(0)") }, "since=1970-01-01T00%3A00%3A00.000Z"],
    ["object of another realm", { f: runInNewContext("({ a: [1] })") }, "f%5Ba%5D%5B%5D=1"],
    ["object of a class of the caller's own", new Filter(), "status=won"],
    ["object", { filters: { a: 1, b: undefined } }, "filters%5Ba%5D=1"],
    ["array in an object", { filters: { b: { c: [1] } } }, "filters%5Bb%5D%5Bc%5D%5B%5D=1"],
    ["own __proto__", JSON.parse('{"__proto__":"x"}'), "__proto__=x"],
  ])("brackets: %s", (_name, query, want) => {
    expect(serializeQuery(query, "brackets")).toBe(want);
  });

  test("repeat", () => {
    expect(serializeQuery({ a: ["x", "y"], f: { k: [1, 2] } }, "repeat")).toBe("a=x&a=y&f%5Bk%5D=1&f%5Bk%5D=2");
  });

  const cycle: unknown[] = [];
  cycle.push(cycle);
  test.each([
    ["undefined in an array", [undefined]],
    ["Map", new Map([["a", 1]])],
    ["Set", new Set(["a"])],
    ["Set in an array", [new Set(["a"])]],
    ["URLSearchParams", new URLSearchParams("a=1")],
    ["boxed string", Object("a")],
    ["object with its value behind accessors, as Temporal's", new Moment()],
    ["Headers", new Headers({ a: "1" })],
    ["Uint8Array", new Uint8Array(1)],
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["invalid date", new Date(Number.NaN)],
    ["symbol", Symbol("x")],
    ["function", () => 1],
    ["lone surrogate", "\udc00"],
    ["cycle", cycle],
    ["Blob", new Blob(["a"])],
  ])("%s is refused by the parameter's name", (_name, value) => {
    expect(() => serializeQuery({ since: value }, "brackets")).toThrow(/^query "since/);
    expect(() => serializeQuery({ since: value }, "repeat")).toThrow(InvalidRequestError);
  });
});

describe("JSON body", () => {
  test.each([
    ["null is kept, undefined left out", { a: null, b: undefined }, '{"a":null}'],
    ["empty", {}, "{}"],
    ["date", { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ["text beyond the basic plane", { a: "😀" }, '{"a":"😀"}'],
    ["top level array", [1, "a"], '[1,"a"]'],
    ["own toJSON", { at: { toJSON: () => ({ a: 1 }) } }, '{"at":{"a":1}}'],
    ["address", { at: new URL("https://a.test/") }, '{"at":"https://a.test/"}'],
    ["class instance with fields", { at: new Fields() }, '{"at":{"a":1}}'],
    [
      "object of another realm",
      { at: runInNewContext("({ a: {}, b: [1], c: new Date(0) })") },
      '{"at":{"a":{},"b":[1],"c":"1970-01-01T00:00:00.000Z"}}',
    ],
    ["object without a prototype", { at: Object.assign(Object.create(null), { a: 1 }) }, '{"at":{"a":1}}'],
    ["boxed values", { at: [new String("a"), new Number(1), new Boolean(false)] }, '{"at":["a",1,false]}'],
  ])("%s", (_name, body, want) => {
    expect(serializeBody(body)).toBe(want);
  });

  const throwing = {
    toJSON() {
      throw new RangeError("secret");
    },
  };
  const throwingText = {
    toJSON() {
      throw "secret";
    },
  };
  const deep = (levels: number): unknown => {
    let value: unknown = [];
    for (let level = 0; level < levels; level++) value = [value];
    return value;
  };
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  test.each([
    ["NaN", { amount: Number.NaN }, 'body "amount" is NaN, which JSON cannot hold'],
    [
      "Infinity, deep",
      { a: [{ amount: Number.POSITIVE_INFINITY }] },
      'body "a.0.amount" is Infinity, which JSON cannot hold',
    ],
    ["invalid date", { at: new Date(Number.NaN) }, 'body "at" is an invalid Date, which JSON cannot hold'],
    ["lone surrogate", { name: "x\ud83d" }, 'body "name" has half of a surrogate pair, which JSON cannot hold'],
    ["toJSON that throws", { a: [{ b: throwing }] }, 'body "a.0.b" cannot be written: its toJSON threw (RangeError)'],
    ["toJSON that throws, as the body", throwing, "body cannot be written: its toJSON threw (RangeError)"],
    ["toJSON that throws text", { a: throwingText }, 'body "a" cannot be written: its toJSON threw'],
    [
      "toJSON that throws beside a cycle",
      { a: throwing, cycle },
      'body "a" cannot be written: its toJSON threw (RangeError)',
    ],
    ["bigint", { a: [{ amount: 1n }] }, 'body "a.0.amount" is a bigint, which JSON cannot hold: pass a string'],
    [
      "bigint that toJSON gives",
      { a: { toJSON: () => [1n] } },
      'body "a.0" is a bigint, which JSON cannot hold: pass a string',
    ],
    ["cycle", cycle, 'body "self" holds itself, which JSON cannot write'],
    ["cycle below", { a: [cycle] }, 'body "a.0.self" holds itself, which JSON cannot write'],
    ["what is nested too deeply", deep(50_000), "the body is nested too deeply"],
  ])("%s is refused", (_name, body, want) => {
    expect(() => serializeBody(body)).toThrow(new InvalidRequestError(want));
  });
});

describe("a parameter as JSON text", () => {
  const write = parameters({ query: { filter: "json" }, header: { filter: "json" } });
  const search = (filter: unknown): string => write("/a", { query: { filter } }, "repeat").search;

  test("as it is sent", () => {
    expect(search({ a: [null, "x"] })).toBe("filter=%7B%22a%22%3A%5Bnull%2C%22x%22%5D%7D");
    expect(write("/a", { header: { filter: "ü" } }, "repeat").headers).toEqual({ filter: '"\\u00fc"' });
  });

  test.each([
    ["Map", new Map([["a", 1]]), 'query "filter" is a Map, which JSON cannot hold'],
    ["undefined in a list", { a: [undefined] }, 'query "filter.a.0" is undefined, which JSON cannot hold'],
    ["NaN", { a: Number.NaN }, 'query "filter.a" is NaN, which JSON cannot hold'],
    ["function", () => 1, 'query "filter" is a Function, which JSON cannot hold'],
    ["bigint", { a: 1n }, 'query "filter.a" is a bigint, which JSON cannot hold: pass a string'],
  ])("%s is refused", (_name, value, want) => {
    expect(() => search(value)).toThrow(new InvalidRequestError(want));
  });
});

describe("multipart body", () => {
  test("parts by kind", async () => {
    const blob = multipartBody({
      file: new File(["abc"], "receipt.pdf", { type: "application/pdf" }),
      raw: new Uint8Array([1, 2]),
      tags: ["a", "b"],
      count: 3,
      at: new Date(0),
      meta: { k: 1 },
      none: undefined,
      nil: null,
    });
    const form = await new Response(blob).formData();
    expect([...form.keys()]).toEqual(["file", "raw", "tags", "tags", "count", "at", "meta"]);
    expect(form.getAll("tags")).toEqual(["a", "b"]);
    expect([form.get("count"), form.get("at"), form.get("meta")]).toEqual(["3", "1970-01-01T00:00:00.000Z", '{"k":1}']);
    expect([(form.get("file") as File).name, (form.get("file") as File).type]).toEqual([
      "receipt.pdf",
      "application/pdf",
    ]);
    expect([...new Uint8Array(await (form.get("raw") as File).arrayBuffer())]).toEqual([1, 2]);
  });

  test.each([
    ["undefined in a list", { tags: ["a", undefined] }, 'body "tags" is undefined, which a form cannot hold'],
    ["null in a list", { tags: [null] }, 'body "tags" is null, which a form cannot hold'],
    ["NaN", { count: Number.NaN }, 'body "count" is NaN, which a form cannot hold'],
    [
      "Infinity in a list",
      { count: [1, Number.POSITIVE_INFINITY] },
      'body "count" is Infinity, which a form cannot hold',
    ],
    ["lone surrogate", { name: "x\ud83d" }, 'body "name" has half of a surrogate pair, which a form cannot hold'],
    ["Map", { meta: { k: new Map() } }, 'body "meta.k" is a Map, which JSON cannot hold'],
    ["bigint in an object", { meta: { k: 1n } }, 'body "meta.k" is a bigint, which JSON cannot hold: pass a string'],
  ])("%s is refused", (_name, body, want) => {
    expect(() => multipartBody(body)).toThrow(new InvalidRequestError(want));
  });

  test("a form without a part is none, and nothing is sent", () => {
    expect([multipartBody({}), multipartBody({ a: undefined, b: null, c: [] })]).toEqual([undefined, undefined]);
  });

  test("a file name that could end its header is refused", () => {
    expect(() => multipartBody({ file: new File(["x"], 'a"\r\nx: y.pdf') })).toThrow(InvalidRequestError);
  });

  test("a quote in a file name stays inside its header", async () => {
    const text = await new Response(multipartBody({ file: new File(["x"], 'a".pdf') })).text();
    expect(text).toContain('filename="a%22.pdf"');
  });
});

describe("headers", () => {
  test.each([
    ["later wins, whatever the case", [{ Accept: "a" }, { accept: "b" }], { accept: "b" }],
    ["null removes", [{ accept: "a", x: "1" }, { ACCEPT: null }], { x: "1" }],
    ["undefined says nothing", [{ accept: "a" }, { accept: undefined }, undefined], { accept: "a" }],
    ["removed and given again", [{ a: "1" }, { a: null }, { a: "2" }], { a: "2" }],
  ])("%s", (_name, sources, want) => {
    expect(mergeHeaders({}, ...sources)).toEqual(want);
  });

  test.each([
    ["line feed", { "x-secret": "a\nb" }],
    ["carriage return", { "x-secret": "a\rb" }],
    ["NUL", { "x-secret": "a\0b" }],
    ["beyond Latin 1", { "x-secret": "☃" }],
    ["name with a colon", { "x-secret: y": "a" }],
    ["empty name", { "": "a" }],
    ["value that is not a string", { "x-secret": { toString: () => "a" } as unknown as string }],
  ])("%s is refused without quoting the value", (_name, headers) => {
    expect(() => mergeHeaders({}, headers)).toThrow(
      /^header "[^"]*" (?:has a character that HTTP does not allow|must be a string \(got an Object\))$/,
    );
  });
});
