/**
 * Whether an object's text would have nothing of what it holds: `JSON.stringify` makes `{}` of a `Blob`, a stream, a `Map` or a
 * promise. By what values can do and what they call themselves, since another realm's `Blob` is no instance of ours.
 */
export function isLossy(value: object): boolean {
  if (Array.isArray(value)) return false;
  if (isIterable(value)) return !isBoxed(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null) return false;
  return LOSSY.test(tagOf(value)) || (Object.keys(value).length === 0 && !isBoxed(value)) || isNodeStream(value);
}

/** Whether a copy of its properties has all that the value has: no text, list or collection, and nothing that writes itself. */
export function isCopyable(value: unknown): value is object {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !("toJSON" in value) && !isLossy(value)
  );
}

/** Whether the value is bytes or gives bytes: what should go up as a file. */
export function isBinary(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return (
    ArrayBuffer.isView(value) ||
    Symbol.asyncIterator in value ||
    isNodeStream(value) ||
    /^(?:Blob|File|ArrayBuffer|SharedArrayBuffer|ReadableStream)$/.test(tagOf(value))
  );
}

/** A stream of bytes that `fetch` can send, and that can be read once; of whichever realm. */
export function isByteStream(value: unknown): boolean {
  return Object.prototype.toString.call(value) === "[object ReadableStream]";
}

/** What the value calls itself, without its content: `Blob`. */
export function tagOf(value: unknown): string {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag !== "Object") return tag;
  const { constructor: owner } = value as { constructor?: unknown };
  return typeof owner === "function" && owner.name ? owner.name : tag;
}

/** Of these, some implementations have properties that JSON shows, but none that hold the content. */
const LOSSY = /^(?:Blob|File|FormData|ReadableStream|Promise|Error)$/;

function isIterable(value: object): boolean {
  return Symbol.iterator in value || Symbol.asyncIterator in value;
}

function isNodeStream(value: object): boolean {
  return "pipe" in value && typeof value.pipe === "function";
}

/** `new String("a")`, which JSON unwraps. */
function isBoxed(value: object): boolean {
  return /^\[object (?:Boolean|Number|String)\]$/.test(Object.prototype.toString.call(value));
}
