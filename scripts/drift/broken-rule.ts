import type { Schema } from "../load/openapi.js";

/** What a value can break by itself. */
export type RuleKind = "wrong-type" | "null" | "wrong-constant" | "unknown-value" | "wrong-format" | "out-of-bounds";

/** A keyword of a schema that a value breaks. */
export interface BrokenRule {
  readonly kind: RuleKind;
  readonly keyword: string;
  readonly expected: string;
  readonly found: string;
}

/** The first rule that a value breaks by itself; its properties and items are checked elsewhere. */
export function brokenRule(schema: Schema, value: unknown): BrokenRule | undefined {
  const rules = [wrongType, wrongConstant, unknownValue, wrongFormat, outOfBounds];
  for (const rule of rules) {
    const broken = rule(schema, value);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** The JSON types that a schema names; empty when it names none. */
export function typesOf({ type = [], nullable }: Schema): string[] {
  const named = typeof type === "string" ? [type] : type;
  return nullable === true && named.length > 0 ? [...named, "null"] : [...named];
}

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function wrongType(schema: Schema, value: unknown): BrokenRule | undefined {
  const types = typesOf(schema);
  const found = kindOf(value);
  if (types.length === 0 || types.includes(found) || (found === "integer" && types.includes("number")))
    return undefined;
  return { kind: value === null ? "null" : "wrong-type", keyword: "type", expected: types.join(" or "), found };
}

function wrongConstant({ const: constant }: Schema, value: unknown): BrokenRule | undefined {
  if (constant === undefined || same(constant, value)) return undefined;
  return { kind: "wrong-constant", keyword: "const", expected: show(constant), found: show(value) };
}

function unknownValue({ enum: values, nullable }: Schema, value: unknown): BrokenRule | undefined {
  if (values === undefined || values.some((known) => same(known, value))) return undefined;
  if (value === null && nullable === true) return undefined;
  const [keyword, expected, found] = ["enum", values.map(show).join(", "), show(value)];
  if (value === null) return { kind: "null", keyword, expected, found };
  // An open enum takes new values of its own kind, not of any kind.
  const alike = values.some((known) => typeof known === typeof value);
  return alike
    ? { kind: "unknown-value", keyword, expected, found }
    : { kind: "wrong-type", keyword, expected, found: kindOf(value) };
}

function wrongFormat({ format }: Schema, value: unknown): BrokenRule | undefined {
  if (typeof value !== "string" || format === undefined) return undefined;
  const holds = FORMATS[format];
  if (holds === undefined || holds(value)) return undefined;
  return { kind: "wrong-format", keyword: "format", expected: format, found: "another text" };
}

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  "date-time": (text) =>
    /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  email: (text) => /^[^\s@]+@[^\s@]+$/.test(text),
  uuid: (text) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text),
  uri: (text) => URL.canParse(text),
};

function outOfBounds(schema: Schema, value: unknown): BrokenRule | undefined {
  for (const [keyword, measure, holds] of BOUNDS) {
    const limit = schema[keyword];
    const size = measure(value);
    if (typeof limit === "number" && size !== undefined && !holds(size, limit)) {
      return { kind: "out-of-bounds", keyword, expected: `${keyword} ${limit}`, found: String(size) };
    }
  }
  return undefined;
}

const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
/** In characters, as JSON Schema counts them. */
const length = (value: unknown): number | undefined => (typeof value === "string" ? [...value].length : undefined);
const items = (value: unknown): number | undefined => (Array.isArray(value) ? value.length : undefined);
const keys = (value: unknown): number | undefined =>
  kindOf(value) === "object" ? Object.keys(value as object).length : undefined;
const atLeast = (size: number, limit: number): boolean => size >= limit;
const atMost = (size: number, limit: number): boolean => size <= limit;

const BOUNDS: readonly [keyword: string, measure: (value: unknown) => number | undefined, holds: typeof atLeast][] = [
  ["minimum", number, atLeast],
  ["maximum", number, atMost],
  ["exclusiveMinimum", number, (size, limit) => size > limit],
  ["exclusiveMaximum", number, (size, limit) => size < limit],
  ["minLength", length, atLeast],
  ["maxLength", length, atMost],
  ["minItems", items, atLeast],
  ["maxItems", items, atMost],
  ["minProperties", keys, atLeast],
  ["maxProperties", keys, atMost],
];

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** A value as JSON, cut short: a sample may hold anything. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
