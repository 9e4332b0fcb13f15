import type { VariableStatementStructure } from "ts-morph";
import type { ApiModel } from "../model/api-model.js";
import { plainDocs } from "../model/docs.js";
import { docComment } from "./doc-comment.js";
import { MODELS } from "./emit-models.js";
import { OutputFile } from "./output-file.js";
import { quote } from "./text.js";
import { StructureKind, VariableDeclarationKind } from "./ts-morph.js";

/** `enums.ts`: the values of every enum as a list, for menus, checks and `isKnown`. */
export function emitEnums(api: ApiModel): OutputFile {
  const file = new OutputFile("enums.ts");
  const enums = api.declarations
    .flatMap((declaration) => (declaration.kind === "enum" ? [declaration] : []))
    .sort((a, b) => (a.list.name < b.list.name ? -1 : 1));
  for (const { list, name, values } of enums) {
    const type = `readonly ${file.use(name, MODELS)}[]`;
    const literals = values.map((value) => (typeof value === "string" ? quote(value) : String(value)));
    file.add(constant(list.name, type, `[${literals.join(", ")}]`, eachValue(name)));
    if (list.deprecatedName !== undefined) {
      file.add(constant(list.deprecatedName, type, list.name, [`@deprecated Use \`${list.name}\`.`]));
    }
  }
  return file;
}

function eachValue(type: string): string[] {
  return docComment(plainDocs(`Each value of \`${type}\` that the contract has: for menus and checks.`), 0);
}

function constant(name: string, type: string, initializer: string, docs: string[]): VariableStatementStructure {
  return {
    kind: StructureKind.VariableStatement,
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    docs,
    declarations: [{ name, type, initializer }],
  };
}
