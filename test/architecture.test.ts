import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { apis } from "../scripts/apis.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The chapters of the runtime, from the ground up. */
const chapters = [
  "runtime",
  "runtime/money",
  "runtime/encode",
  "runtime/observe",
  "runtime/webhooks",
  "runtime/once",
  "runtime/settings",
  "runtime/bodies",
  "runtime/receive",
  "runtime/fetch",
  "runtime/request",
  "runtime/files",
  "runtime/promise",
  "runtime/lists",
  "runtime/client",
  "runtime/by-path",
];

/** First match wins. A file may import its own layer's peers where `peers` says so, and the layers it `uses`. */
const layers = [
  { name: "runtime index", match: /^src\/runtime\/index\.ts$/, peers: false, uses: ["runtime public", ...chapters] },
  { name: "runtime public", match: /^src\/runtime\/public\.ts$/, peers: false, uses: chapters },
  // A chapter imports those before it.
  ...chapters.map((name, index) => ({
    name,
    match: name === "runtime" ? /^src\/runtime\/[^/]+$/ : new RegExp(`^src/${name}/`),
    peers: true,
    uses: chapters.slice(0, index),
  })),
  { name: "provider", match: /^src\/(?:whop|decisionly)\//, peers: true, uses: ["runtime index", ...chapters] },
  { name: "node", match: /^src\/node\//, peers: true, uses: chapters },
  { name: "testing", match: /^src\/testing\//, peers: true, uses: ["runtime/webhooks"] },
  { name: "command line", match: /^src\/cli\//, peers: true, uses: ["testing", "runtime", "runtime/webhooks"] },
  {
    name: "command line entry",
    match: /^src\/cli\.ts$/,
    peers: false,
    uses: ["command line", "entry", "testing entry"],
  },
  // The contracts as data are large: no entry of a client imports them.
  { name: "contract data", match: /^generated\/[^/]+\/contract\.json$/, peers: false, uses: [] },
  {
    name: "testing entry",
    match: /^src\/testing\.ts$/,
    peers: false,
    uses: ["contract data", "testing", ...apis.map(({ id }) => `generated ${id}`), "runtime/webhooks"],
  },
  ...apis.map(({ id }) => ({
    name: `generated ${id}`,
    match: new RegExp(`^generated/${id}/`),
    peers: true,
    uses: ["runtime index"],
  })),
  {
    name: "entry",
    match: /^src\/[^/]+\.ts$/,
    // The root entry gives the clients of the others.
    peers: true,
    uses: [
      ...apis.map(({ id }) => `generated ${id}`),
      "provider",
      "node",
      "runtime index",
      "runtime public",
      ...chapters,
    ],
  },
  {
    name: "diagnostics",
    match: /^scripts\/(?:diagnostics|apis|plain-env|printed-text|refuse-links|source-lines|visible-text)\.ts$/,
    peers: true,
    uses: [],
  },
  { name: "load", match: /^scripts\/load\//, peers: true, uses: ["diagnostics"] },
  { name: "overlay", match: /^scripts\/overlay\//, peers: true, uses: ["load", "diagnostics"] },
  { name: "normalize", match: /^scripts\/normalize\//, peers: true, uses: ["load", "diagnostics"] },
  { name: "model", match: /^scripts\/model\//, peers: true, uses: ["normalize", "load", "diagnostics"] },
  { name: "emit", match: /^scripts\/emit\//, peers: true, uses: ["model", "normalize", "load", "diagnostics"] },
  { name: "output", match: /^scripts\/output\//, peers: true, uses: ["emit", "diagnostics"] },
  {
    name: "pipeline",
    match: /^scripts\/(?:build-state|pipeline)\.ts$/,
    peers: true,
    uses: ["emit", "model", "normalize", "overlay", "load", "diagnostics"],
  },
  {
    name: "generate",
    match: /^scripts\/generate\//,
    // From files to files: what `generate` and `regenerate` have in common.
    peers: true,
    uses: ["overlay", "pipeline", "output", "emit", "model", "load", "diagnostics"],
  },
  { name: "pull", match: /^scripts\/pull\//, peers: true, uses: ["output", "load", "diagnostics"] },
  {
    name: "diff",
    match: /^scripts\/diff\//,
    // Two states are compared by what the package would be: its model and its generated files.
    peers: true,
    uses: ["overlay", "pull", "pipeline", "emit", "model", "normalize", "load", "diagnostics"],
  },
  {
    name: "drift",
    match: /^scripts\/drift\//,
    peers: true,
    uses: ["diff", "pipeline", "model", "normalize", "load", "diagnostics"],
  },
  {
    name: "regenerate",
    match: /^scripts\/regenerate\//,
    peers: true,
    uses: ["diff", "pull", "generate", "pipeline", "output", "overlay", "model", "emit", "load", "diagnostics"],
  },
  {
    name: "add-api",
    match: /^scripts\/add-api\//,
    peers: true,
    uses: ["regenerate", "pull", "generate", "output", "emit", "load", "diagnostics"],
  },
  {
    name: "command",
    match: /^scripts\/commands\//,
    peers: true,
    uses: [
      "add-api",
      "regenerate",
      "drift",
      "diff",
      "pull",
      "generate",
      "pipeline",
      "output",
      "model",
      "load",
      "diagnostics",
    ],
  },
];

const files = ["scripts", "src", "generated"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => posix.join(folder, path.replaceAll("\\", "/"))),
);
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function layerOf(file: string): (typeof layers)[number] | undefined {
  return layers.find(({ match }) => match.test(file));
}

/** The project's own files that a file imports, types and dynamic imports included. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => posix.join(posix.dirname(file), specifier).replace(/\.js$/, ".ts"));
}

describe("layers", () => {
  test("there is something to check", () => {
    expect(files.length).toBeGreaterThan(100);
  });

  test("every file is in a layer", () => {
    expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
  });

  test("a file imports its peers and the layers below it", () => {
    const breaches = [...imports].flatMap(([file, targets]) => {
      const own = layerOf(file);
      return targets
        .filter((target) => {
          const other = layerOf(target);
          if (own === undefined || other === undefined) return true;
          return own === other ? !own.peers : !(own.uses as readonly string[]).includes(other.name);
        })
        .map((target) => `${file} imports ${target}`);
    });
    expect(breaches).toEqual([]);
  });

  test("no cycle, types included", () => {
    expect(findCycle(imports)).toBeUndefined();
  });

  test("no folder of scripts/ has more than 30 % of its lines", () => {
    const lines = countBy(
      files.filter((file) => file.startsWith("scripts/")),
      (file) => file.split("/").slice(0, -1).slice(0, 2).join("/"),
      (file) => readFileSync(join(root, file), "utf8").split("\n").length,
    );
    const total = [...lines.values()].reduce((sum, count) => sum + count, 0);
    const large = [...lines].filter(([folder, count]) => folder !== "scripts" && count > 0.3 * total);
    expect(large.map(([folder, count]) => `${folder} has ${Math.round((100 * count) / total)} %`)).toEqual([]);
  });

  test("no folder of src/runtime has more than 12 files", () => {
    const runtime = files.filter((file) => file.startsWith("src/runtime/"));
    const counts = countBy(runtime, posix.dirname, () => 1);
    expect([...counts].filter(([, count]) => count > 12)).toEqual([]);
  });

  test("only one file each imports openapi-fetch and openapi-typescript as code, and none undici at its top", () => {
    const importing = (name: string): string[] =>
      files.filter((file) =>
        new RegExp(`^import (?!type ).*from "${name}|require\\("${name}`, "m").test(
          readFileSync(join(root, file), "utf8"),
        ),
      );
    expect(importing("openapi-fetch")).toHaveLength(1);
    expect(importing("undici")).toEqual([]);
    expect(importing("openapi-typescript")).toEqual(["scripts/emit/openapi-typescript.ts"]);
  });
});

test("a planted cycle is found", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c"]],
    ["c", ["a"]],
  ]);
  expect(findCycle(graph)).toEqual(["a", "b", "c", "a"]);
});

function countBy(
  paths: readonly string[],
  groupOf: (path: string) => string,
  weightOf: (path: string) => number,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(groupOf(path), (counts.get(groupOf(path)) ?? 0) + weightOf(path));
  return counts;
}

/** The first cycle by depth-first search, as the path that closes it. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): string[] | undefined => {
    const at = path.indexOf(node);
    if (at >= 0) return [...path.slice(at), node];
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...path, node]);
      if (cycle !== undefined) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
