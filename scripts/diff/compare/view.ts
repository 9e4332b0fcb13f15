import { pointerOf, tokensOf } from "../../diagnostics.js";
import { isAnnotation } from "../../load/annotations.js";
import { componentOf, type OpenApiDocument, type Schema } from "../../load/openapi.js";
import { resolveLocal } from "../../load/resolve-pointer.js";

/** A schema and where it stands. */
export interface At {
  readonly schema: Schema | boolean;
  readonly pointer: string;
}

/** A property of an object, wherever its parts stand. */
export interface PropertyAt extends At {
  readonly required: boolean;
}

/** One kind of value that a schema admits. A union, a list of types and a composition all come down to these. */
export interface Atom {
  readonly kind: "string" | "number" | "integer" | "boolean" | "array" | "object" | "any" | "never";
  readonly pointer: string;
  /** The component that is this atom and nothing else. */
  readonly component: At | undefined;
  /** The keywords in force, without references and composition. */
  readonly schema: Schema;
  /** A `const` is an enum of one value. */
  readonly values: readonly unknown[] | undefined;
  readonly properties: ReadonlyMap<string, PropertyAt>;
}

/** What a schema says, however it says it: references followed, null apart, compositions merged. */
export interface View {
  readonly nullable: boolean;
  readonly atoms: readonly Atom[];
}

/** Reads the schemas of one document. Loading has checked that references have their targets. */
export class Views {
  readonly #document: OpenApiDocument;
  readonly #known = new Map<string, View>();
  readonly #targets = new Map<string, At>();

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  /** Where a plain reference leads; `undefined` for what is no reference, or says more than that. */
  target(at: At): At | undefined {
    const { schema } = at;
    if (typeof schema === "boolean" || schema.$ref === undefined) return undefined;
    const more = Object.keys(schema).some((key) => !BESIDE_A_REFERENCE.has(key) && !isAnnotation(key));
    return more ? undefined : this.#follow(schema.$ref);
  }

  view(at: At): View {
    const known = this.#known.get(at.pointer);
    if (known !== undefined) return known;
    const view = this.#read(at, 0);
    this.#known.set(at.pointer, view);
    return view;
  }

  #follow(reference: string): At {
    const known = this.#targets.get(reference);
    if (known !== undefined) return known;
    const schema = resolveLocal(this.#document, reference) as Schema | boolean;
    const target = { schema, pointer: pointerOf(...tokensOf(decodeURIComponent(reference.slice(1)))) };
    this.#targets.set(reference, target);
    return target;
  }

  #read(at: At, depth: number): View {
    const { schema, pointer } = at;
    if (typeof schema === "boolean") return { nullable: false, atoms: [anyAtom(pointer, schema)] };
    // A composition that leads to itself, or thousands of levels, says nothing that a type could hold.
    if (depth > MAX_DEPTH) return { nullable: false, atoms: [anyAtom(pointer, true)] };
    const parts: View[] = [];
    if (schema.$ref !== undefined) parts.push(this.#readReference(schema.$ref, depth));
    for (const [index, part] of (schema.allOf ?? []).entries())
      parts.push(this.#read({ schema: part, pointer: pointer + pointerOf("allOf", index) }, depth + 1));
    for (const keyword of ["oneOf", "anyOf"] as const) {
      const variants = schema[keyword];
      if (variants !== undefined) parts.push(this.#readUnion(variants, pointer + pointerOf(keyword), depth));
    }
    const own = readOwn(schema, pointer);
    if (parts.length === 0) return own ?? { nullable: false, atoms: [anyAtom(pointer, true)] };
    const [first] = parts;
    const types = [schema.type ?? []].flat();
    const nullable = types.includes("null") || schema.nullable === true;
    if (own === undefined && parts.length === 1 && first !== undefined)
      return { ...first, nullable: first.nullable || nullable };
    const all = own === undefined ? parts : [...parts, own];
    return { nullable: nullable || all.every((part) => part.nullable), atoms: intersect(all, pointer) };
  }

  #readReference(reference: string, depth: number): View {
    const target = this.#follow(reference);
    const view = this.#read(target, depth + 1);
    const [only, ...others] = view.atoms;
    if (only === undefined || others.length > 0 || only.component !== undefined || componentOf(reference) === undefined)
      return view;
    return { ...view, atoms: [{ ...only, component: target }] };
  }

  #readUnion(variants: readonly Schema[], pointer: string, depth: number): View {
    const read = variants.map((schema, index) =>
      this.#read({ schema, pointer: pointer + pointerOf(index) }, depth + 1),
    );
    return { nullable: read.some(({ nullable }) => nullable), atoms: read.flatMap(({ atoms }) => atoms) };
  }
}

const BESIDE_A_REFERENCE: ReadonlySet<string> = new Set(["$ref", "title", "deprecated"]);
const MAX_DEPTH = 64;
/** More kinds of value than this come of crossing unions only. */
const MAX_ATOMS = 256;

function anyAtom(pointer: string, admits: boolean): Atom {
  const kind = admits ? "any" : "never";
  return { kind, pointer, component: undefined, schema: {}, values: undefined, properties: new Map() };
}

/** What the schema's own keywords say; `undefined` when it has none that tell a kind. */
function readOwn(schema: Schema, pointer: string): View | undefined {
  const { type, enum: list, const: constant, properties, items, additionalProperties } = schema;
  const values = constant === undefined ? list : [constant];
  const types = type === undefined ? impliedTypes(values, schema) : [type].flat();
  if (types === undefined) {
    const said = properties !== undefined || additionalProperties !== undefined;
    const kind = said ? "object" : items === undefined && schema.prefixItems === undefined ? undefined : "array";
    return kind === undefined ? undefined : { nullable: false, atoms: [ownAtom(kind, schema, pointer, values)] };
  }
  const nullable = (types.includes("null") && values?.includes(null) !== false) || schema.nullable === true;
  const kinds = types.filter((kind): kind is Atom["kind"] => kind !== "null");
  return { nullable, atoms: kinds.map((kind) => ownAtom(kind, schema, pointer, values)) };
}

/** The types of an enum's values, where no `type` says them. */
function impliedTypes(values: readonly unknown[] | undefined, schema: Schema): string[] | undefined {
  if (values === undefined || schema.properties !== undefined) return undefined;
  const types = values.map((value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value));
  return [...new Set(types)];
}

function ownAtom(kind: Atom["kind"], schema: Schema, pointer: string, values: readonly unknown[] | undefined): Atom {
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

function fits(value: unknown, kind: Atom["kind"]): boolean {
  if (kind === "number" || kind === "integer") return typeof value === "number";
  if (kind === "array") return Array.isArray(value);
  if (kind === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === kind;
}

/** What all parts admit together: each choice of one kind a part, where they go together. */
function intersect(parts: readonly View[], pointer: string): Atom[] {
  let atoms: Atom[] | undefined;
  for (const part of parts) {
    const next = part.atoms;
    atoms = atoms === undefined ? [...next] : atoms.flatMap((left) => next.map((right) => merge(left, right, pointer)));
    if (atoms.length > MAX_ATOMS) return [anyAtom(pointer, true)];
  }
  return atoms ?? [];
}

function merge(left: Atom, right: Atom, pointer: string): Atom {
  if (left.kind === "any") return right;
  if (right.kind === "any") return left;
  const properties = new Map(left.properties);
  for (const [name, property] of right.properties) {
    const other = properties.get(name);
    properties.set(name, { ...property, required: property.required || other?.required === true });
  }
  const required = new Set([...(left.schema.required ?? []), ...(right.schema.required ?? [])]);
  for (const [name, property] of properties)
    if (required.has(name)) properties.set(name, { ...property, required: true });
  return {
    kind: left.kind,
    pointer,
    component: undefined,
    schema: { ...left.schema, ...right.schema },
    values: left.values ?? right.values,
    properties,
  };
}
