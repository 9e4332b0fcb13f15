import type { ApiModel } from "../model/api-model.js";
import { MODELS } from "./emit-models.js";
import { OutputFile } from "./output-file.js";
import { quote } from "./text.js";
import { StructureKind, VariableDeclarationKind } from "./ts-morph.js";

/** `enums.ts`: the values of every enum as a list, for menus, checks and `isKnown`. */
export function emitEnums(api: ApiModel): OutputFile {
  const file = new OutputFile("enums.ts");
  for (const declaration of api.declarations) {
    if (declaration.kind !== "enum") continue;
    const values = declaration.values.map((value) => (typeof value === "string" ? quote(value) : String(value)));
    file.add({
      kind: StructureKind.VariableStatement,
      isExported: true,
      declarationKind: VariableDeclarationKind.Const,
      declarations: [
        {
          name: declaration.listName,
          type: `readonly ${file.use(declaration.name, MODELS)}[]`,
          initializer: `[${values.join(", ")}]`,
        },
      ],
    });
  }
  return file;
}
