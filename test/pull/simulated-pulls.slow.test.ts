import { spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { isJsonObject, type JsonObject } from "../../scripts/load/json-object.js";
import { HTTP_METHODS } from "../../scripts/load/openapi.js";
import { ROOT } from "../support/paths.js";
import { readSeedPages } from "../support/seed-pages.js";
import { temporaryFolder } from "../support/temporary-project.js";
import { upstreamSpecs } from "../support/upstream.js";

const upstream = upstreamSpecs("pulls of documents that the provider may publish next");

/** A page as the provider's documentation has it: prose, then a block. */
function pageOf(document: object): string {
  return [
    "> ## Index",
    "# A page\n\nSay `openapi: 3.1.0`, or:\n\n```yaml\nkey: value\n```\n\n## OpenAPI\n",
    `\`\`\`\`yaml https://specs.test/openapi.yml get /things\n${stringify(document)}\`\`\`\`\n\nMore prose.\n`,
  ].join("\n");
}

function thing(name: string, schema: object): JsonObject {
  return {
    openapi: "3.1.0",
    info: { title: "Things", version: "1.0.0" },
    servers: [{ url: "https://api.test" }],
    security: [],
    tags: [{ name: "Things" }],
    paths: {
      [`/${name}`]: {
        get: {
          operationId: `list${name}`,
          tags: ["Things"],
          responses: {
            200: {
              description: `All ${name}`,
              content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
            },
          },
        },
      },
    },
    components: { schemas: { Thing: schema } },
  };
}

const string = { type: "object", properties: { name: { type: "string", description: "What it is called." } } };

describe("documentation pages", () => {
  test("of a folder become one document; a page without a block is skipped with a note", async () => {
    const other = { type: "object", properties: { name: { type: "string", description: "Its name." } } };
    const folder = await temporaryFolder({
      "pages/a/cats.md": pageOf(thing("cats", string)),
      "pages/dogs.mdx": pageOf(thing("dogs", other)),
      "pages/index.md": "# Welcome\n\n```js\ncall();\n```\n",
    });
    const { status, stderr, contract, source } = pull(folder, join(folder, "pages"));
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(`note: ${join(folder, "pages/index.md")} is skipped: it has no OpenAPI block\n`);
    expect(Object.keys(contract().paths as object)).toEqual(["/cats", "/dogs"]);
    expect(source()).toMatchObject({ source: "3 pages", counts: { operations: 2, schemas: 1 } });
  });

  test("that contradict each other are refused, with both names and the place", async () => {
    const number = { type: "object", properties: { name: { type: "integer" } } };
    const folder = await temporaryFolder({
      "a.md": pageOf(thing("cats", string)),
      "b.md": pageOf(thing("dogs", number)),
    });
    const { status, stderr } = pull(folder, join(folder, "a.md"), join(folder, "b.md"));
    const [a, b] = [join(folder, "a.md"), join(folder, "b.md")];
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^[^\n]*b\.md:\d+: contract\/pages-differ at \/components\/schemas\/Thing\/properties\/name\/type: /,
    );
    expect(stderr).toContain(`Two pages contradict each other here: ${b} and ${a}.`);
    expect(stderr.trimEnd()).not.toContain("\n");
  });

  test("one of them alone is a document; the line of a fault is the page's", async () => {
    const page = pageOf(thing("cats", string)).replace("version: 1.0.0", "version: 1");
    const folder = await temporaryFolder({ "cats.md": page });
    const { status, stderr } = pull(folder, join(folder, "cats.md"));
    const line = page.split("\n").findIndex((text) => text.trim() === "version: 1") + 1;
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`cats\\.md:${line}: load/invalid at /info/version`));
  });

  test("a folder of pages without any block is refused", async () => {
    const folder = await temporaryFolder({ "pages/a.md": "# A\n", "pages/b.md": "# B\n" });
    const { status, stderr } = pull(folder, join(folder, "pages"));
    expect(status).toBe(1);
    expect(stderr).toContain("None of the 2 files has an OpenAPI block.");
  });
});

const seeds = readSeedPages("a pull from a page of the provider as it is");

test.skipIf(seeds === undefined)("a page of the provider's documentation is pulled as it is", async () => {
  const folder = await temporaryFolder();
  const { status, stderr, contract, source } = pull(folder, seeds?.page ?? "");
  expect(status, stderr).toBe(0);
  expect(source()).toMatchObject({ source: "file", counts: { operations: 1, webhooks: 0, schemas: 9 } });
  expect(Object.keys(contract().paths as object)).toEqual(["/resolution_center_cases/{id}"]);
});

test("a sign-in page is refused in one line that says what came", async () => {
  const page = "<!doctype html>\n<html><head><title>Sign in\n to docs</title></head></html>\n";
  const folder = await temporaryFolder({ "openapi.json": page });
  const { status, stderr } = pull(folder, join(folder, "openapi.json"));
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^[^\n]*openapi\.json:1: contract\/html at \/: A web page with the title "Sign in to docs" came, not an OpenAPI document\. [^\n]*\n$/,
  );
});

test("nullable: true in a 3.1 document is read as null, with a note", async () => {
  const schema = { type: "object", properties: { name: { type: "string", nullable: true } } };
  const folder = await temporaryFolder({ "openapi.json": JSON.stringify(thing("cats", schema)) });
  const { status, stderr, contract } = pull(folder, join(folder, "openapi.json"));
  expect(status, stderr).toBe(0);
  expect(stderr).toContain("note: nullable: true is OpenAPI 3.0");
  expect(contract()).toMatchObject({
    components: { schemas: { Thing: { properties: { name: { type: ["string", "null"] } } } } },
  });
});

describe.skipIf(upstream === undefined)("what the provider may publish next", () => {
  const read = (): JsonObject => parse(upstream?.read("whop.upstream.yaml") ?? "", { maxAliasCount: -1 }) as JsonObject;

  test("company_id is account_id, and 28 operations are gone", { timeout: 60_000 }, async () => {
    const document = JSON.parse(JSON.stringify(read()).replaceAll("company_id", "account_id")) as JsonObject;
    removeOperations(document, 28);
    const folder = await temporaryFolder({ "openapi.json": JSON.stringify(document) });
    cpSync(join(ROOT, "specs"), join(folder, "specs"), { recursive: true });
    const { status, stderr } = pull(folder, join(folder, "openapi.json"));
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(
      /note: query parameter "account_id" of \d+ operations, .* AccountId is another parameter, so its name is /,
    );

    // What is left needs a decision: corrections of operations that are gone, all of them at once, and no description.
    const generated = run("generate", "--api", "whop", "--root", folder);
    const stops = generated.stderr.split("\n").filter((text) => text.includes("overlay/no-match"));
    expect(generated.status).toBe(1);
    expect(stops.length).toBeGreaterThan(2);
    expect(stops.filter((text) => text.includes("docs.overlay.yaml"))).toEqual([]);
    expect(generated.stderr).toContain("The nearest match is /paths/~1companies~1{parent_account_id}~1api_keys/post.");
  });

  test("without the guards it would be taken for a loss", { timeout: 60_000 }, async () => {
    const document = read();
    removeOperations(document, 28);
    const folder = await temporaryFolder({ "openapi.json": JSON.stringify(document) });
    const { status, stderr } = run("pull", "--from", join(folder, "openapi.json"));
    expect(status).toBe(1);
    expect(stderr).toContain(
      "contract/loss at /paths: 28 of the contract's operations are missing (220 before, 192 after)",
    );
  });

  test("the same under another version", { timeout: 60_000 }, async () => {
    const document = read();
    (document.info as JsonObject)["x-api-version-date"] = "2026-09-23";
    const folder = await temporaryFolder({ "openapi.json": JSON.stringify(document) });
    cpSync(join(ROOT, "specs"), join(folder, "specs"), { recursive: true });
    const { status, stdout, stderr, contract, source } = pull(folder, join(folder, "openapi.json"));
    expect(status, stderr).toBe(0);
    expect(stdout).toContain("openapi.yaml: changed; 220 operations");
    expect(contract().info).toMatchObject({ "x-api-version-date": "2026-09-23" });
    expect(source()).toMatchObject({ apiVersionDate: "2026-09-23" });
  });

  test("the Current document of another version", { timeout: 60_000 }, async () => {
    const document = parse(upstream?.read("whop-current.yaml") ?? "", { maxAliasCount: -1 }) as JsonObject;
    (document.info as JsonObject)["x-api-version-date"] = "2026-10-07-2";
    const folder = await temporaryFolder({ "openapi.json": JSON.stringify(document) });
    const { status, stderr, contract, source } = pull(folder, join(folder, "openapi.json"));
    expect(status, stderr).toBe(0);
    expect(source()).toMatchObject({ apiVersionDate: "2026-10-07-2", counts: { operations: 156, webhooks: 64 } });
    expect(contract().info).toMatchObject({ "x-api-version-date": "2026-10-07-2" });
  });

  test("ten pages of its documentation", { timeout: 60_000 }, async () => {
    const document = read();
    const pages = Object.entries(document.paths as JsonObject).slice(0, 10);
    const files = pages.map(([path, item], index): [string, string] => [
      `pages/${index}.md`,
      pageOf(withWhatItNeeds({ ...document, paths: { [path]: item }, webhooks: undefined })),
    ]);
    const folder = await temporaryFolder(Object.fromEntries(files));
    const { status, stderr, contract, source } = pull(folder, join(folder, "pages"));
    expect(status, stderr).toBe(0);
    expect(Object.keys(contract().paths as object)).toEqual(pages.map(([path]) => path).sort());
    expect(source()).toMatchObject({ source: "10 pages" });
  });
});

/** Pulls into a folder of its own, or into a copy of the project's contracts. */
function pull(folder: string, ...from: string[]) {
  const out = join(folder, "specs/whop");
  const result = run("pull", ...from.flatMap((name) => ["--from", name]), "--out", out, "--accept-loss");
  return {
    ...result,
    contract: () => parse(readFileSync(join(out, "openapi.yaml"), "utf8")) as JsonObject,
    source: () => JSON.parse(readFileSync(join(out, "source.json"), "utf8")) as JsonObject,
  };
}

function run(...args: string[]) {
  const options = { cwd: ROOT, encoding: "utf8", timeout: 60_000 } as const;
  return spawnSync(process.execPath, [join(ROOT, "scripts/run.mjs"), ...args], options);
}

/** Those of whole families, as the provider removes them. */
function removeOperations(document: JsonObject, count: number): void {
  const paths = document.paths as Record<string, JsonObject>;
  let removed = 0;
  for (const [path, item] of Object.entries(paths)) {
    if (!/^\/(?:ad_|ads|conversions|plans|stats|users|transfers)/.test(path)) continue;
    for (const method of HTTP_METHODS) {
      if (item[method] === undefined || removed === count) continue;
      delete item[method];
      removed += 1;
    }
    if (Object.keys(item).length === 0) delete paths[path];
  }
  expect(removed).toBe(count);
}

/** The document with those schemas alone that its paths lead to, as a page has them. */
function withWhatItNeeds(document: JsonObject): JsonObject {
  const components = document.components as JsonObject;
  const all = components.schemas as JsonObject;
  const schemas: JsonObject = {};
  const follow = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) follow(item);
    if (!isJsonObject(node)) return;
    const name = typeof node.$ref === "string" ? (node.$ref.split("/").at(-1) ?? "") : undefined;
    if (name !== undefined && schemas[name] === undefined) {
      schemas[name] = all[name];
      follow(all[name]);
    }
    for (const value of Object.values(node)) follow(value);
  };
  follow(document.paths);
  return { ...document, components: { ...components, schemas } };
}
