import fc from "fast-check";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { emit } from "../../scripts/emit/emit.js";
import { runtimeSymbols } from "../../scripts/emit/runtime-symbols.js";
import { runCompiler } from "../../scripts/generate/run-compiler.js";
import { buildModel } from "../../scripts/model/build-model.js";
import { normalize } from "../../scripts/normalize/normalize.js";
import { runPipeline } from "../../scripts/pipeline.js";
import { hostileTexts as HOSTILE } from "../support/hostile-texts.js";
import { markdownElements } from "../support/markdown-judge.js";
import { ROOT } from "../support/paths.js";
import { terminalActions } from "../support/terminal-judge.js";
import { specWith, type TextAt } from "./hostile-spec.js";
import { kindsOf, type Skeleton, skeletonOf } from "./skeleton.js";

const api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };

/** The generated files by path. The document goes past the loader, so that the emitters stand alone. */
function filesWith(textAt: TextAt): Map<string, string> {
  const spec = normalize(specWith(textAt));
  const model = buildModel(api, spec, Object.keys(runtimeSymbols));
  return new Map(emit(model, spec).map(({ path, text }) => [path, text]));
}

const harmlessAt: TextAt = (place) => `text-${place}.`;
const harmless = filesWith(harmlessAt);
const listElements = markdownElements(harmless.get("api.md") ?? "");
const expected = new Map(codeOf(harmless).map(([path, text]) => [path, skeletonOf(path, text)]));

/** Each alone, and all of them in one. */
const cases = [...HOSTILE, HOSTILE.join(""), "AUX.`"].map((text) => [JSON.stringify(text).slice(0, 60), text] as const);

describe("a text of the contract stays a text", () => {
  test("the harmless texts are seen in each file that they belong to", () => {
    const unseen = [...expected].filter(([, { texts }]) => !texts.some((text) => text.includes("text-")));
    expect(unseen.map(([path]) => path)).toEqual([]);
    expect([...expected.values()].flatMap(({ errors, directives }) => [...errors, ...directives])).toEqual([]);
  });

  test.each(cases)("%s", (_name, text) => {
    expectSameButTexts(() => text);
  });

  test("whatever Unicode it is", () => {
    const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), codeUnits, pieces);
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 8 }), (texts) =>
        expectSameButTexts((place) => withoutPercent(texts[place % texts.length] ?? "")),
      ),
      {
        numRuns: 8,
      },
    );
  });
});

test("with any of them in every place the files compile", { timeout: 120_000 }, async () => {
  const files = HOSTILE.flatMap((text, index) =>
    [...filesWith(() => text)].map(([path, code]) => ({ path: `generated/text-${index}/${path}`, text: code })),
  );
  expect(await runCompiler(files, ROOT)).toEqual([]);
});

/** openapi-typescript takes a name for a part of an address, where this sign begins an escape. It is refused, see below. */
const withoutPercent = (text: string): string => text.replaceAll("%", "");
/** Any sequence of UTF-16 units, lone surrogates included. */
const codeUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units));
const pieces = fc.array(fc.constantFrom(...HOSTILE), { maxLength: 6 }).map((parts) => parts.join(""));

test.each([
  ["all of them", HOSTILE.join("")],
  ["a line feed", "\n"],
  ["the end of a comment", "*/ alert(1)"],
  ["half a character", "\uD800"],
])("the whole pipeline keeps %s a text", (_name, text) => {
  const document = JSON.stringify(specWith(() => text, true).document);
  const { files } = runPipeline(api, { spec: { file: "hostile.json", text: document }, overlays: [] });
  for (const { path, text: code } of files)
    if (path.endsWith(".ts")) expect(skeletonOf(path, code).shape, path).toBe(expected.get(path)?.shape);
});

describe("an event's name, and what is known of events that the contract lacks", () => {
  /** The one event is told apart by its type, so that there is an unknown one beside it. */
  const webhooksWith = (text: string): string => {
    const properties = [
      ["type", { const: text }],
      [`${text} k`, { type: "string", description: text, "x-source": text }],
      ["data", {}],
    ];
    const body = { content: { "application/json": { schema: { $ref: "#/components/schemas/Told" } } } };
    const told = { type: "object", required: ["type"], properties: Object.fromEntries(properties) };
    const document = {
      openapi: "3.1.0",
      info: { title: "Shop", version: "1" },
      webhooks: Object.fromEntries([[text, { post: { requestBody: body, responses: {} } }]]),
      components: { schemas: { Told: told } },
    };
    const spec = normalize({ file: "hostile.yaml", document, lineOf: () => undefined });
    const model = buildModel(api, spec, Object.keys(runtimeSymbols));
    expect(model.unknownEvent?.envelope.map(({ name }) => name)).toEqual([`${text} k`]);
    return emit(model, spec).find(({ path }) => path === "webhooks.ts")?.text ?? "";
  };
  const harmlessEvent = skeletonOf("webhooks.ts", webhooksWith("a text"));

  test.each(cases)("%s", (_name, text) => {
    const found = skeletonOf("webhooks.ts", webhooksWith(text));
    expect(found.errors).toEqual([]);
    expect(found.shape).toBe(harmlessEvent.shape);
    expect(found.directives).toEqual([]);
    // In the map and in the list.
    if (text !== "") expect(found.texts.filter((said) => said === text)).toHaveLength(2);
    expect(found.texts).toContain(`${text} k`);
  });
});

describe("what generated files are made of", () => {
  let files = new Map<string, string>();
  beforeAll(() => {
    files = filesWith(() => HOSTILE.join(""));
  });
  const types = new Set(["ImportDeclaration", "InterfaceDeclaration", "TypeAliasDeclaration"]);
  const statements: [RegExp, ReadonlySet<string>][] = [
    [/^(?:models|paths)\.ts$/, types],
    [/^webhooks\.ts$/, new Set([...types, "VariableStatement"])],
    [/^enums\.ts$/, new Set(["ImportDeclaration", "VariableStatement"])],
    [/^client\.ts$/, new Set([...types, "VariableStatement", "ClassDeclaration", "ExportDeclaration"])],
    [/^resources\/[a-z-]+\.ts$/, new Set(["ImportDeclaration", "ClassDeclaration"])],
  ];
  const never = [
    "TemplateExpression",
    "NoSubstitutionTemplateLiteral",
    "TaggedTemplateExpression",
    "TemplateLiteralType",
    "RegularExpressionLiteral",
    "Decorator",
    "ImportType",
    "TypeQuery",
    "EnumDeclaration",
    "ModuleDeclaration",
    "ClassStaticBlockDeclaration",
  ];

  test.each([...expected.keys()])("%s", (path) => {
    const kinds = kindsOf(path, files.get(path) ?? "");
    const allowed = statements.find(([match]) => match.test(path))?.[1];
    expect([...kinds.statements].filter((kind) => allowed?.has(kind) !== true)).toEqual([]);
    expect([...kinds.all].filter((kind) => never.includes(kind))).toEqual([]);
  });

  test("a resource calls its client, and nothing else", () => {
    const calls = codeOf(files)
      .filter(([path]) => path.startsWith("resources/"))
      .flatMap(([path, text]) => callsOf(path, text));
    expect([...new Set(calls)].sort()).toEqual([
      "parameters",
      "super",
      "this._client.cursorList",
      "this._client.idList",
      "this._client.nextCursorList",
      "this._client.request",
    ]);
  });

  test("files without types import no file of another folder than they should", () => {
    const imports = codeOf(files).flatMap(([path, text]) =>
      ts.preProcessFile(text).importedFiles.map(({ fileName }) => `${path}: ${fileName}`),
    );
    expect(
      imports.filter((line) => !/: (?:\.\.\/)+src\/runtime\/index\.js$|: \.\.?\/[a-z/-]+\.js$/.test(line)),
    ).toEqual([]);
  });

  test("api.md has the lines that it has for harmless texts, each of the same kind", () => {
    const kindsOfLines = (text: string | undefined): string[] =>
      (text ?? "").split(/\r\n|[\n\r\u2028\u2029]/).map((line) => /^(?:# |## |- `|)/.exec(line)?.[0] ?? "");
    expect(kindsOfLines(files.get("api.md"))).toEqual(kindsOfLines(harmless.get("api.md")));
  });
});

describe("names that no TypeScript name can be made of", () => {
  const withSchema = (name: string, schema: object): object => ({
    paths: {},
    components: { schemas: { [name]: schema } },
  });
  const withOperation = (operation: object): object => ({
    paths: {
      "/a": { get: { operationId: "getA", tags: ["A"], responses: { "204": { description: "" } }, ...operation } },
    },
  });

  test.each([
    ["x-sdk-name as code", withSchema("A", { "x-sdk-name": "A = 1; alert(1)", type: "string" }), "names/bad-name"],
    ["x-sdk-name in other letters", withSchema("A", { "x-sdk-name": "\u0410", type: "string" }), "names/bad-name"],
    ["x-sdk-name that is a word of the language", withSchema("A", { "x-sdk-name": "class" }), "names/bad-name"],
    ["x-sdk-name that is a type of the language", withSchema("A", { "x-sdk-name": "string" }), "names/bad-name"],
    ["x-sdk-name of the runtime", withSchema("A", { "x-sdk-name": "ApiPromise" }), "names/clash"],
    ["x-sdk-name of the client", withSchema("A", { "x-sdk-name": "Shop" }), "names/clash"],
    ["x-sdk-method as code", withOperation({ "x-sdk-method": "a() {} b" }), "names/bad-name"],
    ["x-sdk-resource as code", withOperation({ "x-sdk-resource": "a.b; alert(1)" }), "names/bad-name"],
    ["a path with a percent sign", { paths: { "/a%2Fb": {} } }, "emit/percent-sign"],
  ])("%s is refused", (_name, parts, code) => {
    const text = JSON.stringify({ openapi: "3.1.0", info: { title: "Shop", version: "1" }, ...parts });
    const run = () => runPipeline(api, { spec: { file: "shop.json", text }, overlays: [] });
    expect(run).toThrow(expect.objectContaining({ name: "SpecError", code }));
  });
});

test.each([
  ["a component of digits", { components: { schemas: { 404: { type: "string" } } } }],
  ["a component with a hostile name", { components: { schemas: { "*/ alert(1)": { type: "string" } } } }],
  ["a component of dots", { components: { schemas: { "...": { type: "string" } } } }],
  ["a tag without letters", { tags: ["*/"] }],
  ["an operationId without letters", { operationId: "*/" }],
  ["an operationId as code", { operationId: "*/ alert(1)" }],
  ["an operationId as an address", { operationId: "a%" }],
])("%s gives way to a name from the place", (_name, part) => {
  const operation = { operationId: "getA", tags: ["A"], responses: { "204": { description: "" } }, ...part };
  const document = { openapi: "3.1.0", info: { title: "Shop", version: "1" }, paths: { "/a": { get: operation } } };
  const text = JSON.stringify("components" in part ? { ...document, ...part, paths: {} } : document);
  const { files } = runPipeline(api, { spec: { file: "shop.json", text }, overlays: [] });
  const code = files.filter(({ path }) => path.endsWith(".ts"));
  expect(code.flatMap((file) => skeletonOf(file.path, file.text).errors)).toEqual([]);
  expect(code.map((file) => file.text).join("\n")).not.toContain("alert(1)");
});

function codeOf(files: ReadonlyMap<string, string>): [string, string][] {
  return [...files].filter(([path]) => path.endsWith(".ts"));
}

function expectSameButTexts(textAt: TextAt): void {
  const files = filesWith(textAt);
  // Whoever reads a file, in an editor or in a diff on a terminal, sees what the compiler reads.
  for (const [path, text] of files) expect(terminalActions(text), path).toEqual([]);
  expect(markdownElements(files.get("api.md") ?? "")).toEqual(listElements);
  const found = codeOf(files);
  expect(found.map(([path]) => path)).toEqual([...expected.keys()]);
  for (const [path, text] of found) {
    const skeleton = skeletonOf(path, text);
    const want = expected.get(path) as Skeleton;
    expect(skeleton.errors, path).toEqual([]);
    expect(skeleton.shape, path).toBe(want.shape);
    expect(skeleton.tags, path).toEqual(want.tags);
    expect(skeleton.directives, path).toEqual([]);
    expectRoundTrip(path, skeleton.texts, want.texts, textAt);
    // What is read back from disk must be what was written, or the file is never fresh.
    expect(Buffer.from(text).toString() === text, `${path} survives UTF-8`).toBe(true);
  }
}

/** Each literal is the harmless one with the text in the place of the harmless text; names made from texts are names. */
function expectRoundTrip(path: string, found: readonly string[], want: readonly string[], textAt: TextAt): void {
  expect(found.length, path).toBe(want.length);
  for (const [index, text] of want.entries()) {
    const actual = found[index] ?? "";
    if (text.includes("text-")) {
      const filled = text.replaceAll(/text-(\d+)\./g, (_, place: string) => textAt(Number(place)));
      expect(withoutBraces(actual), path).toBe(withoutBraces(filled));
    } else if (actual !== text) expect(actual, path).toMatch(/^[A-Za-z_$][\w$]*$/);
  }
}

/** The places in a path stand in the spec without braces and slashes, which are syntax there. */
function withoutBraces(text: string): string {
  return text.replaceAll(/[{}/]/g, "");
}

function callsOf(path: string, text: string): string[] {
  const calls: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) calls.push(node.expression.getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
  return calls;
}
