import type { GlobalContext } from "openapi-typescript";
import type { Spec } from "../load/spec.js";
import { escapeHidden } from "../visible-text.js";
import { bareDocument } from "./bare-document.js";
import { loadOpenapiTypescript } from "./openapi-typescript.js";
import { NOTE } from "./output-file.js";
import { layOut } from "./print-files.js";
import { refusePercentSigns } from "./refuse-percent-signs.js";
import { spaceStatements } from "./space-statements.js";
import { ts } from "./ts-morph.js";
import { LINE_WIDTH } from "./wrap-lines.js";

export const PATHS = "paths.ts";

/**
 * `paths.ts`: the wire types, made by openapi-typescript. The document is handed over parsed, its references checked, so
 * that nothing is read or resolved again; `enum` stays off, since it writes strings of the document as code.
 */
export function emitPaths(spec: Spec): string {
  const { astToString, compiler, resolveRef, scanDiscriminators, transformSchema } = loadOpenapiTypescript();
  const document = bareDocument(spec.document);
  refusePercentSigns(document);
  let hasBinary = false;
  const context: GlobalContext = {
    ...SETTINGS,
    discriminators: scanDiscriminators(document, { silent: true }),
    injectFooter: [],
    postTransform: undefined,
    transformProperty: undefined,
    transform: (schema) => {
      // `string & {}`: with a plain string a union would lose its known values.
      if (isAnyString(schema)) {
        const text = compiler.factory.createKeywordTypeNode(compiler.SyntaxKind.StringKeyword);
        return compiler.factory.createIntersectionTypeNode([text, compiler.factory.createTypeLiteralNode([])]);
      }
      // What a caller may upload is the runtime's type, not openapi-typescript's string.
      if (!("format" in schema) || schema.format !== "binary") return undefined;
      hasBinary = true;
      return compiler.factory.createTypeReferenceNode("Uploadable");
    },
    // Read by openapi-typescript's own lint alone, which does not run.
    redoc: undefined as unknown as GlobalContext["redoc"],
    resolve: ($ref) => resolveRef(document, $ref, { silent: true }),
  };
  const text = escapeHidden(
    astToString(transformSchema(document, context), { formatOptions: { removeComments: true } }),
  );
  const imports = hasBinary ? 'import type { Uploadable } from "../../src/runtime/index.js";\n\n' : "";
  return spaceStatements(`${NOTE}\n${imports}${tidy(text).split("\n").map(wrapMember).join("\n")}`);
}

/**
 * A line too long that holds a whole member of a type is parsed and laid out by itself: to parse the whole file takes far longer. One
 * that only opens a member has nothing to break.
 */
function wrapMember(line: string): string {
  if (line.length <= LINE_WIDTH || !/^\s*[^}\s].*;$/.test(line)) return line;
  return layOut(PATHS, ts.createSourceFile(PATHS, `type T = {\n${line}\n};`, ts.ScriptTarget.ES2022)).slice(11, -3);
}

/**
 * Two columns a level, as everywhere, in place of the library's four, and `{ [key: string]: unknown }` on one line. No line
 * begins inside of a string or a comment.
 */
function tidy(text: string): string {
  return text
    .replaceAll(/^(?: {4})+/gm, (indent) => " ".repeat(indent.length / 2))
    .replaceAll(/\{\n\s+(\[key: string\]: [\w ]+);\n\s+\}/g, "{ $1 }");
}

/** The form of an open enum for values that are not known yet. */
function isAnyString(schema: object): boolean {
  return "x-open-enum" in schema && !("anyOf" in schema);
}

const SETTINGS = {
  additionalProperties: false,
  alphabetize: false,
  arrayLength: false,
  // A default must not make a request's field required; Whop and Decisionly have none.
  defaultNonNullable: false,
  emptyObjectsUnknown: true,
  enum: false,
  enumValues: false,
  conditionalEnums: false,
  dedupeEnums: false,
  excludeDeprecated: false,
  exportType: false,
  immutable: false,
  pathParamsAsTypes: false,
  propertiesRequiredByDefault: false,
  rootTypes: false,
  rootTypesNoSchemaPrefix: false,
  rootTypesKeepCasing: false,
  silent: true,
  makePathsEnum: false,
  generatePathParams: false,
  readWriteMarkers: false,
} as const;
