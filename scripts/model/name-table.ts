import { SpecError } from "../diagnostics.js";
import { freeName, type Note, noNotes } from "../load/notes.js";

/** Hands out each name once. */
export class NameTable {
  readonly #owners = new Map<string, string>();
  readonly #note: Note;
  readonly #avoided: ReadonlySet<string>;

  /** @param avoided names that are free, and used only where they are asked for */
  constructor(
    taken: Iterable<readonly [name: string, owner: string]> = [],
    note: Note = noNotes,
    avoided: Iterable<string> = [],
  ) {
    for (const [name, owner] of taken) this.#owners.set(name, owner);
    this.#note = note;
    this.#avoided = new Set(avoided);
  }

  /** For a name that was asked for. @throws SpecError `names/clash` when another place has the name already */
  claim(name: string, pointer: string, remedy: string = REMEDY): string {
    const owner = this.#owners.get(name);
    if (owner !== undefined) {
      throw new SpecError("names/clash", pointer, `the name "${name}" belongs to ${owner} already.`, remedy);
    }
    this.#owners.set(name, pointer);
    return name;
  }

  /**
   * For a name that is made by rule: the first candidate that is free, with a note where it is not the first of all.
   *
   * @param alsoNeeds a further name that must be free with it
   */
  choose(
    candidates: readonly [string, ...string[]],
    pointer: string,
    alsoNeeds: (name: string) => string = (name) => name,
  ): string {
    const isTaken = (name: string): boolean =>
      this.#avoided.has(name) || this.#owners.has(name) || this.#owners.has(alsoNeeds(name));
    const name = freeName(candidates, isTaken, pointer, this.#note);
    this.#owners.set(name, pointer);
    this.#owners.set(alsoNeeds(name), pointer);
    return name;
  }
}

const REMEDY = "Set x-sdk-name, x-sdk-resource or x-sdk-method on one of the two in an overlay.";
