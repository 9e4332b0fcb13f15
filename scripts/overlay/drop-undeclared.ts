import type { SpecError } from "../diagnostics.js";
import { isAnnotation } from "../load/annotations.js";
import { isJsonObject, type JsonObject } from "../load/json-object.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { undeclared } from "./describing.js";

/**
 * The overlaid document without properties that the contract does not declare and an overlay only describes: once a contract has
 * lost a property, its description would bring it back as a property of unknown type.
 */
export function dropUndeclared(
  contract: OpenApiDocument,
  overlaid: OpenApiDocument,
  onUndeclared: (error: SpecError) => void,
): OpenApiDocument {
  return without(contract, overlaid, undefined, onUndeclared) as OpenApiDocument;
}

/** The way from the document to a node, its last step first: most nodes are never named. */
interface Path {
  readonly key: string;
  readonly parent: Path | undefined;
}

/** What overlays did not touch is the same node, and is skipped; what loses nothing stays the node that it is. */
function without(
  declared: unknown,
  node: unknown,
  path: Path | undefined,
  onUndeclared: (error: SpecError) => void,
): unknown {
  if (declared === node) return node;
  if (Array.isArray(declared) && Array.isArray(node)) return withoutInItems(declared, node, path, onUndeclared);
  if (!isJsonObject(declared) || !isJsonObject(node)) return node;
  const isMap = path?.key === "properties";
  const changed = new Map<string, unknown>();
  const dropped = new Set<string>();
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (value === declared[key]) continue;
    const at: Path = { key, parent: path };
    if (isMap && !Object.hasOwn(declared, key) && isJsonObject(value) && onlyDescribes(value)) {
      onUndeclared(undeclared(tokensOf(at)));
      dropped.add(key);
      continue;
    }
    const kept = without(declared[key], value, at, onUndeclared);
    if (kept !== value) changed.set(key, kept);
  }
  if (changed.size === 0 && dropped.size === 0) return node;
  const entries = Object.entries(node).filter(([key]) => !dropped.has(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, changed.has(key) ? changed.get(key) : value]));
}

/** An overlay changes the items of a list in their places, and appends. */
function withoutInItems(
  declared: readonly unknown[],
  items: readonly unknown[],
  path: Path | undefined,
  onUndeclared: (error: SpecError) => void,
): readonly unknown[] {
  const kept = items.map((item, index) =>
    without(declared[index], item, { key: String(index), parent: path }, onUndeclared),
  );
  return kept.some((item, index) => item !== items[index]) ? kept : items;
}

function tokensOf(path: Path | undefined): string[] {
  return path === undefined ? [] : [...tokensOf(path.parent), path.key];
}

function onlyDescribes(schema: JsonObject): boolean {
  return Object.keys(schema).every((key) => isAnnotation(key) || key === "deprecated" || key === "title");
}
