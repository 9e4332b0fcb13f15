import type { Schema } from "../load/openapi.js";
import { type LiteralValue, nullType, type PropertyModel, type TypeModel, unknownType } from "./api-model.js";
import { docsOf } from "./docs.js";

/** The TypeScript name of the schema that a `$ref` names. */
export type NameOf = (reference: string) => string;

/**
 * The type of a schema: the one place that decides what a keyword means, for `models.ts` and `paths.ts` alike. Keywords that only narrow
 * a value (formats, bounds, patterns, conditions) do not change it.
 */
export function typeOf(schema: Schema | boolean, nameOf: NameOf): TypeModel {
  if (typeof schema === "boolean") return schema ? unknownType : neverType;
  if (schema.$ref !== undefined) return { kind: "reference", name: nameOf(schema.$ref) };
  if (schema.const !== undefined) return valueType(schema.const);
  if (schema.enum !== undefined) return union(schema.enum.map(valueType));
  if (schema["x-received-as"] !== undefined) return { kind: schema["x-received-as"] };
  const [known] = schema.anyOf ?? [];
  if (schema["x-open-enum"] === true && known !== undefined) return { kind: "open", known: typeOf(known, nameOf) };
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const choices = [schema.oneOf, schema.anyOf].filter((choice) => choice !== undefined);
  if (choices.length === 0 && schema.allOf === undefined) return ownType(types, schema, nameOf);
  const own = ownType(
    types.filter((type) => type !== "null"),
    schema,
    nameOf,
  );
  const members = [
    // Of a type that its forms narrow, the forms alone are written: `type: string` beside `anyOf` of formats.
    ...(isObjectLike(own) || choices.length === 0 ? [own] : []),
    ...(schema.allOf ?? []).map((part) => typeOf(part, nameOf)),
    ...choices.map((choice) => union(choice.map((form) => typeOf(inherited(form, schema, own), nameOf)))),
  ];
  const whole = intersection(members);
  return types.includes("null") ? union([whole, nullType]) : whole;
}

/** What `type`, `properties` and the like say, without any composition. */
function ownType(types: readonly string[], schema: Schema, nameOf: NameOf): TypeModel {
  if (types.length > 0) return union(types.map((type) => typeOfKind(type, schema, nameOf)));
  if (schema.properties ?? schema.patternProperties ?? schema.additionalProperties ?? schema.required)
    return ownObject(schema, nameOf);
  if (schema.items ?? schema.prefixItems) return typeOfKind("array", schema, nameOf);
  return unknownType;
}

function isObjectLike({ kind }: TypeModel): boolean {
  return kind === "object" || kind === "record";
}

/** A form that says nothing of its type has that of the schema it is a form of. */
function inherited(form: Schema | boolean, { type, items, prefixItems }: Schema, own: TypeModel): Schema | boolean {
  if (typeof form === "boolean" || isObjectLike(own) || type === undefined) return form;
  const isOwnType = form.$ref ?? form.type ?? form.enum ?? form.oneOf ?? form.anyOf ?? form.allOf ?? form.properties;
  if (isOwnType !== undefined || form.const !== undefined) return form;
  return {
    type,
    ...(items !== undefined && { items }),
    ...(prefixItems !== undefined && { prefixItems }),
    ...form,
  };
}

/** The properties of an object schema, in the document's order, and those that it requires without describing them. */
export function propertiesOf(schema: Schema, nameOf: NameOf): PropertyModel[] {
  const required = new Set(schema.required);
  const described = Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeOf(property, nameOf),
    optional: !required.has(name),
    docs: docsOf(property),
  }));
  const own = schema.properties ?? {};
  const others = [...required].filter((name) => !Object.hasOwn(own, name));
  return [
    ...described,
    ...others.map((name) => ({ name, type: unknownType, optional: false, docs: { deprecated: false } })),
  ];
}

/** What an object may hold beside its properties; `undefined` when the contract says nothing of it. */
export function restOf(schema: Schema, nameOf: NameOf): TypeModel | undefined {
  const { additionalProperties, patternProperties } = schema;
  const patterns = Object.values(patternProperties ?? {});
  const isClosed = additionalProperties === undefined || additionalProperties === false;
  if (isClosed && patterns.length === 0) return undefined;
  // Named properties must fit the rest's type in TypeScript, so beside properties only `unknown` says what is true.
  if (additionalProperties === true || hasProperties(schema)) return unknownType;
  return union([...patterns, ...(isClosed ? [] : [additionalProperties])].map((value) => typeOf(value, nameOf)));
}

/** Whether an object has named properties: described ones, or required ones. */
export function hasProperties({ properties, required }: Schema): boolean {
  return Object.keys(properties ?? {}).length > 0 || (required ?? []).length > 0;
}

export function union(members: readonly TypeModel[]): TypeModel {
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  const unique = [...new Map(flat.map((member) => [JSON.stringify(member), member])).values()];
  const [first] = unique;
  if (first === undefined) return neverType;
  if (unique.some(isUnknown)) return unknownType;
  return unique.length === 1 ? first : { kind: "union", members: unique };
}

/** Parts that say nothing are left out: `unknown`, and an object of which no member is known beside one with members. */
export function intersection(members: readonly TypeModel[]): TypeModel {
  const telling = members.filter((member) => !isUnknown(member));
  const specific = telling.filter((member) => member.kind !== "record" || !isUnknown(member.value));
  const parts = specific.length > 0 ? specific : telling.slice(0, 1);
  const [first] = parts;
  if (first === undefined) return unknownType;
  return parts.length === 1 ? first : { kind: "intersection", members: parts };
}

function isUnknown(type: TypeModel): boolean {
  return type.kind === "primitive" && type.type === "unknown";
}

const neverType: TypeModel = { kind: "primitive", type: "never" };

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
  if (!Array.isArray(prefix) || prefix.length === 0) return { kind: "array", item: items ?? unknownType };
  const isClosed = (items?.kind === "primitive" && items.type === "never") || schema.maxItems === prefix.length;
  const rest = isClosed ? undefined : (items ?? unknownType);
  return { kind: "tuple", items: prefix.map((item: Schema) => typeOf(item, nameOf)), rest };
}

function ownObject(schema: Schema, nameOf: NameOf): TypeModel {
  const properties = propertiesOf(schema, nameOf);
  const rest = restOf(schema, nameOf);
  if (properties.length > 0) return { kind: "object", properties, rest };
  return { kind: "record", value: rest ?? unknownType };
}

/** The type of just this value, such as an entry of `enum`. */
function valueType(value: unknown): TypeModel {
  if (isLiteral(value)) return { kind: "literal", value };
  if (Array.isArray(value)) return { kind: "tuple", items: value.map(valueType), rest: undefined };
  if (typeof value !== "object") return unknownType;
  const properties = Object.entries(value ?? {}).map(([name, member]) => ({
    name,
    type: valueType(member),
    optional: false,
    docs: { deprecated: false },
  }));
  return properties.length > 0 ? { kind: "object", properties, rest: undefined } : { kind: "record", value: neverType };
}

export function isLiteral(value: unknown): value is LiteralValue {
  return (
    value === null ||
    ["string", "boolean"].includes(typeof value) ||
    (typeof value === "number" && Number.isFinite(value))
  );
}
