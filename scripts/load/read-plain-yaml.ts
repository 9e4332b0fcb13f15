import { load } from "js-yaml";
import { MAX_DEPTH } from "./compose-yaml.js";

/**
 * The data of a YAML text without anchors and without fault, several times faster than by way of a syntax tree. The reader itself
 * refuses duplicate keys, tags that JSON has no type for, and more than {@link MAX_DEPTH} levels.
 *
 * `undefined` for every other text: the syntax tree then gives the data, or the place of the fault.
 */
export function readPlainYaml(text: string): { readonly data: unknown } | undefined {
  let data: unknown;
  try {
    data = load(text, { maxDepth: MAX_DEPTH, maxAliases: 0 });
  } catch {
    return undefined;
  }
  return isPlain(data) ? { data } : undefined;
}

/** Whether nothing in the data is among what a contract may not have. */
function isPlain(node: unknown): boolean {
  if (typeof node === "number") return Number.isFinite(node);
  if (node === null || typeof node !== "object") return true;
  if (Array.isArray(node)) return node.every(isPlain);
  return Object.entries(node).every(([key, value]) => key !== "__proto__" && key !== "<<" && isPlain(value));
}
