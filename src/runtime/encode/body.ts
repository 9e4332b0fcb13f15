import { InvalidRequestError } from "../errors.js";
import { describe } from "./encode.js";
import { isBinary, isCopyable, isLossy, tagOf } from "./lossy.js";

/** The body as JSON text. @throws InvalidRequestError for what JSON would drop or cannot hold */
export function serializeBody(body: unknown): string {
  return toJson(body);
}

/**
 * @param name of the parameter, or of the part of a form, that the value is
 * @param kind of what it is part of
 * @throws InvalidRequestError for what JSON would drop or cannot hold
 */
export function toJson(value: unknown, name = "", kind = "body"): string {
  try {
    return JSON.stringify(value, refuseLoss);
  } catch (reason) {
    // The platform's own messages can quote the data.
    throw new InvalidRequestError(
      reason instanceof Loss
        ? explain(reason, value, name, kind)
        : (explainThrow(value, name === "" ? [] : [name], kind, []) ?? `the ${kind} cannot be written as JSON`),
    );
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

function explain({ holder, key, value }: Loss, body: unknown, name: string, kind: string): string {
  const path = findPath(body, holder, 0);
  const subject = placeOf(kind, [name, ...(path ?? []), key]);
  if (typeof value === "string") return `${subject} has half of a surrogate pair, which JSON cannot hold`;
  if (value === null) return `${subject} is an invalid Date, which JSON cannot hold`;
  const given = (holder as Readonly<Record<string, unknown>>)[key];
  return `${subject} is ${describe(given)}, which JSON cannot hold${remedyFor(given)}`;
}

/** `body "items.0.amount"` */
function placeOf(kind: string, path: readonly string[]): string {
  const place = path.filter((step) => step !== "").join(".");
  return place === "" ? kind : `${kind} ${JSON.stringify(place)}`;
}

function remedyFor(value: unknown): string {
  if (isBinary(value)) return "; upload the file first and pass its id";
  return tagOf(value) === "Promise" ? "; await it first" : "";
}

/** @throws InvalidRequestError for a body that no property can be added to: a list, text, or what holds its content elsewhere */
export function checkCopyable(body: unknown): void {
  if (body === undefined || isCopyable(body)) return;
  const isLost = typeof body === "object" && body !== null && (isLossy(body) || ArrayBuffer.isView(body));
  const rule = isLost ? `which JSON cannot hold${remedyFor(body)}` : "to which no idempotency key can be added";
  throw new InvalidRequestError(`body is ${describe(body)}, ${rule}`);
}

/** Why writing a value threw; `undefined` where nothing in it says. `above`: the objects that it is in. */
function explainThrow(
  value: unknown,
  path: readonly string[],
  kind: string,
  above: readonly unknown[],
): string | undefined {
  if (typeof value === "bigint") return `${placeOf(kind, path)} is a bigint, which JSON cannot hold: pass a string`;
  if (typeof value !== "object" || value === null) return undefined;
  if (above.includes(value)) return `${placeOf(kind, path)} holds itself, which JSON cannot write`;
  if (above.length > 99) return `the ${kind} is nested too deeply`;
  const { toJSON } = value as { toJSON?: unknown };
  let written: unknown = value;
  if (typeof toJSON === "function") {
    try {
      written = toJSON.call(value, path.at(-1) ?? "");
    } catch (reason) {
      // Only the name: what it says can quote the data.
      const error = tagOf(reason) === "Error" ? ` (${(reason as Error).name})` : "";
      return `${placeOf(kind, path)} cannot be written: its toJSON threw${error}`;
    }
  }
  for (const [key, part] of Object.entries(Object(written))) {
    const reason = explainThrow(part, [...path, key], kind, [...above, value]);
    if (reason !== undefined) return reason;
  }
  return undefined;
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
