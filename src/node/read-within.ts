import type { Readable } from "node:stream";
import { TextBuffer } from "../runtime/receive/text-buffer.js";

const BROKEN = "the response's body broke off";

/** The text of a stream in UTF-8; `undefined` when it has more than `limit` bytes, and then the rest is not read. */
export function readWithin(source: Readable, limit: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    if (source.closed) throw source.errored ?? new TypeError(BROKEN);
    const buffer = new TextBuffer(limit);
    source
      .on("data", (chunk: Uint8Array) => {
        if (buffer.add(chunk)) return;
        resolve(undefined);
        source.destroy();
      })
      .on("end", () => resolve(buffer.toString()))
      .on("error", reject)
      .on("close", () => reject(new TypeError(BROKEN)));
  });
}
