import type { InterfaceDeclarationStructure, TypeAliasDeclarationStructure } from "ts-morph";
import type { ApiModel, Declaration, FailureModel, LiteralValue } from "../model/api-model.js";
import { commentText, docComment } from "./doc-comment.js";
import { OutputFile } from "./output-file.js";
import { propertyKey, quote } from "./text.js";
import { StructureKind } from "./ts-morph.js";
import { failureText, typeText } from "./type-text.js";

export const MODELS = "models.ts";

/** `models.ts`: every schema, and the params of every method, under its own name. */
export function emitModels(api: ApiModel): OutputFile {
  const file = new OutputFile(MODELS);
  for (const declaration of api.declarations) file.add(declare(declaration, file));
  for (const failure of api.failures) file.add(declareFailure(failure, file));
  return file;
}

function declare(
  declaration: Declaration,
  file: OutputFile,
): InterfaceDeclarationStructure | TypeAliasDeclarationStructure | string {
  const { name } = declaration;
  const docs = docComment(declaration.docs, 0);
  switch (declaration.kind) {
    case "interface":
      return {
        kind: StructureKind.Interface,
        isExported: true,
        name,
        docs,
        extends: [...declaration.extends],
        properties: declaration.properties.map((property) => ({
          name: propertyKey(property.name),
          hasQuestionToken: property.optional,
          type: typeText(property.type, file, undefined),
          docs: docComment(property.docs, 2),
        })),
        indexSignatures:
          declaration.rest === undefined
            ? []
            : [{ keyName: "key", keyType: "string", returnType: typeText(declaration.rest, file, undefined) }],
      };
    case "enum":
      return {
        kind: StructureKind.TypeAlias,
        isExported: true,
        name,
        docs,
        type: declaration.values.map(literalText).join(" | "),
      };
    case "alias": {
      const type = typeText(declaration.type, file, undefined);
      // ts-morph would indent the lines of a type once more.
      if (type.includes("\n"))
        return [...docs.map(commentText), `export type ${name} =${type.startsWith("\n") ? "" : " "}${type};`].join(
          "\n",
        );
      return { kind: StructureKind.TypeAlias, isExported: true, name, docs, type };
    }
  }
}

function declareFailure({ name, members }: FailureModel, file: OutputFile): TypeAliasDeclarationStructure {
  return {
    kind: StructureKind.TypeAlias,
    isExported: true,
    name,
    docs: ["The failures that most methods declare, distinguished by `status`."],
    type: failureText(members, file, undefined),
  };
}

function literalText(value: LiteralValue): string {
  return typeof value === "string" ? quote(value) : String(value);
}
