import type { Types } from "./assignable.js";
import { typeText } from "./type-expression.js";

/**
 * The types that only have another name, by the name before: one was removed and one added with the same content, once the renames
 * found so far are applied. Where several match, none is taken.
 */
export function findRenamedTypes(before: Types, after: Types): Map<string, string> {
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  for (let found = true; found; ) {
    found = false;
    const removed = namesByText(
      before,
      (name) => !after.has(name) && !renamed.has(name),
      (name) => renamed.get(name) ?? name,
    );
    const added = namesByText(
      after,
      (name) => !before.has(name) && !taken.has(name),
      (name) => name,
    );
    for (const [text, [from, ...otherRemoved]] of removed) {
      const [to, ...otherAdded] = added.get(text) ?? [];
      if (from === undefined || to === undefined || otherRemoved.length + otherAdded.length > 0) continue;
      renamed.set(from, to);
      taken.add(to);
      found = true;
    }
  }
  return renamed;
}

function namesByText(
  types: Types,
  isWanted: (name: string) => boolean,
  rename: (name: string) => string,
): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const [name, type] of types) {
    if (!isWanted(name)) continue;
    const text = typeText(type, rename);
    names.set(text, [...(names.get(text) ?? []), name]);
  }
  return names;
}
