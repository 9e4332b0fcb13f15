import { InvalidRequestError } from "../runtime/errors.js";
import { startDeadline } from "../runtime/request/deadline.js";
import { defaultPlatform } from "../runtime/settings/platform.js";

/**
 * What can be uploaded: a `Blob` or `File`, bytes, a stream of bytes, or the path of a file where there is a file system.
 * Never pass on a path that a stranger gave. A stream is read to its end first, since the storage wants to know the length
 * beforehand and a second attempt needs the bytes again; for big files pass a path or a `Blob`.
 */
export type UploadSource =
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | string;

/** The name that the source brings along. */
export function sourceName(source: UploadSource): string | undefined {
  if (typeof source === "string") return source.split(/[\\/]/).pop();
  return source instanceof Blob && "name" in source && typeof source.name === "string" ? source.name : undefined;
}

/**
 * The bytes. Without a type, so that `fetch` adds no header that the address was not signed for.
 * @throws InvalidRequestError when the source is of no known kind, or cannot be read
 */
export async function readSource(source: UploadSource, signal?: AbortSignal | null): Promise<Blob> {
  if (typeof source === "string") return openPath(source);
  if (source instanceof Blob) return source.slice(0, source.size, "");
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return new Blob([source as BlobPart]);
  if (isStream(source)) return new Blob(await readAll(source, signal));
  throw new InvalidRequestError("the file must be a Blob, bytes, a stream of bytes or a path");
}

/** The little of a file system that is used. */
interface FileSystem {
  readonly openAsBlob?: (path: string) => Promise<Blob>;
  readonly promises: { readFile(path: string): Promise<Uint8Array<ArrayBuffer>> };
}

async function openPath(path: string): Promise<Blob> {
  // Not an import: bundlers for the browser and Workers stumble over `node:fs`, even where it never runs.
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => FileSystem | undefined } };
  const fs = process?.getBuiltinModule?.("node:fs");
  if (fs === undefined)
    throw new InvalidRequestError("there is no file system here: pass a Blob or bytes instead of a path");
  try {
    // The former reads from disk while it is sent.
    return fs.openAsBlob ? await fs.openAsBlob(path) : new Blob([await fs.promises.readFile(path)]);
  } catch (cause) {
    throw new InvalidRequestError("the file at the given path cannot be read", { cause });
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
  const limit = startDeadline(Number.POSITIVE_INFINITY, signal, defaultPlatform.timer);
  let done = false;
  try {
    for (;;) {
      const next = await limit.race(reader.next());
      done = next.done === true;
      if (next.done) return chunks;
      if (!ArrayBuffer.isView(next.value)) throw new InvalidRequestError("the stream must give bytes");
      // A copy: some streams use one buffer again and again.
      chunks.push(new Uint8Array(next.value));
    }
  } finally {
    limit.release();
    // Not awaited: a stream that hangs does not end on request either.
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
