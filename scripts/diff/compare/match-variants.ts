import type { Variant } from "./schema-resolver.js";

/** Which variant became which. */
export interface VariantMatch {
  readonly pairs: readonly (readonly [before: Variant, after: Variant])[];
  readonly removed: readonly Variant[];
  readonly added: readonly Variant[];
}

/**
 * Pairs the variants of two schemas. In a union the surest likeness counts first: the component, the constant that distinguishes
 * the variants, the title, the whole content, an object that has all of the other and more, then the kind alone.
 */
export function matchVariants(
  before: readonly Variant[],
  after: readonly Variant[],
  isSame: (before: Variant, after: Variant) => boolean,
): VariantMatch {
  const [onlyBefore] = before;
  const [onlyAfter] = after;
  if (onlyBefore !== undefined && onlyAfter !== undefined && before.length === 1 && after.length === 1)
    return { pairs: [[onlyBefore, onlyAfter]], removed: [], added: [] };
  const pairs: (readonly [Variant, Variant])[] = [];
  const removed = [...before];
  const added = [...after];
  const likenesses = [hasSameComponent, hasSameConstant, hasSameTitle, isSame, isExtended, hasSameKind];
  for (const isAlike of likenesses) {
    for (const variant of [...removed]) {
      const match = added.find((candidate) => isAlike(variant, candidate));
      if (match === undefined) continue;
      pairs.push([variant, match]);
      removed.splice(removed.indexOf(variant), 1);
      added.splice(added.indexOf(match), 1);
    }
  }
  return { pairs, removed, added };
}

function hasSameComponent(before: Variant, after: Variant): boolean {
  return before.component !== undefined && before.component.pointer === after.component?.pointer;
}

function hasSameConstant(before: Variant, after: Variant): boolean {
  return [...constantsOf(before)].some(([name, value]) => constantsOf(after).get(name) === value);
}

/** The properties that have one value only: `type: "card"`. */
function constantsOf({ properties }: Variant): Map<string, unknown> {
  const constants = [...properties].flatMap(([name, { schema }]): [string, unknown][] => {
    if (typeof schema === "boolean") return [];
    if (schema.const !== undefined) return [[name, schema.const]];
    return schema.enum?.length === 1 ? [[name, schema.enum[0]]] : [];
  });
  return new Map(constants);
}

function hasSameTitle(before: Variant, after: Variant): boolean {
  return before.schema.title !== undefined && before.schema.title === after.schema.title;
}

/**
 * Whether one has all properties of the other, and one of them with the same list of values: `type`, with `LAYER_BLUR` and
 * `BACKGROUND_BLUR`. So a variant that was divided into several, each of them with more properties, is found again in one.
 */
function isExtended(before: Variant, after: Variant): boolean {
  if (before.kind !== "object" || after.kind !== "object") return false;
  const names = [...before.properties.keys()];
  if (names.length < 2 || !names.every((name) => after.properties.has(name))) return false;
  return names.some((name) => {
    const values = valuesOf(before, name);
    return values.length > 1 && JSON.stringify(values) === JSON.stringify(valuesOf(after, name));
  });
}

function valuesOf({ properties }: Variant, name: string): readonly unknown[] {
  const schema = properties.get(name)?.schema;
  return typeof schema === "object" ? (schema.enum ?? []) : [];
}

/** For plain values, and for the objects that are left and have no name to distinguish them. */
function hasSameKind(before: Variant, after: Variant): boolean {
  const number = ({ kind }: Variant) => (kind === "integer" ? "number" : kind);
  if (number(before) !== number(after)) return false;
  if (before.kind !== "object") return true;
  return !isNamed(before) && !isNamed(after);
}

function isNamed(variant: Variant): boolean {
  return variant.component !== undefined || variant.schema.title !== undefined || constantsOf(variant).size > 0;
}
