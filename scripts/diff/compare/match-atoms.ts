import type { Atom } from "./view.js";

/** Which kind of value became which. */
export interface AtomMatch {
  readonly pairs: readonly (readonly [before: Atom, after: Atom])[];
  readonly removed: readonly Atom[];
  readonly added: readonly Atom[];
}

/**
 * Pairs the kinds of value that two schemas admit. In a union the surest likeness counts first: the component, the constant
 * that tells the variants apart, the title, the whole content, then the kind alone.
 */
export function matchAtoms(
  before: readonly Atom[],
  after: readonly Atom[],
  isSame: (before: Atom, after: Atom) => boolean,
): AtomMatch {
  const [first] = before;
  const [second] = after;
  if (first !== undefined && second !== undefined && before.length === 1 && after.length === 1)
    return { pairs: [[first, second]], removed: [], added: [] };
  const pairs: (readonly [Atom, Atom])[] = [];
  const removed = [...before];
  const added = [...after];
  const likenesses = [hasSameComponent, hasSameConstant, hasSameTitle, isSame, hasSameKind];
  for (const isAlike of likenesses) {
    for (const left of [...removed]) {
      const right = added.find((atom) => isAlike(left, atom));
      if (right === undefined) continue;
      pairs.push([left, right]);
      removed.splice(removed.indexOf(left), 1);
      added.splice(added.indexOf(right), 1);
    }
  }
  return { pairs, removed, added };
}

function hasSameComponent(before: Atom, after: Atom): boolean {
  return before.component !== undefined && before.component.pointer === after.component?.pointer;
}

function hasSameConstant(before: Atom, after: Atom): boolean {
  return [...constantsOf(before)].some(([name, value]) => constantsOf(after).get(name) === value);
}

/** The properties that have one value only: `type: "card"`. */
function constantsOf({ properties }: Atom): Map<string, unknown> {
  const constants = [...properties].flatMap(([name, { schema }]): [string, unknown][] => {
    if (typeof schema === "boolean") return [];
    if (schema.const !== undefined) return [[name, schema.const]];
    return schema.enum?.length === 1 ? [[name, schema.enum[0]]] : [];
  });
  return new Map(constants);
}

function hasSameTitle(before: Atom, after: Atom): boolean {
  return before.schema.title !== undefined && before.schema.title === after.schema.title;
}

/** For plain values, and for what is left of objects that no name tells apart. */
function hasSameKind(before: Atom, after: Atom): boolean {
  const number = ({ kind }: Atom) => (kind === "integer" ? "number" : kind);
  if (number(before) !== number(after)) return false;
  if (before.kind !== "object") return true;
  return !isNamed(before) && !isNamed(after);
}

function isNamed(atom: Atom): boolean {
  return atom.component !== undefined || atom.schema.title !== undefined || constantsOf(atom).size > 0;
}
