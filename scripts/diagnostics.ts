import { visible } from "./visible-text.js";

/** Where in a file something is wrong. `pointer` is a JSON pointer (RFC 6901), `line` counts from 1. */
export interface SpecPlace {
  readonly pointer: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

/** What an overlay action would do about an error: to the node at `pointer`. A value that a person must choose is {@link TO_CHOOSE}. */
export type Mend =
  | { readonly pointer: string; readonly update: unknown }
  | { readonly pointer: string; readonly remove: true };

/** Stands in a {@link Mend} for what only a person can know. No name and no type, so that a forgotten one is refused. */
export const TO_CHOOSE = "<to choose>";

/**
 * An error in an input (a contract, an overlay): what is wrong, where, and what to do about it.
 *
 * `code` is `<stage>/<fault>`, for example `overlay/no-match`, and stable: tests and tools may match on it.
 */
export class SpecError extends Error {
  override readonly name = "SpecError";
  readonly code: string;
  readonly place: SpecPlace;
  readonly remedy: string;
  /** Further errors that the same run found. */
  readonly others: readonly SpecError[];
  /** How an overlay would mend it, where that can be told. */
  readonly mend: Mend | undefined;

  constructor(
    code: string,
    place: string | SpecPlace,
    what: string,
    remedy: string,
    options?: ErrorOptions & { readonly others?: readonly SpecError[]; readonly mend?: Mend | undefined },
  ) {
    super(what, options);
    this.others = options?.others ?? [];
    this.mend = options?.mend;
    this.code = code;
    this.place = typeof place === "string" ? { pointer: place } : place;
    this.remedy = remedy;
  }

  /** The same error with its file and line filled in, where the thrower only knew the pointer. */
  at(file: string, line: number | undefined): SpecError {
    const place = { pointer: this.place.pointer, file: this.place.file ?? file, line: this.place.line ?? line };
    return this.#copy(place, this.others);
  }

  /** The same error with others of the same run behind it. */
  with(others: readonly SpecError[]): SpecError {
    return this.#copy(this.place, others);
  }

  /** The same error and its others, each as `change` gives it. */
  map(change: (error: SpecError) => SpecError): SpecError {
    return change(this).with(this.others.map(change));
  }

  #copy(place: SpecPlace, others: readonly SpecError[]): SpecError {
    const { cause, mend } = this;
    return new SpecError(this.code, place, this.message, this.remedy, { cause, others, mend });
  }

  /** This error and the others, a line each; of very many the first ones, and how many more there are. */
  toLines(pathOf?: (file: string) => string): string {
    const lines = [this, ...this.others.slice(0, MAX_LINES - 1)].map((error) => error.toLine(pathOf));
    const more = this.others.length + 1 - lines.length;
    return [...lines, ...(more > 0 ? [`… and ${more} more findings.`] : [])].join("\n");
  }

  /**
   * One line: `file:line: code at /json/pointer: what is wrong. Remedy.`
   *
   * @param pathOf how the file is to be called
   */
  toLine(pathOf: (file: string) => string = (file) => file): string {
    const { file, line, pointer } = this.place;
    const where = file === undefined ? "" : `${pathOf(file)}${line === undefined ? "" : `:${line}`}: `;
    const text = `${where}${this.code} at ${pointer === "" ? "/" : pointer}: ${this.message} ${this.remedy}`;
    return visible(text.replaceAll(/\s*[\r\n]+\s*/g, " "));
  }
}

/** Nobody mends more at a time. */
const MAX_LINES = 200;

/**
 * A mistake in how a command is called: an option, a value, a file that is not there. The message is one line, and says what was given
 * and what is allowed.
 */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Joins reference tokens to a JSON pointer, escaped as RFC 6901 says. */
export function pointerOf(...tokens: readonly (string | number)[]): string {
  let pointer = "";
  for (const token of tokens) {
    const text = String(token);
    // Few have such a sign, and there are many tokens.
    pointer += `/${/[~/]/.test(text) ? text.replaceAll("~", "~0").replaceAll("/", "~1") : text}`;
  }
  return pointer;
}

/** The reference tokens of a JSON pointer, unescaped. */
export function tokensOf(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Whether an error of the system has this code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
