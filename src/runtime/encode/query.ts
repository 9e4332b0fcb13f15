import { InvalidRequestError } from "../errors.js";
import { describe, encode, isDate, isPlain } from "./encode.js";
import { isCopyable } from "./lossy.js";

/** `brackets` sends `a[]=1&a[]=2`, `repeat` sends `a=1&a=2`. */
export type QueryArrays = "brackets" | "repeat";

/**
 * The query without `?`. Properties that are `undefined` and empty arrays are left out, `null` is an empty value, dates are ISO 8601
 * with milliseconds, objects are `name[key]=value`, spaces are `%20`.
 * @throws InvalidRequestError naming the parameter when a value has no such form: what would vanish, such as a `Map`, is refused
 */
export function serializeQuery(query: object, arrays: QueryArrays): string {
  const pairs: string[] = [];
  const append = (name: string, value: unknown, depth: number): void => {
    if (depth > 9) throw new InvalidRequestError(`query ${JSON.stringify(name)} is nested too deeply, or holds itself`);
    if (Array.isArray(value)) {
      for (const item of value) {
        if (item === undefined)
          throw new InvalidRequestError(`query ${JSON.stringify(name)} has undefined in its list`);
        append(arrays === "brackets" ? `${name}[]` : name, item, depth + 1);
      }
    } else if (isPlain(value)) {
      for (const [key, part] of Object.entries(value)) append(`${name}[${key}]`, part, depth + 1);
    } else if (value !== undefined) {
      pairs.push(`${encode(name, "query", name)}=${encode(toText(name, value), "query", name)}`);
    }
  };
  checkQuery(query);
  for (const [name, value] of Object.entries(query)) append(name, value, 0);
  return pairs.join("&");
}

/**
 * Before a query is copied or merged. An object of a class of the caller's own has its fields as parameters.
 * @throws InvalidRequestError for what would lose its parameters: a `Map` or `URLSearchParams`, a list, text
 */
export function checkQuery(query: unknown): void {
  if (query !== undefined && !isCopyable(query))
    throw new InvalidRequestError(`the query is ${describe(query)}, not an object`);
}

function toText(name: string, value: unknown): string {
  if (value === null) return "";
  if (isDate(value)) return value.toISOString();
  if (/^(?:st|b)/.test(typeof value) || Number.isFinite(value)) return String(value);
  throw new InvalidRequestError(`query ${JSON.stringify(name)} is ${describe(value)}, which a query cannot hold`);
}
