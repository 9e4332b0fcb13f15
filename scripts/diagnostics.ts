import { visible } from "./visible-text.js";

/** Where in a file something is wrong. `pointer` is a JSON pointer (RFC 6901), `line` counts from 1. */
export interface SpecPlace {
  readonly pointer: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

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

  constructor(
    code: string,
    place: string | SpecPlace,
    what: string,
    remedy: string,
    options?: ErrorOptions & { readonly others?: readonly SpecError[] },
  ) {
    super(what, options);
    this.others = options?.others ?? [];
    this.code = code;
    this.place = typeof place === "string" ? { pointer: place } : place;
    this.remedy = remedy;
  }

  /** The same error with its file and line filled in, where the thrower only knew the pointer. */
  at(file: string, line: number | undefined): SpecError {
    const place = { pointer: this.place.pointer, file: this.place.file ?? file, line: this.place.line ?? line };
    return new SpecError(this.code, place, this.message, this.remedy, { cause: this.cause, others: this.others });
  }

  /** The same error with others of the same run behind it. */
  with(others: readonly SpecError[]): SpecError {
    return new SpecError(this.code, this.place, this.message, this.remedy, { cause: this.cause, others });
  }

  /** This error and the others, a line each. */
  toLines(pathOf?: (file: string) => string): string {
    return [this, ...this.others].map((error) => error.toLine(pathOf)).join("\n");
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

/**
 * A mistake in how a command is called: an option, a value, a file that is not there. The message is one line, and says what was given
 * and what is allowed.
 */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Joins reference tokens to a JSON pointer, escaped as RFC 6901 says. */
export function pointerOf(...tokens: readonly (string | number)[]): string {
  return tokens.map((token) => `/${String(token).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
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
