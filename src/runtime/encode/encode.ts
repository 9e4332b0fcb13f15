import { InvalidRequestError } from "../errors.js";
import { tagOf } from "./lossy.js";

/**
 * Percent-encoded, for one path segment, query name or value.
 *
 * @param kind and `name` say what the text is, for messages: `query "status"`
 * @throws InvalidRequestError for half a surrogate pair
 */
export function encode(text: string, kind: string, name: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    throw new InvalidRequestError(
      `${kind} ${JSON.stringify(name)} has half of a surrogate pair, which no URL can hold`,
    );
  }
}

/** A value as a message shows it: what it is, and the value itself only where it cannot be a secret. */
export function describe(value: unknown): string {
  if (value === null || value === undefined || value === "" || typeof value === "boolean") {
    return value === "" ? '""' : String(value);
  }
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return /^\.{1,2}$/.test(value) ? `"${value}"` : "a string";
  const kind = tagOf(value);
  if (kind === "Date") return "an invalid Date";
  return /^(?:[AEIO]|Un)/.test(kind) ? `an ${kind}` : `a ${kind}`;
}

/** An object literal, of whichever realm: no class, no collection, no boxed value. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A valid date, of whichever realm. */
export function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === "[object Date]" && Number.isFinite((value as Date).getTime());
}
