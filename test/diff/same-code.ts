import { emit } from "../../scripts/emit/emit.js";
import { ts } from "../../scripts/emit/ts-morph.js";
import type { ApiState } from "../../scripts/model/api-state.js";

const printer = ts.createPrinter({ removeComments: true });

/** The files of two states that differ in more than comments. */
export function differingFiles(before: ApiState, after: ApiState): string[] {
  const [one, other] = [codeOf(before), codeOf(after)];
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path));
}

/** The words of the generated code without its comments, by file: in an order of their own, since that of a union or of members means nothing. */
function codeOf({ model, normalized }: ApiState): Map<string, string> {
  const files = emit(model, normalized).filter(({ path }) => path.endsWith(".ts"));
  return new Map(
    files.map(({ path, text }) => [
      path,
      printer
        .printFile(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext))
        .split(/\W+/)
        .sort()
        .join(" "),
    ]),
  );
}
