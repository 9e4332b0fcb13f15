import { canonicalText } from "../load/annotations.js";
import { isJsonObject, type JsonObject, mapValues } from "../load/json-object.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { findReferenced } from "../load/resolve-pointer.js";
import { type ObjectKind, type Position, rewrite } from "../load/rewrite.js";

/**
 * The document in the one order that its content gives, so that an upstream that only shuffles makes no diff.
 *
 * Sorted is whatever has no meaning as an order: maps by name (`id` is the first property), methods and fields by the
 * tables below, parameters by `in` (path parameters as the path has them) and name, and the lists `required`,
 * `enum`, `type`, `oneOf`, `anyOf`, `allOf`, scopes and the document's tags. `null` comes last. Left in their order are
 * servers and alternatives of security (the first is the default), an operation's tags (the first names its resource),
 * `prefixItems`, and the inside of examples.
 */
export function sortDocument(document: OpenApiDocument): OpenApiDocument {
  return rewrite(document, (node, position) => {
    const sorted = mapValues(node, (value, field) => sortField(document, position, field, value));
    return sortKeys(sorted, byRank(FIELDS[position.kind] ?? []));
  });
}

/** Compares code units, whatever the locale, so that every machine sorts alike. */
export function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Fields in the order in which a reader wants them; others follow by name. */
const FIELDS: Partial<Readonly<Record<ObjectKind, readonly string[]>>> = {
  document: ["openapi", "jsonSchemaDialect", "info", "servers", "security", "tags", "paths", "webhooks", "components"],
  info: ["title", "version", "x-api-version-date", "summary", "description"],
  components: ["parameters", "requestBodies", "responses", "headers", "schemas", "securitySchemes"],
  pathItem: ["summary", "description", "servers", "parameters", "get", "post", "put", "patch", "delete"],
  operation: [
    ...[
      "operationId",
      "tags",
      "summary",
      "description",
      "deprecated",
      "externalDocs",
      "security",
      "x-whop-credentials",
    ],
    ...["parameters", "requestBody", "responses"],
  ],
  parameter: ["name", "in", "required", "deprecated", "style", "explode", "description", "schema"],
  requestBody: ["description", "required", "content"],
  response: ["description", "headers", "content"],
  securityScheme: ["type", "scheme"],
  schema: [
    ...["$ref", "title", "description", "type", "format", "const", "enum", "required", "properties"],
    ...["additionalProperties", "items", "discriminator", "oneOf", "anyOf", "allOf"],
  ],
  tag: ["name"],
};

/** Fields that are a map of names; a map of nodes is sorted like a map of plain values. */
const MAPS: ReadonlySet<string> = new Set([
  ...["paths", "webhooks", "schemas", "parameters", "responses", "requestBodies", "headers", "securitySchemes"],
  ...["patternProperties", "dependentSchemas", "$defs", "content", "examples", "links", "callbacks", "pathItems"],
  ...["encoding", "variables"],
]);

function sortField(document: OpenApiDocument, position: Position, field: string, value: unknown): unknown {
  if (field === "parameters" && Array.isArray(value)) return sortParameters(document, value, position);
  if (field === "security" && Array.isArray(value)) return value.map(sortScopes);
  if (field === "tags" && position.kind === "document" && Array.isArray(value)) return [...value].sort(byTagName);
  if (position.kind === "schema") return sortSchemaField(field, value);
  if (position.kind === "securityScheme" && field === "flows") return sortDeep(value);
  return MAPS.has(field) && isJsonObject(value) ? sortKeys(value, byName) : value;
}

function sortSchemaField(field: string, value: unknown): unknown {
  if (field === "properties" && isJsonObject(value)) return sortKeys(value, byProperty);
  if (field === "discriminator") return sortDeep(value);
  if (isJsonObject(value)) return MAPS.has(field) ? sortKeys(value, byName) : value;
  if (!Array.isArray(value)) return value;
  if (field === "required") return [...value].sort((a, b) => byProperty(String(a), String(b)));
  if (field === "type" || field === "enum") return [...value].sort(byScalar);
  if (field === "oneOf" || field === "anyOf" || field === "allOf") return [...value].sort(byVariant);
  return value;
}

function sortParameters(document: OpenApiDocument, list: readonly unknown[], position: Position): unknown[] {
  const path = String(position.steps.find((step) => step.field === "paths")?.key ?? "");
  const rank = (parameter: unknown): [number, number, string] => {
    const { in: where, name } = resolved(document, parameter);
    const locationRank = ["path", "header", "query", "cookie"].indexOf(String(where));
    return [locationRank, where === "path" ? path.indexOf(`{${String(name)}}`) : 0, String(name)];
  };
  return [...list].sort((a, b) => {
    const [aLocation, aIndex, aName] = rank(a);
    const [bLocation, bIndex, bName] = rank(b);
    return aLocation - bLocation || aIndex - bIndex || byName(aName, bName);
  });
}

function resolved(document: OpenApiDocument, parameter: unknown): JsonObject {
  const target = isJsonObject(parameter) ? findReferenced<JsonObject>(document, parameter, "")?.node : undefined;
  return isJsonObject(target) ? target : {};
}

function sortScopes(requirement: unknown): unknown {
  if (!isJsonObject(requirement)) return requirement;
  return sortKeys(
    mapValues(requirement, (scopes) => (Array.isArray(scopes) ? [...scopes].sort(byScalar) : scopes)),
    byName,
  );
}

function byTagName(a: unknown, b: unknown): number {
  return byName(isJsonObject(a) ? String(a.name) : "", isJsonObject(b) ? String(b.name) : "");
}

/** `id` first, since it says what the rest is about. */
function byProperty(a: string, b: string): number {
  return Number(b === "id") - Number(a === "id") || byName(a, b);
}

function byVariant(a: unknown, b: unknown): number {
  return Number(isNull(a)) - Number(isNull(b)) || byName(variantText(a), variantText(b));
}

function isNull(variant: unknown): boolean {
  return isJsonObject(variant) && variant.type === "null";
}

/** The variant without its examples, which must not decide an order. */
function variantText(variant: unknown): string {
  return isJsonObject(variant) ? canonicalText(variant, "schema") : JSON.stringify(variant);
}

function byScalar(a: unknown, b: unknown): number {
  const last = (value: unknown) => Number(value === null || value === "null");
  const bothNumbers = typeof a === "number" && typeof b === "number";
  return last(a) - last(b) || (bothNumbers ? a - b : byName(String(a), String(b)));
}

function byRank(fields: readonly string[]): (a: string, b: string) => number {
  const rank = (field: string) => {
    const index = fields.indexOf(field);
    return index === -1 ? fields.length : index;
  };
  return (a, b) => rank(a) - rank(b) || byName(a, b);
}

function sortKeys(node: JsonObject, compare: (a: string, b: string) => number): JsonObject {
  return Object.fromEntries(Object.entries(node).sort(([a], [b]) => compare(a, b)));
}

function sortDeep(value: unknown): unknown {
  return isJsonObject(value) ? sortKeys(mapValues(value, sortDeep), byName) : value;
}
