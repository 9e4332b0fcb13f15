import { tokensOf } from "../diagnostics.js";

/**
 * What a local reference (`#`, `#/components/schemas/Dispute`) points at, or `undefined` when there is nothing. Follows no second
 * reference. Own keys only, so `#/components/schemas/constructor` finds nothing that the document does not say.
 */
export function resolveLocal(document: unknown, ref: string): unknown {
  let pointer: string;
  try {
    pointer = decodeURIComponent(ref.slice(1));
  } catch {
    return undefined;
  }
  let node: unknown = document;
  for (const token of tokensOf(pointer)) {
    if (node === null || typeof node !== "object" || !Object.hasOwn(node, token)) return undefined;
    node = (node as Record<string, unknown>)[token];
  }
  return node;
}
