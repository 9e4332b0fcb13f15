import { SpecError } from "../diagnostics.js";

/** Keeps what a check finds, so that it can go on: whoever mends a document learns of all of it in one run. */
export class Findings {
  readonly #errors: SpecError[] = [];

  get isEmpty(): boolean {
    return this.#errors.length === 0;
  }

  add(error: SpecError): void {
    this.#errors.push(error);
    for (const other of error.others) this.#errors.push(other);
  }

  /** What the work gives; `undefined` when it throws a SpecError, which is kept. */
  try<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      this.add(error);
      return undefined;
    }
  }

  /** @throws SpecError the first that was found, with the others */
  done(): void {
    const [first, ...others] = this.#errors;
    if (first !== undefined) throw first.with(others);
  }
}
