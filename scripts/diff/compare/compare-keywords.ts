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
    const valueBefore = meaningOf(keyword, before.schema[keyword]);
    const valueAfter = meaningOf(keyword, after.schema[keyword]);
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
    if (after === undefined) return "format-removed";
    return WIDER.get(String(before)) === after ? "format-widened" : "format-changed";
  }
  if (keyword === "readOnly") return after === true ? "read-only" : "no-longer-read-only";
  if (keyword === "writeOnly") return after === true ? "write-only" : "no-longer-write-only";
  if (keyword === "default") return "default-changed";
  const sign = BOUNDS.get(keyword);
  if (sign === undefined) return "keyword-changed";
  const isLooser = typeof before === "number" && typeof after === "number" && sign * (after - before) > 0;
  return isLooser || after === undefined ? "constraint-loosened" : "constraint-tightened";
}

/** `false` means the same as leaving it out, where that is the default of the keyword. */
function meaningOf(keyword: string, value: unknown): unknown {
  return value === false && ["readOnly", "writeOnly", "uniqueItems"].includes(keyword) ? undefined : value;
}

/** The numbers that the one format has are among those of the other. */
const WIDER: ReadonlyMap<string, string> = new Map([
  ["int32", "int64"],
  ["float", "double"],
]);

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
  ["dependentSchemas", 0],
  ["if", 0],
  ["then", 0],
  ["else", 0],
  ["patternProperties", 0],
  ["unevaluatedProperties", 0],
  ["unevaluatedItems", 0],
  ["contentEncoding", 0],
  ["contentMediaType", 0],
]);

/** What is compared by its meaning, or does not concern values. */
const STRUCTURE: ReadonlySet<string> = new Set(
  (
    "$ref type nullable enum const properties required additionalProperties items prefixItems oneOf anyOf allOf title deprecated " +
    "discriminator $defs"
  ).split(" "),
);
