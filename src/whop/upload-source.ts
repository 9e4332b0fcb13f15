import { InvalidRequestError } from "../runtime/errors.js";
import { Deadline } from "../runtime/request/deadline.js";
import { defaultPlatform } from "../runtime/settings/platform.js";

/**
 * What can be uploaded: a `Blob` or `File`, bytes, a stream of bytes, or a path where there is a file system. Never pass a path
 * that comes from outside your program. A stream is read to its end before anything is sent, because the storage needs the
 * length first and a retry needs the bytes again; for big files pass a path or a `Blob`.
 */
export type UploadSource =
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | string;

/** The name of the source itself. */
export function sourceName(source: UploadSource): string | undefined {
  if (typeof source === "string") return source.split(/[\\/]/).pop();
  return source instanceof Blob && "name" in source && typeof source.name === "string" ? source.name : undefined;
}

/**
 * The bytes. Without a type, so that `fetch` adds no header that the address was not signed for.
 * @throws InvalidRequestError when the source is of an unknown kind, or cannot be read
 */
export async function readSource(source: UploadSource, signal?: AbortSignal | null): Promise<Blob> {
  if (typeof source === "string") return openPath(source);
  if (source instanceof Blob) return source.slice(0, source.size, "");
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return new Blob([source as BlobPart]);
  if (isStream(source)) return new Blob(await readAll(source, signal));
  const given = source === null ? "null" : typeof source;
  throw new InvalidRequestError(
    `files.upload: the file must be a Blob, bytes, a stream of bytes or a path (got ${given})`,
  );
}

/** The part of `node:fs` that is used. */
interface FileSystem {
  readonly openAsBlob?: (path: string) => Promise<Blob>;
  readonly promises: { readFile(path: string): Promise<Uint8Array<ArrayBuffer>> };
}

async function openPath(path: string): Promise<Blob> {
  // Not an import: bundlers for browsers and Workers fail on `node:fs`, even if it never runs.
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => FileSystem | undefined } };
  const fs = process?.getBuiltinModule?.("node:fs");
  if (fs === undefined)
    throw new InvalidRequestError("files.upload: there is no file system here. Pass a Blob or bytes instead of a path");
  try {
    // `openAsBlob` reads from disk while sending.
    return fs.openAsBlob ? await fs.openAsBlob(path) : new Blob([await fs.promises.readFile(path)]);
  } catch (cause) {
    throw new InvalidRequestError("files.upload: the file at the given path cannot be read", { cause });
  }
}

type Stream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

function isStream(source: unknown): source is Stream {
  if (typeof source !== "object" || source === null) return false;
  return "getReader" in source || Symbol.asyncIterator in source;
}

async function readAll(stream: Stream, signal: AbortSignal | null | undefined): Promise<BlobPart[]> {
  const chunks: BlobPart[] = [];
  const reader = "getReader" in stream ? fromReader(stream.getReader()) : stream[Symbol.asyncIterator]();
  const deadline = new Deadline(Number.POSITIVE_INFINITY, signal, defaultPlatform.timer);
  let done = false;
  try {
    for (;;) {
      const next = await deadline.race(reader.next());
      done = next.done === true;
      if (next.done) return chunks;
      if (!ArrayBuffer.isView(next.value)) throw new InvalidRequestError("files.upload: the stream must give bytes");
      // A copy: some streams use one buffer again and again.
      chunks.push(new Uint8Array(next.value));
    }
  } finally {
    deadline.release();
    // Not awaited: a stream that hangs would hang here, too.
    if (!done) void Promise.resolve(reader.return?.()).catch(() => {});
  }
}

/** Safari's streams are not async iterable. */
function fromReader(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncIterator<Uint8Array, undefined> {
  return {
    next: () => reader.read() as Promise<IteratorResult<Uint8Array, undefined>>,
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}
