import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node } from "yaml";
import { pointerOf, SpecError } from "../diagnostics.js";
import { MAX_DEPTH } from "./compose-yaml.js";
import { lineAt } from "./locate.js";

/** How many nodes the aliases of a document may expand to, all together. */
export const MAX_ALIASED_NODES = 100_000;

/**
 * The plain JSON data of a syntax tree. Each alias becomes a copy of its own, so that the result is a tree.
 *
 * @throws SpecError `load/duplicate-key`, `load/forbidden-key`, `load/merge-key`, `load/alias`, `load/tag`, `load/not-json`
 */
export function treeToData(file: string, text: string, document: Document.Parsed): unknown {
  return new Reader(file, text).read(document.contents, 0);
}

const JSON_TAGS: ReadonlySet<string> = new Set(
  ["map", "seq", "str", "int", "float", "bool", "null"].map((name) => `tag:yaml.org,2002:${name}`),
);

class Reader {
  readonly #file: string;
  readonly #text: string;
  /** Reference tokens from the document to the node that is being read. */
  readonly #path: (string | number)[] = [];
  readonly #anchors = new Map<string, Node>();
  /** The alias in the text that is being written out; what it contains can have more of them. */
  #outerAlias: { readonly pointer: string; readonly start: number | undefined } | undefined;
  #aliasedNodes = 0;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  read(node: unknown, depth: number): unknown {
    if (node === null || node === undefined) return null;
    if (this.#outerAlias !== undefined) this.#countAliased(this.#outerAlias, depth);
    if (isAlias(node)) return this.#readAlias(node.source, node.range?.[0], depth);
    if (!isScalar(node) && !isMap(node) && !isSeq(node))
      throw new Error("The YAML tree holds a node of no known kind.");
    const start = node.range?.[0];
    if (node.tag !== undefined && !JSON_TAGS.has(node.tag)) {
      const what = `The YAML tag ${JSON.stringify(node.tag)} has no meaning here.`;
      throw this.#fault("load/tag", start, what, "Write the value without a YAML tag.");
    }
    if (node.anchor !== undefined && this.#outerAlias === undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return this.#readScalar(node.value, start);
    return isSeq(node) ? this.#readItems(node.items, depth) : this.#readPairs(node.items, depth);
  }

  #readScalar(value: unknown, start: number | undefined): unknown {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    const what = `The value ${String(value)} does not exist in JSON.`;
    throw this.#fault("load/not-json", start, what, "Quote it, or write a finite number.");
  }

  #readItems(items: readonly unknown[], depth: number): unknown[] {
    return items.map((item, index) => {
      this.#path.push(index);
      const value = this.read(item, depth + 1);
      this.#path.pop();
      return value;
    });
  }

  #readPairs(pairs: readonly unknown[], depth: number): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    for (const pair of pairs) {
      if (!isPair(pair) || !isScalar(pair.key)) {
        const start = isPair(pair) && isNode(pair.key) ? pair.key.range?.[0] : undefined;
        throw this.#fault(
          "load/not-json",
          start,
          "A key of this mapping is not a scalar.",
          "Write a string as the key.",
        );
      }
      const key = String(pair.key.value);
      this.#path.push(key);
      this.#checkKey(key, pair.key.range?.[0], data);
      data[key] = this.read(pair.value, depth + 1);
      this.#path.pop();
    }
    return data;
  }

  #checkKey(key: string, start: number | undefined, data: Record<string, unknown>): void {
    if (key === "__proto__") {
      const what = 'The key "__proto__" is refused, since copying it would change an object\'s prototype.';
      throw this.#fault("load/forbidden-key", start, what, "Remove it, or name it differently.");
    }
    if (key === "<<") {
      const what = "YAML merge keys are not part of YAML 1.2.";
      throw this.#fault("load/merge-key", start, what, "Write the merged fields out, or use `$ref` or `allOf`.");
    }
    if (Object.hasOwn(data, key)) {
      const what = `The key ${JSON.stringify(key)} occurs twice in this mapping.`;
      throw this.#fault("load/duplicate-key", start, what, "Remove one of the two, or join them.");
    }
  }

  #readAlias(name: string, start: number | undefined, depth: number): unknown {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      const what = `The alias ${JSON.stringify(`*${name}`)} has no anchor before it.`;
      throw this.#fault("load/alias", start, what, `Set the anchor "&${name}" earlier, or write the value out.`);
    }
    const outer = this.#outerAlias;
    this.#outerAlias ??= { pointer: pointerOf(...this.#path), start };
    const value = this.read(target, depth);
    this.#outerAlias = outer;
    return value;
  }

  #countAliased(alias: { readonly pointer: string; readonly start: number | undefined }, depth: number): void {
    this.#aliasedNodes += 1;
    if (this.#aliasedNodes <= MAX_ALIASED_NODES && depth <= MAX_DEPTH) return;
    const what = `The YAML aliases expand to more than ${MAX_ALIASED_NODES} nodes, or to themselves.`;
    const remedy = "Use `$ref` to components in place of YAML aliases.";
    throw this.#fault("load/alias", alias.start, what, remedy, alias.pointer);
  }

  #fault(
    code: string,
    start: number | undefined,
    what: string,
    remedy: string,
    pointer = pointerOf(...this.#path),
  ): SpecError {
    const line = start === undefined ? undefined : lineAt(this.#text, start);
    return new SpecError(code, { pointer, file: this.#file, line }, what, remedy);
  }
}
