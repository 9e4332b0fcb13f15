import { expect, test } from "vitest";
import { readBlob, sendableBlob } from "../../../src/runtime/fetch/body-bytes.js";

const MiB = 1024 * 1024;

test("up to 16 MiB as bytes, which each fetch takes", async () => {
  const body = await sendableBlob(new Blob([new Uint8Array(16 * MiB).fill(7)]));
  expect(body).toBeInstanceOf(Uint8Array);
  const { length, [length - 1]: last } = body as Uint8Array;
  expect([length, last]).toEqual([16 * MiB, 7]);
});

test("above, as the Blob that it is: nothing of it is read", async () => {
  const blob = new Blob([new Uint8Array(16 * MiB + 1)]);
  blob.arrayBuffer = () => Promise.reject(new Error("read"));
  expect(await sendableBlob(blob)).toBe(blob);
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
