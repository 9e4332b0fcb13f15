import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { type Document, listOf, type Node, nodeOf } from "./read-document.js";

const validators = new WeakMap<Document, Ajv2020>();

/**
 * Whether a schema of the published document accepts a value, by ajv; `undefined` where ajv cannot compile it, such as a pattern that is
 * not one of JavaScript.
 *
 * @param reference to the schema, such as `#/components/schemas/Thing`
 */
export function accepts(document: Document, reference: string, value: unknown): boolean | undefined {
  let ajv = validators.get(document);
  if (ajv === undefined) {
    ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false });
    formats.default(ajv);
    ajv.addSchema(withJsonSchemas(document.root), "document:/");
    validators.set(document, ajv);
  }
  try {
    return ajv.validate({ $ref: `document:/${reference}` }, value) === true;
  } catch {
    return undefined;
  }
}

/** The document with schemas of JSON Schema 2020-12 in the place of those of OpenAPI 3.0. What a server alone sets is not required. */
function withJsonSchemas(root: Node): Node {
  const is30 = String(root.openapi).startsWith("3.0");
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== "object" || value === null) return value;
    const node = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, convert(child)]));
    const mended = withoutReadOnly(node);
    return is30 ? fromVersion30(mended) : mended;
  };
  return nodeOf(convert(root));
}

function fromVersion30(node: Node): Node {
  // Version 3.0 ignores what is beside a reference.
  if (typeof node.$ref === "string") return { $ref: node.$ref };
  const { nullable, exclusiveMinimum, exclusiveMaximum, ...rest } = node;
  const converted: Node = {
    ...rest,
    ...(typeof nullable !== "boolean" && nullable !== undefined && { nullable }),
    ...bound("minimum", "exclusiveMinimum", rest.minimum, exclusiveMinimum),
    ...bound("maximum", "exclusiveMaximum", rest.maximum, exclusiveMaximum),
  };
  return nullable === true ? { anyOf: [converted, { type: "null" }] } : converted;
}

/** What is not a boolean is a property of that name. */
function bound(inclusive: string, exclusive: string, limit: unknown, isExclusive: unknown): Node {
  if (typeof isExclusive !== "boolean") return isExclusive === undefined ? {} : { [exclusive]: isExclusive };
  return isExclusive && limit !== undefined ? { [inclusive]: limit, [exclusive]: limit } : {};
}

function withoutReadOnly(node: Node): Node {
  const properties = nodeOf(node.properties);
  const required = listOf(node.required);
  if (required.length === 0) return node;
  return { ...node, required: required.filter((name) => nodeOf(properties[String(name)]).readOnly !== true) };
}
