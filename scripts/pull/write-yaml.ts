import { Document, isCollection, isMap, isPair, isScalar, visit } from "yaml";
import { isJsonObject } from "../load/json-object.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { hasHidden, LOG_COMMAND, replaceHidden } from "../visible-text.js";

/** @unit columns */
const WIDTH = 120;

/**
 * The document as YAML that is short to read and gives small diffs: what fits in one line is one line, such as
 * `amount: {type: number, example: 6.9}` or `required: [id, name]`; no line is folded. Texts that YAML 1.1 would read as
 * something else (`no`, `on`, dates) are quoted.
 */
export function writeYaml(document: OpenApiDocument): string {
  const yaml = new Document(document, { version: "1.2", compat: "yaml-1.1", aliasDuplicateObjects: false });
  visit(yaml, {
    Scalar(_, node) {
      // Only between these quotes can a character be written by its number.
      if (typeof node.value === "string" && (hasHidden(node.value) || LIKE_COMMAND.test(node.value)))
        node.type = "QUOTE_DOUBLE";
    },
  });
  visit(yaml, {
    Collection(_, node, path) {
      const parents = path.filter(isCollection).length;
      const last = path.at(-1);
      const key = isPair(last) && isScalar(last.key) ? String(last.key.value) : "";
      const isMapOfNames = isMap(node) && ENTRY_A_LINE.has(key);
      if (parents === 0 || isMapOfNames || !fits(node.toJSON(), 2 * parents + key.length + 2)) return undefined;
      node.flow = true;
      return visit.SKIP;
    },
  });
  const text = yaml.toString({
    indent: 2,
    lineWidth: 0,
    minContentWidth: 0,
    flowCollectionPadding: false,
    // Over several lines a quoted text would get a backslash more in front of some of its blanks.
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  return replaceHidden(text, numberOf).replaceAll(LOG_COMMAND, "#\\x23");
}

/** What the log of a workflow would take for a command. */
const LIKE_COMMAND = /^\s*::|##\w*\[/m;

/** `\u202e`, and `\U000e0001` for what is longer. */
function numberOf(character: string): string {
  const number = (character.codePointAt(0) ?? 0).toString(16);
  return number.length > 4 ? `\\U${number.padStart(8, "0")}` : `\\u${number.padStart(4, "0")}`;
}

/** Maps of names: each name has a line of its own, so that a diff shows it alone. */
const ENTRY_A_LINE: ReadonlySet<string> = new Set([
  ...["paths", "webhooks", "properties", "responses", "schemas", "parameters", "requestBodies", "securitySchemes"],
]);

/** Whether a value fits in one line after `column`. */
function fits(value: unknown, column: number): boolean {
  return column + widthOf(value) <= WIDTH && !hasNames(value);
}

/** About how wide a value is when it is written in one line. */
function widthOf(value: unknown): number {
  if (typeof value === "string") return value.length + (/^[\w./:-]+$/.test(value) ? 0 : 2);
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + widthOf(item) + 2, 0);
  if (!isJsonObject(value)) return String(value).length;
  return Object.entries(value).reduce((sum, [key, inner]) => sum + key.length + widthOf(inner) + 4, 0);
}

function hasNames(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasNames);
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(
    ([key, inner]) => (ENTRY_A_LINE.has(key) && isJsonObject(inner)) || hasNames(inner),
  );
}
