import { pointerOf, SpecError } from "../diagnostics.js";
import type { Location } from "./json-path.js";

/** An object or a list of a document. */
type Container = Record<string | number, unknown>;

/** Called for each location that an update wrote, with the location inside the update that it came from. */
export type OnWrite = (at: Location, from: Location) => void;

/**
 * A document that can be changed without changing the one it was made from: what lies on the way to a change is copied once, all
 * else is shared.
 */
export class Draft {
  root: unknown;
  readonly #own = new WeakSet<object>();

  constructor(root: unknown) {
    this.root = root;
  }

  /**
   * Removes a node. A location that does not exist is ignored.
   *
   * @throws SpecError `overlay/kind-mismatch` for the document itself
   */
  remove(at: Location): void {
    const key = at.at(-1);
    if (key === undefined) {
      throw new SpecError(
        "overlay/kind-mismatch",
        "",
        "The action removes the whole document.",
        "Select a part of it.",
      );
    }
    const parent = this.#open(at.slice(0, -1));
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else if (parent !== undefined) delete parent[key];
  }

  /**
   * Merges an update into a node as Overlay 1.0 says: objects field by field, lists by appending. Scalars are replaced, also when
   * the node itself is one, as in Overlay 1.1.
   *
   * @throws SpecError `overlay/kind-mismatch` with the pointer in the document
   */
  update(at: Location, update: unknown, onWrite: OnWrite): void {
    const key = at.at(-1);
    const merged = (node: unknown) => this.#merged(node, update, at, [], onWrite);
    if (key === undefined) {
      this.root = merged(this.root);
      return;
    }
    const parent = this.#open(at.slice(0, -1));
    if (parent !== undefined) parent[key] = merged(parent[key]);
  }

  /** The node at a location, which from now on can be written; `undefined` when there is no container. */
  #open(at: Location): Container | undefined {
    this.root = this.#writable(this.root);
    let node = this.root;
    for (const key of at) {
      if (!isContainer(node)) return undefined;
      const child = this.#writable(node[key]);
      node[key] = child;
      node = child;
    }
    return isContainer(node) ? node : undefined;
  }

  #writable(node: unknown): unknown {
    if (!isContainer(node) || this.#own.has(node)) return node;
    const copy = Array.isArray(node) ? [...node] : { ...node };
    this.#own.add(copy);
    return copy;
  }

  #merged(target: unknown, update: unknown, at: Location, from: Location, onWrite: OnWrite): unknown {
    if (Array.isArray(target)) return appended(target, update, at, from, onWrite);
    if (kindOf(target) !== kindOf(update)) throw kindMismatch(target, update, at);
    if (!isContainer(target) || !isContainer(update)) {
      onWrite(at, from);
      return update;
    }
    const merged = this.#writable(target) as Container;
    for (const [key, value] of Object.entries(update)) {
      const [written, source] = [
        [...at, key],
        [...from, key],
      ];
      if (Object.hasOwn(merged, key)) merged[key] = this.#merged(merged[key], value, written, source, onWrite);
      else {
        onWrite(written, source);
        merged[key] = structuredClone(value);
      }
    }
    return merged;
  }
}

/** A list in the update is appended entry by entry, so that a field's list and a list that is the target itself act alike. */
function appended(
  target: readonly unknown[],
  update: unknown,
  at: Location,
  from: Location,
  onWrite: OnWrite,
): unknown[] {
  const whole = !Array.isArray(update);
  // Inside an update, one entry where a list belongs would be a mistake.
  if (whole && from.length > 0) throw kindMismatch(target, update, at);
  const entries: readonly unknown[] = whole ? [update] : update;
  for (const index of entries.keys()) onWrite([...at, target.length + index], whole ? from : [...from, index]);
  return [...target, ...structuredClone(entries)];
}

function isContainer(node: unknown): node is Container {
  return node !== null && typeof node === "object";
}

function kindOf(node: unknown): "list" | "object" | "scalar" {
  if (Array.isArray(node)) return "list";
  return isContainer(node) ? "object" : "scalar";
}

function kindMismatch(target: unknown, update: unknown, at: Location): SpecError {
  return new SpecError(
    "overlay/kind-mismatch",
    pointerOf(...at),
    `The update puts ${article(kindOf(update))} where the document has ${article(kindOf(target))}: ${pointerOf(...at)}.`,
    "Overlays cannot merge these: remove the old value with an action before this one.",
  );
}

function article(kind: "list" | "object" | "scalar"): string {
  return kind === "object" ? "an object" : `a ${kind}`;
}
