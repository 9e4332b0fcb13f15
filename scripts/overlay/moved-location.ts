import { isDeepStrictEqual } from "node:util";
import { jsonpath } from "json-p3";
import { tokensOf } from "../diagnostics.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { readOperations } from "../load/read-operations.js";
import { type Location, nearestKey, select } from "./json-path.js";
import type { OverlayAction } from "./load-overlay.js";

/** Where in a new document is what an action's target selected in the old one. */
export interface Move {
  readonly at: Location;
  /** Whether it is the same thing beyond doubt: the operation with the same id, the same schema behind a reference. */
  readonly certain: boolean;
  /** Whether what the action would do there is done. */
  readonly settled: boolean;
}

/** `undefined` when nothing is similar. */
export function moveOf(action: OverlayAction, before: unknown, after: unknown): Move | undefined {
  const old = oldLocation(action, before);
  if (old === undefined) return undefined;
  const walk = follow(old, before, after);
  if (walk === undefined) return undefined;
  const { at, certain, missing } = walk;
  // What is to be removed should be missing, as long as everything around it exists.
  const removed = action.change.kind === "remove" && missing === 1;
  if (missing > 0 && !removed) return at.length > 1 ? { at, certain: false, settled: false } : undefined;
  return { at, certain, settled: removed ? certain : isSettled(action.change, after, at) };
}

/** Whether a document already has at a location what a change would do there. */
export function isSettled(change: OverlayAction["change"], document: unknown, at: Location): boolean {
  return change.kind === "update" && contains(valueAt(document, at), change.value);
}

/** The target's first match in the old document; a target made of names alone is itself that location. */
function oldLocation({ query }: OverlayAction, before: unknown): Location | undefined {
  const [first] = select(query, before);
  if (first !== undefined) return first;
  const names = query.segments.map(({ selectors }) => selectors[0]);
  const isName = (selector: unknown) => selector instanceof jsonpath.selectors.NameSelector;
  if (!names.every(isName)) return undefined;
  return names.map((selector) => (selector instanceof jsonpath.selectors.NameSelector ? selector.name : ""));
}

interface Walk {
  readonly at: Location;
  readonly certain: boolean;
  /** How many steps of the old location lead nowhere. */
  readonly missing: number;
}

/** Takes the steps of an old location in the new document, each to the key that it has become. */
function follow(old: Location, before: unknown, after: unknown): Walk | undefined {
  const operation = sameOperation(old, before, after);
  let at: Location = operation ?? [];
  let certain = true;
  for (let step = at.length; step < old.length; step += 1) {
    at = behindReference(after, at);
    const key = old[step] ?? "";
    const [oldValue, oldParent, newParent] = [
      valueAt(before, old.slice(0, step + 1)),
      valueAt(before, old.slice(0, step)),
      valueAt(after, at),
    ];
    if (has(newParent, key) && !Array.isArray(newParent)) {
      at = [...at, key];
      continue;
    }
    const successor = successorOf(key, oldValue, oldParent, newParent);
    if (successor === undefined) return { at, certain, missing: old.length - step };
    certain &&= successor.certain;
    at = [...at, successor.key];
  }
  return { at: behindReference(after, at), certain, missing: 0 };
}

/** An operation is known by its id, whatever its path and method are now. */
function sameOperation(old: Location, before: unknown, after: unknown): Location | undefined {
  const [section, path, method] = old;
  if (section !== "paths" || path === undefined || method === undefined) return undefined;
  const operation = valueAt(before, [section, path, method]);
  const id = isContainer(operation) ? operation.operationId : undefined;
  if (id === undefined || !isContainer(after)) return undefined;
  const found = readOperations(after as unknown as OpenApiDocument).find(({ node }) => node.operationId === id);
  return found === undefined ? undefined : tokensOf(found.pointer);
}

function behindReference(document: unknown, at: Location): Location {
  const node = valueAt(document, at);
  const reference = isContainer(node) ? node.$ref : undefined;
  return typeof reference === "string" && reference.startsWith("#/") ? tokensOf(reference.slice(1)) : at;
}

/** The key in the new parent whose value is the old one's, or whose name is nearest to the old key. */
function successorOf(
  key: string | number,
  oldValue: unknown,
  oldParent: unknown,
  newParent: unknown,
): { key: string | number; certain: boolean } | undefined {
  if (!isContainer(newParent)) return undefined;
  const asKey = (name: string) => (Array.isArray(newParent) ? Number(name) : name);
  // A key that the old parent has too still means the same, unless it is an index, which means nothing.
  const candidates = Object.keys(newParent).filter((name) => Array.isArray(newParent) || !has(oldParent, name));
  if (oldValue !== undefined) {
    const equal = candidates.find((name) => isDeepStrictEqual(newParent[name], oldValue));
    if (equal !== undefined) return { key: asKey(equal), certain: true };
  }
  if (typeof key === "string") {
    const near = nearestKey(key, candidates) ?? nearestKey(key, Object.keys(newParent));
    if (near !== undefined) return { key: near, certain: false };
  }
  const similar = mostSimilar(oldValue, candidates, newParent);
  return similar === undefined ? undefined : { key: asKey(similar), certain: false };
}

/** The candidate that shares most with the old value, at least half. */
function mostSimilar(
  oldValue: unknown,
  candidates: readonly string[],
  newParent: Record<string, unknown>,
): string | undefined {
  if (!isContainer(oldValue)) return undefined;
  const scores = candidates.map((name) => ({ name, score: similarity(oldValue, newParent[name]) }));
  const [best] = scores.sort((a, b) => b.score - a.score);
  return best !== undefined && best.score >= 0.5 ? best.name : undefined;
}

function similarity(oldValue: Record<string, unknown>, newValue: unknown): number {
  if (!isContainer(newValue)) return 0;
  const [oldFacts, newFacts] = [facts(oldValue), facts(newValue)];
  const shared = [...oldFacts].filter((fact) => newFacts.has(fact)).length;
  return shared / Math.max(oldFacts.size, newFacts.size, 1);
}

/** Each key and each value below it, one level deep. */
function facts(node: Record<string, unknown>): Set<string> {
  return new Set(
    Object.entries(node).flatMap(([key, value]) =>
      isContainer(value)
        ? [key, ...Object.keys(value).map((inner) => `${key}/${inner}`)]
        : [key, `${key}=${String(value)}`],
    ),
  );
}

/** Whether merging the update into the node would change nothing. */
function contains(node: unknown, update: unknown): boolean {
  if (Array.isArray(node)) {
    const entries = Array.isArray(update) ? update : [update];
    return entries.every((entry) => node.some((present) => isDeepStrictEqual(present, entry)));
  }
  if (!isContainer(update) || Array.isArray(update)) return isDeepStrictEqual(node, update);
  return isContainer(node) && Object.entries(update).every(([key, value]) => key in node && contains(node[key], value));
}

export function valueAt(document: unknown, at: Location): unknown {
  return at.reduce<unknown>(
    (node, key) => (has(node, key) ? (node as Record<string, unknown>)[key] : undefined),
    document,
  );
}

function has(node: unknown, key: string | number): boolean {
  return isContainer(node) && Object.hasOwn(node, key);
}

function isContainer(node: unknown): node is Record<string, unknown> {
  return node !== null && typeof node === "object";
}
