import { describe, expect, test } from "vitest";
import { readText } from "../../../src/runtime/receive/read-text.js";
import { TextBuffer } from "../../../src/runtime/receive/text-buffer.js";

const bodies: [string, Uint8Array<ArrayBuffer>][] = [
  ["letters of several bytes", new TextEncoder().encode("Größe 日本語 👍")],
  ["a byte order mark", new Uint8Array([0xef, 0xbb, 0xbf, 0x41])],
  ["bytes that are not UTF-8", new Uint8Array([0x41, 0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80])],
  ["half a letter at its end", new Uint8Array([0x41, 0xe6, 0x97])],
  ["much", new TextEncoder().encode("日本語 👍 ".repeat(10_000))],
  ["nothing", new Uint8Array()],
];

describe.each(bodies)("%s", (_name, bytes) => {
  test.each([1, 3, 1_023, 1_025, 65_537, 1e9])("in chunks of %i bytes is what Response makes of it", async (size) => {
    let at = 0;
    const chunks = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        if (at < bytes.length) controller.enqueue(bytes.slice(at, at + size));
        else controller.close();
        at += size;
      },
    });
    expect(await readText(new Response(chunks), bytes.length)).toBe(await new Response(bytes).text());
  });

  test("large and small chunks in turn keep their order", async () => {
    const buffer = new TextBuffer(bytes.length);
    const sizes = [1, 2_000, 5, 70_000];
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = turn < 100 ? 1 : sizes[turn % sizes.length]!;
      expect(buffer.add(bytes.slice(at, at + size))).toBe(true);
      at += size;
    }
    expect(buffer.toString()).toBe(await new Response(bytes).text());
  });
});

test("a response without a body", async () => {
  expect(await readText(new Response(null, { status: 204 }), 1)).toBe("");
});

test.each([
  [5, "größe"],
  [4, undefined],
])("where there are no streams, at most %i characters", async (limit, want) => {
  const foreign = { body: { pipe() {} }, text: async () => "größe" } as unknown as Response;
  expect(await readText(foreign, limit)).toBe(want);
});

test("a body that breaks off is what it broke off with", async () => {
  const broken = new ReadableStream({ start: (controller) => controller.error(new RangeError("x")) });
  await expect(readText(new Response(broken), 1)).rejects.toBeInstanceOf(RangeError);
});
