import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runtimeSymbols } from "../scripts/emit/runtime-symbols.js";
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

const entries = ["index", "whop", "whop-current", "decisionly", "webhooks", "node", "testing"] as const;

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

describe("package.json", () => {
  test("has an entry for each, by name: a wildcard would make every file public", () => {
    expect(manifest.exports).toEqual({
      ".": { types: "./dist/src/index.d.ts", default: "./dist/src/index.js" },
      "./whop": { types: "./dist/src/whop.d.ts", default: "./dist/src/whop.js" },
      "./whop-current": { types: "./dist/src/whop-current.d.ts", default: "./dist/src/whop-current.js" },
      "./decisionly": { types: "./dist/src/decisionly.d.ts", default: "./dist/src/decisionly.js" },
      "./webhooks": { types: "./dist/src/webhooks.d.ts", default: "./dist/src/webhooks.js" },
      "./node": { types: "./dist/src/node.d.ts", default: "./dist/src/node.js" },
      "./testing": { types: "./dist/src/testing.d.ts", default: "./dist/src/testing.js" },
      "./package.json": "./package.json",
    });
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
});
