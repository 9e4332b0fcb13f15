import type { JSONPathQuery } from "json-p3";
import { pointerOf, SpecError } from "../diagnostics.js";
import { lineFinder, parseYaml } from "../load/parse-yaml.js";
import { compileTarget } from "./json-path.js";

/** A file of corrections to one contract: OpenAPI Overlay 1.0. */
export interface Overlay {
  /** The file as the user named it, for messages. */
  readonly file: string;
  readonly actions: readonly OverlayAction[];
  /** The line (from 1) of a JSON pointer in the file, or of its nearest ancestor there. For errors only. */
  readonly lineOf: (pointer: string) => number | undefined;
}

export interface OverlayAction {
  /** The RFC 9535 JSONPath as it is written. */
  readonly target: string;
  readonly query: JSONPathQuery;
  readonly change: { readonly kind: "remove" } | { readonly kind: "update"; readonly value: unknown };
}

/**
 * Reads an overlay file. Each action must have a `description`: the reason for the correction, so that it can be judged when the
 * contract changes. `extends` is refused, since `apis.ts` pairs overlays with contracts.
 *
 * @throws SpecError what `parseYaml` throws, `overlay/invalid` and `overlay/target-syntax`, each with the line
 */
export function loadOverlay(file: string, text: string): Overlay {
  const data = parseYaml(file, text);
  const lineOf = lineFinder(file, text);
  try {
    return { file, lineOf, actions: actionsOf(data) };
  } catch (error) {
    throw error instanceof SpecError ? error.at(file, lineOf(error.place.pointer)) : error;
  }
}

function actionsOf(data: unknown): OverlayAction[] {
  const { overlay, info, actions } = fieldsOf("", data, ["overlay", "info", "actions"]);
  if (typeof overlay !== "string" || !/^1\.0\.\d+$/.test(overlay)) {
    throw invalid(
      "/overlay",
      `The overlay version ${JSON.stringify(overlay)} is not supported.`,
      "Write `overlay: 1.0.0`.",
    );
  }
  const { title, version } = fieldsOf("/info", info, ["title", "version"]);
  requireText("/info/title", title);
  requireText("/info/version", version);
  if (!Array.isArray(actions) || actions.length === 0) {
    throw invalid("/actions", "The overlay has no actions.", "Add one, or remove the overlay from the API's row.");
  }
  return actions.map((action, index) => readAction(pointerOf("actions", index), action));
}

function readAction(pointer: string, data: unknown): OverlayAction {
  const { target, description, update, remove } = fieldsOf(pointer, data, [
    "target",
    "description",
    "update",
    "remove",
  ]);
  const path = requireText(`${pointer}/target`, target);
  requireText(`${pointer}/description`, description, "Write the reason for the correction.");
  if (remove !== undefined && typeof remove !== "boolean") {
    throw invalid(`${pointer}/remove`, "`remove` is not a boolean.", "Write `remove: true`.");
  }
  if ((remove === true) === (update !== undefined)) {
    const what = `The action on ${path} has ${remove === true ? "both" : "neither"} \`update\` and \`remove: true\`.`;
    throw invalid(pointer, what.replace("neither `update` and", "neither `update` nor"), "Give exactly one of them.");
  }
  const change = remove === true ? ({ kind: "remove" } as const) : ({ kind: "update", value: update } as const);
  return { target: path, query: compileTarget(pointer, path), change };
}

/** The known fields of a mapping; extensions (`x-…`) are left alone. */
function fieldsOf<Field extends string>(
  pointer: string,
  data: unknown,
  known: readonly Field[],
): Record<Field, unknown> {
  if (data === null || typeof data !== "object" || Array.isArray(data)) {
    throw invalid(pointer, "A mapping is missing here.", `Write a mapping with ${known.join(", ")}.`);
  }
  const unknown = Object.keys(data).find((key) => !key.startsWith("x-") && !(known as readonly string[]).includes(key));
  if (unknown !== undefined) {
    const what = `The field ${JSON.stringify(unknown)} is not known here.`;
    throw invalid(pointer + pointerOf(unknown), what, `The fields are ${known.join(", ")} and x- extensions.`);
  }
  return data as Record<Field, unknown>;
}

function requireText(pointer: string, value: unknown, why = "Write a string that is not empty."): string {
  if (typeof value === "string" && value.trim() !== "") return value;
  const [field] = pointer.split("/").slice(-1);
  throw invalid(pointer, `The field \`${field}\` is ${value === undefined ? "missing" : "not a string"}.`, why);
}

function invalid(pointer: string, what: string, remedy: string): SpecError {
  return new SpecError("overlay/invalid", pointer, what, remedy);
}
