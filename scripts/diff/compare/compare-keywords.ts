import { isDeepStrictEqual } from "node:util";
import { pointerOf } from "../../diagnostics.js";
import { isAnnotation } from "../../load/annotations.js";
import type { SchemaChange } from "./change.js";
import type { Atom } from "./view.js";

/** Formats, bounds, defaults and all other keywords that leave no trace in a type. */
export function compareKeywords(before: Atom, after: Atom): SchemaChange[] {
  const keywords = new Set([...Object.keys(before.schema), ...Object.keys(after.schema)]);
  return [...keywords].sort().flatMap((keyword): SchemaChange[] => {
    if (STRUCTURE.has(keyword) || isAnnotation(keyword)) return [];
    const [was, is] = [before.schema[keyword], after.schema[keyword]];
    if (isDeepStrictEqual(was, is)) return [];
    const texts = { before: text(keyword, was), after: text(keyword, is) };
    return [{ kind: kindOf(keyword, was, is), pointer: after.pointer + pointerOf(keyword), ...texts }];
  });
}

function kindOf(keyword: string, was: unknown, is: unknown): SchemaChange["kind"] {
  if (keyword === "format") {
    if (was === undefined) return "format-added";
    return is === undefined ? "format-removed" : "format-changed";
  }
  if (keyword === "default") return "default-changed";
  const bound = BOUNDS[keyword];
  if (bound === undefined) return "keyword-changed";
  const loosened = is === undefined || (typeof was === "number" && typeof is === "number" && bound * (is - was) > 0);
  // `uniqueItems: false` says nothing, as does leaving it out.
  return loosened || is === false ? "constraint-loosened" : "constraint-tightened";
}

function text(keyword: string, value: unknown): string | null {
  return value === undefined ? null : `${keyword}: ${JSON.stringify(value)}`;
}

/** What bounds a value: 1 where a greater number admits more, -1 where it admits less, 0 where numbers are not compared. */
const BOUNDS: Readonly<Record<string, number>> = {
  ...{ maxLength: 1, maximum: 1, exclusiveMaximum: 1, maxItems: 1, maxProperties: 1, maxContains: 1 },
  ...{ minLength: -1, minimum: -1, exclusiveMinimum: -1, minItems: -1, minProperties: -1, minContains: -1 },
  ...{ pattern: 0, multipleOf: 0, uniqueItems: 0, not: 0, contains: 0, propertyNames: 0, dependentRequired: 0 },
};

/** What is compared by its meaning, or says nothing of values. */
const STRUCTURE: ReadonlySet<string> = new Set([
  ...["$ref", "type", "nullable", "enum", "const", "properties", "required", "additionalProperties", "items"],
  ...["prefixItems", "oneOf", "anyOf", "allOf", "title", "deprecated", "discriminator", "$defs"],
]);
