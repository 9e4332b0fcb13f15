import { InvalidRequestError } from "../errors.js";
import { describe, encode } from "./encode.js";

/** Fills `/disputes/{id}`: each value becomes one segment. @throws InvalidRequestError for a value that would name another resource */
export function fillPath(template: string, values: Readonly<Record<string, unknown>> = {}): string {
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
    path += encode(value, "path parameter", name);
  }
  return path + template.slice(end);
}
