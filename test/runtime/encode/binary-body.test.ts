import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { serializeBody } from "../../../src/runtime/encode/body.js";
import { InvalidRequestError, multipartBody } from "../../../src/runtime/index.js";
import { Whop } from "../../../src/whop.js";
import { scriptedFetch } from "../../support/scripted-fetch.js";

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

describe("what would leave as {} or as its name", () => {
  const upload = "; upload the file first and pass its id";
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
    ["Promise", Promise.resolve(1), "a Promise", "; await it first"],
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
    expect(() => serializeBody(value)).toThrow(refusal(""));
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
      const form = await new Response(multipartBody({ file: value })).formData();
      expect((form.get("file") as File).size).toBe(1);
    },
  );
});

test.each([new Blob(["a"]), Buffer.from("a"), new FormData()])(
  "a whole body that is a %s is not copied to add a key, which would leave the key alone",
  async (body) => {
    const { fetch, sent } = scriptedFetch();
    const whop = new Whop({ apiKey: "key", fetch });
    await expect(whop.transfers.create(body as never)).rejects.toThrow(
      /^POST \/transfers: body is a \w+, which JSON cannot hold/,
    );
    await expect(whop.http.POST("/transfers", { body: body as never })).rejects.toThrow(
      /^POST \/transfers: body is a /,
    );
    expect(sent).toEqual([]);
  },
);

test("what has a JSON form is written", () => {
  class Point {
    readonly x = 1;
  }
  const body = { date: new Date(0), url: new URL("https://a.example/"), point: new Point(), bare: Object.create(null) };
  expect(serializeBody(body)).toBe(
    '{"date":"1970-01-01T00:00:00.000Z","url":"https://a.example/","point":{"x":1},"bare":{}}',
  );
});
