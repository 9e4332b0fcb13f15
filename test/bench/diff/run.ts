import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import type { OpenApiDocument } from "../../../scripts/load/openapi.js";
import { parseYaml } from "../../../scripts/load/parse-yaml.js";
import { median, type Usage } from "../generate/measure.js";
import { multiply } from "../generate/multiply.js";
import { changeContract } from "./change-contract.js";

/**
 * What `npm run diff` costs beside Redocly's `diff` on the same two files: Whop's contract as it stands, and with some thirty
 * changes in it; and a document of four megabytes, made of copies of it, with some hundreds. Redocly compares the contracts alone;
 * `npm run diff` also compares what both packages would export. `npm run regenerate` of a contract without changes is measured against a
 * diff without any.
 *
 * Every figure is of a whole process, started as `node …`; CPU is user plus system time, that of the programs it starts included. The
 * scripts are built and the disk has seen the files before; the cold side finds nothing kept of the state before. The sides take turns, so
 * that a slow minute hits all.
 */
const project = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
const reporter = new URL("../generate/report-usage.mjs", import.meta.url).href;
const rounds = Number(process.env.BENCH_PAIRS ?? 7);

interface Cost {
  /** @unit seconds */
  readonly wall: number;
  /** User and system time of all threads. @unit seconds */
  readonly cpu: number;
}

const scratch = await mkdtemp(join(tmpdir(), "disputekit-bench-"));

type Side = () => Promise<Cost>;

async function main(): Promise<void> {
  const before = join(project, "specs/whop/openapi.yaml");
  const document = parseYaml(before, await readFile(before, "utf8")) as OpenApiDocument;
  const after = await writeDocument("changed", changeContract(document));
  const wide = multiply(document, 4);
  const wideBefore = await writeDocument("wide", wide);
  const wideAfter = await writeDocument("wide-changed", changeContract(wide, 10));
  const root = await makeRoot();
  const diff = (from: string, to: string): Side => {
    return () => cost(["scripts/run.mjs", "diff", "--root", root, "--api", "whop", "--from", from, "--to", to]);
  };
  const cold = (side: Side): Side => {
    return async () => {
      await rm(join(root, "node_modules"), { recursive: true });
      await mkdir(join(root, "node_modules"));
      return side();
    };
  };
  const redocly = (from: string, to: string): Side => {
    return () => cost(["node_modules/@redocly/cli/bin/cli.js", "diff", "--fail-on", "none", from, to]);
  };
  const same = await writeDocument("same", document);
  const unchanged = diff(same, await writeDocument("copy", document));
  const regenerate: Side = () =>
    cost([
      "scripts/run.mjs",
      "regenerate",
      "--root",
      root,
      "--api",
      "whop",
      "--from",
      before,
      "--skip-check",
      "--skip-tests",
    ]);

  console.log(`node ${process.version}, ${cpus()[0]?.model.trim() ?? "?"}, ${rounds} rounds, medians\n`);
  printLine("", "ours", "redocly diff", "ratio", "aim");
  const some = diff(before, after);
  const sides = { again: some, cold: cold(some), unchanged, redocly: redocly(before, after) };
  const found = await takeTurns(sides);
  printPair("some changes", found, "again", "redocly", 0.9);
  printPair("the same, cold", found, "cold", "redocly", 0.9);
  printPair("nothing changed", found, "unchanged", "redocly", 0.15);
  const many = diff(wideBefore, wideAfter);
  const foundWide = await takeTurns({ again: many, cold: cold(many), redocly: redocly(wideBefore, wideAfter) });
  printPair("4 MB, hundreds", foundWide, "again", "redocly", 1.1);
  printPair("the same, cold", foundWide, "cold", "redocly", 1.1);
  const regenerated = await takeTurns({ regenerate, unchanged });
  console.log("");
  printLine("", "regenerate", "unchanged diff", "ratio", "aim");
  const wall = median(regenerated.regenerate.map((one) => one.wall));
  printPair("nothing changed", regenerated, "regenerate", "unchanged", undefined);
  console.log(`regenerate of an unchanged contract: ${wall.toFixed(2)} s <= 1.5 s ${wall <= 1.5 ? "met" : "MISSED"}`);
}

async function writeDocument(name: string, document: unknown): Promise<string> {
  const file = join(scratch, `${name}.json`);
  await writeFile(file, JSON.stringify(document, null, 2));
  return file;
}

/** A project of its own, so that nothing kept of it is in the way of anybody. */
async function makeRoot(): Promise<string> {
  const root = join(scratch, "project");
  await mkdir(join(root, "node_modules"), { recursive: true });
  for (const folder of ["specs", "generated"]) await cp(join(project, folder), join(root, folder), { recursive: true });
  for (const name of ["src", "scripts", "package.json", "package-lock.json"])
    await symlink(join(project, name), join(root, name));
  return root;
}

async function takeTurns<Name extends string>(sides: Readonly<Record<Name, Side>>): Promise<Record<Name, Cost[]>> {
  const names = Object.keys(sides) as Name[];
  const found = Object.fromEntries(names.map((name) => [name, [] as Cost[]])) as Record<Name, Cost[]>;
  // The first run of each builds the scripts where that is due, and fills the caches.
  for (const name of names) await sides[name]();
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? names : [...names].reverse();
    for (const name of order) {
      // What is measured as kept has to be.
      if (name === "again" && round > 0) await sides[name]();
      found[name].push(await sides[name]());
    }
  }
  return found;
}

function printPair<Name extends string>(
  what: string,
  found: Readonly<Record<Name, readonly Cost[]>>,
  ours: Name,
  other: Name,
  most: number | undefined,
): void {
  for (const figure of ["wall", "cpu"] as const) {
    const [own, others] = [ours, other].map((name) => median(found[name].map((one) => one[figure])));
    const ratio = median(found[ours].map((one, index) => one[figure] / (found[other][index]?.[figure] ?? Number.NaN)));
    const aim = most === undefined ? "" : `<= ${most} ${ratio <= most ? "   met" : "MISSED"}`;
    const [first, second] = [own ?? Number.NaN, others ?? Number.NaN].map((seconds) => `${seconds.toFixed(2)} s`);
    printLine(`${what}: ${figure}`, first ?? "", second ?? "", `${ratio.toFixed(2)} x`, aim);
  }
}

/** @throws Error when the process fails */
async function cost(args: readonly string[]): Promise<Cost> {
  const file = join(scratch, "usage.json");
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", reporter, ...args], {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, BENCH_USAGE: file, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    maxBuffer: 1 << 28,
  });
  const wall = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}:\n${stderr}`);
  const { cpu }: Usage = JSON.parse(await readFile(file, "utf8"));
  return { wall, cpu };
}

function printLine(what: string, ...[first, second, third, last]: [string, string, string, string]): void {
  console.log(`${what.padEnd(24)}${first.padStart(14)}${second.padStart(14)}${third.padStart(12)}${last.padStart(16)}`);
}

try {
  await main();
} finally {
  await rm(scratch, { recursive: true, force: true });
}
