import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString, type OpenAPITSOptions } from "openapi-typescript";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { type Api, apis } from "../../scripts/apis.js";
import { bareDocument } from "../../scripts/emit/bare-document.js";
import { emitPaths } from "../../scripts/emit/emit-paths.js";
import { NOTE } from "../../scripts/emit/output-file.js";
import { readSources } from "../../scripts/generate/read-sources.js";
import { loadSpec } from "../../scripts/load/load-spec.js";
import type { Schema } from "../../scripts/load/openapi.js";
import type { Spec } from "../../scripts/load/spec.js";
import { normalize } from "../../scripts/normalize/normalize.js";
import { childSchemas } from "../../scripts/normalize/walk-schemas.js";
import { applyOverlays } from "../../scripts/overlay/apply-overlays.js";
import { loadOverlay } from "../../scripts/overlay/load-overlay.js";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const each = apis.map((api) => [api.id, api] as const);

/** Where the library writes a union's type beside it, which says the same. */
function plain(given: Schema | boolean): Schema {
  const schema = structuredClone(typeof given === "boolean" ? {} : given);
  const stack = [schema];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const keyword of ["description", "title", "example", "examples", "default", "deprecated"])
      delete node[keyword];
    if (node.format !== "binary") delete node.format;
    // The second form is the one for values that the contract does not know.
    const [, unknown] = node["x-open-enum"] === true ? (node.anyOf ?? []) : [];
    if (unknown !== undefined) unknown["x-open-enum"] = true;
    if (node.oneOf !== undefined && node.properties === undefined) {
      if (Array.isArray(node.type) && node.type.includes("null")) node.oneOf = [...node.oneOf, { type: "null" }];
      delete node.type;
      // A union in a union is written as one, with one `null`.
      const forms = node.oneOf.flatMap((form) => (Object.keys(form).join() === "oneOf" ? (form.oneOf ?? []) : [form]));
      node.oneOf = [...new Map(forms.map((form) => [JSON.stringify(form), form])).values()];
    }
    stack.push(...childSchemas(node));
  }
  return schema;
}

/** What the project asks of openapi-typescript, said in its own public options. */
const OPTIONS: OpenAPITSOptions = {
  defaultNonNullable: false,
  emptyObjectsUnknown: true,
  silent: true,
  transform: (schema) => {
    if ("format" in schema && schema.format === "binary") return ts.factory.createTypeReferenceNode("Uploadable");
    if (!("x-open-enum" in schema) || "anyOf" in schema) return undefined;
    const text = ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
    return ts.factory.createIntersectionTypeNode([text, ts.factory.createTypeLiteralNode([])]);
  },
};

describe("wire types are those of openapi-typescript as it ships, with its own compiler", () => {
  test("that compiler is TypeScript 5.9", () => {
    expect(ts.versionMajorMinor).toBe("5.9");
  });

  test.each(each)(
    "%s",
    async (id, api) => {
      const spec = await normalizedSpec(api);
      const nodes = await openapiTS(bareDocument(spec.document, plain), OPTIONS);
      // An object without known properties has two spellings, and is one with `& { … }` where it has some.
      const want = astToString(nodes, { formatOptions: { removeComments: true } })
        .replaceAll("Record<string, unknown>", "{ [key: string]: unknown }")
        .replaceAll(/\}\s*&\s*\{\s*(\[key: string\]: unknown;\s*\})/g, "$1");
      const text = emitPaths(spec, new Map());
      expect(tokensOf(withoutHead(text))).toEqual(tokensOf(want));
      expect(text).toBe(readFileSync(`${root}/generated/${id}/paths.ts`, "utf8"));
    },
    120_000,
  );
});

async function normalizedSpec(api: Api): Promise<Spec> {
  const { spec, overlays } = await readSources(root, api);
  const loaded = loadSpec(spec.file, spec.text);
  return normalize(
    applyOverlays(
      loaded,
      overlays.map(({ file, text }) => loadOverlay(file, text)),
    ),
  );
}

/** What stands below the note and the import of the runtime's type. */
function withoutHead(text: string): string {
  expect(text.startsWith(`${NOTE}\n`)).toBe(true);
  return text.slice(NOTE.length + 1).replace(/^import type \{ Uploadable \} from "[./a-z]+";\n\n/, "");
}

/** What a text says, however it is laid out: without space, without the `|` before a union's first member and the `;` after a last one. */
function tokensOf(text: string): string[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  const tokens: string[] = [];
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) {
    const token = scanner.getTokenText();
    const previous = tokens.at(-1) ?? "";
    if (token === "|" && !/[\w"'\])}]$/.test(previous)) continue;
    if (token === "}" && previous === ";") tokens.pop();
    tokens.push(token);
  }
  return tokens;
}
