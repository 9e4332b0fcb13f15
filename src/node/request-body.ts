import { Readable } from "node:stream";
import type { ReadableStream as NodeWebStream } from "node:stream/web";
import type { Dispatcher } from "undici";
import { formBlob, isForm } from "../runtime/encode/form-blob.js";
import { InvalidRequestError } from "../runtime/errors.js";
import type { FetchBody } from "../runtime/fetch-types.js";

/** A body for undici, and the content type that goes with it unless the caller has set one. */
export interface RequestBody {
  readonly body: NonNullable<Dispatcher.DispatchOptions["body"]> | null;
  readonly contentType?: string | undefined;
}

/** @throws InvalidRequestError for what would be sent as `[object Object]` */
export function requestBody(body: FetchBody | null | undefined): RequestBody {
  if (body === null || body === undefined) return { body: null };
  if (typeof body === "string") return { body, contentType: "text/plain;charset=UTF-8" };
  if (ArrayBuffer.isView(body)) return { body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
  if (body instanceof ArrayBuffer) return { body: Buffer.from(body) };
  if (body instanceof URLSearchParams) {
    return { body: String(body), contentType: "application/x-www-form-urlencoded;charset=UTF-8" };
  }
  if (body instanceof Blob) return fromBlob(body);
  // Also the form of another realm, or of undici's package.
  if (isForm(body)) return fromBlob(formBlob(body));
  if (body instanceof ReadableStream) return { body: Readable.fromWeb(body as NodeWebStream) };
  throw new InvalidRequestError(
    "the body must be a string, bytes, a Blob, FormData, URLSearchParams or a ReadableStream",
  );
}

/** Read while it is sent: a Blob can stand for a file that is larger than memory. */
function fromBlob(blob: Blob): RequestBody {
  // undici's types leave out what its documentation and its code take.
  return { body: blob as unknown as Readable, contentType: blob.type || undefined };
}
