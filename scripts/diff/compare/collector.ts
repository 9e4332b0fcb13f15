import type { ContractChange } from "./change.js";

/**
 * Takes the changes in the frame where they are found. A pair of components is compared once, in a frame of its own; frames
 * that lead to it are linked, so that each change knows all operations from which it is reached.
 */
export class Collector {
  readonly #frames = new Map<string, Frame>();
  #current: Frame | undefined;

  /** Runs `compare` in the frame of this key, unless that has been done; either way the current frame leads to it. */
  within(key: string, compare: () => void): void {
    const outer = this.#current;
    outer?.inner.add(key);
    if (this.#frames.has(key)) return;
    const frame: Frame = { changes: [], inner: new Set() };
    this.#frames.set(key, frame);
    this.#current = frame;
    compare();
    this.#current = outer;
  }

  add(change: ContractChange): void {
    this.#current?.changes.push(change);
  }

  /** All changes that a frame leads to. */
  reachedFrom(key: string): ContractChange[] {
    const seen = new Set([key]);
    // A set gives what is added while it is walked.
    for (const name of seen) for (const inner of this.#frames.get(name)?.inner ?? []) seen.add(inner);
    return [...seen].flatMap((name) => this.#frames.get(name)?.changes ?? []);
  }
}

interface Frame {
  readonly changes: ContractChange[];
  /** The keys of the frames that it leads to. */
  readonly inner: Set<string>;
}
