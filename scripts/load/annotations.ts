import { isDeepStrictEqual } from "node:util";
import { isNode, type Kind, type Node, rewriteNode, tokensOfPlace } from "./rewrite.js";

/** Fields that tell a reader something and change no type: prose, examples, links, extensions. */
export function isAnnotation(field: string): boolean {
  return ANNOTATIONS.has(field) || field.startsWith("x-");
}

/** What two nodes have in common when they mean the same: the text of a node without its annotations. */
export function shapeOf(node: Node, kind: Kind): string {
  return JSON.stringify(rewriteNode(node, kind, withoutAnnotations));
}

/** One node for several of the same shape: an annotation stays where all of them agree on it. */
export function mergeAnnotations(nodes: readonly [Node, ...Node[]], kind: Kind): Node {
  const [first, ...others] = nodes;
  return rewriteNode(first, kind, (node, place) => {
    const tokens = tokensOfPlace(place);
    const peers = others.map((other) => nodeAt(other, tokens));
    const agrees = ([field, value]: [string, unknown]) =>
      !isAnnotation(field) || peers.every((peer) => isDeepStrictEqual(peer[field], value));
    return Object.fromEntries(Object.entries(node).filter(agrees));
  });
}

const ANNOTATIONS: ReadonlySet<string> = new Set([
  "description",
  "summary",
  "example",
  "examples",
  "externalDocs",
  "$comment",
]);

function withoutAnnotations(node: Node): Node {
  return Object.fromEntries(Object.entries(node).filter(([field]) => !isAnnotation(field)));
}

function nodeAt(root: Node, tokens: readonly (string | number)[]): Node {
  let value: unknown = root;
  for (const token of tokens)
    value = Array.isArray(value) ? value[Number(token)] : isNode(value) ? value[token] : undefined;
  return isNode(value) ? value : {};
}
