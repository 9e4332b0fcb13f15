import { expect, test } from "vitest";
import { ClientError } from "../../src/runtime/errors.js";
import { visible } from "../../src/runtime/visible.js";
import { client, failureOf, json } from "./support.js";

test.each([
  ["a right-to-left override", "pay\u202egpj.exe", "pay\\u{202e}gpj.exe"],
  ["isolates", "\u2066a\u2069", "\\u{2066}a\\u{2069}"],
  ["marks of direction", "a\u200eb\u200fc\u061c", "a\\u{200e}b\\u{200f}c\\u{61c}"],
  [
    "zero-width characters",
    "a\u200bb\u200cc\u200dd\u2060e\ufeff",
    "a\\u{200b}b\\u{200c}c\\u{200d}d\\u{2060}e\\u{feff}",
  ],
  ["a soft hyphen", "a\u00adb", "a\\u{ad}b"],
  ["annotations", "a\ufff9b\ufffbc", "a\\u{fff9}b\\u{fffb}c"],
  ["tags", "a\u{e0041}\u{e007f}", "a\\u{e0041}\\u{e007f}"],
  ["selectors of variants", "a\ufe0f\u{e0100}", "a\\u{fe0f}\\u{e0100}"],
  ["fillers", "a\u3164b\u115f\uffa0", "a\\u{3164}b\\u{115f}\\u{ffa0}"],
  ["the joiner of graphemes", "a\u034fb", "a\\u{34f}b"],
  ["private use", "a\ue000", "a\\u{e000}"],
  ["half of a surrogate pair", "a\ud800b", "a\\u{d800}b"],
  ["line breaks and control characters", "a\r\n\u2028\u2029b\u0000\u001b[31mc\u0085d", "a b [31mc d"],
  ["what is seen", "Größe: 5 €, 日本語, שלום, 👍", "Größe: 5 €, 日本語, שלום, 👍"],
])("%s", (_name, text, want) => {
  expect(visible(text)).toBe(want);
});

test("no message of an error has them, and no stack", () => {
  const error = new ClientError("a\u202eb\nc", { cause: 1 });
  expect([error.message, error.cause]).toEqual(["a\\u{202e}b c", 1]);
  expect(error.stack?.split("\n")[0]).toMatch(/Error: a\\u\{202e\}b c$/);
});

test("nor the message, code, type and parameter that a server names", async () => {
  const said = "No\u202e\u200b.";
  const { things } = client([json({ error: { message: said, code: said, type: said, param: said } }, { status: 400 })]);
  const error = await failureOf(things.retrieve("x"));
  const want = "No\\u{202e}\\u{200b}.";
  expect(error).toMatchObject({ message: `400 GET /things/{id}: ${want}`, code: want, type: want, param: want });
  expect(error.body).toMatchObject({ error: { message: said } });
});

test("nor the message for a value of the caller's", async () => {
  const { things } = client([]);
  const call = things.http.POST("/things", { body: { name: "x", "a\u202eb": Number.NaN } as never });
  expect((await failureOf(call)).message).toBe('POST /things: body "a\\u{202e}b" is NaN, which JSON cannot hold');
});

test("a message is not cut within a character", async () => {
  const { things } = client([json({ error: { message: `${"x".repeat(499)}👍` } }, { status: 400 })]);
  expect((await failureOf(things.retrieve("x"))).message).toBe(`400 GET /things/{id}: ${"x".repeat(499)}`);
});
