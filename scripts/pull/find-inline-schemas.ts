import { shapeOf } from "../load/annotations.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { isNode, type Node, type Place, rewrite, tokensOfPlace } from "../load/rewrite.js";

/** An inline object or union that could be a component. */
export interface Inline {
  /** JSON pointer tokens, joined: unique in the document. */
  readonly id: string;
  /** The same text for two inlines that mean the same, nullable or not. */
  readonly shape: string;
  readonly title: string | undefined;
  /** Where it stands in a person's terms: `Payment.membership`, `listProduct.200.data[]`. */
  readonly place: string;
  /** The property under which it stands; empty for a whole body. */
  readonly at: string;
  readonly isInComponent: boolean;
  readonly properties: readonly string[];
  readonly required: readonly string[];
  readonly nullable: readonly string[];
}

/** Every inline object and union of the document, but for components themselves. The document must be in order. */
export function findInlineSchemas(document: OpenApiDocument): Inline[] {
  const found: Inline[] = [];
  rewrite(document, (node, place) => {
    if (!isHoistable(node, place)) return node;
    const properties = isNode(node.properties) ? node.properties : {};
    found.push({
      id: idOf(place),
      shape: shapeOf(withoutNull(node).schema, "schema"),
      title: typeof node.title === "string" ? node.title : undefined,
      ...whereabouts(place, document),
      isInComponent: place.steps[0]?.field === "components",
      properties: Object.keys(properties),
      required: Array.isArray(node.required) ? node.required.map(String) : [],
      nullable: Object.keys(properties).filter((name) => admitsNull(properties[name])),
    });
    return node;
  });
  return found;
}

export function idOf(place: Place): string {
  return JSON.stringify(tokensOfPlace(place));
}

/** The schema without null among its values, and whether null was one of them. Nullability belongs to the use, not to the shape. */
export function withoutNull(node: Node): { schema: Node; nullable: boolean } {
  const { type, oneOf } = node;
  const types = Array.isArray(type) ? type : undefined;
  const values = Array.isArray(oneOf) ? oneOf.filter((variant) => !isNull(variant)) : undefined;
  // A type without null refuses it, whatever the variants say.
  if (type !== undefined && types?.includes("null") !== true) return { schema: node, nullable: false };
  const dropsVariant = values !== undefined && Array.isArray(oneOf) && values.length < oneOf.length;
  if (types === undefined && !dropsVariant) return { schema: node, nullable: false };
  const left = types?.filter((name) => name !== "null");
  const schema = {
    ...node,
    ...(left !== undefined && { type: left.length === 1 ? left[0] : left }),
    ...(values !== undefined && { oneOf: values }),
  };
  return { schema, nullable: true };
}

export function isNull(variant: unknown): boolean {
  return isNode(variant) && variant.type === "null";
}

function isHoistable(node: Node, { kind, steps }: Place): boolean {
  if (kind !== "schema" || node.$ref !== undefined) return false;
  if (steps[0]?.field === "components" && steps.length === 2) return false;
  return isObject(node) || isUnion(node);
}

function isObject({ type, properties }: Node): boolean {
  const isObjectType = type === undefined || [type].flat().includes("object");
  return isObjectType && isNode(properties) && Object.keys(properties).length > 0;
}

/** Two or more things besides null, at least one of them an object. */
function isUnion({ oneOf, anyOf }: Node): boolean {
  const variants: unknown = oneOf ?? anyOf;
  const values = Array.isArray(variants) ? variants.filter((variant) => !isNull(variant)) : [];
  return (
    values.length > 1 && values.some((variant) => isNode(variant) && (variant.$ref !== undefined || isObject(variant)))
  );
}

function admitsNull(schema: unknown): boolean {
  if (!isNode(schema)) return false;
  const { type, oneOf, anyOf, nullable } = schema;
  if (nullable === true || [type].flat().includes("null")) return true;
  return [oneOf, anyOf].some((variants) => Array.isArray(variants) && variants.some(isNull));
}

function whereabouts(place: Place, document: OpenApiDocument): { place: string; at: string } {
  let text = ownerOf(place, document);
  let at = "";
  for (const { field, key } of place.steps.slice(2)) {
    if (field === "requestBody") text += ".request";
    else if (field === "responses") text += `.${key}`;
    else if (field === "items") text += "[]";
    else if (field === "additionalProperties") text += "{}";
    else if (field === "properties") {
      at = String(key);
      text += `.${at}`;
    }
  }
  return { place: text, at };
}

/** A component's name, an operation's id, or an event's name. */
function ownerOf({ steps }: Place, document: OpenApiDocument): string {
  const [root, second] = steps;
  if (root?.field === "components") return String(root.key ?? second?.key);
  const item: unknown = root?.field === "paths" ? document.paths?.[String(root.key)] : undefined;
  const operation: unknown = isNode(item) && second !== undefined ? item[second.field] : undefined;
  const id = isNode(operation) ? operation.operationId : undefined;
  return typeof id === "string" ? id : `${second?.field ?? ""} ${root?.key ?? ""}`.trim();
}
