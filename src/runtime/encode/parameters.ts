import { InvalidRequestError } from "../errors.js";
import { toJson } from "./body.js";
import { describe, encode, isDate, isPlain } from "./encode.js";
import type { HeaderValues } from "./headers.js";
import { fillPath } from "./path.js";
import { type QueryArrays, serializeQuery } from "./query.js";

/**
 * How a parameter is written, where that is not the usual way. `list`, `spaces` and `pipes`: arrays and the entries of objects joined by a
 * comma, a space or a bar. `entries`: an object's entries, `key=value` each. `json`: as JSON text. `plain`: its text.
 */
export type ParameterStyle = "list" | "spaces" | "pipes" | "entries" | "json" | "plain";

/** The parameters of a call by their place. */
export interface ParameterValues {
  readonly path?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: object | undefined;
  readonly header?: object | undefined;
  readonly cookie?: object | undefined;
}

/** The parameters as they are sent. */
export interface WrittenParameters {
  readonly path: string;
  readonly search: string;
  readonly headers: HeaderValues;
}

export type WriteParameters = (template: string, values: ParameterValues, arrays: QueryArrays) => WrittenParameters;

type Styles = Readonly<Partial<Record<keyof ParameterValues, Readonly<Record<string, ParameterStyle>>>>>;

/**
 * For generated methods: writes parameters of an operation that has other ones than text in its path and the usual query.
 * @throws InvalidRequestError naming the parameter when a value has no such form
 */
export function parameters(styles: Styles): WriteParameters {
  return (template, values, arrays) => {
    const path: Record<string, string> = {};
    const encoded: Record<string, string> = {};
    for (const [name, value] of Object.entries(values.path ?? {})) {
      const style = styles.path?.[name] ?? "plain";
      path[name] = text("path parameter", name, value, style);
      const encodePart = (part: string): string => encode(part, "path parameter", name);
      if (style === "list" || style === "entries")
        encoded[name] = text("path parameter", name, value, style, encodePart);
    }
    const usual: Record<string, unknown> = {};
    const written: string[] = [];
    for (const [name, value] of Object.entries(values.query ?? {})) {
      const style = styles.query?.[name];
      if (style === undefined) usual[name] = value;
      else if (value !== undefined) written.push(...queryPairs(name, value, style));
    }
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(values.header ?? {}))
      if (value !== undefined) headers[name] = text("header", name, value, styles.header?.[name] ?? "list");
    const cookies = Object.entries(values.cookie ?? {}).filter(([, value]) => value !== undefined);
    if (cookies.length > 0) {
      const pairs = cookies.map(
        ([name, value]) =>
          `${name}=${encode(text("cookie", name, value, styles.cookie?.[name] ?? "list"), "cookie", name)}`,
      );
      headers.cookie = pairs.join("; ");
    }
    const search = [serializeQuery(usual, arrays), ...written].filter((part) => part !== "").join("&");
    return { path: fillPath(template, path, encoded), search, headers };
  };
}

function queryPairs(name: string, value: unknown, style: ParameterStyle): string[] {
  const pair = (key: string, inner: unknown) =>
    `${encode(key, "query", key)}=${encode(scalar("query", name, inner), "query", name)}`;
  if (style === "json")
    return [`${encode(name, "query", name)}=${encode(text("query", name, value, style), "query", name)}`];
  if (style === "entries" && isPlain(value))
    return Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [pair(key, inner)]));
  if (style === "entries" && Array.isArray(value)) return value.map((item) => pair(name, item));
  const items = itemsOf(value);
  if (items === undefined) return [pair(name, value)];
  if (items.length === 0) return [];
  const separator = { spaces: "%20", pipes: "|" }[style as string] ?? ",";
  const texts = items.map((item) => encode(scalar("query", name, item), "query", name));
  return [`${encode(name, "query", name)}=${texts.join(separator)}`];
}

/** One text for a path segment, header or cookie. */
function text(
  kind: string,
  name: string,
  value: unknown,
  style: ParameterStyle,
  encodePart: (part: string) => string = (part) => part,
): string {
  if (style === "json") {
    if (value === undefined) throw unwritable(kind, name, value);
    const json = toJson(value, name, kind);
    // A header has ASCII alone.
    return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  }
  if (style === "entries" && isPlain(value))
    return Object.entries(value)
      .map(([key, inner]) => `${encodePart(key)}=${encodePart(scalar(kind, name, inner))}`)
      .join(",");
  const items = style === "plain" ? undefined : itemsOf(value);
  return (items ?? [value]).map((item) => encodePart(scalar(kind, name, item))).join(",");
}

/** The items of an array, or keys and values of an object in turn. */
function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return isPlain(value) ? Object.entries(value).flat() : undefined;
}

/** @throws InvalidRequestError for what has no text: lists, objects, and what is no number */
export function scalar(kind: string, name: string, value: unknown): string {
  if (value === null && /^[qb]/.test(kind)) return ""; // of a query or a body
  if (isDate(value)) return value.toISOString();
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "bigint" || Number.isFinite(value))
    return String(value);
  throw unwritable(kind, name, value);
}

function unwritable(kind: string, name: string, value: unknown): InvalidRequestError {
  return new InvalidRequestError(`${kind} ${JSON.stringify(name)} is ${describe(value)}, which cannot be sent there`);
}
