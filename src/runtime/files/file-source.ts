import { describe } from "../encode/encode.js";
import { InvalidRequestError } from "../errors.js";
import { readBlob } from "../fetch/body-bytes.js";
import { Deadline } from "../request/deadline.js";
import { defaultPlatform } from "../settings/platform.js";

/**
 * A file: a `Blob` or `File`, bytes, a stream of bytes, or where there is a file system a path or a `file:` URL. Never pass a path
 * that comes from outside your program. A stream is read to its end before anything is sent, because the storage needs the
 * length first and a retry needs the bytes again; for big files pass a path or a `Blob`.
 */
export type FileSource =
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | URL
  | string;

/** The name that the source itself has: of a `File`, a path, a `file:` URL, or a stream of `createReadStream`. */
export function fileName(source: FileSource): string | undefined {
  const url = toFileUrl(source);
  if (url) return decode(lastSegment(url.pathname));
  if (typeof source === "string") return lastSegment(source);
  if (typeof source !== "object" || source === null) return undefined;
  if (isBlob(source)) return "name" in source && typeof source.name === "string" ? source.name : undefined;
  // Of the stream of an open file it is not set; of other streams it may be anything.
  const path = isStream(source) && "bytesRead" in source && "path" in source ? source.path : undefined;
  return typeof path === "string" || ArrayBuffer.isView(path) ? lastSegment(String(path)) : undefined;
}

/** How a source is read. */
export interface ReadOptions {
  /** What the file is, for messages. */
  readonly what: string;
  readonly signal?: AbortSignal | null | undefined;
  /** A stream that gives more is not read on. @unit bytes @default Infinity */
  readonly maxSize?: number | undefined;
}

/**
 * The bytes. Without a type, so that `fetch` adds no header that the address was not signed for.
 * @throws InvalidRequestError when the source is of an unknown kind, or cannot be read
 */
export async function readFile(source: FileSource, options: ReadOptions): Promise<Blob> {
  const url = toFileUrl(source);
  if (url) return openPath(url, options);
  if (typeof source === "string") return openPath(source, options);
  if (source instanceof Blob) return source.slice(0, source.size, "");
  // Of another realm: this platform would take its name for it.
  if (isBlob(source)) return new Blob([await readBlob(source)]);
  if (isBytes(source)) return new Blob([source as BlobPart]);
  if (isStream(source)) return new Blob(await readAll(source, options));
  const rule = "must be a Blob, bytes, a stream of bytes, a path or a file: URL";
  throw new InvalidRequestError(`${options.what}: the file ${rule} (got ${describe(source)})`);
}

/** By what it calls itself: another realm's is no instance of ours. */
function isBlob(source: unknown): source is Blob {
  return /^\[object (?:Blob|File)\]$/.test(Object.prototype.toString.call(source));
}

function isBytes(source: unknown): boolean {
  return ArrayBuffer.isView(source) || Object.prototype.toString.call(source) === "[object ArrayBuffer]";
}

/** A `file:` URL of whichever realm, also as a string, as `import.meta.url` is. */
function toFileUrl(source: unknown): URL | undefined {
  const text = Object.prototype.toString.call(source) === "[object URL]" ? (source as URL).href : source;
  return typeof text === "string" && /^file:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // nor can it be read
  }
}

function lastSegment(path: string): string {
  return path.split(/[\\/]/).pop()!;
}

/** The part of `node:fs` and `node:url` that is used. */
interface Builtins {
  readonly openAsBlob?: (path: string) => Promise<Blob>;
  readonly promises: { readFile(path: string): Promise<Uint8Array<ArrayBuffer>> };
  fileURLToPath(url: string): string;
}

async function openPath(source: string | URL, { what }: ReadOptions): Promise<Blob> {
  // Not an import: bundlers for browsers and Workers fail on `node:fs`, even if it never runs.
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => Builtins | undefined } };
  const fs = process?.getBuiltinModule?.("node:fs");
  const urls = process?.getBuiltinModule?.("node:url");
  if (!fs || !urls)
    throw new InvalidRequestError(`${what}: there is no file system here. Pass a Blob or bytes instead of a path`);
  try {
    const path = typeof source === "string" ? source : urls.fileURLToPath(source.href);
    // `openAsBlob` reads from disk while sending.
    const blob = await fs.openAsBlob?.(path);
    return blob instanceof Blob ? blob : new Blob([await fs.promises.readFile(path)]);
  } catch (cause) {
    throw new InvalidRequestError(`${what}: the file at the given path cannot be read`, { cause });
  }
}

type Stream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

function isStream(source: unknown): source is Stream {
  return typeof source === "object" && source !== null && ("getReader" in source || Symbol.asyncIterator in source);
}

/** Through the reader where there is one: Safari's streams are not async iterable. */
function chunksOf(source: Stream): AsyncIterator<unknown> {
  if (!("getReader" in source)) return source[Symbol.asyncIterator]();
  const reader = source.getReader();
  return {
    next: () => reader.read() as Promise<IteratorResult<unknown>>,
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

async function readAll(
  source: Stream,
  { what, signal, maxSize = Number.POSITIVE_INFINITY }: ReadOptions,
): Promise<BlobPart[]> {
  const parts: BlobPart[] = [];
  const chunks = chunksOf(source);
  const deadline = new Deadline(Number.POSITIVE_INFINITY, signal, defaultPlatform.timer);
  let size = 0;
  let done: boolean | undefined = false;
  try {
    for (;;) {
      const next = await deadline.race(chunks.next());
      done = next.done;
      if (done) return parts;
      if (!ArrayBuffer.isView(next.value)) throw new InvalidRequestError(`${what}: the stream must give bytes`);
      // A copy: some streams use one buffer again and again.
      const { buffer, byteOffset, byteLength } = next.value;
      parts.push(new Uint8Array(buffer, byteOffset, byteLength).slice() as BlobPart);
      size += byteLength;
      if (size > maxSize) return parts;
    }
  } finally {
    deadline.release();
    // Not awaited: a stream that hangs would hang here, too.
    if (!done) void Promise.resolve(chunks.return?.()).catch(() => {});
  }
}
