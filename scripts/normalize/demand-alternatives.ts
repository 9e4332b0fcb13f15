import type { OpenApiDocument, Schema } from "../load/openapi.js";
import { walkSchemas } from "./walk-schemas.js";

/**
 * `oneOf: [{ required: [a] }, { required: [b] }]` beside properties demands one of the two. A variant that says nothing but
 * `required` has no type, so it gets the properties that it requires: `{ a?: …; b?: … } & ({ a: … } | { b: … })`.
 */
export function demandAlternatives(draft: OpenApiDocument): void {
  walkSchemas(draft, (schema) => {
    const { properties } = schema;
    if (properties === undefined) return;
    for (const keyword of ["oneOf", "anyOf"] as const) {
      if (schema[keyword]?.some(isBareRequired) !== true) continue;
      schema[keyword] = schema[keyword].map((variant) =>
        isBareRequired(variant) ? demanded(variant, properties) : variant,
      );
    }
  });
}

function isBareRequired({ required, properties, type, ...rest }: Schema): boolean {
  const isObject = type === undefined || type === "object";
  return (
    required !== undefined && properties === undefined && isObject && Object.keys(rest).every((key) => key === "title")
  );
}

function demanded({ required = [] }: Schema, properties: Record<string, Schema>): Schema {
  const own = required.map((name) => [name, structuredClone(properties[name] ?? {})] as const);
  return { type: "object", required, properties: Object.fromEntries(own) };
}
