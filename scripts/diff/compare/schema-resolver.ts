import { isDeepStrictEqual } from "node:util";
import { pointerOf, tokensOf } from "../../diagnostics.js";
import { isAnnotation } from "../../load/annotations.js";
import { componentOf, type OpenApiDocument, type Schema } from "../../load/openapi.js";
import { findReferenced, resolveLocal } from "../../load/resolve-pointer.js";
import type { ResolvedResponse } from "../../load/resolved-operation.js";

/** A schema and its JSON pointer. */
export interface SchemaAt {
  readonly schema: Schema | boolean;
  readonly pointer: string;
  /** What other parts of a composition say of the same property: a value must fit all of them. */
  readonly others?: readonly SchemaAt[];
}

/** How the forms of a union are told apart. */
export interface DiscriminatorAt {
  readonly property: string;
  /** The values that stand for a component, by its name; without those that name themselves by a constant. */
  readonly values: ReadonlyMap<string, string>;
}

/** A property of an object, whichever part of a composition declares it. */
export interface PropertyAt extends SchemaAt {
  readonly required: boolean;
}

/** A header of a response, with the place of its schema. */
export interface HeaderAt extends SchemaAt {
  readonly name: string;
  readonly required: boolean;
}

interface HeaderNode {
  readonly required?: boolean;
  readonly schema?: Schema | boolean;
}

/** One kind of value that a schema allows. A union, a list of types and a composition all come down to these. */
export interface Variant {
  readonly kind: "string" | "number" | "integer" | "boolean" | "array" | "object" | "any" | "never";
  readonly pointer: string;
  /** The component that is this variant and nothing else. */
  readonly component: SchemaAt | undefined;
  /** The keywords in force, without references and composition. */
  readonly schema: Schema;
  /** A `const` is an enum of one value. */
  readonly values: readonly unknown[] | undefined;
  readonly properties: ReadonlyMap<string, PropertyAt>;
}

/** What a schema means, however it is written: references followed, null apart, compositions merged. */
export interface ResolvedSchema {
  readonly nullable: boolean;
  readonly variants: readonly Variant[];
}

/** Resolves the schemas of one document. Loading has checked that references have their targets. */
export class SchemaResolver {
  readonly #document: OpenApiDocument;
  readonly #resolved = new Map<string, ResolvedSchema>();
  readonly #targets = new Map<string, SchemaAt>();

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  /** Where a plain reference leads; `undefined` for a schema that is not a reference, or has more keywords that count. */
  target(at: SchemaAt): SchemaAt | undefined {
    const { schema, others = [] } = at;
    if (others.length > 0 || typeof schema === "boolean") return undefined;
    const keys = Object.keys(schema).filter((key) => !BESIDE_A_REFERENCE.has(key) && !isAnnotation(key));
    if (schema.$ref !== undefined) return keys.length > 0 ? undefined : this.#follow(schema.$ref);
    // A reference that is wrapped, so that words can stand beside it.
    const parts = (schema.allOf ?? []).filter((part) => !isWordsOnly(part));
    const [only] = parts;
    if (only === undefined || parts.length > 1 || keys.some((key) => key !== "allOf")) return undefined;
    return this.target({ schema: only, pointer: at.pointer });
  }

  discriminator({ schema }: SchemaAt): DiscriminatorAt | undefined {
    const given = typeof schema === "boolean" ? undefined : schema.discriminator;
    if (typeof schema === "boolean" || given === undefined) return undefined;
    const values = new Map<string, string[]>();
    const add = (reference: string, value: string | undefined): void => {
      const name = componentOf(reference) ?? reference;
      values.set(name, [...(values.get(name) ?? []), ...(value === undefined ? [] : [value])]);
    };
    for (const { $ref } of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
      if ($ref !== undefined) add($ref, undefined);
    for (const [value, reference] of Object.entries(given.mapping ?? {})) add(reference, value);
    const named = [...values].filter(([name]) => !this.#namesItself(name, given.propertyName));
    const texts = named.map(
      ([name, mapped]) => [name, (mapped.length > 0 ? mapped : [name]).sort().join(", ")] as const,
    );
    return named.length === 0 ? undefined : { property: given.propertyName, values: new Map(texts) };
  }

  #namesItself(component: string, property: string): boolean {
    const target = this.#document.components?.schemas?.[component]?.properties?.[property];
    return typeof target === "object" && (target.const !== undefined || target.enum?.length === 1);
  }

  /** The headers of a response by their name in small letters. */
  headers({ node, pointer }: ResolvedResponse): Map<string, HeaderAt> {
    const headers = Object.entries(node.headers ?? {}).flatMap(([name, given]): [string, HeaderAt][] => {
      const usedAt = pointer + pointerOf("headers", name);
      const found = findReferenced<HeaderNode>(this.#document, given as HeaderNode, usedAt);
      if (found === undefined) return [];
      const { schema = true, required = false } = found.node;
      return [[name.toLowerCase(), { name, required, schema, pointer: `${found.pointer}/schema` }]];
    });
    return new Map(headers);
  }

  resolve(at: SchemaAt): ResolvedSchema {
    const key = [at, ...(at.others ?? [])].map(({ pointer }) => pointer).join(" ");
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    const parts = [at, ...(at.others ?? [])].map((part) => this.#read(part, 0));
    const [first] = parts;
    const resolved =
      parts.length === 1 && first !== undefined
        ? first
        : { nullable: parts.every(({ nullable }) => nullable), variants: intersect(parts, at.pointer) };
    this.#resolved.set(key, resolved);
    return resolved;
  }

  #follow(reference: string): SchemaAt {
    const known = this.#targets.get(reference);
    if (known !== undefined) return known;
    const schema = resolveLocal(this.#document, reference) as Schema | boolean;
    const target = { schema, pointer: pointerOf(...tokensOf(decodeURIComponent(reference.slice(1)))) };
    this.#targets.set(reference, target);
    return target;
  }

  #read(at: SchemaAt, depth: number): ResolvedSchema {
    const { schema, pointer } = at;
    if (typeof schema === "boolean") return { nullable: false, variants: [anyVariant(pointer, schema)] };
    // A composition that leads to itself, or thousands of levels, has nothing that a type could hold.
    if (depth > MAX_DEPTH) return { nullable: false, variants: [anyVariant(pointer, true)] };
    const parts: ResolvedSchema[] = [];
    if (schema.$ref !== undefined) parts.push(this.#readReference(schema.$ref, depth));
    for (const [index, part] of (schema.allOf ?? []).entries())
      if (!isWordsOnly(part))
        parts.push(this.#read({ schema: part, pointer: pointer + pointerOf("allOf", index) }, depth + 1));
    for (const keyword of ["oneOf", "anyOf"] as const) {
      const members = schema[keyword];
      if (members !== undefined) parts.push(this.#readUnion(members, pointer + pointerOf(keyword), depth));
    }
    const own = readOwn(schema, pointer);
    if (parts.length === 0) return own ?? { nullable: false, variants: [anyVariant(pointer, true)] };
    const [first] = parts;
    const types = [schema.type ?? []].flat();
    const nullable = types.includes("null") || schema.nullable === true;
    if (own === undefined && parts.length === 1 && first !== undefined)
      return { nullable: first.nullable || nullable, variants: first.variants };
    // Without a type, properties and items speak of objects and arrays alone: a string, or null, is what the parts make of it.
    const isImplied =
      schema.type === undefined && own !== undefined && own.variants.every(({ values }) => values === undefined);
    const all = own === undefined || isImplied ? parts : [...parts, own];
    const variants = intersect(all, pointer);
    return {
      nullable: nullable || all.every((part) => part.nullable),
      variants: isImplied ? variants.map((variant) => narrowed(variant, own.variants, pointer)) : variants,
    };
  }

  #readReference(reference: string, depth: number): ResolvedSchema {
    const target = this.#follow(reference);
    const resolved = this.#read(target, depth + 1);
    const [only, ...others] = resolved.variants;
    if (only === undefined || others.length > 0 || only.component !== undefined || componentOf(reference) === undefined)
      return resolved;
    return { nullable: resolved.nullable, variants: [{ ...only, component: target }] };
  }

  #readUnion(members: readonly Schema[], pointer: string, depth: number): ResolvedSchema {
    const read = members.map((schema, index) => this.#read({ schema, pointer: pointer + pointerOf(index) }, depth + 1));
    return { nullable: read.some(({ nullable }) => nullable), variants: read.flatMap(({ variants }) => variants) };
  }
}

/** Whether a part of a composition allows everything: it is there for its words. */
function isWordsOnly(part: Schema | boolean): boolean {
  if (typeof part === "boolean") return part;
  return Object.keys(part).every((key) => key === "title" || key === "deprecated" || isAnnotation(key));
}

const BESIDE_A_REFERENCE: ReadonlySet<string> = new Set(["$ref", "title", "deprecated"]);
const MAX_DEPTH = 64;
/** Only combined unions give more variants than this. */
const MAX_VARIANTS = 256;

function anyVariant(pointer: string, allowed: boolean): Variant {
  const kind = allowed ? "any" : "never";
  return { kind, pointer, component: undefined, schema: {}, values: undefined, properties: new Map() };
}

/** The schema's own keywords; `undefined` when none of them gives a type. */
function readOwn(schema: Schema, pointer: string): ResolvedSchema | undefined {
  const { type, enum: list, const: constant, properties, items, additionalProperties } = schema;
  const values = constant === undefined ? list : [constant];
  const types = type === undefined ? impliedTypes(values, schema) : [type].flat();
  if (types === undefined) {
    const isObject = properties !== undefined || additionalProperties !== undefined;
    const kind = isObject ? "object" : items === undefined && schema.prefixItems === undefined ? undefined : "array";
    return kind === undefined ? undefined : { nullable: false, variants: [ownVariant(kind, schema, pointer, values)] };
  }
  const nullable = (types.includes("null") && values?.includes(null) !== false) || schema.nullable === true;
  const kinds = types.filter((kind): kind is Variant["kind"] => kind !== "null");
  return { nullable, variants: kinds.map((kind) => ownVariant(kind, schema, pointer, values)) };
}

/** The types of an enum's values, where there is no `type`. */
function impliedTypes(values: readonly unknown[] | undefined, schema: Schema): string[] | undefined {
  if (values === undefined || schema.properties !== undefined) return undefined;
  const types = values.map((value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value));
  return [...new Set(types)];
}

function ownVariant(
  kind: Variant["kind"],
  schema: Schema,
  pointer: string,
  values: readonly unknown[] | undefined,
): Variant {
  const required = new Set(schema.required);
  const properties = Object.entries(kind === "object" ? (schema.properties ?? {}) : {}).map(
    ([name, property]) =>
      [
        name,
        { schema: property, pointer: pointer + pointerOf("properties", name), required: required.has(name) },
      ] as const,
  );
  const own = values?.filter((value) => fits(value, kind));
  return { kind, pointer, component: undefined, schema, values: own, properties: new Map(properties) };
}

function fits(value: unknown, kind: Variant["kind"]): boolean {
  if (kind === "number" || kind === "integer") return typeof value === "number";
  if (kind === "array") return Array.isArray(value);
  if (kind === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === kind;
}

/** What all parts allow together: each combination of one variant of each part. */
function intersect(parts: readonly ResolvedSchema[], pointer: string): Variant[] {
  let variants: Variant[] | undefined;
  for (const part of parts) {
    const next = part.variants;
    variants = variants?.flatMap((first) =>
      next.filter((second) => canMeet(first, second)).map((second) => merge(first, second, pointer)),
    ) ?? [...next];
    if (variants.length > MAX_VARIANTS) return [anyVariant(pointer, true)];
  }
  return variants ?? [];
}

/** A variant with what is said of its kind. */
function narrowed(variant: Variant, said: readonly Variant[], pointer: string): Variant {
  const same = said.find(({ kind }) => kind === variant.kind || variant.kind === "any");
  return same === undefined ? variant : merge(variant, same, pointer);
}

/** Whether a value can be both. */
function canMeet(first: Variant, second: Variant): boolean {
  const kindOf = ({ kind }: Variant) => (kind === "integer" ? "number" : kind);
  return first.kind === "any" || second.kind === "any" || kindOf(first) === kindOf(second);
}

function merge(first: Variant, second: Variant, pointer: string): Variant {
  if (first.kind === "any") return second;
  if (second.kind === "any") return first;
  const properties = new Map(first.properties);
  for (const [name, property] of second.properties) {
    const other = properties.get(name);
    if (other === undefined) {
      properties.set(name, property);
      continue;
    }
    const required = property.required || other.required;
    const isSame = isDeepStrictEqual(property.schema, other.schema);
    const others = isSame ? property.others : [...(property.others ?? []), other, ...(other.others ?? [])];
    properties.set(name, { ...property, required, ...(others !== undefined && { others }) });
  }
  const required = new Set([...(first.schema.required ?? []), ...(second.schema.required ?? [])]);
  for (const [name, property] of properties)
    if (required.has(name)) properties.set(name, { ...property, required: true });
  return {
    kind: second.kind === "integer" ? "integer" : first.kind,
    pointer,
    component: undefined,
    schema: { ...first.schema, ...second.schema, ...tighterOf(first.schema, second.schema) },
    values:
      second.values === undefined
        ? first.values
        : (first.values?.filter((value) => second.values?.includes(value)) ?? second.values),
    properties,
  };
}

/** The bounds that both parts have: the tighter one counts. */
function tighterOf(first: Schema, second: Schema): Schema {
  const bounds: Schema = {};
  for (const keyword of Object.keys(first)) {
    const [one, other] = [first[keyword], second[keyword]];
    if (typeof one !== "number" || typeof other !== "number") continue;
    if (/^(?:exclusiveM|m)ax/.test(keyword)) bounds[keyword] = Math.min(one, other);
    if (/^(?:exclusiveM|m)in/.test(keyword)) bounds[keyword] = Math.max(one, other);
  }
  return bounds;
}
