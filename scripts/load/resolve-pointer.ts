import { tokensOf } from "../diagnostics.js";
import { isReference, type Reference } from "./openapi.js";

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

/** The node that a chain of references ends in, and where it stands. Loading has checked that the chain ends. */
export function followReferences<Node extends object>(
  document: unknown,
  node: Node | Reference,
  pointer: string,
): { node: Node; pointer: string } {
  // A schema may also be `true` or `false`.
  if (typeof node !== "object" || !isReference(node)) return { node, pointer };
  const target = resolveLocal(document, node.$ref) as Node | Reference;
  return followReferences(document, target, decodeURIComponent(node.$ref.slice(1)));
}
