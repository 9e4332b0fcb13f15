import { Composer, type CST, type Document, Parser } from "yaml";
import { SpecError } from "../diagnostics.js";
import { lineAt, pointerAt } from "./locate.js";

/** Collections inside collections. Real contracts stay below 40; the composer's own recursion breaks near 800. */
export const MAX_DEPTH = 200;

/**
 * The syntax tree of a YAML 1.2 text with exactly one document.
 *
 * Duplicate keys are left to whoever reads the tree, since the composer compares each key with each other one.
 *
 * @throws SpecError `load/yaml-syntax`, `load/too-deep`, `load/tag`
 */
export function composeYaml(file: string, text: string): Document.Parsed {
  const tokens = [...new Parser().parse(text)];
  refuseDeepNesting(file, text, tokens);
  const composer = new Composer({ version: "1.2", prettyErrors: false, uniqueKeys: false });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  if (document === undefined) throw new Error("The YAML composer was asked for a document and gave none.");

  const [error] = document.errors;
  if (error !== undefined) {
    const place = placeAt(file, text, document, error.pos[0]);
    const remedy = "Correct the YAML at this line; the fault can also be in the line before it.";
    throw new SpecError("load/yaml-syntax", place, `The text is not YAML: ${firstLine(error.message)}.`, remedy);
  }
  if (second !== undefined) {
    const place = placeAt(file, text, document, second.range[0]);
    throw new SpecError(
      "load/yaml-syntax",
      { ...place, pointer: "" },
      "The file has more than one YAML document.",
      "Keep one document a file: remove the line `---` and what does not belong to it.",
    );
  }
  const [warning] = document.warnings;
  if (warning !== undefined) {
    const place = placeAt(file, text, document, warning.pos[0]);
    throw new SpecError("load/tag", place, `${firstLine(warning.message)}.`, "Write the value without a YAML tag.");
  }
  return document;
}

/** The tokens hold the nesting already and are walked without recursion, so no input can exhaust the stack. */
function refuseDeepNesting(file: string, text: string, tokens: readonly CST.Token[]): void {
  const open: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 1 }));
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const { token, depth } = entry;
    if (depth > MAX_DEPTH && "items" in token) {
      throw new SpecError(
        "load/too-deep",
        { pointer: "", file, line: lineAt(text, token.offset) },
        `The document is nested more than ${MAX_DEPTH} levels deep.`,
        "Name the inner parts under `components` and refer to them.",
      );
    }
    if (token.type === "document") {
      if (token.value !== undefined) open.push({ token: token.value, depth });
    } else if ("items" in token) {
      for (const { key, value } of token.items) {
        if (key) open.push({ token: key, depth: depth + 1 });
        if (value) open.push({ token: value, depth: depth + 1 });
      }
    }
  }
}

function placeAt(file: string, text: string, document: Document.Parsed, offset: number) {
  return { pointer: pointerAt(document.contents, offset), file, line: lineAt(text, offset) };
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/[.:]\s*$/, "");
}
