import {
  type ObjectType,
  type PropertyType,
  type TupleType,
  type TypeExpression,
  typeText,
} from "./type-expression.js";

/** The declared types of one state, by name. */
export type Types = ReadonlyMap<string, TypeExpression>;

/** The same where each is asked for by its name. */
export type TypeLookup = Pick<Types, "get">;

/**
 * Whether a value of one type fits another, across two states, as TypeScript sees it: structurally. A name that neither state
 * declares is the same type in both.
 *
 * `isExact` refuses properties that the other type does not have, as TypeScript does where an object is written down.
 */
export class Assignability {
  readonly #from: TypeLookup;
  readonly #to: TypeLookup;
  readonly #isExact: boolean;
  /** Pairs that are being compared, or have been found to fit: a type that contains itself ends here. */
  readonly #assumed = new Set<string>();

  constructor(from: TypeLookup, to: TypeLookup, isExact: boolean) {
    this.#from = from;
    this.#to = to;
    this.#isExact = isExact;
  }

  fits(from: TypeExpression, to: TypeExpression): boolean {
    if (from.kind === "name" || to.kind === "name") return this.#fitsName(from, to);
    if (to.kind === "plain" && to.text === "unknown") return true;
    if (from.kind === "plain" && from.text === "never") return true;
    if (from.kind === "intersection" || to.kind === "intersection") {
      const [one, other] = [distributed(from, this.#from), distributed(to, this.#to)];
      if (one !== from || other !== to) return this.fits(one, other);
    }
    if (from.kind === "union") return from.members.every((member) => this.fits(member, to));
    if (to.kind === "union") return to.members.some((member) => this.fits(from, member));
    if (from.kind === "intersection" || to.kind === "intersection") {
      const objectFrom = objectOf(from, this.#from);
      const objectTo = objectOf(to, this.#to);
      if (objectFrom !== undefined && objectTo !== undefined) return this.#fitsObject(objectFrom, objectTo);
      if (to.kind === "intersection") return to.members.every((member) => this.fits(from, member));
      return from.kind === "intersection" && from.members.some((member) => this.fits(member, to));
    }
    if (from.kind === "object" && to.kind === "object") return this.#fitsObject(from, to);
    if (from.kind === "array" && to.kind === "array") return this.fits(from.item, to.item);
    if (from.kind === "tuple" && to.kind === "array")
      return [...from.items, ...(from.rest === undefined ? [] : [from.rest])].every((item) => this.fits(item, to.item));
    if (from.kind === "tuple" && to.kind === "tuple") return this.#fitsTuple(from, to);
    return from.kind === "plain" && to.kind === "plain" && fitsPlain(from.text, to.text);
  }

  /** A place more is one of the rest, where there is one; a place less is missing. */
  #fitsTuple(from: TupleType, to: TupleType): boolean {
    if (from.items.length < to.items.length) return false;
    const places = from.items.map((item, index) => [item, to.items[index] ?? to.rest] as const);
    const rest = from.rest === undefined ? [] : [[from.rest, to.rest] as const];
    return [...places, ...rest].every(([one, other]) => other !== undefined && this.fits(one, other));
  }

  #fitsName(from: TypeExpression, to: TypeExpression): boolean {
    const declaredFrom = from.kind === "name" ? this.#from.get(from.name) : from;
    const declaredTo = to.kind === "name" ? this.#to.get(to.name) : to;
    if (declaredFrom === undefined || declaredTo === undefined) return this.#fitsOutside(from, to);
    // Also where only one of them has a name: what is inside of the other can lead back here.
    const pair = `${typeText(from)} fits ${typeText(to)}`;
    if (this.#assumed.has(pair)) return true;
    this.#assumed.add(pair);
    const fits = this.fits(declaredFrom, declaredTo);
    if (!fits) this.#assumed.delete(pair);
    return fits;
  }

  /** Types of the runtime, and those that are the same in both states. */
  #fitsOutside(from: TypeExpression, to: TypeExpression): boolean {
    if (to.kind === "union") return to.members.some((member) => this.fits(from, member));
    if (to.kind === "plain" && to.text === "unknown") return true;
    return (
      from.kind === "name" &&
      to.kind === "name" &&
      from.name === to.name &&
      from.args.length === to.args.length &&
      from.args.every((arg, index) => this.fits(arg, to.args[index] ?? arg))
    );
  }

  #fitsObject(from: ObjectType, to: ObjectType): boolean {
    for (const [name, { type, optional }] of to.properties) {
      const own = from.properties.get(name);
      if (own === undefined ? !optional : (own.optional && !optional) || !this.fits(own.type, type)) return false;
    }
    if (from.rest !== undefined && to.rest !== undefined && !this.fits(from.rest, to.rest)) return false;
    if (!this.#isExact || to.rest !== undefined) return true;
    return from.rest === undefined && [...from.properties.keys()].every((name) => to.properties.has(name));
  }
}

/** The one object that a type is: an interface, or the parts of an intersection together. */
export function objectOf(type: TypeExpression | undefined, types: TypeLookup, depth = 0): ObjectType | undefined {
  if (type === undefined || depth > 20) return undefined;
  if (type.kind === "object") return type;
  if (type.kind === "name") return objectOf(types.get(type.name), types, depth + 1);
  if (type.kind !== "intersection") return undefined;
  // `unknown` adds nothing to an intersection.
  const parts = type.members.filter((member) => !isUnknown(member)).map((member) => objectOf(member, types, depth + 1));
  if (!parts.every((part) => part !== undefined)) return undefined;
  const properties = new Map<string, PropertyType>();
  for (const [name, property] of parts.flatMap((part) => [...part.properties])) {
    const other = properties.get(name);
    properties.set(name, other === undefined ? property : both(other, property));
  }
  return { properties, rest: parts.find(({ rest }) => rest !== undefined)?.rest };
}

/** `A & (B | C)` as `(A & B) | (A & C)`, which is the same type. */
function distributed(type: TypeExpression, types: TypeLookup): TypeExpression {
  if (type.kind !== "intersection") return type;
  const members = type.members.map((member) =>
    member.kind === "name" ? (unionOf(member.name, types) ?? member) : member,
  );
  const index = members.findIndex(({ kind }) => kind === "union");
  const union = members[index];
  if (union?.kind !== "union") return type;
  const others = members.filter((_, other) => other !== index);
  return { kind: "union", members: union.members.map((form) => distributed(merged(form, others), types)) };
}

function merged(form: TypeExpression, others: readonly TypeExpression[]): TypeExpression {
  return { kind: "intersection", members: [...(form.kind === "intersection" ? form.members : [form]), ...others] };
}

function unionOf(name: string, types: TypeLookup, depth = 0): TypeExpression | undefined {
  const type = types.get(name);
  if (type?.kind === "name" && depth < 20) return unionOf(type.name, types, depth + 1);
  return type?.kind === "union" ? type : undefined;
}

/** A property that two parts declare has to be what both say. */
function both(one: PropertyType, other: PropertyType): PropertyType {
  const optional = one.optional && other.optional;
  const isSame = typeText(one.type) === typeText(other.type);
  return { optional, type: isSame ? one.type : { kind: "intersection", members: [one.type, other.type] } };
}

function isUnknown(type: TypeExpression): boolean {
  return type.kind === "plain" && type.text === "unknown";
}

const ANY_STRING = /^(?:string|\(string & \{\}\))$/;

function fitsPlain(from: string, to: string): boolean {
  if (from === to) return true;
  if (ANY_STRING.test(to)) return /^["'`]/.test(from) || ANY_STRING.test(from);
  if (to === "number") return /^-?\d/.test(from);
  return to === "boolean" && (from === "true" || from === "false");
}
