import type { OpenApiDocument, Schema } from "../load/openapi.js";
import { walkSchemas } from "./walk-schemas.js";

/** OpenAPI 3.0's `nullable: true` becomes 3.1's null type, and the document 3.1. A 3.1 document is left alone. */
export function nullableToNull(draft: OpenApiDocument): void {
  if (!draft.openapi.startsWith("3.0")) return;
  draft.openapi = "3.1.0";
  walkSchemas(draft, allowNull);
}

function allowNull(schema: Schema): void {
  if (schema.nullable !== true) return;
  delete schema.nullable;
  if (typeof schema.type === "string") schema.type = [schema.type, "null"];
  if (schema.enum !== undefined && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
  const { allOf } = schema;
  const only = allOf?.[0];
  // 3.0 writes a nullable reference as `allOf: [$ref]` beside `nullable`.
  if (schema.type === undefined && allOf?.length === 1 && only !== undefined) {
    delete schema.allOf;
    schema.oneOf = [only, { type: "null" }];
  }
}
