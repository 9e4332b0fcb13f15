import { SpecError } from "../diagnostics.js";
import { composeYaml } from "./compose-yaml.js";
import { linesOf, treeOffsets } from "./locate.js";
import { jsonOffsets } from "./locate-json.js";
import { parseJson } from "./parse-json.js";
import { type PlainFault, readPlainYaml } from "./read-plain-yaml.js";
import { treeToData } from "./tree-to-data.js";

/** @unit bytes */
export const MAX_BYTES = 32 * 1024 * 1024;

/** A syntax tree takes a hundred times the memory of its text, so larger ones have none. @unit characters */
const MAX_TREE = 6_000_000;

/**
 * The plain JSON data of a YAML 1.2 or JSON text: own keys only, no dates, no shared or circular parts, nested at most
 * {@link MAX_DEPTH} levels. Never evaluates anything and has no side effect.
 *
 * @throws SpecError with a code that begins with `load/` and the line of the fault.
 */
export function parseYaml(file: string, text: string): unknown {
  refuseSize(file, text);
  const read = asJson(text) ?? readPlainYaml(text);
  if ("data" in read) return read.data;
  if (text.length > MAX_TREE) throw unreadable(file, read);
  const tree = composeYaml(file, text);
  if (tree.contents === null) throw emptyFile(file);
  return treeToData(file, text, tree);
}

/**
 * The `lineOf` of a text that {@link parseYaml} has accepted. Goes through the text once more, at the first call. `undefined` for YAML that
 * is too large for that.
 */
export function lineFinder(file: string, text: string): (pointer: string) => number | undefined {
  let lineOf: ((pointer: string) => number | undefined) | undefined;
  return (pointer) => {
    lineOf ??= makeLineFinder(file, text);
    return lineOf(pointer);
  };
}

function makeLineFinder(file: string, text: string): (pointer: string) => number | undefined {
  const isJson = asJson(text) !== undefined;
  if (!isJson && text.length > MAX_TREE) return () => undefined;
  const offsetOf = isJson ? jsonOffsets(text) : treeOffsets(composeYaml(file, text).contents);
  const lineAt = linesOf(text);
  return (pointer) => lineAt(offsetOf(pointer));
}

function asJson(text: string): { readonly data: unknown } | undefined {
  return /^\uFEFF?\s*[{[]/.test(text) ? parseJson(text.replace(/^\uFEFF/, "")) : undefined;
}

function unreadable(file: string, { reason, line }: PlainFault): SpecError {
  return new SpecError(
    "load/yaml-syntax",
    { pointer: "", file, line },
    `The text is not YAML, or not plain enough for a file of more than ${MAX_TREE} characters: ${reason}.`,
    "Correct it there; a file of this size may have no anchors and aliases.",
  );
}

function refuseSize(file: string, text: string): void {
  if (text.trim() === "") throw emptyFile(file);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_BYTES) return;
  throw new SpecError(
    "load/too-large",
    { pointer: "", file, line: 1 },
    `The file has ${bytes} bytes; at most ${MAX_BYTES} are read.`,
    "Check that this is the right file, or split the API.",
  );
}

function emptyFile(file: string): SpecError {
  const what = "The file is empty.";
  return new SpecError("load/empty", { pointer: "", file, line: 1 }, what, "Write the document, or pull it again.");
}
