import type { ts as TypeScript } from "ts-morph";
import type { GeneratedText } from "./generated-text.js";
import type { OutputFile } from "./output-file.js";
import { spaceStatements } from "./space-statements.js";
import { IndentationText, NewLineKind, Project, QuoteKind } from "./ts-morph.js";
import { wrapLines } from "./wrap-lines.js";

/** Each file is built once from its structure and printed once: each further change would parse it again. */
export function printFiles(files: readonly OutputFile[]): GeneratedText[] {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: {
      indentationText: IndentationText.TwoSpaces,
      newLineKind: NewLineKind.LineFeed,
      quoteKind: QuoteKind.Double,
      useTrailingCommas: true,
    },
  });
  return files.map((file) => {
    const source = project.createSourceFile(`/${file.path}`, file.structure());
    return { path: file.path, text: layOut(file.path, source.compilerNode) };
  });
}

/** The text of a file, with its lines as a person would break them. */
export function layOut(path: string, source: TypeScript.SourceFile): string {
  assertParsed(path, source);
  return spaceStatements(wrapLines(source));
}

/** Output that does not parse is a bug in an emitter: it is never written. */
function assertParsed(path: string, source: object): void {
  const diagnostics =
    "parseDiagnostics" in source && Array.isArray(source.parseDiagnostics) ? source.parseDiagnostics : [];
  const [first] = diagnostics;
  if (first !== undefined)
    throw new Error(
      `${path} would not parse: ${JSON.stringify(first.messageText)} at offset ${first.start}. An emitter wrote text of the contract as code.`,
    );
}
