import type { Schema } from "../../load/openapi.js";
import type { SchemaAt, Variant } from "./schema-resolver.js";

/** What an array is called, from its places. */
export function arrayText({ length }: readonly SchemaAt[]): string {
  return length === 0 ? "array" : `tuple of ${length}`;
}

/** The schemas of the places of a tuple; empty for an array that is none. */
export function tupleOf({ schema, pointer }: Variant): SchemaAt[] {
  const prefix = schema.prefixItems;
  if (!Array.isArray(prefix)) return [];
  return prefix.map((item: Schema | boolean, index) => ({ schema: item, pointer: `${pointer}/prefixItems/${index}` }));
}
