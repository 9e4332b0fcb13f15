import type { Schema } from "../load/openapi.js";
import { type LiteralValue, nullType, type PropertyModel, type TypeModel, unknownType } from "./api-model.js";
import { docsOf } from "./docs.js";

/** The TypeScript name of the schema that a `$ref` names. */
export type NameOf = (reference: string) => string;

/** The type of a schema. Keywords that only narrow a value (formats, bounds, patterns) do not change it. */
export function typeOf(schema: Schema | boolean, nameOf: NameOf): TypeModel {
  if (typeof schema === "boolean") return schema ? unknownType : { kind: "primitive", type: "never" };
  if (schema.$ref !== undefined) return { kind: "reference", name: nameOf(schema.$ref) };
  if (schema.const !== undefined) return literalOr(schema.const);
  if (schema.enum !== undefined) return union(schema.enum.map(literalOr));
  const [known] = schema.anyOf ?? [];
  if (schema["x-open-enum"] === true && known !== undefined) return { kind: "open", known: typeOf(known, nameOf) };
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const choice = schema.oneOf ?? schema.anyOf;
  if (choice !== undefined) {
    const members = choice.map((member) => typeOf(member, nameOf));
    const whole = union(types.includes("null") ? [...members, nullType] : members);
    return schema.properties === undefined ? whole : intersection([ownObject(schema, nameOf), whole]);
  }
  if (schema.allOf !== undefined) {
    const parts = schema.allOf.map((part) => typeOf(part, nameOf));
    const own = schema.properties === undefined ? [] : [ownObject(schema, nameOf)];
    const whole = intersection([...parts, ...own]);
    return types.includes("null") ? union([whole, nullType]) : whole;
  }
  if (types.length > 0) return union(types.map((type) => typeOfKind(type, schema, nameOf)));
  if (schema.properties !== undefined) return ownObject(schema, nameOf);
  if (schema.items !== undefined) return typeOfKind("array", schema, nameOf);
  return unknownType;
}

/** The properties of an object schema, in the document's order. */
export function propertiesOf(schema: Schema, nameOf: NameOf): PropertyModel[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeOf(property, nameOf),
    optional: !required.has(name),
    docs: docsOf(property),
  }));
}

/** What an object may hold beside its properties; `undefined` when the contract says nothing of it. */
export function restOf(schema: Schema, nameOf: NameOf): TypeModel | undefined {
  const { additionalProperties } = schema;
  if (additionalProperties === undefined || additionalProperties === false) return undefined;
  // Named properties must fit the rest's type in TypeScript, so beside properties only `unknown` says what is true.
  if (additionalProperties === true || schema.properties !== undefined) return unknownType;
  return typeOf(additionalProperties, nameOf);
}

export function union(members: readonly TypeModel[]): TypeModel {
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  const unique = [...new Map(flat.map((member) => [JSON.stringify(member), member])).values()];
  const [first] = unique;
  if (first === undefined) return { kind: "primitive", type: "never" };
  return unique.length === 1 ? first : { kind: "union", members: unique };
}

export function intersection(members: readonly TypeModel[]): TypeModel {
  const [first] = members;
  if (first === undefined) return unknownType;
  return members.length === 1 ? first : { kind: "intersection", members };
}

function typeOfKind(type: string, schema: Schema, nameOf: NameOf): TypeModel {
  switch (type) {
    case "string":
      return schema.format === "binary" ? { kind: "binary" } : { kind: "primitive", type: "string" };
    case "integer":
    case "number":
      return { kind: "primitive", type: "number" };
    case "boolean":
      return { kind: "primitive", type: "boolean" };
    case "null":
      return nullType;
    case "array":
      return arrayOf(schema, nameOf);
    case "object":
      return ownObject(schema, nameOf);
    default:
      return unknownType;
  }
}

function arrayOf(schema: Schema, nameOf: NameOf): TypeModel {
  const prefix = schema.prefixItems;
  const items = schema.items === undefined ? undefined : typeOf(schema.items, nameOf);
  if (!Array.isArray(prefix)) return { kind: "array", item: items ?? unknownType };
  const rest = items?.kind === "primitive" && items.type === "never" ? undefined : (items ?? unknownType);
  return { kind: "tuple", items: prefix.map((item: Schema) => typeOf(item, nameOf)), rest };
}

function ownObject(schema: Schema, nameOf: NameOf): TypeModel {
  const properties = propertiesOf(schema, nameOf);
  const rest = restOf(schema, nameOf);
  if (properties.length > 0) return { kind: "object", properties, rest };
  return { kind: "record", value: rest ?? unknownType };
}

function literalOr(value: unknown): TypeModel {
  return isLiteral(value) ? { kind: "literal", value } : unknownType;
}

export function isLiteral(value: unknown): value is LiteralValue {
  return (
    value === null ||
    ["string", "boolean"].includes(typeof value) ||
    (typeof value === "number" && Number.isFinite(value))
  );
}
