import { InvalidRequestError } from "../errors.js";
import { describe } from "./encode.js";

/** The body as JSON text; a form passes as it is. @throws InvalidRequestError for what JSON would drop or cannot hold */
export function serializeBody(body: unknown): string | FormData {
  if (body instanceof FormData) return body;
  try {
    return JSON.stringify(body, refuseLoss);
  } catch (reason) {
    if (reason instanceof Loss) throw new InvalidRequestError(explain(reason, body));
    // The platform's own messages for cycles and bigints can quote the data.
    throw new InvalidRequestError("the body has a cycle or a bigint, which JSON cannot hold");
  }
}

/** Thrown through `JSON.stringify`, which knows of each value its key and holder alone. */
class Loss {
  readonly holder: unknown;
  readonly key: string;
  readonly value: unknown;

  constructor(holder: unknown, key: string, value: unknown) {
    this.holder = holder;
    this.key = key;
    this.value = value;
  }
}

/** Refuses what JSON turns into `null`, `{}` or broken text without a word. */
function refuseLoss(this: unknown, key: string, value: unknown): unknown {
  const given = (this as Record<string, unknown>)[key];
  if (
    typeof value === "number"
      ? !Number.isFinite(value)
      : typeof value === "string"
        ? LONE_SURROGATE.test(value)
        : typeof given === "object" && given !== null && (value === null || !hasJsonForm(given)) // null: an invalid date
  ) {
    throw new Loss(this, key, value === null ? value : given);
  }
  return value;
}

/** Plain objects, instances of classes, arrays, and what says itself how it is written. A `Buffer` says so, as a list of numbers. */
function hasJsonForm(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null || Array.isArray(value)) return true;
  if (isBinary(value)) return false;
  return (
    "toJSON" in value || /^\[object (?:Object|String|Number|Boolean)\]$/.test(Object.prototype.toString.call(value))
  );
}

/** Bytes, or what gives them: of any realm and library, so known by their members. A `File` is a `Blob`. */
function isBinary(value: object): boolean {
  return (
    ArrayBuffer.isView(value) ||
    /^\[object (?:Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value)) ||
    ["arrayBuffer", "getReader", "pipe"].some(
      (name) => typeof (value as Record<string, unknown>)[name] === "function",
    ) ||
    Symbol.asyncIterator in value
  );
}

function explain({ holder, key, value }: Loss, body: unknown): string {
  const path = findPath(body, holder, 0);
  const place = [...(path ?? []), key].filter((step) => step !== "").join(".");
  const what =
    typeof value === "string"
      ? "has half of a surrogate pair"
      : `is ${value === null ? "an invalid Date" : describe(value)}`;
  const remedy = typeof value === "object" && value && isBinary(value) ? "; upload the file first and pass its id" : "";
  return `body${place ? ` ${JSON.stringify(place)}` : ""} ${what}, which JSON cannot hold${remedy}`;
}

/** The keys that lead to `holder`; `undefined` where it is not part of the body, as what `toJSON` gave is not. */
function findPath(node: unknown, holder: unknown, depth: number): string[] | undefined {
  if (node === holder) return [];
  if (typeof node !== "object" || node === null || depth > 20) return undefined;
  for (const [key, value] of Object.entries(node)) {
    const path = findPath(value, holder, depth + 1);
    if (path) return [key, ...path];
  }
  return undefined;
}

const LONE_SURROGATE = /\p{Surrogate}/u;
