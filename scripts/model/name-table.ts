import { SpecError } from "../diagnostics.js";

/** Hands out each name once. A clash is resolved by a line in the overlay, never by a number after the name. */
export class NameTable {
  readonly #owners = new Map<string, string>();

  constructor(taken: Iterable<readonly [name: string, owner: string]> = []) {
    for (const [name, owner] of taken) this.#owners.set(name, owner);
  }

  /** @throws SpecError `names/clash` when another place has the name already */
  claim(name: string, pointer: string, remedy: string = REMEDY): string {
    const owner = this.#owners.get(name);
    if (owner !== undefined) {
      throw new SpecError("names/clash", pointer, `the name "${name}" belongs to ${owner} already.`, remedy);
    }
    this.#owners.set(name, pointer);
    return name;
  }
}

const REMEDY = "Set x-sdk-name, x-sdk-resource or x-sdk-method on one of the two in an overlay.";
