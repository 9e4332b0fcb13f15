import { componentOf, type OpenApiDocument, type Schema } from "../load/openapi.js";
import { walkSchemas } from "./walk-schemas.js";

/**
 * Takes the `discriminator` off a union whose variants name themselves with a `const`: the literal does its work, and
 * openapi-typescript would overwrite it with the variant's component name.
 */
export function dropConstDiscriminators(draft: OpenApiDocument): void {
  const schemas = draft.components?.schemas ?? {};
  walkSchemas(draft, (schema) => {
    const property = schema.discriminator?.propertyName;
    const variants = schema.oneOf ?? schema.anyOf;
    if (property === undefined || variants === undefined) return;
    if (variants.every((variant) => namesItself(variant, property, schemas))) delete schema.discriminator;
  });
}

function namesItself(variant: Schema, property: string, schemas: Record<string, Schema>): boolean {
  if (variant.type === "null") return true;
  if (variant.oneOf !== undefined) return variant.oneOf.every((member) => namesItself(member, property, schemas));
  const target = variant.$ref === undefined ? variant : schemas[componentOf(variant.$ref) ?? ""];
  return target?.properties?.[property]?.const !== undefined;
}
