import { isDeepStrictEqual } from "node:util";
import { pointerOf } from "../../diagnostics.js";
import { isAnnotation } from "../../load/annotations.js";
import type { SchemaChange } from "./change.js";
import type { Variant } from "./schema-resolver.js";

/** Formats, bounds, defaults and all other keywords that leave no trace in a type. */
export function compareKeywords(before: Variant, after: Variant): SchemaChange[] {
  const keywords = new Set([...Object.keys(before.schema), ...Object.keys(after.schema)]);
  return [...keywords].sort().flatMap((keyword): SchemaChange[] => {
    if (STRUCTURE.has(keyword) || isAnnotation(keyword)) return [];
    const valueBefore = before.schema[keyword];
    const valueAfter = after.schema[keyword];
    if (isDeepStrictEqual(valueBefore, valueAfter)) return [];
    return [
      {
        kind: kindOf(keyword, valueBefore, valueAfter),
        pointer: after.pointer + pointerOf(keyword),
        before: text(keyword, valueBefore),
        after: text(keyword, valueAfter),
      },
    ];
  });
}

function kindOf(keyword: string, before: unknown, after: unknown): SchemaChange["kind"] {
  if (keyword === "format") {
    if (before === undefined) return "format-added";
    return after === undefined ? "format-removed" : "format-changed";
  }
  if (keyword === "default") return "default-changed";
  const sign = BOUNDS.get(keyword);
  if (sign === undefined) return "keyword-changed";
  const isLooser = typeof before === "number" && typeof after === "number" && sign * (after - before) > 0;
  // `uniqueItems: false` means the same as leaving it out.
  return isLooser || after === undefined || after === false ? "constraint-loosened" : "constraint-tightened";
}

function text(keyword: string, value: unknown): string | null {
  return value === undefined ? null : `${keyword}: ${JSON.stringify(value)}`;
}

/** What bounds a value: 1 where a greater number allows more, -1 where it allows less, 0 where numbers are not compared. */
const BOUNDS: ReadonlyMap<string, 1 | 0 | -1> = new Map([
  ["maxLength", 1],
  ["maximum", 1],
  ["exclusiveMaximum", 1],
  ["maxItems", 1],
  ["maxProperties", 1],
  ["maxContains", 1],
  ["minLength", -1],
  ["minimum", -1],
  ["exclusiveMinimum", -1],
  ["minItems", -1],
  ["minProperties", -1],
  ["minContains", -1],
  ["pattern", 0],
  ["multipleOf", 0],
  ["uniqueItems", 0],
  ["not", 0],
  ["contains", 0],
  ["propertyNames", 0],
  ["dependentRequired", 0],
]);

/** What is compared by its meaning, or does not concern values. */
const STRUCTURE: ReadonlySet<string> = new Set(
  (
    "$ref type nullable enum const properties required additionalProperties items prefixItems oneOf anyOf allOf title deprecated " +
    "discriminator $defs"
  ).split(" "),
);
