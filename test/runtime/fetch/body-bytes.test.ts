import { expect, test } from "vitest";
import { readBlob, sendableBlob } from "../../../src/runtime/fetch/body-bytes.js";

const MiB = 1024 * 1024;

test("up to 16 MiB as bytes, which each fetch takes", async () => {
  const body = await sendableBlob(new Blob([new Uint8Array(16 * MiB).fill(7)]));
  expect(body).toBeInstanceOf(Uint8Array);
  const { length, [length - 1]: last } = body as Uint8Array;
  expect([length, last]).toEqual([16 * MiB, 7]);
});

test("above, as a Blob: nothing of it is read", async () => {
  const blob = new Blob([new Uint8Array(16 * MiB), "a"], { type: "a/b; c=d" });
  blob.arrayBuffer = () => Promise.reject(new Error("read"));
  const body = (await sendableBlob(blob)) as Blob;
  expect([body instanceof Blob, body.size, body.type]).toEqual([true, 16 * MiB + 1, "a/b; c=d"]);
  expect(await new Response(body.slice(-1)).text()).toBe("a");
});

test("a fetch that makes text of what it does not know fails, and sends no [object Blob]", async () => {
  const body = await sendableBlob(new Blob([new Uint8Array(16 * MiB + 1)]));
  expect(() => String(body)).toThrow("this fetch knows no Blob");
  expect(() => `${body}`).toThrow("this fetch knows no Blob");
});

test("a Blob without arrayBuffer is read with a FileReader, as jsdom has them", async () => {
  const global = globalThis as { FileReader?: unknown };
  global.FileReader = class {
    result: ArrayBuffer | undefined;
    onload: () => void = () => {};
    readAsArrayBuffer(blob: { secret: ArrayBuffer }): void {
      this.result = blob.secret;
      queueMicrotask(this.onload);
    }
  };
  try {
    const { buffer } = new Uint8Array([1, 2]);
    expect(await readBlob({ secret: buffer } as unknown as Blob)).toBe(buffer);
  } finally {
    delete global.FileReader;
  }
});
