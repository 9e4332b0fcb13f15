import { componentOf, type OpenApiDocument, type Schema } from "../load/openapi.js";
import { walkSchemas } from "./walk-schemas.js";

/**
 * Takes the `discriminator` off a union whose variants name themselves with a `const`, or an `enum` of one value: the literal
 * does its work, and openapi-typescript would overwrite it with the variant's component name. Off an inline variant, too, where
 * no mapping says what it is called: OpenAPI gives such a discriminator no meaning, and the variant gets a name of ours later.
 */
export function dropConstDiscriminators(draft: OpenApiDocument): void {
  const schemas = draft.components?.schemas ?? {};
  walkSchemas(draft, (schema) => {
    const property = schema.discriminator?.propertyName;
    const variants = schema.oneOf ?? schema.anyOf;
    if (property === undefined || variants === undefined) return;
    const isMapped = schema.discriminator?.mapping !== undefined;
    const isSuperfluous = (variant: Schema): boolean =>
      namesItself(variant, property, schemas) || (!isMapped && variant.$ref === undefined);
    if (variants.every(isSuperfluous)) delete schema.discriminator;
  });
}

function namesItself(variant: Schema, property: string, schemas: Record<string, Schema>): boolean {
  if (variant.type === "null") return true;
  if (variant.oneOf !== undefined) return variant.oneOf.every((member) => namesItself(member, property, schemas));
  const target = variant.$ref === undefined ? variant : schemas[componentOf(variant.$ref) ?? ""];
  const name = target?.properties?.[property];
  return name?.const !== undefined || name?.enum?.length === 1;
}
