import type { SchemaChange } from "./change.js";
import type { Variant } from "./schema-resolver.js";

/** What changed in the list of values that are allowed. Responses with several strings are open: see the rules. */
export function compareValues(before: Variant, after: Variant): SchemaChange[] {
  const { pointer } = after;
  const valuesBefore = before.values;
  const valuesAfter = after.values;
  if (valuesBefore === undefined && valuesAfter === undefined) return [];
  if (valuesBefore === undefined) return [{ kind: "enum-added", pointer, after: list(valuesAfter) }];
  if (valuesAfter === undefined) {
    const kind = isOpen(before) ? "enum-removed" : "closed-enum-removed";
    return [{ kind, pointer, before: list(valuesBefore) }];
  }
  const removed = valuesBefore.filter((value) => !valuesAfter.includes(value));
  const added = valuesAfter.filter((value) => !valuesBefore.includes(value));
  const open = isOpen(before) && isOpen(after);
  if (!open && valuesBefore.length === 1 && valuesAfter.length === 1 && removed.length === 1)
    return [{ kind: "const-changed", pointer, before: list(valuesBefore), after: list(valuesAfter) }];
  const changes: SchemaChange[] = [];
  if (removed.length > 0)
    changes.push({ kind: open ? "enum-value-removed" : "closed-enum-value-removed", pointer, before: list(removed) });
  if (added.length > 0)
    changes.push({ kind: open ? "enum-value-added" : "closed-enum-value-added", pointer, after: list(added) });
  return changes;
}

/**
 * The generator opens enums of several strings in responses, and whatever the contract marks; a single value, and numbers, are a literal
 * type.
 */
function isOpen({ values = [], schema }: Variant): boolean {
  return schema["x-open-enum"] === true || (values.length > 1 && values.every((value) => typeof value === "string"));
}

function list(values: readonly unknown[] | undefined): string {
  return (values ?? []).map((value) => JSON.stringify(value)).join(", ");
}
