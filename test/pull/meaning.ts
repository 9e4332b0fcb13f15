import type { OpenApiDocument } from "../../scripts/load/openapi.js";

/** What each operation, webhook, kept schema and head field of a document says, as text that can be compared. */
export type Meaning = Record<string, string>;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonMap = { [key: string]: Json };

/**
 * The meaning of a document, written anew here and not with the code that makes contracts: references to components that
 * are not `kept` are written out, prose is left out, lists whose order means nothing are sorted, and null has one form.
 */
export function meaningOf(document: OpenApiDocument, kept: ReadonlySet<string>): Meaning {
  const root = JSON.parse(JSON.stringify(document)) as JsonMap;
  const meaning: Meaning = {};
  for (const section of ["paths", "webhooks"]) {
    for (const [key, item] of entries(root[section])) {
      for (const [method, operation] of entries(item))
        meaning[`${method} ${key}`] = text(operationOf(asMap(operation), root, kept));
    }
  }
  const components = asMap(root.components);
  for (const name of kept) meaning[name] = text(schemaOf(asMap(components.schemas)[name] ?? {}, root, kept));
  meaning.servers = text((root.servers as Json[]).map((server) => asMap(server).url ?? ""));
  meaning.tags = text((root.tags as Json[]).map((tag) => asMap(tag).name ?? "").sort());
  meaning.securitySchemes = text(without(asMap(asMap(components.securitySchemes).bearerAuth), ["description"]));
  return meaning;
}

function operationOf(operation: JsonMap, root: JsonMap, kept: ReadonlySet<string>): Json {
  const parameters = ((operation.parameters ?? []) as Json[]).map((given) => {
    const {
      name = "",
      in: where = "",
      required = false,
      deprecated = false,
      style,
      explode,
      schema = {},
    } = resolve(given, root);
    const finalStyle = style ?? (where === "query" ? "form" : "simple");
    const finalExplode = explode ?? finalStyle === "form";
    return { name, where, required, deprecated, finalStyle, finalExplode, schema: schemaOf(schema, root, kept) };
  });
  const body = operation.requestBody === undefined ? null : resolve(operation.requestBody, root);
  return {
    operationId: operation.operationId ?? null,
    tags: operation.tags ?? null,
    deprecated: operation.deprecated ?? false,
    security: ((operation.security ?? []) as Json[]).map((one) => map(one, (scopes) => [...(scopes as Json[])].sort())),
    parameters: parameters.map(text).sort(),
    body: body === null ? null : { required: body.required ?? false, content: contentOf(body, root, kept) },
    responses: map(operation.responses ?? {}, (response) => contentOf(resolve(response, root), root, kept)),
  };
}

function contentOf(holder: JsonMap, root: JsonMap, kept: ReadonlySet<string>): Json {
  return map(holder.content ?? {}, (media) => schemaOf(asMap(media).schema ?? {}, root, kept));
}

const PROSE = ["description", "example", "examples"];

/** A schema whose value is written as `{ nullable, … }`, wherever null stood. */
function schemaOf(given: Json, root: JsonMap, kept: ReadonlySet<string>): JsonMap {
  const schema = asMap(given);
  const ref = schema.$ref;
  if (typeof ref === "string") {
    const name = ref.split("/").at(-1) ?? "";
    return kept.has(name) ? { nullable: false, kept: name } : schemaOf(resolve(schema, root), root, kept);
  }
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const hasTypeNull = types.includes("null");
  const facts = map(without(schema, [...PROSE, "type", "oneOf", "discriminator"]), (value, keyword) => {
    if (keyword === "properties") return map(value, (inner) => schemaOf(inner, root, kept));
    if (keyword === "items") return schemaOf(value, root, kept);
    if (keyword === "required" || keyword === "enum") return [...(value as Json[])].sort();
    return value;
  }) as JsonMap;
  if (text(facts.required ?? null) === "[]") delete facts.required;
  if (types.length > 0) facts.type = types.filter((type) => type !== "null").sort();
  if (schema.oneOf === undefined) return { nullable: hasTypeNull, ...facts };

  const all = (schema.oneOf as Json[]).map((variant) => schemaOf(variant, root, kept));
  const isNull = (variant: JsonMap) => variant.nullable === true && text(variant.type ?? null) === "[]";
  const variants = all.filter((variant) => !isNull(variant));
  const innerNull = all.some((variant) => variant.nullable === true);
  const nullable = types.length > 0 ? hasTypeNull : innerNull;
  const [only] = variants;
  // A choice of one thing and null is that thing, or null.
  if (variants.length === 1 && only !== undefined && Object.keys(facts).length === 0) return { ...only, nullable };
  const { propertyName = null } = asMap(schema.discriminator ?? {});
  return {
    nullable,
    ...facts,
    propertyName,
    oneOf: variants.map((variant) => text({ ...variant, nullable: false })).sort(),
  };
}

function resolve(node: Json, root: JsonMap): JsonMap {
  const ref = asMap(node).$ref;
  if (typeof ref !== "string") return asMap(node);
  return asMap(
    ref
      .slice(2)
      .split("/")
      .reduce<Json>((at, token) => asMap(at)[token] ?? {}, root),
  );
}

/** With sorted keys, so that equal things are equal texts. */
function text(value: Json): string {
  return JSON.stringify(value, (_, inner: Json) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}

function map(node: Json, change: (value: Json, key: string) => Json): Json {
  return Object.fromEntries(entries(node).map(([key, value]) => [key, change(value, key)]));
}

function without(node: JsonMap, keys: readonly string[]): JsonMap {
  return Object.fromEntries(Object.entries(node).filter(([key]) => !keys.includes(key)));
}

function entries(node: Json | undefined): [string, Json][] {
  return Object.entries(asMap(node ?? {}));
}

function asMap(value: Json | undefined): JsonMap {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`no map: ${JSON.stringify(value)}`);
  return value;
}
