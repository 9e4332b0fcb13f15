import type { SchemaAt, SchemaResolver } from "./schema-resolver.js";

/**
 * Whether a name that is new is surely the new name of one that is gone. The same form is no evidence: an `amount` and a `fee_amount` are
 * both numbers, and to send the one for the other moves other money.
 * `docs/regenerating.md` has the table of what counts.
 */
export function isEvidentRename(from: string, to: string, before: SchemaAt, resolver: SchemaResolver): boolean {
  return wordsOf(from) === wordsOf(to) || hasValues(before, resolver);
}

/** Without signs and capitals: `custom_name`, `customName` and `custom-name` are the same words. */
function wordsOf(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

function hasValues(at: SchemaAt, resolver: SchemaResolver): boolean {
  const [only, ...others] = resolver.resolve(at).variants;
  return others.length === 0 && (only?.values?.length ?? 0) > 1;
}
