import { InvalidRequestError } from "../errors.js";
import { describe, encode } from "./encode.js";

/** Slashes, each with the characters of a segment, which may hold parameters in braces. */
const TEMPLATE = /^(?:\/(?:[\w.~!$&'()*+,;=:@-]|%[\da-f]{2}|\{[^{}/]+\})*)+$/i;
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?=\/|$)/i;

/**
 * For a template that no contract has checked.
 * @throws InvalidRequestError for one that is not a path by itself, and for values that it has no place for
 */
export function checkTemplate(template: unknown, values: object = {}): void {
  if (typeof template !== "string" || !TEMPLATE.test(template) || DOT_SEGMENT.test(template)) {
    throw new InvalidRequestError(
      'the path must begin with "/" and have no query, fragment or dot segment; values go into path and query, as in "/disputes/{id}"',
    );
  }
  const unused = Object.keys(values).find((name) => !template.includes(`{${name}}`));
  if (unused !== undefined)
    throw new InvalidRequestError(`the path ${template} has no parameter ${JSON.stringify(unused)}`);
}

/**
 * Fills `/disputes/{id}`: each value becomes one segment.
 *
 * @param encoded values that are percent-encoded already, since a comma between their items is none of an item
 * @throws InvalidRequestError for a value that would name another resource
 */
export function fillPath(
  template: string,
  values: Readonly<Record<string, unknown>> = {},
  encoded: Readonly<Record<string, string>> = {},
): string {
  let path = "";
  let end = 0;
  for (let start = template.indexOf("{"); start >= 0; start = template.indexOf("{", end)) {
    path += template.slice(end, start);
    end = template.indexOf("}", start) + 1;
    const name = template.slice(start + 1, end - 1);
    const value = values[name];
    // `.` and `..` walk up the path, an empty segment names the collection.
    if (typeof value !== "string" || value === "" || value === "." || value === "..") {
      throw new InvalidRequestError(
        `path parameter ${JSON.stringify(name)} must be a non-empty string other than "." and ".." (got ${describe(value)})`,
      );
    }
    path += Object.hasOwn(encoded, name) ? encoded[name] : encode(value, "path parameter", name);
  }
  return path + template.slice(end);
}
