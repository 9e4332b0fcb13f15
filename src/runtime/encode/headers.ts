import { InvalidRequestError } from "../errors.js";
import { describe } from "./encode.js";

/** Headers by name, of any case, as an object, `Headers` or a `Map`. `null` leaves out a header that would be sent otherwise. */
export type HeaderValues =
  | Readonly<Record<string, string | null | undefined>>
  | Headers
  | ReadonlyMap<string, string | null | undefined>;

/** Names and values, of `Headers` of any realm too. @throws InvalidRequestError for what has no names, and would be dropped */
export function headerEntries(source: HeaderValues): [name: string, value: unknown][] {
  const isObject = typeof source === "object" && source !== null;
  const entries: unknown[] = isObject && Symbol.iterator in source ? [...source] : Object.entries(source);
  if (!isObject || !entries.every((entry) => Array.isArray(entry) && typeof entry[0] === "string"))
    throw new InvalidRequestError(`headers must be an object, Headers or a Map (got ${describe(source)})`);
  return entries as [string, unknown][];
}

/**
 * Adds the sources to `merged`, whose names are in lower case; later values win.
 * @throws InvalidRequestError naming the header, never its value
 */
export function mergeHeaders(
  merged: Record<string, string>,
  ...sources: readonly (HeaderValues | undefined)[]
): Record<string, string> {
  for (const source of sources) {
    if (!source) continue;
    for (const [name, value] of headerEntries(source)) {
      if (value === undefined) continue;
      const key = name.toLowerCase();
      if (value === null) {
        delete merged[key];
        continue;
      }
      // A line break would end the header and start another one.
      const place = `header ${JSON.stringify(key)}`;
      if (typeof value !== "string")
        throw new InvalidRequestError(`${place} must be a string (got ${describe(value)})`);
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(key) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
        throw new InvalidRequestError(`${place} has a character that HTTP does not allow`);
      }
      merged[key] = value;
    }
  }
  return merged;
}
