import { InvalidRequestError } from "../errors.js";
import { describe } from "./encode.js";
import { isBinary, isLossy, tagOf } from "./lossy.js";

/** The body as JSON text. @throws InvalidRequestError for what JSON would drop or cannot hold */
export function serializeBody(body: unknown): string {
  return toJson(body);
}

/**
 * @param name of the part of a form that the value is
 * @throws InvalidRequestError for what JSON would drop or cannot hold
 */
export function toJson(value: unknown, name = ""): string {
  try {
    return JSON.stringify(value, refuseLoss);
  } catch (reason) {
    if (reason instanceof Loss) throw new InvalidRequestError(explain(reason, value, name));
    refuseThrower(value, name ? [name] : [], new Set());
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

/** Refuses what JSON leaves out, empties, or turns into `null` or broken text without a word. */
function refuseLoss(this: unknown, key: string, value: unknown): unknown {
  if (isLost(this as Record<string, unknown>, key, value)) throw new Loss(this, key, value);
  return value;
}

function isLost(holder: Readonly<Record<string, unknown>>, key: string, value: unknown): boolean {
  switch (typeof value) {
    case "string":
      return LONE_SURROGATE.test(value);
    case "number":
      return !Number.isFinite(value);
    case "object":
      if (value === null) return holder[key] !== null; // an invalid date
      // A Buffer's `toJSON` makes an object of it that no API takes for bytes.
      return isLossy(value) || ArrayBuffer.isView(holder[key]);
    case "undefined":
      return Array.isArray(holder);
    default:
      return typeof value === "function" || typeof value === "symbol";
  }
}

function explain({ holder, key, value }: Loss, body: unknown, name: string): string {
  const path = findPath(body, holder, 0);
  const place = [name, ...(path ?? []), key].filter((step) => step !== "").join(".");
  const subject = `body${place ? ` ${JSON.stringify(place)}` : ""}`;
  if (typeof value === "string") return `${subject} has half of a surrogate pair, which JSON cannot hold`;
  if (value === null) return `${subject} is an invalid Date, which JSON cannot hold`;
  const given = (holder as Readonly<Record<string, unknown>>)[key];
  return `${subject} is ${describe(given)}, which JSON cannot hold${remedyFor(given)}`;
}

function remedyFor(value: unknown): string {
  if (isBinary(value)) return "; upload the file first and pass its id";
  return tagOf(value) === "Promise" ? "; await it first" : "";
}

/** @throws InvalidRequestError for a body whose properties cannot be copied, since it holds its content elsewhere */
export function checkCopyable(body: unknown): void {
  if (typeof body === "object" && body !== null && (isLossy(body) || ArrayBuffer.isView(body)))
    throw new InvalidRequestError(`body is ${describe(body)}, which JSON cannot hold${remedyFor(body)}`);
}

/** @throws InvalidRequestError for a value whose `toJSON` throws */
function refuseThrower(value: unknown, path: readonly string[], seen: Set<unknown>): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON !== "function") {
    for (const [key, part] of Object.entries(value)) refuseThrower(part, [...path, key], seen);
    return;
  }
  try {
    toJSON.call(value, path.at(-1) ?? "");
  } catch (reason) {
    const place = path.length > 0 ? ` ${JSON.stringify(path.join("."))}` : "";
    // Only the name: what it says can quote the data.
    const error = tagOf(reason) === "Error" ? ` (${(reason as Error).name})` : "";
    throw new InvalidRequestError(`body${place} cannot be written: its toJSON threw${error}`);
  }
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
