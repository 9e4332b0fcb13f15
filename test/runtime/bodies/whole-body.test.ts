import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { bytesBody, InvalidRequestError, textBody } from "../../../src/runtime/index.js";

test.each([
  ["text/plain", "a\r\né😀", "text/plain"],
  ["text/plain; charset=UTF-8", "", "text/plain; charset=utf-8"],
  ["application/xml", "<a/>", "application/xml"],
  ["text/*", "a", "text/plain"],
])("text of the type %s", async (type, body, want) => {
  const blob = textBody(type)(body) as Blob;
  expect(blob.type).toBe(want);
  expect(Buffer.from(await blob.arrayBuffer()).equals(Buffer.from(body))).toBe(true);
});

test.each([
  [new String("a"), "body must be a string (got a String)"],
  [{ a: 1 }, "body must be a string (got an Object)"],
  [5, "body must be a string (got 5)"],
  ["\udc00", "body has half of a surrogate pair, which text cannot hold"],
])("%s is no text", (body, message) => {
  expect(() => textBody("text/plain")(body)).toThrow(new InvalidRequestError(message));
});

const bytes = new Uint8Array([9, 1, 0, 255, 9]);

test.each([
  ["bytes", bytes],
  ["an ArrayBuffer", bytes.buffer],
  ["one of another realm", runInNewContext("new Uint8Array([9, 1, 0, 255, 9])")],
  ["a Blob of another type", new Blob([bytes], { type: "text/html" })],
  ["a File", new File([bytes], "a.png")],
])("%s leave as they are, with the contract's type", async (_name, body) => {
  const blob = bytesBody("application/octet-stream")(body) as Blob;
  expect(blob.type).toBe("application/octet-stream");
  expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes);
});

test("a part of a buffer is that part", async () => {
  const blob = bytesBody("image/png")(bytes.subarray(1, 4)) as Blob;
  expect(new Uint8Array(await blob.arrayBuffer())).toEqual(new Uint8Array([1, 0, 255]));
});

test.each([
  ["image/*", new Blob([bytes], { type: "image/webp" }), "image/webp"],
  ["*/*", new Blob([bytes], { type: "image/webp" }), "image/webp"],
  ["*/*", bytes, "application/octet-stream"],
  ["application/*", bytes, "application/octet-stream"],
])("of the range %s the type is that of the Blob", (type, body, want) => {
  expect((bytesBody(type)(body) as Blob).type).toBe(want);
});

test.each([
  ["a string", "a"],
  ["a stream", new Blob(["a"]).stream()],
  ["Node's stream", Readable.from(["a"])],
  ["an object", {}],
  ["null", null],
])("%s is no bytes", (_name, body) => {
  expect(() => bytesBody("image/png")(body)).toThrow(InvalidRequestError);
  expect(() => bytesBody("image/png")(body)).toThrow(
    /^body must be bytes or a Blob of this platform \(got .*\): for a stream, await new Response\(stream\)\.blob\(\)$/,
  );
});

test("of a range that nothing says the type of", () => {
  const message = "body must be a Blob whose type is image/* (got application/octet-stream)";
  expect(() => bytesBody("image/*")(bytes)).toThrow(new InvalidRequestError(message));
});
