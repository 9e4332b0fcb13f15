import type { OpenApiDocument, Operation, Schema } from "../../../scripts/load/openapi.js";
import { operationsOf } from "../../../scripts/normalize/walk-schemas.js";

/**
 * The contract with the kinds of change that an API has in a busy month: some thirty, spread evenly.
 *
 * @param scale how many times as many
 */
export function changeContract(parsed: unknown, scale = 1): OpenApiDocument {
  const document = structuredClone(parsed) as OpenApiDocument;
  const schemas = Object.entries(document.components?.schemas ?? {});
  const objects = schemas.map(([, schema]) => schema).filter(({ properties }) => properties !== undefined);
  const enums = schemas.map(([, schema]) => schema).filter((schema) => schema.enum !== undefined);
  const operations = operationsOf(document).map(({ operation }) => operation);
  for (const schema of spread(objects, 10 * scale)) addProperty(schema);
  for (const schema of spread(objects.slice(1), 5 * scale)) retypeProperty(schema);
  for (const schema of spread(enums, 5 * scale)) schema.enum = [...(schema.enum ?? []), "a_new_value"];
  for (const operation of spread(operations, 5 * scale)) operation.deprecated = true;
  for (const operation of spread(operations.slice(1), 5 * scale)) addParameter(operation);
  return document;
}

function spread<Item>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, index) => index % step === 0).slice(0, count);
}

function addProperty(schema: Schema): void {
  schema.properties = { ...schema.properties, a_new_property: { type: ["string", "null"] } };
}

function retypeProperty(schema: Schema): void {
  const [name] = Object.keys(schema.properties ?? {});
  if (name !== undefined) schema.properties = { ...schema.properties, [name]: { type: "boolean" } };
}

function addParameter(operation: Operation): void {
  operation.parameters = [
    ...(operation.parameters ?? []),
    { name: "a_new_filter", in: "query", schema: { type: "string" } },
  ];
}
