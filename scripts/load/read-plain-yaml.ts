import { load, YAMLException } from "js-yaml";
import { MAX_DEPTH } from "./compose-yaml.js";

/** Why a text has to be read another way. */
export interface PlainFault {
  readonly reason: string;
  /** Counts from 1. */
  readonly line: number | undefined;
}

/**
 * The data of a YAML text without anchors and without fault, several times faster than by way of a syntax tree. The reader itself
 * refuses duplicate keys, tags that JSON has no type for, and more than {@link MAX_DEPTH} levels.
 *
 * For every other text the fault: the syntax tree then gives the data, or says more of it.
 */
export function readPlainYaml(text: string): { readonly data: unknown } | PlainFault {
  let data: unknown;
  try {
    data = load(text, { maxDepth: MAX_DEPTH, maxAliases: 0 });
  } catch (error) {
    if (error instanceof YAMLException) return { reason: error.reason, line: lineOf(error) };
    // Deeper than the reader's own recursion goes, or an error that it does not name.
    return { reason: "the reader gave up", line: undefined };
  }
  return isPlain(data) ? { data } : { reason: "a key or a number in it does not exist in JSON", line: undefined };
}

function lineOf({ mark }: YAMLException): number | undefined {
  return mark === undefined ? undefined : mark.line + 1;
}

/** Whether nothing in the data is among what a contract may not have. */
function isPlain(node: unknown): boolean {
  if (typeof node === "number") return Number.isFinite(node);
  if (node === null || typeof node !== "object") return true;
  if (Array.isArray(node)) return node.every(isPlain);
  return Object.entries(node).every(([key, value]) => key !== "__proto__" && key !== "<<" && isPlain(value));
}
