import { InvalidRequestError } from "../errors.js";
import { describe, encode } from "./encode.js";
import { isLossy } from "./lossy.js";

/** `brackets` sends `a[]=1&a[]=2`, `repeat` sends `a=1&a=2`. */
export type QueryArrays = "brackets" | "repeat";

/**
 * The query without `?`. `undefined` and empty arrays are left out, `null` is an empty value, dates are ISO 8601 with
 * milliseconds, objects are `name[key]=value`, spaces are `%20`.
 * @throws InvalidRequestError naming the parameter when a value has no such form
 */
export function serializeQuery(query: Readonly<Record<string, unknown>>, arrays: QueryArrays): string {
  const pairs: string[] = [];
  const append = (name: string, value: unknown, depth: number): void => {
    if (depth > 9) throw new InvalidRequestError(`query ${JSON.stringify(name)} is nested too deeply, or holds itself`);
    if (Array.isArray(value)) {
      for (const item of value) append(arrays === "brackets" ? `${name}[]` : name, item, depth + 1);
    } else if (typeof value === "object" && value && !(value instanceof Date) && !isLossy(value)) {
      for (const [key, part] of Object.entries(value)) append(depth ? `${name}[${key}]` : key, part, depth + 1);
    } else if (value !== undefined) {
      pairs.push(`${encode(name, "query", name)}=${encode(toText(name, value), "query", name)}`);
    }
  };
  append("", query, 0);
  return pairs.join("&");
}

function toText(name: string, value: unknown): string {
  if (value === null) return "";
  if (value instanceof Date && Number.isFinite(value.getTime())) return value.toISOString();
  if (/^(?:st|b)/.test(typeof value) || Number.isFinite(value)) return String(value);
  throw new InvalidRequestError(`query ${JSON.stringify(name)} is ${describe(value)}, which a query cannot hold`);
}
