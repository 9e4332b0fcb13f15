import type { GlobalContext } from "openapi-typescript";
import type { ts as TypeScript } from "ts-morph";
import { componentOf } from "../load/openapi.js";
import type { Spec } from "../load/spec.js";
import type { TypeModel } from "../model/api-model.js";
import { recursiveAliases } from "../model/recursive-alias.js";
import { deepReference } from "../model/resolver.js";
import { typeOf } from "../model/type-model.js";
import { escapeHidden } from "../visible-text.js";
import { bareDocument } from "./bare-document.js";
import { loadOpenapiTypescript } from "./openapi-typescript.js";
import { NOTE } from "./output-file.js";
import { layOut } from "./print-files.js";
import { refusePercentSigns } from "./refuse-percent-signs.js";
import { spaceStatements } from "./space-statements.js";
import { ts } from "./ts-morph.js";
import { wireType } from "./wire-type.js";
import { LINE_WIDTH } from "./wrap-lines.js";

export const PATHS = "paths.ts";

/**
 * `paths.ts`: the wire types. openapi-typescript writes paths, parameters and responses; each schema in them is the {@link TypeModel} that
 * `models.ts` is written from. The document is handed over parsed, its references checked, so that nothing is read or resolved again.
 *
 * @param names the TypeScript name of each component
 */
export function emitPaths(spec: Spec, names: ReadonlyMap<string, string>): string {
  const { astToString, resolveRef, transformSchema } = loadOpenapiTypescript();
  const imports = new Map<string, Set<string>>();
  const use = (name: string, from: string): string => {
    imports.set(from, (imports.get(from) ?? new Set()).add(name));
    return name;
  };
  const types: TypeModel[] = [];
  const document = bareDocument(spec.document, (schema) => {
    types.push(typeOf(schema, componentName));
    return { type: "string", [MARK]: types.length - 1 };
  });
  refusePercentSigns(document);
  const aliases = recursiveAliases(componentTypes(spec));
  const nodeOf = (type: TypeModel): TypeScript.TypeNode =>
    wireType(type, {
      refer: (component) => {
        if (!aliases.has(component)) return componentNode(component);
        return ts.factory.createTypeReferenceNode(use(names.get(component) ?? component, "./models.js"));
      },
      useRuntime: (name) => use(name, "../../src/runtime/index.js"),
    });
  const context: GlobalContext = {
    ...SETTINGS,
    discriminators: { objects: {}, refsHandled: [] },
    injectFooter: [],
    postTransform: undefined,
    transformProperty: undefined,
    transform: (schema) => {
      const type = types[Number((schema as { readonly [MARK]?: number })[MARK])];
      // Nodes of the same compiler under two names.
      return type === undefined ? undefined : (nodeOf(type) as unknown as import("typescript").TypeNode);
    },
    // Read by openapi-typescript's own lint alone, which does not run.
    redoc: undefined as unknown as GlobalContext["redoc"],
    resolve: ($ref) => resolveRef(document, $ref, { silent: true }),
  };
  const text = escapeHidden(
    astToString(transformSchema(document, context), { formatOptions: { removeComments: true } }),
  );
  const head = [...imports]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, those]) => `import type { ${[...those].sort().join(", ")} } from "${from}";\n`);
  const body = tidy(text).split("\n").map(wrapMember).join("\n");
  return spaceStatements(`${NOTE}\n${head.join("")}${head.length > 0 ? "\n" : ""}${body}`);
}

/** What a schema's place is marked with. */
const MARK = "x-type";

function componentTypes({ document }: Spec): Map<string, TypeModel> {
  const schemas = Object.entries(document.components?.schemas ?? {});
  return new Map(schemas.map(([name, schema]) => [name, typeOf(schema, componentName)]));
}

function componentName(reference: string): string {
  const name = componentOf(reference);
  if (name === undefined) throw deepReference(reference);
  return name;
}

/** `components["schemas"]["Dispute"]` */
function componentNode(name: string): TypeScript.TypeNode {
  const { factory } = ts;
  const index = (text: string) => factory.createLiteralTypeNode(factory.createStringLiteral(text));
  const schemas = factory.createIndexedAccessTypeNode(factory.createTypeReferenceNode("components"), index("schemas"));
  return factory.createIndexedAccessTypeNode(schemas, index(name));
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
