/**
 * Where headers are read from: `Headers` of any platform, or an object by header name, in any case, whose values are
 * text or lists of text, as Node's servers have it.
 */
export type HeaderSource = HeaderReader | HeaderObject;

/** The part of `Headers` that is used. */
export interface HeaderReader {
  /** The value of a header, its name in any case; several joined by `, `. `null` where there is none. */
  get(name: string): string | null;
}

/** Header values by name. */
export interface HeaderObject {
  readonly [name: string]: string | readonly string[] | undefined;
}

/**
 * All values of a header, unchecked; more than one means that the header came more than once. `Headers` and Node's
 * servers join the values of such a header with `, `: where a value cannot hold a comma, the caller has to look for one.
 * @param name in lower case
 */
export function headerValues(source: HeaderSource, name: string): unknown[] {
  if (typeof source.get === "function") {
    const value = (source as HeaderReader).get(name);
    return value === null || value === undefined ? [] : [value];
  }
  return Object.entries(source)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value as unknown)
    .filter((value) => value !== undefined);
}
