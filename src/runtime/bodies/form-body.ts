import { toJson } from "../encode/body.js";
import { describe, isPlain } from "../encode/encode.js";
import { isCopyable } from "../encode/lossy.js";
import { type ParameterStyle, scalar } from "../encode/parameters.js";
import { InvalidRequestError } from "../errors.js";
import type { WriteBody } from "../settings/config.js";

/**
 * How a property is written that is neither text nor a list of texts: as a parameter of the query is, or as an object whose entries are
 * `name[key]=value`, at any depth. `deep` has no lists; `brackets` writes them as `name[]=1`, `indices` as `name[0]=1`.
 */
export type FormStyle = ParameterStyle | "deep" | "brackets" | "indices";

type Pair = [name: string, value: string];

/**
 * For generated methods: an object as `application/x-www-form-urlencoded`, in the bytes that the URL standard says. Values are written as
 * in a query: `undefined` and empty lists are left out, `null` is an empty value, dates are ISO 8601.
 *
 * @param styles of the properties that are not written in the usual way
 */
export function formBody(styles: Readonly<Record<string, FormStyle>> = {}): WriteBody {
  return (body) => {
    if (!isCopyable(body)) throw new InvalidRequestError(`body is ${describe(body)}, and a form must be an object`);
    const pairs = Object.entries(body).flatMap(([name, value]) =>
      value === undefined ? [] : pairsOf(name, value, Object.hasOwn(styles, name) ? styles[name] : undefined),
    );
    for (const [name, value] of pairs)
      if (/\p{Surrogate}/u.test(name + value))
        throw new InvalidRequestError(
          `body ${JSON.stringify(name)} has half of a surrogate pair, which a form cannot hold`,
        );
    return new Blob([new URLSearchParams(pairs).toString()], { type: "application/x-www-form-urlencoded" });
  };
}

function pairsOf(name: string, value: unknown, style: FormStyle | undefined): Pair[] {
  switch (style) {
    case "deep":
    case "brackets":
    case "indices":
      return deepPairs(name, value, style, 0);
    case "json":
      return [[name, toJson(value, name)]];
    case "entries":
      if (!isPlain(value)) break;
      return Object.entries(value).flatMap(([key, inner]): Pair[] =>
        inner === undefined ? [] : [[key, text(name, inner)]],
      );
    case "list":
    case "spaces":
    case "pipes":
      return joined(name, value, { list: ",", spaces: " ", pipes: "|" }[style]);
  }
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => [name, text(name, item)]);
}

/** A list, or keys and values of an object in turn, in one value. */
function joined(name: string, value: unknown, separator: string): Pair[] {
  const isList = Array.isArray(value);
  if (!isList && !isPlain(value)) return [[name, text(name, value)]];
  const given: readonly unknown[] = isList
    ? value
    : Object.entries(value).flatMap((e) => (e[1] === undefined ? [] : e));
  const items = given.map((item) => text(name, item));
  // The server would take it for two.
  if (items.some((item) => item.includes(separator)))
    throw new InvalidRequestError(
      `body ${JSON.stringify(name)} has ${JSON.stringify(separator)} in an item, which separates its items`,
    );
  return items.length === 0 ? [] : [[name, items.join(separator)]];
}

function deepPairs(name: string, value: unknown, style: "deep" | "brackets" | "indices", depth: number): Pair[] {
  if (depth > 9) throw new InvalidRequestError(`body ${JSON.stringify(name)} is nested too deeply, or holds itself`);
  if (Array.isArray(value) && style !== "deep") {
    return value.flatMap((item, index) => {
      // `a[][b]` does not say where an item ends.
      if (
        item === undefined ||
        (style === "brackets" && typeof item === "object" && (isPlain(item) || Array.isArray(item)))
      )
        throw unwritable(name, item, " in a list");
      return deepPairs(`${name}[${style === "indices" ? index : ""}]`, item, style, depth + 1);
    });
  }
  if (!isPlain(value)) return [[name, text(name, value)]];
  return Object.entries(value).flatMap(([key, inner]) =>
    inner === undefined ? [] : deepPairs(`${name}[${key}]`, inner, style, depth + 1),
  );
}

function text(name: string, value: unknown): string {
  if (typeof value === "object" && (Array.isArray(value) || isPlain(value))) throw unwritable(name, value, "");
  return scalar("body", name, value);
}

function unwritable(name: string, value: unknown, where: string): InvalidRequestError {
  const rule = "the contract does not say how a form holds it";
  return new InvalidRequestError(`body ${JSON.stringify(name)} is ${describe(value)}${where}, and ${rule}`);
}
