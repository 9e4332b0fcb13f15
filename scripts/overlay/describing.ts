import { isJsonObject } from "../load/json-object.js";
import type { OverlayAction } from "./load-overlay.js";

/** Whether an action writes only what informs a reader: without it, the contract says the same. */
export function onlyDescribes(change: OverlayAction["change"]): boolean {
  return change.kind === "update" && isDescription(change.value);
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
