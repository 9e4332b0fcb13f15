import { isCollection, isMap, isNode, isPair, isScalar, isSeq, type Node } from "yaml";
import { pointerOf, tokensOf } from "../diagnostics.js";

/** The line, from 1, that holds the character at `offset`. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}

/** The same for many offsets of one text, which is gone through once. */
export function linesOf(text: string): (offset: number) => number {
  const ends: number[] = [];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) ends.push(at);
  return (offset) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

/** The JSON pointer of the innermost entry whose key or value covers `offset`. */
export function pointerAt(root: Node | null, offset: number): string {
  const tokens: (string | number)[] = [];
  for (let node: unknown = root; isCollection(node); ) {
    const entries = entriesOf(node);
    const inside = entries.filter(({ start }) => start <= offset).at(-1);
    if (inside === undefined || (inside.end !== undefined && inside.end < offset)) break;
    tokens.push(inside.token);
    node = inside.value;
  }
  return pointerOf(...tokens);
}

/** Where the entry that a JSON pointer names begins, or its nearest ancestor that exists. Each collection is listed once. */
export function treeOffsets(root: Node | null): (pointer: string) => number {
  const known = new Map<unknown, Map<string, Entry>>();
  const entryOf = (node: Node, token: string): Entry | undefined => {
    let entries = known.get(node);
    if (entries === undefined) {
      // Of equal keys the first.
      entries = new Map(
        entriesOf(node)
          .map((entry) => [String(entry.token), entry] as const)
          .reverse(),
      );
      known.set(node, entries);
    }
    return entries.get(token);
  };
  return (pointer) => {
    let node: unknown = root;
    let offset = startOf(node) ?? 0;
    for (const token of tokensOf(pointer)) {
      const entry = isCollection(node) ? entryOf(node, token) : undefined;
      if (entry === undefined) break;
      offset = entry.start;
      node = entry.value;
    }
    return offset;
  };
}

interface Entry {
  readonly token: string | number;
  readonly value: unknown;
  readonly start: number;
  readonly end: number | undefined;
}

function entriesOf(collection: Node): Entry[] {
  if (isSeq(collection)) {
    return collection.items.map((value, token) => ({ token, value, start: startOf(value) ?? 0, end: endOf(value) }));
  }
  if (!isMap(collection)) return [];
  return collection.items.filter(isPair).map(({ key, value }) => ({
    token: isScalar(key) ? String(key.value) : "",
    value,
    start: startOf(key) ?? startOf(value) ?? 0,
    end: endOf(value) ?? endOf(key),
  }));
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function endOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[2] : undefined;
}
