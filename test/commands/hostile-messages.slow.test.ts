import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SpecError } from "../../scripts/diagnostics.js";
import { runPipeline } from "../../scripts/pipeline.js";
import { ensureContract } from "../../scripts/pull/ensure-contract.js";
import { terminalText } from "../../scripts/visible-text.js";
import { goodContract } from "../support/bad-input.js";
import { hostileTexts } from "../support/hostile-texts.js";
import { ROOT } from "../support/paths.js";
import { terminalActions, workflowCommands } from "../support/terminal-judge.js";

const api = {
  id: "shop",
  name: "Shop",
  envPrefix: "SHOP",
  overlays: [],
  upstream: "https://shop.example/openapi.yaml",
};
const operation = { operationId: "getA", tags: ["A"], responses: { "204": { description: "" } } };

/** Documents that are refused because of what stands in one place of theirs. */
const refused: Readonly<Record<string, (text: string) => object | string>> = {
  "the version": (text) => ({ openapi: text }),
  "the version as a key": (text) => ({ swagger: text, openapi: undefined }),
  "a key that OpenAPI does not have": (text) => ({ [`x ${text}`]: 1 }),
  "a path without a slash": (text) => ({ paths: { [`a ${text}`]: { get: operation } } }),
  "an undeclared path parameter": (text) => ({
    paths: { [`/a/{b ${text.replaceAll(/[{}/]/g, "")}}`]: { get: operation } },
  }),
  "a path parameter that is not used": (text) => ({
    paths: {
      "/a": { get: { ...operation, parameters: [{ name: `b ${text}`, in: "path", required: true, schema: {} }] } },
    },
  }),
  "an ambiguous path": (text) => ({
    paths: {
      [`/${text.replaceAll(/[{}/]/g, "")}/{a}`]: {},
      [`/${text.replaceAll(/[{}/]/g, "")}/{b}`]: {},
    },
  }),
  "an operationId": (text) => ({ paths: { "/a": { get: { ...operation, operationId: `a ${text}` } } } }),
  "an operationId that comes twice": (text) => ({
    paths: {
      "/a": { get: { ...operation, operationId: `a${text}` } },
      "/b": { get: { ...operation, operationId: `a${text}` } },
    },
  }),
  "an unknown tag": (text) => ({
    tags: [{ name: "A" }],
    paths: { "/a": { get: { ...operation, tags: ["A", `b ${text}`] } } },
  }),
  "a tag without letters": (text) => ({
    paths: { "/a": { get: { ...operation, tags: [`\u0434 ${withoutLetters(text)}`] } } },
  }),
  "x-sdk-method": (text) => ({ paths: { "/a": { get: { ...operation, "x-sdk-method": `a ${text}` } } } }),
  "x-sdk-resource": (text) => ({ paths: { "/a": { get: { ...operation, "x-sdk-resource": `a ${text}` } } } }),
  "x-sdk-name": (text) => ({ components: { schemas: { A: { "x-sdk-name": `a ${text}` } } } }),
  "a component's name": (text) => ({ components: { schemas: { [`a ${text}`]: {} } } }),
  "an external reference": (text) => ({ components: { schemas: { A: { $ref: `a ${text}` } } } }),
  "a dangling reference": (text) => ({ components: { schemas: { A: { $ref: `#/components/schemas/B ${text}` } } } }),
  "a discriminator's mapping": (text) => ({
    components: { schemas: { A: { discriminator: { propertyName: "a", mapping: { [text]: `./a ${text}` } } } } },
  }),
  "a type": (text) => ({ components: { schemas: { A: { type: `a ${text}` } } } }),
  "the name of a property with a wrong schema": (text) => ({
    components: { schemas: { A: { properties: { [`a ${text}`]: { type: 1 } } } } },
  }),
  "a status": (text) => ({ paths: { "/a": { get: { ...operation, responses: { [`a ${text}`]: {} } } } } }),
  "a media type of a body": (text) => ({
    paths: {
      "/a": { post: { ...operation, requestBody: { content: { [`a/${text}`]: { schema: { type: "string" } } } } } },
    },
  }),
  "a cookie": (text) => ({
    paths: { "/a": { get: { ...operation, parameters: [{ name: `a ${text}`, in: "cookie", schema: {} }] } } },
  }),
  "the place of a parameter": (text) => ({
    paths: { "/a": { get: { ...operation, parameters: [{ name: "a", in: `a ${text}`, schema: {} }] } } },
  }),
  "a security scheme": (text) => ({
    security: [{ a: [] }],
    components: { securitySchemes: { a: { type: "apiKey", in: "header", name: `a ${text}` } } },
    paths: { "/a": { get: operation } },
  }),
  "the name of a security scheme": (text) => ({
    security: [{ [`a ${text}`]: [] }],
    paths: { "/a": { get: operation } },
  }),
  "a percent sign": (text) => ({ components: { schemas: { A: { properties: { [`50% ${text}`]: {} } } } } }),
  "the key of an event": (text) => ({
    webhooks: { [`a ${text}`]: { post: { responses: { "204": { description: "" } } } } },
    paths: {},
  }),
  "a reference of another kind": (text) => ({
    components: { schemas: { A: { items: { $recursiveRef: `#${text}` } } } },
  }),
  "a key that comes twice": (text) => `{ "openapi": "3.1.0", ${JSON.stringify(text)}: 1, ${JSON.stringify(text)}: 2 }`,
  "a syntax error": (text) => `openapi: 3.1.0\ninfo: [${JSON.stringify(text)}\npaths: }`,
  "a tag of YAML": (text) => `openapi: 3.1.0\nx-a: !<${text.replaceAll(/[\s>]/g, "")}x> 1\n`,
  "what is no document": (text) => JSON.stringify(text),
};

/** Generated by now: what is left to tell of these is told as harmlessly. */
const RIGHT = new Set([
  "a component's name",
  "an ambiguous path",
  "an operationId",
  "an unknown tag",
  "a tag without letters",
  "a cookie",
  "a security scheme",
  "a percent sign",
  "the key of an event",
]);

/** The letters and digits that a name could be made of. */
function withoutLetters(text: string): string {
  return text.replaceAll(/[A-Za-z0-9]/g, "");
}

function documentOf(parts: object | string): string {
  if (typeof parts === "string") return parts;
  return JSON.stringify({ openapi: "3.1.0", info: { title: "Shop", version: "1" }, paths: {}, ...parts });
}

/** All of them in one, and alone what is more than letters to a terminal or a log. */
const texts = [hostileTexts.join(" "), ...hostileTexts.filter((text) => /[^\x20-\x7e]|::|##/.test(text))];

describe("a document is refused in lines that do nothing to a terminal", () => {
  test.each(Object.entries(refused))("%s", (name, make) => {
    let told = 0;
    for (const text of texts) {
      const source = { file: "openapi.yaml", text: documentOf(make(text)) };
      for (const run of [
        () => runPipeline(api, { spec: source, overlays: [] }),
        () => ensureContract(api, source, undefined),
      ]) {
        const error = errorOf(run);
        if (error === undefined) continue;
        told += 1;
        expectHarmless(error);
      }
    }
    // Some of the texts are right where they are; with most of them the document is refused.
    if (!RIGHT.has(name)) expect(told).toBeGreaterThan(texts.length / 2);
  });

  test("an overlay", () => {
    for (const text of texts) {
      const action = {
        target: `$.components.schemas[${JSON.stringify(`a ${text}`)}]`,
        description: text,
        update: { title: text },
      };
      const overlays = [
        { actions: [action] },
        { actions: [{ ...action, target: `$.${text}` }] },
        { actions: [{ ...action, [`a ${text}`]: 1 }] },
        { overlay: `2 ${text}`, actions: [] },
      ];
      for (const overlay of overlays) {
        const whole = JSON.stringify({ overlay: "1.0.0", info: { title: text, version: "1" }, ...overlay });
        const sources = {
          spec: { file: "a.yaml", text: goodContract },
          overlays: [{ file: "overlay.yaml", text: whole }],
        };
        const unmatched: SpecError[] = [];
        const error = errorOf(() => runPipeline(api, sources, { onNoMatch: (each) => unmatched.push(each) }));
        for (const each of [...unmatched, ...(error === undefined ? [] : [error])]) expectHarmless(each);
      }
    }
  });
});

test("commands write to the terminal through one function", () => {
  const folder = join(ROOT, "scripts");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const writing = files.filter((name) =>
    /console\.|\bprocess\.std(?:out|err)\.write/.test(readFileSync(join(folder, name), "utf8")),
  );
  // The other two write what they have made of their lines by that function, or lines of their own.
  expect(writing.sort()).toEqual(["commands/print.ts", "regenerate/verify.ts"]);
});

describe("the judge finds", () => {
  test.each([
    ["a colour", "a\u001B[31mb", ["sequence 31m"]],
    ["a colour by a C1 control", "a\u009B31mb", ["sequence 31m"]],
    ["a title", "\u001B]0;a\u0007", ["string 0;a\u0007"]],
    ["a string without an end", "\u001BPabc", ["unended string"]],
    ["a carriage return", "a\rb", ["control d"]],
    ["a direction", "\u202Ea", ["direction 202e"]],
    ["what has no width", "\u200Ba\u{E0041}", ["unseen 200b", "unseen e0041"]],
    ["nothing", "a\nb \u{1F600} \\u{1b}[31m", []],
  ])("%s", (_name, text, want) => {
    expect(terminalActions(text)).toEqual(want);
  });

  test.each([
    ["::error::x", 1],
    ["  ::set-output name=a::b", 1],
    ["a ::error::x", 0],
    ["a ##[error]x", 1],
    ["##vso[task.x]y", 1],
    ["a\n::x::", 1],
  ])("in %j commands: %d", (text, want) => {
    expect(workflowCommands(text)).toHaveLength(want);
  });
});

function errorOf(run: () => unknown): SpecError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
}

function expectHarmless(error: SpecError): void {
  const lines = error.toLines();
  expect(lines.split("\n")).toHaveLength(1 + error.others.length);
  expect(terminalActions(lines)).toEqual([]);
  const shown = terminalText(lines);
  expect(terminalActions(shown)).toEqual([]);
  expect(workflowCommands(shown)).toEqual([]);
}
