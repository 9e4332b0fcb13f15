import { InvalidRequestError } from "../errors.js";
import { describe } from "./encode.js";

/** Headers by name, of any case. `null` leaves out a header that would be sent otherwise. */
export type HeaderValues = Readonly<Record<string, string | null | undefined>>;

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
    for (const [name, value] of Object.entries(source)) {
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
