import type { ApiConfig } from "../settings/config.js";
import { encode, unsendable } from "./encode.js";

/**
 * The query without `?`. `undefined` and empty arrays are left out, `null` is an empty value, dates are ISO 8601 with
 * milliseconds, objects are `name[key]=value`, spaces are `%20`.
 * @throws InvalidRequestError naming the parameter when a value has no such form
 */
export function serializeQuery(query: Readonly<Record<string, unknown>>, arrays: ApiConfig["queryArrays"]): string {
  const pairs: string[] = [];
  const append = (name: string, value: unknown, depth: number): void => {
    if (depth > 9) throw unsendable(name); // a cycle, most likely
    if (Array.isArray(value)) {
      for (const item of value) append(arrays === "brackets" ? `${name}[]` : name, item, depth + 1);
    } else if (typeof value === "object" && value && !(value instanceof Date)) {
      for (const [key, part] of Object.entries(value)) append(depth ? `${name}[${key}]` : key, part, depth + 1);
    } else if (value !== undefined) {
      pairs.push(`${encode(name, name)}=${encode(toText(name, value), name)}`);
    }
  };
  append("", query, 0);
  return pairs.join("&");
}

function toText(name: string, value: unknown): string {
  if (value === null) return "";
  if (value instanceof Date && Number.isFinite(value.getTime())) return value.toISOString();
  if (/^(?:st|b)/.test(typeof value) || Number.isFinite(value)) return String(value);
  throw unsendable(name);
}
