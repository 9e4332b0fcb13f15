import { InvalidRequestError } from "../errors.js";
import { describe, encode } from "./encode.js";

/** Fills `/disputes/{id}`: each value becomes one segment. @throws InvalidRequestError for a value that would name another resource */
export function fillPath(template: string, values: Readonly<Record<string, unknown>> = {}): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = values[name];
    const place = `path parameter ${JSON.stringify(name)}`;
    // `.` and `..` walk up the path, an empty segment names the collection.
    if (typeof value !== "string" || /^\.{0,2}$/.test(value)) {
      throw new InvalidRequestError(
        `${place} must be a non-empty string other than "." and ".." (got ${describe(value)})`,
      );
    }
    return encode(value, place);
  });
}
