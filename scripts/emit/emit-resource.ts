import type { ClassDeclarationStructure, MethodDeclarationStructure, ParameterDeclarationStructure } from "ts-morph";
import { fileNameOf } from "../load/letter-case.js";
import type { MethodFailure, MethodModel, ResourceModel } from "../model/api-model.js";
import { isUndefinedByName } from "../model/body-argument.js";
import { methodComment, propertyComment, resourceComment } from "./doc-comment.js";
import { MODELS } from "./emit-models.js";
import { PATHS } from "./emit-paths.js";
import { methodStatements } from "./method-body.js";
import { OutputFile } from "./output-file.js";
import { StructureKind } from "./ts-morph.js";
import { failureText, typeText } from "./type-text.js";

export function resourceFile(resource: ResourceModel): string {
  return `resources/${fileNameOf(resource.className)}.ts`;
}

/** `resources/<name>.ts`: one class, a method for each operation, each method one typed call. */
export function emitResource(resource: ResourceModel): OutputFile {
  const file = new OutputFile(resourceFile(resource));
  const paths = file.use("paths", PATHS);
  const children = resource.children.map((child) => {
    const className = file.use(child.className, resourceFile(child), false);
    const docs = propertyComment(child.summary);
    return { name: child.path.at(-1) ?? "", type: className, isReadonly: true, docs };
  });
  const assignments = resource.children.map((child) => `this.${child.path.at(-1)} = new ${child.className}(client);`);
  const structure: ClassDeclarationStructure = {
    kind: StructureKind.Class,
    isExported: true,
    name: resource.className,
    docs: resourceComment(resource),
    extends: `${file.useRuntime("ApiResource")}<${paths}>`,
    properties: children,
    ctors:
      children.length === 0
        ? []
        : [
            {
              parameters: [{ name: "client", type: `${file.useRuntimeType("ClientCore")}<${paths}>` }],
              statements: ["super(client);", ...assignments],
            },
          ],
    methods: resource.methods.map((method) => emitMethod(method, file)),
  };
  file.add(structure);
  return file;
}

function emitMethod(method: MethodModel, file: OutputFile): MethodDeclarationStructure {
  return {
    kind: StructureKind.Method,
    name: method.name,
    docs: methodComment(method),
    parameters: methodParameters(method, file),
    returnType: returnType(method, file),
    statements: methodStatements(method, file),
  };
}

function methodParameters(method: MethodModel, file: OutputFile): ParameterDeclarationStructure[] {
  const parameters: ParameterDeclarationStructure[] = [];
  const parameter = (structure: Omit<ParameterDeclarationStructure, "kind">): void => {
    parameters.push({ kind: StructureKind.Parameter, ...structure });
  };
  if (method.positional !== undefined)
    parameter({ name: method.positional.argument, type: typeText(method.positional.type, file, MODELS) });
  if (method.upload !== undefined) parameter({ name: method.upload.argument, type: file.useRuntime("Uploadable") });
  if (method.bodyArgument !== undefined) {
    const { type, optional } = method.bodyArgument;
    const text = typeText(type, file, MODELS);
    const isNamed = isUndefinedByName(method);
    parameter({ name: "body", type: isNamed ? `${text} | undefined` : text, hasQuestionToken: optional && !isNamed });
  }
  if (method.params !== undefined) {
    const type = file.use(method.params.type, MODELS);
    // An empty object would be a body, and a wrong one.
    const isLeftOut = method.params.isWholeBody;
    const isDefault = method.params.optional && !isLeftOut;
    parameter({ name: "params", type, hasQuestionToken: isLeftOut, ...(isDefault && { initializer: "{}" }) });
  }
  parameter({ name: "options", type: file.useRuntime("RequestOptions"), hasQuestionToken: true });
  return parameters;
}

/** What the method gives, with the imports that it needs. */
export function returnType(method: MethodModel, file: OutputFile): string {
  const failure = method.failure === undefined ? [] : [declaredFailures(method.failure, file)];
  switch (method.kind) {
    case "call":
      return `${file.useRuntime("ApiPromise")}<${[typeText(method.result, file, MODELS), ...failure].join(", ")}>`;
    case "cursor-list":
      return `${file.useRuntime("CursorPager")}<${[typeText(method.item, file, MODELS), ...failure].join(", ")}>`;
    case "id-list":
      return `${file.useRuntime("IdPager")}<${[typeText(method.item, file, MODELS), ...failure].join(", ")}>`;
    case "next-cursor-list": {
      const types = [typeText(method.item, file, MODELS), typeText(method.page, file, MODELS), ...failure];
      return `${file.useRuntime("NextCursorPager")}<${types.join(", ")}>`;
    }
  }
}

function declaredFailures(failure: MethodFailure, file: OutputFile): string {
  switch (failure.kind) {
    case "common":
      return file.use(failure.name, MODELS);
    case "own":
      return failureText(failure.members, file, MODELS);
  }
}
