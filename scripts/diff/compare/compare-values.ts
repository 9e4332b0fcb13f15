import type { SchemaChange } from "./change.js";
import type { Atom } from "./view.js";

/** What changed in the list of values that are allowed. Answers with several strings are open: see the rules. */
export function compareValues(before: Atom, after: Atom): SchemaChange[] {
  const { pointer } = after;
  const [was, is] = [before.values, after.values];
  if (was === undefined && is === undefined) return [];
  if (was === undefined) return [{ kind: "enum-added", pointer, after: list(is) }];
  if (is === undefined)
    return [{ kind: isOpen(was) ? "enum-removed" : "closed-enum-removed", pointer, before: list(was) }];
  const gone = was.filter((value) => !is.includes(value));
  const come = is.filter((value) => !was.includes(value));
  if (was.length === 1 && is.length === 1 && gone.length === 1)
    return [{ kind: "const-changed", pointer, before: list(was), after: list(is) }];
  const open = isOpen(was) && isOpen(is);
  const changes: SchemaChange[] = [];
  if (gone.length > 0)
    changes.push({ kind: open ? "enum-value-removed" : "closed-enum-value-removed", pointer, before: list(gone) });
  if (come.length > 0)
    changes.push({ kind: open ? "enum-value-added" : "closed-enum-value-added", pointer, after: list(come) });
  return changes;
}

/** The generator opens enums of several strings in answers; a single value, and numbers, are a literal type. */
function isOpen(values: readonly unknown[]): boolean {
  return values.length > 1 && values.every((value) => typeof value === "string");
}

function list(values: readonly unknown[] | undefined): string {
  return (values ?? []).map((value) => JSON.stringify(value)).join(", ");
}
