import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type JsonObject } from "./json-object.js";
import { type ObjectKind, rewriteObject, tokensOfPosition } from "./rewrite.js";

/** Fields that inform a reader and change no type: prose, examples, links, extensions. */
export function isAnnotation(field: string): boolean {
  return ANNOTATIONS.has(field) || field.startsWith("x-");
}

/** The text of an object without its annotations: the same for two objects that mean the same, if their fields are in one order. */
export function canonicalText(node: JsonObject, kind: ObjectKind): string {
  return JSON.stringify(rewriteObject(node, kind, withoutAnnotations));
}

/** One object for several of the same canonical text: an annotation stays where all of them agree on it. */
export function mergeAnnotations(nodes: readonly [JsonObject, ...JsonObject[]], kind: ObjectKind): JsonObject {
  const [first, ...others] = nodes;
  return rewriteObject(first, kind, (node, position) => {
    const tokens = tokensOfPosition(position);
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

function withoutAnnotations(node: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(node).filter(([field]) => !isAnnotation(field)));
}

function nodeAt(root: JsonObject, tokens: readonly (string | number)[]): JsonObject {
  let value: unknown = root;
  for (const token of tokens)
    value = Array.isArray(value) ? value[Number(token)] : isJsonObject(value) ? value[token] : undefined;
  return isJsonObject(value) ? value : {};
}
