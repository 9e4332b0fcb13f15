import { shapeOf } from "../load/annotations.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { findReferenced } from "../load/resolve-pointer.js";
import { isNode, type Kind, mapEntries, type Node, type Place, rewrite } from "../load/rewrite.js";

/**
 * The same document in the one order that its content gives, so that an upstream that only shuffles makes no diff.
 *
 * Sorted is whatever has no meaning as an order: maps by name (`id` is the first property), methods and fields by the
 * tables below, parameters by their place (path parameters as the path has them) and name, and the lists `required`,
 * `enum`, `type`, `oneOf`, `anyOf`, `allOf`, scopes and the document's tags. `null` comes last. As they came stay
 * servers and alternatives of security (the first is the default), an operation's tags (the first names its resource),
 * `prefixItems`, and the inside of examples.
 */
export function order(document: OpenApiDocument): OpenApiDocument {
  return rewrite(document, (node, place) => {
    const ordered = mapEntries(node, (value, field) => orderField(document, place, field, value));
    return sortKeys(ordered, byRank(FIELDS[place.kind] ?? []));
  });
}

/** Plain comparison of code units: no locale, so that every machine sorts alike. */
export function byName(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Fields in the order in which a reader wants them; others follow by name. */
const FIELDS: Partial<Readonly<Record<Kind, readonly string[]>>> = {
  document: ["openapi", "jsonSchemaDialect", "info", "servers", "security", "tags", "paths", "webhooks", "components"],
  info: ["title", "version", "summary", "description"],
  components: ["parameters", "requestBodies", "responses", "headers", "schemas", "securitySchemes"],
  pathItem: ["summary", "description", "servers", "parameters", "get", "post", "put", "patch", "delete"],
  operation: [
    ...["operationId", "tags", "summary", "description", "deprecated", "externalDocs", "security"],
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

function orderField(document: OpenApiDocument, place: Place, field: string, value: unknown): unknown {
  if (field === "parameters" && Array.isArray(value)) return sortParameters(document, value, place);
  if (field === "security" && Array.isArray(value)) return value.map(sortScopes);
  if (field === "tags" && place.kind === "document" && Array.isArray(value)) return [...value].sort(byTagName);
  if (place.kind === "schema") return orderSchemaField(field, value);
  if (place.kind === "securityScheme" && field === "flows") return sortDeep(value);
  return MAPS.has(field) && isNode(value) ? sortKeys(value, byName) : value;
}

function orderSchemaField(field: string, value: unknown): unknown {
  if (field === "properties" && isNode(value)) return sortKeys(value, byProperty);
  if (field === "discriminator") return sortDeep(value);
  if (isNode(value)) return MAPS.has(field) ? sortKeys(value, byName) : value;
  if (!Array.isArray(value)) return value;
  if (field === "required") return [...value].sort((left, right) => byProperty(String(left), String(right)));
  if (field === "type" || field === "enum") return [...value].sort(byScalar);
  if (field === "oneOf" || field === "anyOf" || field === "allOf") return [...value].sort(byVariant);
  return value;
}

function sortParameters(document: OpenApiDocument, list: readonly unknown[], place: Place): unknown[] {
  const path = String(place.steps.find((step) => step.field === "paths")?.key ?? "");
  const rank = (parameter: unknown): [number, number, string] => {
    const { in: where, name } = resolved(document, parameter);
    const placeRank = ["path", "header", "query", "cookie"].indexOf(String(where));
    return [placeRank, where === "path" ? path.indexOf(`{${String(name)}}`) : 0, String(name)];
  };
  return [...list].sort((left, right) => {
    const [leftPlace, leftIndex, leftName] = rank(left);
    const [rightPlace, rightIndex, rightName] = rank(right);
    return leftPlace - rightPlace || leftIndex - rightIndex || byName(leftName, rightName);
  });
}

function resolved(document: OpenApiDocument, parameter: unknown): Node {
  const target = isNode(parameter) ? findReferenced<Node>(document, parameter, "")?.node : undefined;
  return isNode(target) ? target : {};
}

function sortScopes(requirement: unknown): unknown {
  if (!isNode(requirement)) return requirement;
  return sortKeys(
    mapEntries(requirement, (scopes) => (Array.isArray(scopes) ? [...scopes].sort(byScalar) : scopes)),
    byName,
  );
}

function byTagName(left: unknown, right: unknown): number {
  return byName(isNode(left) ? String(left.name) : "", isNode(right) ? String(right.name) : "");
}

/** `id` first, since it says what the rest is about. */
function byProperty(left: string, right: string): number {
  return Number(right === "id") - Number(left === "id") || byName(left, right);
}

function byVariant(left: unknown, right: unknown): number {
  return Number(isNull(left)) - Number(isNull(right)) || byName(variantText(left), variantText(right));
}

function isNull(variant: unknown): boolean {
  return isNode(variant) && variant.type === "null";
}

/** The variant without its examples, which must not decide an order. */
function variantText(variant: unknown): string {
  return isNode(variant) ? shapeOf(variant, "schema") : JSON.stringify(variant);
}

function byScalar(left: unknown, right: unknown): number {
  const last = (value: unknown) => Number(value === null || value === "null");
  const bothNumbers = typeof left === "number" && typeof right === "number";
  return last(left) - last(right) || (bothNumbers ? left - right : byName(String(left), String(right)));
}

function byRank(fields: readonly string[]): (left: string, right: string) => number {
  const rank = (field: string) => {
    const index = fields.indexOf(field);
    return index === -1 ? fields.length : index;
  };
  return (left, right) => rank(left) - rank(right) || byName(left, right);
}

function sortKeys(node: Node, compare: (left: string, right: string) => number): Node {
  return Object.fromEntries(Object.entries(node).sort(([left], [right]) => compare(left, right)));
}

function sortDeep(value: unknown): unknown {
  return isNode(value) ? sortKeys(mapEntries(value, sortDeep), byName) : value;
}
