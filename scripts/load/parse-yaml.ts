import { SpecError } from "../diagnostics.js";
import { composeYaml } from "./compose-yaml.js";
import { lineAt, offsetOf } from "./locate.js";
import { parseJson } from "./parse-json.js";
import { readPlainYaml } from "./read-plain-yaml.js";
import { treeToData } from "./tree-to-data.js";

/** @unit bytes */
export const MAX_BYTES = 32 * 1024 * 1024;

/**
 * The plain JSON data of a YAML 1.2 or JSON text: own keys only, no dates, no shared or circular parts, nested at most
 * {@link MAX_DEPTH} levels. Never evaluates anything and has no side effect.
 *
 * @throws SpecError with a code that begins with `load/` and the line of the fault.
 */
export function parseYaml(file: string, text: string): unknown {
  refuseSize(file, text);
  const json = /^\uFEFF?\s*[{[]/.test(text) ? parseJson(text.replace(/^\uFEFF/, "")) : undefined;
  const plain = json ?? readPlainYaml(text);
  if (plain !== undefined) return plain.data;
  const tree = composeYaml(file, text);
  if (tree.contents === null) throw emptyFile(file);
  return treeToData(file, text, tree);
}

/** The `lineOf` of a text that {@link parseYaml} has accepted. Parses it once more, at the first call. */
export function lineFinder(file: string, text: string): (pointer: string) => number {
  let tree: ReturnType<typeof composeYaml> | undefined;
  return (pointer) => {
    tree ??= composeYaml(file, text);
    return lineAt(text, offsetOf(tree.contents, pointer));
  };
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
