import { tokensOf } from "../diagnostics.js";
import { isReference, type Reference } from "./openapi.js";

/**
 * What a local reference (`#`, `#/components/schemas/Dispute`) points at, or `undefined` when there is nothing. Follows no second
 * reference. Own keys only, so `#/components/schemas/constructor` finds nothing that the document does not say.
 */
export function resolveLocal(document: unknown, ref: string): unknown {
  const tokens = tokensOfRef(ref);
  if (tokens === undefined) return undefined;
  let node: unknown = document;
  for (const token of tokens) {
    if (node === null || typeof node !== "object" || !Object.hasOwn(node, token)) return undefined;
    node = (node as Record<string, unknown>)[token];
  }
  return node;
}

/** `undefined` for what is no URI. A document has few references that differ, and each is followed in every pass. */
function tokensOfRef(ref: string): readonly string[] | undefined {
  const known = tokensByRef.get(ref);
  if (known !== undefined) return known;
  try {
    const tokens = tokensOf(decodeURIComponent(ref.slice(1)));
    tokensByRef.set(ref, tokens);
    return tokens;
  } catch {
    return undefined;
  }
}

const tokensByRef = new Map<string, readonly string[]>();

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
