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
  return without(contract, overlaid, [], onUndeclared) as OpenApiDocument;
}

/** What overlays did not touch is the same node, and is skipped. */
function without(
  declared: unknown,
  node: unknown,
  path: readonly string[],
  onUndeclared: (error: SpecError) => void,
): unknown {
  if (declared === node || !isJsonObject(declared) || !isJsonObject(node)) return node;
  const isMap = path.at(-1) === "properties";
  const kept = Object.entries(node).filter(([key, value]) => {
    const isUndeclared = isMap && !Object.hasOwn(declared, key) && isJsonObject(value) && onlyDescribes(value);
    if (isUndeclared) onUndeclared(undeclared([...path, key]));
    return !isUndeclared;
  });
  return Object.fromEntries(
    kept.map(([key, value]) => [key, without(declared[key], value, [...path, key], onUndeclared)]),
  );
}

function onlyDescribes(schema: JsonObject): boolean {
  return Object.keys(schema).every((key) => isAnnotation(key) || key === "deprecated" || key === "title");
}
