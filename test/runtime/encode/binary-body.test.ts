import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { serializeBody } from "../../../src/runtime/encode/body.js";

const rows: readonly (readonly [string, unknown])[] = [
  ["Blob", new Blob(["x"])],
  ["File", new File(["x"], "x.pdf")],
  ["Buffer", Buffer.from("x")],
  ["ArrayBuffer", new ArrayBuffer(1)],
  ["SharedArrayBuffer", new SharedArrayBuffer(1)],
  ["Uint8Array", new Uint8Array(1)],
  ["DataView", new DataView(new ArrayBuffer(1))],
  ["ReadableStream", new ReadableStream()],
  ["Node stream", Readable.from(["x"])],
];

test.each(rows)("a %s in a JSON body is refused with its place and the way to do it", (_, value) => {
  expect(() => serializeBody({ evidence: { documents: [{ file: value }] } })).toThrow(
    /^body "evidence\.documents\.0\.file" is an? \w+, which JSON cannot hold; upload the file first and pass its id$/,
  );
  expect(() => serializeBody(value)).toThrow(/^body is an? \w+, which JSON cannot hold/);
});

test.each([
  ["FormData", new FormData()],
  ["Map", new Map([["a", 1]])],
  ["Set", new Set([1])],
])("a nested %s is refused", (_, value) => {
  expect(() => serializeBody({ a: value })).toThrow(/^body "a" is a \w+, which JSON cannot hold$/);
});

test("what has a JSON form is written", () => {
  class Point {
    readonly x = 1;
  }
  const body = { date: new Date(0), url: new URL("https://a.example/"), point: new Point(), bare: Object.create(null) };
  expect(serializeBody(body)).toBe(
    '{"date":"1970-01-01T00:00:00.000Z","url":"https://a.example/","point":{"x":1},"bare":{}}',
  );
});
