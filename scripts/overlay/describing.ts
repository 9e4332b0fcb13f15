import { pointerOf, SpecError } from "../diagnostics.js";
import { isJsonObject } from "../load/json-object.js";
import type { OverlayAction } from "./load-overlay.js";

/** Whether an action writes only what informs a reader: without it, the contract says the same. */
export function onlyDescribes(change: OverlayAction["change"]): boolean {
  return change.kind === "update" && isDescription(change.value);
}

/**
 * The part of a description whose objects the document has: words must not bring back an operation or a schema that is gone. Properties
 * are left to `dropUndeclared`, which sees what all overlays together make of them.
 *
 * @param onMissing takes the keys of each object that the document does not have
 */
export function describedPart(update: unknown, node: unknown, onMissing: (at: readonly string[]) => void): unknown {
  return partOf(update, node, [], onMissing);
}

function partOf(
  update: unknown,
  node: unknown,
  at: readonly string[],
  onMissing: (at: readonly string[]) => void,
): unknown {
  if (!isJsonObject(update) || !isJsonObject(node) || at.at(-1) === "externalDocs") return update;
  const isMap = at.at(-1) === "properties";
  const present = Object.entries(update).filter(([field, value]) => {
    const isMissing = isJsonObject(value) && field !== "externalDocs" && !isMap && !isJsonObject(node[field]);
    if (isMissing) onMissing([...at, field]);
    return !isMissing;
  });
  return Object.fromEntries(
    present.map(([field, value]) => [field, partOf(value, node[field], [...at, field], onMissing)]),
  );
}

/** Fields that an update may have anywhere. */
const DESCRIBING: ReadonlySet<string> = new Set(["description", "summary", "x-certainty", "x-source"]);

/** An object whose innermost fields all describe. A property that is called `description` holds an object, not a text. */
function isDescription(update: unknown): boolean {
  if (!isJsonObject(update)) return false;
  const fields = Object.entries(update);
  return (
    fields.length > 0 &&
    fields.every(([field, value]) => {
      if (field === "externalDocs") return true;
      return isJsonObject(value) ? isDescription(value) : DESCRIBING.has(field);
    })
  );
}

/** What an overlay describes and the contract does not have, for a note. */
export function undeclared(path: readonly (string | number)[]): SpecError {
  return new SpecError(
    "overlay/undeclared",
    pointerOf(...path),
    `An overlay describes ${pointerOf(...path)}, which the contract does not have.`,
    "Remove its description from the overlay, or correct the name.",
  );
}
