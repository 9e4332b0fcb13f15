import { tokensOf } from "../diagnostics.js";

/** Where the entry that a JSON pointer names begins, or its nearest ancestor that exists. */
export type OffsetFinder = (pointer: string) => number;

/**
 * The offsets of a text that is JSON, without a tree of it: that would take a hundred times the memory of the text. Each object and list is
 * gone through once, when the first pointer leads into it.
 */
export function jsonOffsets(text: string): OffsetFinder {
  const known = new Map<number, Map<string, Entry>>();
  const start = skipBlanks(text, text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0);
  return (pointer) => {
    let [offset, value] = [start, start];
    for (const token of tokensOf(pointer)) {
      let entries = known.get(value);
      if (entries === undefined) {
        entries = entriesAt(text, value);
        known.set(value, entries);
      }
      const entry = entries.get(token);
      if (entry === undefined) break;
      offset = entry.offset;
      value = entry.value;
    }
    return offset;
  };
}

interface Entry {
  /** Where its key begins, or its value in a list. */
  readonly offset: number;
  /** Where its value begins. */
  readonly value: number;
}

/** The entries of the object or list that begins here, by key or index; none of any other value. */
function entriesAt(text: string, start: number): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const isObject = text[start] === "{";
  if (!isObject && text[start] !== "[") return entries;
  let at = skipBlanks(text, start + 1);
  while (at < text.length && text[at] !== "}" && text[at] !== "]") {
    const offset = at;
    let token = String(entries.size);
    if (isObject) {
      const end = endOfString(text, at);
      token = String(JSON.parse(text.slice(at, end)));
      at = skipBlanks(text, skipBlanks(text, end) + 1);
    }
    entries.set(token, { offset, value: at });
    at = skipBlanks(text, endOfValue(text, at));
    if (text[at] === ",") at = skipBlanks(text, at + 1);
  }
  return entries;
}

/** Behind the value that begins here. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    switch (text[at]) {
      case '"':
        at = endOfString(text, at) - 1;
        if (depth === 0) return at + 1;
        break;
      case "{":
      case "[":
        depth += 1;
        break;
      case "}":
      case "]":
        depth -= 1;
        if (depth === 0) return at + 1;
        if (depth < 0) return at;
        break;
      case ",":
        if (depth === 0) return at;
    }
  }
  return text.length;
}

/** Behind the closing quote of the string that begins here. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at += 1;
  return at;
}

const BYTE_ORDER_MARK = 0xfeff;
