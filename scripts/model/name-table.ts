import { SpecError, TO_CHOOSE } from "../diagnostics.js";
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

  /**
   * For a name that was asked for.
   *
   * @param field what an overlay sets for another name
   * @throws SpecError `names/clash` when another place has the name already
   */
  claim(name: string, pointer: string, field: NameField = "x-sdk-name"): string {
    const owner = this.#owners.get(name);
    if (owner !== undefined) {
      const what = `the name "${name}" belongs to ${owner} already.`;
      throw new SpecError("names/clash", pointer, what, field === "x-sdk-values-name" ? VALUES_REMEDY : REMEDY, {
        mend: { pointer, update: { [field]: TO_CHOOSE } },
      });
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

type NameField = "x-sdk-name" | "x-sdk-method" | "x-sdk-values-name";

const VALUES_REMEDY = "Set x-sdk-values-name on one of the two enums in an overlay.";
const REMEDY = "Set x-sdk-name, x-sdk-resource or x-sdk-method on one of the two in an overlay.";
