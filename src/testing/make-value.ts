import type { JsonSchema, Schemas } from "./contract.js";
import { hash } from "./hash.js";
import { makeNumber, makeText } from "./make-scalar.js";

/** Below this depth what may be left out, empty or null is. */
const DEEP = 5;

/**
 * Makes values that a schema allows. A value depends on the seed and on its place alone (`dspt_1/payment/total`): the same one comes on
 * every machine and in any order of calls.
 *
 * Our own, since the libraries for it draw from one stream of random numbers, so that one property more changes all values after it,
 * and know nothing of ids, deadlines and money.
 */
export class ValueMaker {
  readonly #schemas: Schemas;
  readonly #seed: string;
  readonly #now: Date;

  constructor(schemas: Schemas, seed: string, now: Date) {
    this.#schemas = schemas;
    this.#seed = seed;
    this.#now = now;
  }

  /** @param place what tells this value from others; its last segment is the property's name */
  make(schema: JsonSchema, place: string): unknown {
    return this.#make(schema, place, 0);
  }

  /** A number from 0 up to, not including, `end`. */
  pick(place: string, end: number): number {
    return hash(`${this.#seed}/${place}`) % end;
  }

  #make(given: JsonSchema, place: string, depth: number): unknown {
    const schema = this.#schemas.resolve(given);
    if ("const" in schema) return schema.const;
    if (schema.enum !== undefined) return this.#choose(schema.enum, place);
    if (schema.allOf !== undefined) return this.#merge(schema, schema.allOf, place, depth);
    const members = schema.anyOf ?? schema.oneOf;
    if (members !== undefined) return this.#member(schema, members, place, depth);
    const types = this.#schemas.typesOf(schema);
    const type = types.find((name) => name !== "null") ?? (schema.properties ? "object" : types[0]);
    if (types.includes("null") && (depth > DEEP || this.#isAbsent(place))) return null;
    switch (type) {
      case "object":
        return this.#object(schema, place, depth);
      case "array":
        return this.#array(schema, place, depth);
      case "boolean":
        return this.pick(place, 2) === 1;
      case "integer":
      case "number":
        return makeNumber(schema, type, place, this.#hashOf);
      case "null":
        return null;
      case "string":
        return makeText(schema, place, this.#hashOf, this.#now);
      default:
        return {};
    }
  }

  readonly #hashOf = (place: string): number => hash(`${this.#seed}/${place}`);

  /** Whether something that can be null is: what tells of an end that has not come, and one in eight of the others. */
  #isAbsent(place: string): boolean {
    return /(?:cancel|delet|void|refunded|revoked|failed|failure|closed|submitted|error|locked)[a-z_]*$/.test(place)
      ? true
      : this.pick(`${place}?`, 8) === 0;
  }

  #choose(values: readonly unknown[], place: string): unknown {
    const some = values.filter((value) => value !== null);
    // One currency for all, so that sums mean something.
    if (place.endsWith("currency") && some.includes("usd")) return "usd";
    return some.length === 0 ? null : some[this.pick(place, some.length)];
  }

  #member(schema: JsonSchema, members: readonly JsonSchema[], place: string, depth: number): unknown {
    const isNull = (member: JsonSchema) => this.#schemas.resolve(member).type === "null";
    if (members.some(isNull) && (depth > DEEP || this.#isAbsent(place))) return null;
    const some = members.filter((member) => !isNull(member));
    // An open enum lists what is known first; any other string may come, but does not.
    const member = schema.anyOf === undefined ? some[this.pick(`${place}|`, some.length)] : some[0];
    if (member === undefined) return null;
    if (schema.properties === undefined) return this.#make(member, place, depth);
    return this.#merge(schema, [member], place, depth);
  }

  /** An object that satisfies all parts. */
  #merge(schema: JsonSchema, parts: readonly JsonSchema[], place: string, depth: number): unknown {
    const { allOf: _all, oneOf: _one, anyOf: _any, ...own } = schema;
    const resolved = parts.map((part) => this.#schemas.resolve(part));
    const only = resolved[0];
    if (own.properties === undefined && parts.length === 1 && only !== undefined) return this.#make(only, place, depth);
    const all = [...resolved, own];
    const properties = Object.assign({}, ...all.map((part) => part.properties ?? {}));
    const required = all.flatMap((part) => part.required ?? []);
    const nested = resolved.filter((part) => part.allOf ?? part.oneOf ?? part.anyOf);
    const inner = nested.map((part) => this.#make(part, place, depth));
    return Object.assign({}, ...inner, this.#object({ properties, required }, place, depth));
  }

  #object(schema: JsonSchema, place: string, depth: number): Record<string, unknown> {
    const required = new Set(schema.required);
    const entries = Object.entries(schema.properties ?? {}).filter(([name]) => depth <= DEEP || required.has(name));
    return Object.fromEntries(entries.map(([name, inner]) => [name, this.#make(inner, `${place}/${name}`, depth + 1)]));
  }

  #array(schema: JsonSchema, place: string, depth: number): unknown[] {
    const least = schema.minItems ?? 0;
    const length = depth > DEEP ? least : Math.max(least, 1);
    return Array.from({ length }, (_, index) => this.#make(schema.items ?? {}, `${place}/${index}`, depth + 1));
  }
}
