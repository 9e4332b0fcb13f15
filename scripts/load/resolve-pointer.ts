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

/** The node that a chain of references ends in, and its JSON pointer. Loading has checked that the chain ends. */
export function followReferences<Node extends object>(
  document: unknown,
  node: Node | Reference,
  pointer: string,
): { node: Node; pointer: string } {
  const found = findReferenced<Node>(document, node, pointer);
  if (found === undefined) throw new TypeError(`The reference at ${pointer} leads nowhere.`);
  return found;
}

/** The same for a document that nobody has checked: `undefined` where the chain leads nowhere, or in a circle. */
export function findReferenced<Node extends object>(
  document: unknown,
  given: Node | Reference,
  pointer: string,
): { node: Node; pointer: string } | undefined {
  const followed = new Set<string>();
  let found: { node: Node | Reference; pointer: string } | undefined = { node: given, pointer };
  while (found !== undefined && isReferenceTo(found.node)) {
    const reference: string = found.node.$ref;
    if (followed.has(reference)) return undefined;
    followed.add(reference);
    const node = resolveLocal(document, reference) as Node | Reference | undefined;
    found = node === undefined ? undefined : { node, pointer: decodeURIComponent(reference.slice(1)) };
  }
  return found as { node: Node; pointer: string } | undefined;
}

/** A schema may also be `true` or `false`, and in an unchecked document anything may be anywhere. */
function isReferenceTo(node: unknown): node is Reference {
  return typeof node === "object" && node !== null && isReference(node);
}
