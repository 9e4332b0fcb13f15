import { pointerOf, SpecError } from "../diagnostics.js";
import { canonicalText, mergeAnnotations } from "../load/annotations.js";
import { isJsonObject, type JsonObject } from "../load/json-object.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { rewrite } from "../load/rewrite.js";
import type { ChosenNames } from "./chosen-names.js";
import { findInlineSchemas, idOf, isNull, withoutNull } from "./find-inline-schemas.js";
import { nameSchemas } from "./name-schemas.js";

/** A document, and what a person should know about how it was made. */
export interface Extracted {
  readonly document: OpenApiDocument;
  readonly notes: readonly string[];
}

/**
 * Moves inline objects and unions that repeat, or that names.yaml names, to `components.schemas`. Null stays at the use:
 * `oneOf: [$ref, { type: "null" }]`; in a union it becomes a variant of its own. A discriminator gets a mapping where a
 * variant's component is not called what the constant says, since readers would take the component's name for the value.
 *
 * The document must be sorted.
 *
 * @throws SpecError `contract/name-clash` when a name belongs to another component
 */
export function extractSchemas(document: OpenApiDocument, names: ChosenNames): Extracted {
  const kept = textsOf(document.components?.schemas ?? {});
  const { nameOf, notes } = nameSchemas(findInlineSchemas(document), names, kept);
  const uses = new Map<string, [JsonObject, ...JsonObject[]]>();
  /** The references that this run made, by the variant that they stand for. */
  const made = new WeakMap<object, string>();

  const extracted = rewrite(document, (node, position) => {
    const schema = position.kind === "schema" ? withVariants(node, made, uses) : node;
    const name = position.kind === "schema" ? nameOf.get(idOf(position)) : undefined;
    if (name === undefined) return schema;
    const { schema: component, nullable } = withoutNull(schema);
    const others = uses.get(name);
    if (others === undefined) uses.set(name, [component]);
    else others.push(component);
    const reference: JsonObject = { $ref: refTo(name) };
    const use = nullable ? { oneOf: [reference, { type: "null" }] } : reference;
    made.set(use, name);
    return use;
  });
  return { document: withComponents(extracted, uses, names.file), notes };
}

/** The texts of components by their names, as `findInlineSchemas` gives those of inline schemas. */
function textsOf(schemas: Readonly<Record<string, JsonObject>>): Map<string, string> {
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [name, canonicalText(withoutNull(schema).schema, "schema")]),
  );
}

function refTo(name: string): string {
  return `#/components/schemas/${name}`;
}

/** A union whose inline variants became references: null once, and a mapping where names and constants differ. */
function withVariants(
  node: JsonObject,
  made: WeakMap<object, string>,
  uses: ReadonlyMap<string, [JsonObject, ...JsonObject[]]>,
): JsonObject {
  const { oneOf, discriminator } = node;
  if (!Array.isArray(oneOf) || !oneOf.some((variant) => isJsonObject(variant) && made.has(variant))) return node;
  const values: unknown[] = [];
  let nullable = false;
  for (const variant of oneOf) {
    const name = isJsonObject(variant) ? made.get(variant) : undefined;
    if (isNull(variant)) nullable = true;
    else if (name === undefined) values.push(variant);
    else {
      nullable ||= isJsonObject(variant) && variant.oneOf !== undefined;
      values.push({ $ref: refTo(name) });
    }
  }
  const union = { ...node, oneOf: nullable ? [...values, { type: "null" }] : values };
  if (!isJsonObject(discriminator)) return union;
  const mapping = mappingOf(discriminator, oneOf, made, uses);
  return mapping === undefined ? union : { ...union, discriminator: { ...discriminator, mapping } };
}

function mappingOf(
  discriminator: JsonObject,
  variants: readonly unknown[],
  made: WeakMap<object, string>,
  uses: ReadonlyMap<string, [JsonObject, ...JsonObject[]]>,
): JsonObject | undefined {
  const mapping: JsonObject = isJsonObject(discriminator.mapping) ? { ...discriminator.mapping } : {};
  for (const variant of variants) {
    const name = isJsonObject(variant) ? made.get(variant) : undefined;
    if (name === undefined) continue;
    const properties = uses.get(name)?.[0].properties;
    const property = isJsonObject(properties) ? properties[String(discriminator.propertyName)] : undefined;
    const value = isJsonObject(property) ? property.const : undefined;
    if (typeof value === "string" && value !== name && mapping[value] === undefined) mapping[value] = refTo(name);
  }
  return Object.keys(mapping).length === 0 ? undefined : mapping;
}

function withComponents(
  document: OpenApiDocument,
  uses: ReadonlyMap<string, [JsonObject, ...JsonObject[]]>,
  file: string,
): OpenApiDocument {
  const schemas: Record<string, JsonObject> = { ...document.components?.schemas };
  for (const [name, nodes] of uses) {
    const component = mergeAnnotations(nodes, "schema");
    const other = schemas[name];
    if (other !== undefined && canonicalText(other, "schema") !== canonicalText(component, "schema")) {
      throw new SpecError(
        "contract/name-clash",
        pointerOf("components", "schemas", name),
        `"${name}" is a component already, and the name for ${nodes.length} inline schemas that differ from it.`,
        `Give these another name in ${file}.`,
      );
    }
    schemas[name] ??= component;
  }
  if (uses.size === 0) return document;
  return { ...document, components: { ...document.components, schemas } };
}
