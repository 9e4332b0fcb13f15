import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { apiWith } from "../../../scripts/apis.js";
import { readSources } from "../../../scripts/generate/read-sources.js";
import { parseSpec } from "../../../scripts/load/load-spec.js";
import type { OpenApiDocument } from "../../../scripts/load/openapi.js";
import { operationsOf } from "../../../scripts/normalize/walk-schemas.js";
import { applyOverlays } from "../../../scripts/overlay/apply-overlays.js";
import { loadOverlay } from "../../../scripts/overlay/load-overlay.js";
import { measure, median, slope, type Usage } from "./measure.js";
import { multiply } from "./multiply.js";

/**
 * What `npm run generate` costs beside the plain openapi-typescript command, and how its cost grows with the contract.
 *
 * Every figure is of a whole process of its own, started as `node …`; CPU is user plus system time, that of the compiler which judges
 * the output included. The scripts are built and the disk has seen the files before; the generator's own cache is dropped before each cold run. The sides take turns, so that a slow minute hits both.
 */
const project = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
const pairs = Number(process.env.BENCH_PAIRS ?? 5);
const generate = ["scripts/run.mjs", "generate", "--root"];

const scratch = await mkdtemp(join(tmpdir(), "disputekit-bench-"));

async function main(): Promise<void> {
  try {
    console.log(`node ${process.version}, ${cpus()[0]?.model.trim() ?? "?"}, ${pairs} rounds, medians\n`);
    await compare();
    await grow();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Whop alone, and all APIs, cold and with nothing changed, against openapi-typescript on the providers' own documents (on ours where
 * the provider has none).
 */
async function compare(): Promise<void> {
  const folder = process.env.UPSTREAM_SPECS;
  const documents = { whop: "whop.upstream.yaml", "whop-current": "whop-current.yaml" };
  const files = Object.entries(documents).map(([id, name]) => [id, join(folder ?? "", name)] as const);
  if (folder === undefined || !files.every(([, file]) => existsSync(file))) {
    console.log("left out: the comparison (UPSTREAM_SPECS names no folder with the providers' documents)\n");
    return;
  }
  const [whop] = files;
  printLine("", "generate", "openapi-ts", "ratio", "aim");
  if (whop !== undefined) await compareWith("Whop", [whop], ["--api", "whop"]);
  await compareWith("all APIs", [...files, ["decisionly", join(project, "specs/decisionly/openapi.yaml")]], []);
  console.log("");
}

async function compareWith(
  name: string,
  documents: readonly (readonly [string, string])[],
  options: readonly string[],
): Promise<void> {
  const root = await makeRoot(name.replace(" ", "-"));
  await cp(join(project, "specs"), join(root, "specs"), { recursive: true });
  // One process for all of them, as on the other side.
  const config = join(root, "redocly.yaml");
  const apis = documents.map(([id, file]) => [id, { root: file, "x-openapi-ts": { output: join(root, `${id}.ts`) } }]);
  await writeFile(config, stringify({ apis: Object.fromEntries(apis) }));
  const cold = async (): Promise<Usage> => {
    await rm(join(root, "node_modules"), { recursive: true, force: true });
    return measure(scratch, [...generate, root, ...options]);
  };
  const again = (): Usage => measure(scratch, [...generate, root, ...options]);
  const plain = (): Usage => measure(scratch, ["node_modules/openapi-typescript/bin/cli.js", "--redocly", config]);
  // The first run writes the clients, builds the scripts where that is due, and fills the cache of the disk.
  await cold();
  plain();
  const rounds: { cold: Usage; again: Usage; plain: Usage }[] = [];
  for (let round = 0; round < pairs; round += 1) {
    if (round % 2 === 0) rounds.push({ cold: await cold(), again: again(), plain: plain() });
    else {
      const first = plain();
      rounds.push({ cold: await cold(), again: again(), plain: first });
    }
  }
  const row = (what: string, side: "cold" | "again", figure: keyof Usage, unit: string, aim: number): void => {
    const ratio = median(rounds.map((round) => round[side][figure] / round.plain[figure]));
    const [ours, theirs] = [
      median(rounds.map((round) => round[side][figure])),
      median(rounds.map((round) => round.plain[figure])),
    ];
    printLine(
      `${name}, ${what}`,
      `${ours.toFixed(2)} ${unit}`,
      `${theirs.toFixed(2)} ${unit}`,
      `${ratio.toFixed(2)} x`,
      verdict(ratio, aim),
    );
  };
  row("cold: CPU", "cold", "cpu", "s", 1.25);
  row("cold: peak memory", "cold", "memory", "MiB", 1);
  row("nothing changed: CPU", "again", "cpu", "s", 0.1);
  row("nothing changed: peak memory", "again", "memory", "MiB", 0.5);
}

/** Whop's corrected contract 1, 2, 3 and 5 times over, less what a run on a contract of one operation takes. */
async function grow(): Promise<void> {
  const whop = await correctedWhop();
  const roots = await Promise.all(
    [0, 1, 2, 3, 5].map((times) => rootOf(times === 0 ? oneOperation : multiply(whop, times), times)),
  );
  for (const { root } of roots.slice(0, 1)) await coldRun(root);
  const rounds: Usage[][] = roots.map(() => []);
  for (let round = 0; round < Math.min(pairs, 3); round += 1) {
    for (const [index, { root }] of roots.entries()) rounds[index]?.push(await coldRun(root));
  }
  const figures = roots.map(({ times, operations }, index) => ({
    times,
    operations,
    cpu: median(rounds[index]?.map(({ cpu }) => cpu) ?? []),
    memory: median(rounds[index]?.map(({ memory }) => memory) ?? []),
  }));
  const [start, ...sizes] = figures;
  if (start === undefined) return;
  printLine("", "CPU", "less start", "an operation", "memory");
  for (const { times, operations, cpu, memory } of sizes) {
    const own = cpu - start.cpu;
    const each = `${((own / operations) * 1000).toFixed(1)} ms`;
    printLine(
      `${times} x, ${operations} operations`,
      `${cpu.toFixed(2)} s`,
      `${own.toFixed(2)} s`,
      each,
      `${memory.toFixed(0)} MiB`,
    );
  }
  const exponent = slope(sizes.map(({ times, cpu }) => [Math.log(times), Math.log(cpu - start.cpu)] as const));
  printLine("exponent, by least squares", "", "", exponent.toFixed(2), verdict(exponent, 1));
  console.log(
    `\nStart: ${start.cpu.toFixed(2)} s CPU, a cold run on a contract of one operation, taken off each size.`,
  );
}

const oneOperation: OpenApiDocument = {
  openapi: "3.1.0",
  info: { title: "One", version: "1" },
  servers: [{ url: "https://one.example" }],
  paths: {
    "/things": { get: { operationId: "listThing", tags: ["Things"], responses: { "204": { description: "ok" } } } },
  },
};

interface SizedRoot {
  readonly root: string;
  readonly times: number;
  readonly operations: number;
}

/** The document stands as the contract of the API without overlays, in YAML, since reading that is part of the cost. */
async function rootOf(document: OpenApiDocument, times: number): Promise<SizedRoot> {
  const root = await makeRoot(`times-${times}`);
  await mkdir(join(root, "specs/decisionly"), { recursive: true });
  const text = stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 });
  await writeFile(join(root, "specs/decisionly/openapi.yaml"), text);
  return { root, times, operations: operationsOf(document).length };
}

async function coldRun(root: string): Promise<Usage> {
  await rm(join(root, "node_modules"), { recursive: true, force: true });
  return measure(scratch, [...generate, root, "--api", "decisionly"]);
}

async function correctedWhop(): Promise<OpenApiDocument> {
  const { spec, overlays } = await readSources(project, apiWith("whop"));
  const loaded = overlays.map(({ file, text }) => loadOverlay(file, text));
  return applyOverlays(parseSpec(spec.file, spec.text), loaded).document;
}

/** A project of its own, so that neither the clients nor the cache of this one is touched. */
async function makeRoot(name: string): Promise<string> {
  const root = join(scratch, name);
  await mkdir(root);
  await symlink(join(project, "scripts"), join(root, "scripts"));
  return root;
}

function printLine(what: string, ...[first, second, third, last]: [string, string, string, string]): void {
  console.log(`${what.padEnd(40)}${first.padStart(12)}${second.padStart(12)}${third.padStart(14)}${last.padStart(16)}`);
}

function verdict(value: number, aim: number): string {
  return `<= ${aim.toFixed(2)} ${value <= aim ? "   met" : "MISSED"}`;
}

await main();
