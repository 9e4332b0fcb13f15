import type { OpenApiDocument, Schema } from "../load/openapi.js";
import { walkSchemas } from "./walk-schemas.js";

/**
 * OpenAPI 3.0's `nullable: true` becomes 3.1's null type, and the document 3.1. It has one meaning in any place and version: `null` is
 * allowed as well, whatever the type, the enum or the composition beside it says. An enum beside a null type allows it, too.
 */
export function nullableToNull(draft: OpenApiDocument): void {
  if (draft.openapi.startsWith("3.0")) draft.openapi = "3.1.0";
  walkSchemas(draft, (schema) => {
    allowNull(schema);
    if (Array.isArray(schema.type) && schema.type.includes("null") && schema.enum?.includes(null) === false)
      schema.enum = [...schema.enum, null];
  });
}

function allowNull(schema: Schema): void {
  if (schema.nullable !== true) return;
  delete schema.nullable;
  if (schema.type !== undefined && schema.type !== "null") schema.type = [...new Set([schema.type, "null"].flat())];
  if (schema.enum !== undefined && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
  if (schema.type !== undefined || schema.enum !== undefined) return;
  const { allOf, oneOf, anyOf } = schema;
  const only = allOf?.[0];
  // 3.0 writes a nullable reference as `allOf: [$ref]` beside `nullable`.
  if (allOf?.length === 1 && only !== undefined && (oneOf ?? anyOf ?? schema.properties) === undefined) {
    delete schema.allOf;
    schema.oneOf = [only, { type: "null" }];
  } else if (allOf === undefined && schema.properties === undefined && (oneOf ?? anyOf) !== undefined) {
    const keyword = oneOf === undefined ? "anyOf" : "oneOf";
    schema[keyword] = [...(schema[keyword] ?? []), { type: "null" }];
  } else if ((allOf ?? oneOf ?? anyOf ?? schema.properties) !== undefined) {
    schema.type = ["object", "null"];
  }
}
