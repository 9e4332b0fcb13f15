import type { FetchBody } from "../fetch-types.js";

/** A larger body is read while it is sent, by a `fetch` that knows the platform's `Blob`. @unit bytes */
const BYTES_UP_TO = 16 * 1024 * 1024;

/**
 * A Blob in the form that most `fetch` functions take: as bytes, unless it is large. node-fetch 2 and cross-fetch know no Blob but their
 * own, and the platform's `fetch` not that of jsdom.
 */
export async function sendableBlob(blob: Blob): Promise<FetchBody> {
  return blob.size > BYTES_UP_TO ? withoutText(blob) : new Uint8Array(await readBlob(blob));
}

/** The same Blob. A `fetch` that does not know it fails, and does not send the text `[object Blob]` in its place. */
function withoutText(blob: Blob): Blob {
  const refuse = (): never => {
    throw new TypeError("this fetch knows no Blob");
  };
  return Object.defineProperty(blob.slice(0, blob.size, blob.type), "toString", { value: refuse });
}

/** The bytes of a Blob. */
export function readBlob(blob: Blob): Promise<ArrayBuffer> {
  if ("arrayBuffer" in blob) return blob.arrayBuffer();
  // jsdom's before version 27.
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(blob);
  });
}
