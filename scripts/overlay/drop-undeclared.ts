import { pointerOf, SpecError } from "../diagnostics.js";
import { isAnnotation } from "../load/annotations.js";
import { isJsonObject, type JsonObject } from "../load/json-object.js";
import type { OpenApiDocument } from "../load/openapi.js";

/**
 * The overlaid document without properties that only an overlay's words stand for: where a contract has lost a property, an
 * overlay that describes it would bring it back as a property of unknown type.
 */
export function dropUndeclared(
  contract: OpenApiDocument,
  overlaid: OpenApiDocument,
  onGhost: (error: SpecError) => void,
): OpenApiDocument {
  return without(contract, overlaid, [], onGhost) as OpenApiDocument;
}

/** What overlays left alone is the same node, and not looked at. */
function without(raw: unknown, node: unknown, path: readonly string[], onGhost: (error: SpecError) => void): unknown {
  if (raw === node || !isJsonObject(raw) || !isJsonObject(node)) return node;
  const isMap = path.at(-1) === "properties";
  const kept = Object.entries(node).filter(([key, value]) => {
    const isGhost = isMap && !Object.hasOwn(raw, key) && isJsonObject(value) && saysNothing(value);
    if (isGhost) onGhost(ghostError([...path, key]));
    return !isGhost;
  });
  return Object.fromEntries(kept.map(([key, value]) => [key, without(raw[key], value, [...path, key], onGhost)]));
}

function saysNothing(schema: JsonObject): boolean {
  return Object.keys(schema).every((key) => isAnnotation(key) || key === "deprecated" || key === "title");
}

function ghostError(path: readonly string[]): SpecError {
  return new SpecError(
    "overlay/no-match",
    pointerOf(...path),
    `An overlay describes ${pointerOf(...path)}, which the contract does not have.`,
    "Remove its words, or correct the name.",
  );
}
