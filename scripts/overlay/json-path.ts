import { JSONPathEnvironment, JSONPathNode, JSONPathQuery, jsonpath } from "json-p3";
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
export function select({ segments }: JSONPathQuery, document: unknown): Location[] {
  let nodes: readonly Selected[] = [{ value: document, key: undefined, parent: undefined }];
  for (const [index, segment] of segments.entries()) {
    const next = stepTo(segment, nodes);
    if (next === undefined) return selectRest(segments.slice(index), nodes, document);
    nodes = next;
  }
  return nodes.map(locationOf);
}

/** A node on the way: most lead nowhere, so that their locations are never asked for. */
interface Selected {
  readonly value: unknown;
  readonly key: string | number | undefined;
  readonly parent: Selected | undefined;
}

/** The children that a name or `*` selects, which are most of what overlays say; `undefined` for anything else. */
function stepTo(segment: JSONPathQuery["segments"][number], nodes: readonly Selected[]): Selected[] | undefined {
  const [selector, ...others] = segment.selectors;
  if (segment.constructor !== ChildSegment || others.length > 0) return undefined;
  const next: Selected[] = [];
  if (selector instanceof jsonpath.selectors.NameSelector) {
    const key = selector.name;
    for (const parent of nodes)
      if (isJsonObject(parent.value) && Object.hasOwn(parent.value, key))
        next.push({ value: parent.value[key], key, parent });
    return next;
  }
  if (!(selector instanceof jsonpath.selectors.WildcardSelector)) return undefined;
  for (const parent of nodes) {
    const { value } = parent;
    if (Array.isArray(value)) for (const [key, child] of value.entries()) next.push({ value: child, key, parent });
    else if (isJsonObject(value)) for (const key of Object.keys(value)) next.push({ value: value[key], key, parent });
  }
  return next;
}

function selectRest(segments: JSONPathQuery["segments"], from: readonly Selected[], document: unknown): Location[] {
  let nodes = from.map((node) => new JSONPathNode(node.value as Json, [...locationOf(node)], document as Json));
  for (const segment of segments) nodes = segment.resolve(nodes);
  const found = new Map<string, Location>();
  for (const { location } of nodes) found.set(JSON.stringify(location), location);
  return [...found.values()];
}

function locationOf({ key, parent }: Selected): Location {
  return key === undefined || parent === undefined ? [] : [...locationOf(parent), key];
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
