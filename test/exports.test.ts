import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { apis } from "../scripts/apis.js";
import { publicNames, runtimeSymbols } from "../scripts/emit/runtime-symbols.js";
import * as runtimeIndex from "../src/runtime/index.js";

/**
 * What users import, as lists in `test/exports/`. A name that goes is a breaking change; one that comes is a promise.
 * `UPDATE_EXPORTS=1 npm test` writes the lists anew: read the diff, that is the review.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const manifest: Manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const update = process.env.UPDATE_EXPORTS === "1";

interface Manifest {
  readonly type: string;
  readonly sideEffects: boolean;
  readonly files: readonly string[];
  readonly engines: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly types: string;
  readonly typesVersions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const entries = ["index", ...apis.map(({ id }) => id), "webhooks", "node", "testing"];

describe.each(entries)("src/%s.ts", (entry) => {
  test("exports these values and no others", async () => {
    const exported: object = await import(`../src/${entry}.ts`);
    const names = Object.keys(exported).sort();
    const list = `${root}test/exports/${entry}.txt`;
    if (update) writeFileSync(list, `${names.join("\n")}\n`);
    const want = existsSync(list) ? readFileSync(list, "utf8").trim().split("\n") : [];
    expect(names).toEqual(want);
  });
});

test.each(apis)("src/$id.ts passes on every generated file that exports something", ({ id }) => {
  const entry = readFileSync(`${root}src/${id}.ts`, "utf8");
  const missing = ["client", "enums", "models", "webhooks"].filter((name) => {
    const file = `${root}generated/${id}/${name}.ts`;
    const exports = existsSync(file) && /^export /m.test(readFileSync(file, "utf8"));
    return (
      exports && !new RegExp(`^export (?:type )?\\* from "\\.\\./generated/${id}/${name}\\.js";$`, "m").test(entry)
    );
  });
  expect(missing).toEqual([]);
});

describe("package.json", () => {
  test("has an entry for each, by name: a wildcard would make every file public", () => {
    const own = entries.map((entry) => [
      entry === "index" ? "." : `./${entry}`,
      { types: `./dist/src/${entry}.d.ts`, default: `./dist/src/${entry}.js` },
    ]);
    expect(manifest.exports).toEqual({ ...Object.fromEntries(own), "./package.json": "./package.json" });
  });

  test("has the types of each entry for compilers that do not read exports", () => {
    const entries = Object.entries(manifest.exports).filter(([, entry]) => typeof entry !== "string");
    const types = Object.entries(manifest.typesVersions["*"] ?? {}).map(([name, [file]]) => [`./${name}`, file]);
    const all = new Map([[".", manifest.types], ...(types as [string, string][])]);
    for (const [name, entry] of entries)
      expect([name, all.get(name)]).toEqual([name, (entry as { types: string }).types]);
  });

  test("lets bundlers drop what is not used, and is ESM", () => {
    expect([manifest.sideEffects, manifest.type, manifest.engines]).toEqual([false, "module", { node: ">=20.19" }]);
  });

  test("pins every package exactly", () => {
    const pins = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(pins.filter(([, version]) => !/^(?:npm:[a-z-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(manifest.dependencies).toEqual({ "openapi-fetch": "0.17.0" });
    expect(manifest.devDependencies["openapi-typescript"]).toBe("7.13.0");
    expect(manifest.devDependencies.typescript).toBe("5.9.3");
  });
});

describe("src/runtime/index.ts and the table of what generated code takes from it", () => {
  const values = Object.entries(runtimeSymbols).filter(([, kind]) => kind === "value");
  const types = Object.entries(runtimeSymbols).filter(([, kind]) => kind === "type");

  test.each(values.map(([name]) => name))("%s is exported there", (name) => {
    expect(Object.keys(runtimeIndex)).toContain(name);
  });

  test.each(types.map(([name]) => name))("the type %s is exported there", (name) => {
    // It exports all that is public.
    const text = ["index", "public"].map((file) => readFileSync(`${root}src/runtime/${file}.ts`, "utf8")).join("");
    const lists = [...text.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = ""]) => list.split(","));
    expect(lists.map((item) => item.replace("type ", "").trim())).toContain(name);
  });

  test("every name that an entry exports of the runtime is known to the generator", () => {
    const text = readFileSync(`${root}src/runtime/public.ts`, "utf8");
    const lists = [...text.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = ""]) => list.split(","));
    const names = lists.map((item) => item.replace("type ", "").trim()).filter((name) => name !== "");
    const known = new Set([...publicNames, ...Object.keys(runtimeSymbols)]);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
    expect(publicNames.filter((name) => !names.includes(name))).toEqual([]);
  });
});
