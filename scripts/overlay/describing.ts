import { pointerOf, SpecError } from "../diagnostics.js";
import { isJsonObject } from "../load/json-object.js";
import type { Location } from "./json-path.js";
import type { OverlayAction } from "./load-overlay.js";

/** Whether an action writes only what informs a reader: without it, the contract says the same. */
export function onlyDescribes(change: OverlayAction["change"]): boolean {
  return change.kind === "update" && isDescription(change.value);
}

/**
 * Whether an action only says which version of the API the document describes, and the document says it itself by now. What it says holds,
 * and the change of version is reported like every other.
 */
export function versionIsGiven(change: OverlayAction["change"], document: unknown): boolean {
  if (change.kind !== "update" || !isJsonObject(change.value) || !isJsonObject(document)) return false;
  const isVersion = Object.keys(change.value).join() === VERSION;
  return isVersion && isJsonObject(document.info) && document.info[VERSION] !== undefined;
}

const VERSION = "x-api-version-date";

/**
 * The part of a description whose objects the document has: words must not bring back an operation or a schema that is gone. Properties
 * are left to `dropUndeclared`, which sees what all overlays together make of them.
 *
 * @param at where the node is in the document
 * @param onMissing takes the location of each object that the document does not have
 */
export function describedPart(
  update: unknown,
  node: unknown,
  at: Location,
  onMissing: (at: Location) => void,
): unknown {
  if (!isJsonObject(update) || !isJsonObject(node) || at.at(-1) === "externalDocs") return update;
  // A response needs nothing but its description: a new one is a status more, and not words about one that is gone.
  const isMap = at.at(-1) === "properties" || at.at(-1) === "responses";
  const present = Object.entries(update).filter(([field, value]) => {
    const isMissing = isJsonObject(value) && field !== "externalDocs" && !isMap && !isJsonObject(node[field]);
    if (isMissing) onMissing([...at, field]);
    return !isMissing;
  });
  return Object.fromEntries(
    present.map(([field, value]) => [field, describedPart(value, node[field], [...at, field], onMissing)]),
  );
}

/** Fields that an update may have anywhere. */
const DESCRIBING: ReadonlySet<string> = new Set(["description", "summary", "x-certainty", "x-source"]);

/**
 * An object whose innermost fields all describe. A property that is called `description` holds an object, not a text; a response may have
 * nothing else, and is declared by it.
 */
function isDescription(update: unknown): boolean {
  if (!isJsonObject(update)) return false;
  const fields = Object.entries(update);
  return (
    fields.length > 0 &&
    fields.every(([field, value]) => {
      if (field === "externalDocs") return true;
      if (field === "responses") return false;
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
