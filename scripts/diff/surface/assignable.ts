import type { ObjectType, TypeExpression } from "./type-expression.js";

/** The declared types of one state, by name. */
export type Types = ReadonlyMap<string, TypeExpression>;

/**
 * Whether a value of one type fits another, across two states, as TypeScript sees it: structurally. A name that neither state
 * declares is the same type in both.
 *
 * `isExact` refuses properties that the other type does not have, as TypeScript does where an object is written down.
 */
export class Assignability {
  readonly #from: Types;
  readonly #to: Types;
  readonly #isExact: boolean;
  /** Pairs of names that are being compared, or have been found to fit: a type that contains itself ends here. */
  readonly #assumed = new Set<string>();

  constructor(from: Types, to: Types, isExact: boolean) {
    this.#from = from;
    this.#to = to;
    this.#isExact = isExact;
  }

  fits(from: TypeExpression, to: TypeExpression): boolean {
    if (from.kind === "name" || to.kind === "name") return this.#fitsName(from, to);
    if (to.kind === "plain" && to.text === "unknown") return true;
    if (from.kind === "plain" && from.text === "never") return true;
    if (from.kind === "union") return from.members.every((member) => this.fits(member, to));
    if (to.kind === "union") return to.members.some((member) => this.fits(from, member));
    if (from.kind === "intersection" || to.kind === "intersection") {
      const objectFrom = objectOf(from, this.#from);
      const objectTo = objectOf(to, this.#to);
      return objectFrom !== undefined && objectTo !== undefined && this.#fitsObject(objectFrom, objectTo);
    }
    if (from.kind === "object" && to.kind === "object") return this.#fitsObject(from, to);
    if (from.kind === "array" && to.kind === "array") return this.fits(from.item, to.item);
    if (from.kind === "tuple" && to.kind === "tuple")
      return (
        from.items.length === to.items.length &&
        from.items.every((item, index) => this.fits(item, to.items[index] ?? item))
      );
    return from.kind === "plain" && to.kind === "plain" && fitsPlain(from.text, to.text);
  }

  #fitsName(from: TypeExpression, to: TypeExpression): boolean {
    const declaredFrom = from.kind === "name" ? this.#from.get(from.name) : from;
    const declaredTo = to.kind === "name" ? this.#to.get(to.name) : to;
    if (declaredFrom === undefined || declaredTo === undefined) return this.#fitsOutside(from, to);
    if (from.kind === "name" && to.kind === "name") {
      const pair = `${from.name} ${to.name}`;
      if (this.#assumed.has(pair)) return true;
      this.#assumed.add(pair);
      const fits = this.fits(declaredFrom, declaredTo);
      if (!fits) this.#assumed.delete(pair);
      return fits;
    }
    return this.fits(declaredFrom, declaredTo);
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
export function objectOf(type: TypeExpression | undefined, types: Types, depth = 0): ObjectType | undefined {
  if (type === undefined || depth > 20) return undefined;
  if (type.kind === "object") return type;
  if (type.kind === "name") return objectOf(types.get(type.name), types, depth + 1);
  if (type.kind !== "intersection") return undefined;
  const parts = type.members.map((member) => objectOf(member, types, depth + 1));
  if (!parts.every((part) => part !== undefined)) return undefined;
  return {
    properties: new Map(parts.flatMap(({ properties }) => [...properties])),
    rest: parts.find(({ rest }) => rest !== undefined)?.rest,
  };
}

const ANY_STRING = /^(?:string|\(string & \{\}\))$/;

function fitsPlain(from: string, to: string): boolean {
  if (from === to) return true;
  if (ANY_STRING.test(to)) return /^["'`]/.test(from) || ANY_STRING.test(from);
  if (to === "number") return /^-?\d/.test(from);
  return to === "boolean" && (from === "true" || from === "false");
}
