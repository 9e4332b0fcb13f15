import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { serializeBody } from "../../../src/runtime/encode/body.js";
import { mergeHeaders } from "../../../src/runtime/encode/headers.js";
import { fillPath } from "../../../src/runtime/encode/path.js";
import { serializeQuery } from "../../../src/runtime/encode/query.js";
import { InvalidRequestError, multipartBody } from "../../../src/runtime/index.js";

class Fields {
  readonly a = 1;
}

class Fieldless {
  readonly #a = 1;
  get a(): number {
    return this.#a;
  }
}

/** As polyfills of Blob are. */
class LibraryBlob {
  readonly parts = ["a"];
  get [Symbol.toStringTag](): string {
    return "Blob";
  }
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

describe("query", () => {
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
    ["null in an array", { a: [null, undefined, 1] }, "a%5B%5D=&a%5B%5D=1"],
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
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["invalid date", new Date(Number.NaN)],
    ["symbol", Symbol("x")],
    ["function", () => 1],
    ["lone surrogate", "\udc00"],
    ["cycle", cycle],
    ["Map", new Map([["a", 1]])],
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
    ["bigint", { amount: 1n }, "the body has a cycle or a bigint, which JSON cannot hold"],
    ["cycle", cycle, "the body has a cycle or a bigint, which JSON cannot hold"],
  ])("%s is refused", (_name, body, want) => {
    expect(() => serializeBody(body)).toThrow(new InvalidRequestError(want));
  });
});

describe("what would leave as {} or as its name", () => {
  const upload = ": upload the file first and pass its id";
  const rows: readonly (readonly [name: string, value: unknown, what: string, remedy: string])[] = [
    ["Blob", new Blob(["a"]), "a Blob", upload],
    ["File", new File(["a"], "a.pdf"), "a File", upload],
    ["Blob of a library that shows its fields", new LibraryBlob(), "a Blob", upload],
    ["Buffer, whose toJSON lists its bytes", Buffer.from("a"), "a Uint8Array", upload],
    ["Uint8Array", new Uint8Array(1), "a Uint8Array", upload],
    ["Uint8Array of another realm", runInNewContext("new Uint8Array(1)"), "a Uint8Array", upload],
    ["DataView", new DataView(new ArrayBuffer(1)), "a DataView", upload],
    ["ArrayBuffer", new ArrayBuffer(1), "an ArrayBuffer", upload],
    ["ArrayBuffer of another realm", runInNewContext("new ArrayBuffer(1)"), "an ArrayBuffer", upload],
    ["SharedArrayBuffer", new SharedArrayBuffer(1), "a SharedArrayBuffer", upload],
    ["ReadableStream", new Blob(["a"]).stream(), "a ReadableStream", upload],
    ["Node's Readable", Readable.from(["a"]), "a Readable", upload],
    ["async generator", (async function* () {})(), "an AsyncGenerator", upload],
    ["async iterable", { async *[Symbol.asyncIterator]() {} }, "an Object", upload],
    ["FormData", new FormData(), "a FormData", ""],
    ["URLSearchParams", new URLSearchParams("a=1"), "a URLSearchParams", ""],
    ["Map", new Map(), "a Map", ""],
    ["Map of another realm", runInNewContext("new Map()"), "a Map", ""],
    ["Set", new Set(), "a Set", ""],
    ["Promise", Promise.resolve(1), "a Promise", ": await it first"],
    ["Error", new Error("a"), "an Error", ""],
    ["RegExp", /a/, "a RegExp", ""],
    ["generator", (function* () {})(), "a Generator", ""],
    ["class that keeps all to itself", new Fieldless(), "a Fieldless", ""],
    ["function", () => 1, "a Function", ""],
    ["symbol", Symbol("a"), "a Symbol", ""],
  ];

  test.each(rows)("%s in JSON is refused with its place", (_name, value, what, remedy) => {
    const refusal = (place: string) =>
      new InvalidRequestError(`body ${place}is ${what}, which JSON cannot hold${remedy}`);
    expect(() => serializeBody({ id: 1, file: value })).toThrow(refusal('"file" '));
    expect(() => serializeBody({ a: { b: [{ file: value }] } })).toThrow(refusal('"a.b.0.file" '));
    expect(() => serializeBody({ a: [1, value] })).toThrow(refusal('"a.1" '));
    // A form that is the whole body is sent as a form.
    if (!(value instanceof FormData)) expect(() => serializeBody(value)).toThrow(refusal(""));
  });

  test("undefined in a list, which JSON makes null of", () => {
    expect(() => serializeBody({ ids: ["a", undefined] })).toThrow('body "ids.1" is undefined, which JSON cannot hold');
  });

  const sendable = /^(?:Blob|File|Buffer|Uint8Array|DataView|ArrayBuffer)/;
  test.each(rows.filter(([name]) => !sendable.test(name) || name.includes("library")))(
    "%s as a part of a form is refused",
    (_name, value) => {
      expect(() => multipartBody({ file: value })).toThrow(InvalidRequestError);
      expect(() => multipartBody({ file: value })).toThrow(/^body "file" is an? /);
    },
  );

  test.each(rows)("%s inside an object of a form is refused", (_name, value, what) => {
    expect(() => multipartBody({ meta: { file: value } })).toThrow(
      `body "meta.file" is ${what}, which JSON cannot hold`,
    );
  });

  test.each(rows.filter(([name]) => sendable.test(name) && !name.includes("library")))(
    "%s as a part of a form arrives as bytes",
    async (_name, value) => {
      expect((multipartBody({ file: value }).get("file") as File).size).toBe(1);
    },
  );
});

describe("multipart body", () => {
  test("parts by kind", async () => {
    const form = multipartBody({
      file: new File(["abc"], "receipt.pdf", { type: "application/pdf" }),
      raw: new Uint8Array([1, 2]),
      tags: ["a", "b"],
      count: 3,
      at: new Date(0),
      meta: { k: 1 },
      none: undefined,
      nil: null,
    });
    expect([...form.keys()]).toEqual(["file", "raw", "tags", "tags", "count", "at", "meta"]);
    expect(form.getAll("tags")).toEqual(["a", "b"]);
    expect([form.get("count"), form.get("at"), form.get("meta")]).toEqual(["3", "1970-01-01T00:00:00.000Z", '{"k":1}']);
    expect([(form.get("file") as File).name, (form.get("file") as File).type]).toEqual([
      "receipt.pdf",
      "application/pdf",
    ]);
    expect([...new Uint8Array(await (form.get("raw") as File).arrayBuffer())]).toEqual([1, 2]);
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
