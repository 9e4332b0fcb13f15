import type { Types } from "./assignable.js";
import { textOf } from "./shape.js";

/**
 * The types that only have another name, by the old one: one went and one came with the same content, once the names found so far
 * are put for each other. Where several would do, none is taken.
 */
export function findRenamedTypes(before: Types, after: Types): Map<string, string> {
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  const text = (name: string) => renamed.get(name) ?? name;
  for (let found = true; found; ) {
    found = false;
    const gone = byText(before, (name) => !after.has(name) && !renamed.has(name), text);
    const come = byText(
      after,
      (name) => !before.has(name) && !taken.has(name),
      (name) => name,
    );
    for (const [content, [from, ...rivals]] of gone) {
      const [to, ...others] = come.get(content) ?? [];
      if (from === undefined || to === undefined || rivals.length + others.length > 0) continue;
      renamed.set(from, to);
      taken.add(to);
      found = true;
    }
  }
  return renamed;
}

function byText(
  types: Types,
  isWanted: (name: string) => boolean,
  rename: (name: string) => string,
): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const [name, shape] of types) {
    if (!isWanted(name)) continue;
    const content = textOf(shape, rename);
    names.set(content, [...(names.get(content) ?? []), name]);
  }
  return names;
}
