import { JSONPathEnvironment, JSONPathQuery, jsonpath } from "json-p3";
import { SpecError } from "../diagnostics.js";
import { MAX_DEPTH } from "../load/compose-yaml.js";
import { isJsonObject } from "../load/json-object.js";

/** The keys and indexes that lead from the document to a node. */
export type Location = readonly (string | number)[];

/** The parsed JSON that a path is asked of. */
type Json = Parameters<JSONPathQuery["query"]>[0];

/**
 * A target as a query. `action` is the JSON pointer of the action, for the error.
 *
 * @throws SpecError `overlay/target-syntax`
 */
export function compileTarget(action: string, target: string): JSONPathQuery {
  try {
    return environment.compile(target);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : String(error);
    throw new SpecError(
      "overlay/target-syntax",
      `${action}/target`,
      `The target ${JSON.stringify(target)} is not a JSONPath: ${reason}.`,
      "Correct it as RFC 9535 says; names with other characters than letters go into ['…'].",
      { cause: error },
    );
  }
}

/** Where the nodes are that a query selects: each once, in the order of the document. */
export function select(query: JSONPathQuery, document: unknown): Location[] {
  const names = namesOf(query);
  if (names !== undefined) return valueIsThere(document, names) ? [names] : [];
  const found = new Map<string, Location>();
  for (const { location } of query.query(document as Json)) found.set(JSON.stringify(location), location);
  return [...found.values()];
}

/** The keys of a query that is nothing else, as most are: no library is needed to follow it. */
function namesOf({ segments }: JSONPathQuery): string[] | undefined {
  const names: string[] = [];
  for (const segment of segments) {
    const [selector, ...others] = segment.selectors;
    const isName = selector instanceof jsonpath.selectors.NameSelector && others.length === 0;
    if (!isName || segment.constructor !== ChildSegment) return undefined;
    names.push(selector.name);
  }
  return names;
}

function valueIsThere(document: unknown, names: readonly string[]): boolean {
  let node = document;
  for (const name of names) {
    if (!isJsonObject(node) || !Object.hasOwn(node, name)) return false;
    node = node[name];
  }
  return true;
}

/** How far a query that selects nothing gets, and what it may have meant, as a sentence. */
export function explainNoMatch({ segments }: JSONPathQuery, document: unknown): string {
  for (let length = segments.length - 1; length >= 0; length -= 1) {
    const prefix = new JSONPathQuery(environment, segments.slice(0, length));
    const nodes = prefix.query(document as Json);
    if (nodes.empty()) continue;
    const selector = segments[length]?.selectors[0];
    const name = selector instanceof jsonpath.selectors.NameSelector ? selector.name : undefined;
    const keys = nodes
      .values()
      .flatMap((value) => (value !== null && typeof value === "object" ? Object.keys(value) : []));
    const near = name === undefined ? undefined : nearestKey(name, keys);
    const hint = near === undefined ? "" : `; did it mean ${JSON.stringify(near)}?`;
    return `${prefix.toString()} exists, without ${segments[length]?.toString() ?? ""}${hint || "."}`;
  }
  return "";
}

const environment = new JSONPathEnvironment({ strict: true, maxRecursionDepth: 2 * MAX_DEPTH });

/** The library does not export the class of a step to a child. */
const ChildSegment = environment.compile("$.child").segments[0]?.constructor;

/** The key that differs least from `name`, if the difference is small enough to be a typo or a renaming. */
export function nearestKey(name: string, keys: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const key of new Set(keys)) {
    if (Math.abs(key.length - name.length) >= least) continue;
    const distance = editDistance(name.toLowerCase(), key.toLowerCase());
    if (distance >= least) continue;
    best = key;
    least = distance;
  }
  return best;
}

/** Levenshtein's distance: insertions, deletions and replacements from one text to the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
