import { pointerOf, SpecError } from "../diagnostics.js";
import { mergeAnnotations, shapeOf } from "../load/annotations.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { isNode, type Node, rewrite } from "../load/rewrite.js";
import { findInlineSchemas, idOf, isNull, withoutNull } from "./find-inline-schemas.js";
import { nameSchemas } from "./name-schemas.js";
import type { Names } from "./names.js";

/** A document, and what a person should know about how it was made. */
export interface Hoisted {
  readonly document: OpenApiDocument;
  readonly notes: readonly string[];
}

/**
 * Moves inline objects and unions that repeat, or that names.yaml names, to `components.schemas`. Null stays at the use:
 * `oneOf: [$ref, { type: "null" }]`; in a union it becomes a variant of its own. A discriminator gets a mapping where a
 * variant's component is not called what the constant says, since readers would take the component's name for the value.
 *
 * The document must be in order.
 *
 * @throws SpecError `contract/name-clash` when a name belongs to another component
 */
export function extractSchemas(document: OpenApiDocument, names: Names): Hoisted {
  const kept = new Set(Object.keys(document.components?.schemas ?? {}));
  const { nameOf, notes } = nameSchemas(findInlineSchemas(document), names, kept);
  const uses = new Map<string, [Node, ...Node[]]>();
  /** The references that this run made, by the variant that they stand for. */
  const made = new WeakMap<object, string>();

  const hoisted = rewrite(document, (node, place) => {
    const schema = place.kind === "schema" ? withVariants(node, made, uses) : node;
    const name = place.kind === "schema" ? nameOf.get(idOf(place)) : undefined;
    if (name === undefined) return schema;
    const { schema: shape, nullable } = withoutNull(schema);
    const others = uses.get(name);
    if (others === undefined) uses.set(name, [shape]);
    else others.push(shape);
    const reference: Node = { $ref: refTo(name) };
    const use = nullable ? { oneOf: [reference, { type: "null" }] } : reference;
    made.set(use, name);
    return use;
  });
  return { document: withComponents(hoisted, uses, names.file), notes };
}

function refTo(name: string): string {
  return `#/components/schemas/${name}`;
}

/** A union whose inline variants became references: null once, and a mapping where names and constants differ. */
function withVariants(node: Node, made: WeakMap<object, string>, uses: ReadonlyMap<string, [Node, ...Node[]]>): Node {
  const { oneOf, discriminator } = node;
  if (!Array.isArray(oneOf) || !oneOf.some((variant) => isNode(variant) && made.has(variant))) return node;
  const values: unknown[] = [];
  let nullable = false;
  for (const variant of oneOf) {
    const name = isNode(variant) ? made.get(variant) : undefined;
    if (isNull(variant)) nullable = true;
    else if (name === undefined) values.push(variant);
    else {
      nullable ||= isNode(variant) && variant.oneOf !== undefined;
      values.push({ $ref: refTo(name) });
    }
  }
  const union = { ...node, oneOf: nullable ? [...values, { type: "null" }] : values };
  if (!isNode(discriminator)) return union;
  const mapping = mappingOf(discriminator, oneOf, made, uses);
  return mapping === undefined ? union : { ...union, discriminator: { ...discriminator, mapping } };
}

function mappingOf(
  discriminator: Node,
  variants: readonly unknown[],
  made: WeakMap<object, string>,
  uses: ReadonlyMap<string, [Node, ...Node[]]>,
): Node | undefined {
  const mapping: Node = isNode(discriminator.mapping) ? { ...discriminator.mapping } : {};
  for (const variant of variants) {
    const name = isNode(variant) ? made.get(variant) : undefined;
    if (name === undefined) continue;
    const properties = uses.get(name)?.[0].properties;
    const property = isNode(properties) ? properties[String(discriminator.propertyName)] : undefined;
    const value = isNode(property) ? property.const : undefined;
    if (typeof value === "string" && value !== name && mapping[value] === undefined) mapping[value] = refTo(name);
  }
  return Object.keys(mapping).length === 0 ? undefined : mapping;
}

function withComponents(
  document: OpenApiDocument,
  uses: ReadonlyMap<string, [Node, ...Node[]]>,
  file: string,
): OpenApiDocument {
  const schemas: Record<string, Node> = { ...document.components?.schemas };
  for (const [name, nodes] of uses) {
    const shape = mergeAnnotations(nodes, "schema");
    const other = schemas[name];
    if (other !== undefined && shapeOf(other, "schema") !== shapeOf(shape, "schema")) {
      throw new SpecError(
        "contract/name-clash",
        pointerOf("components", "schemas", name),
        `"${name}" is a component already, and the name for ${nodes.length} inline schemas of another shape.`,
        `Give these another name in ${file}.`,
      );
    }
    schemas[name] ??= shape;
  }
  if (uses.size === 0) return document;
  return { ...document, components: { ...document.components, schemas } };
}
