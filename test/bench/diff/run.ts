import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseYaml } from "../../../scripts/load/parse-yaml.js";
import { median } from "../generate/measure.js";
import { changeContract } from "./change-contract.js";

/**
 * What `npm run diff` costs beside Redocly's `diff` on the same two files: Whop's contract as it stands, and with some thirty
 * changes in it. Redocly compares the contracts alone; `npm run diff` also generates both packages and compares what they
 * export.
 *
 * Every figure is of a whole process, started as `node …`; the scripts are built and the disk has seen the files before. The
 * sides take turns, so that a slow minute hits both.
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

async function main(): Promise<void> {
  const before = "specs/whop/openapi.yaml";
  const after = join(scratch, "changed.json");
  const document = parseYaml(before, await readFile(join(project, before), "utf8"));
  await writeFile(after, JSON.stringify(changeContract(document), null, 2));

  const ours = () => cost(["scripts/run.mjs", "diff", "--from", before, "--to", after]);
  const redocly = () => cost(["node_modules/@redocly/cli/bin/cli.js", "diff", "--fail-on", "none", before, after]);
  const again = () => cost(["scripts/run.mjs", "diff", "--from", before, "--to", "HEAD", "--api", "whop"]);
  // The first run builds the scripts where that is due, and fills the cache of the disk.
  await ours();
  await redocly();
  const found: { ours: Cost; redocly: Cost; again: Cost }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) found.push({ ours: await ours(), redocly: await redocly(), again: await again() });
    else {
      const first = await redocly();
      found.push({ redocly: first, ours: await ours(), again: await again() });
    }
  }
  console.log(`node ${process.version}, ${cpus()[0]?.model.trim() ?? "?"}, ${rounds} rounds, medians\n`);
  printLine("", "npm run diff", "redocly diff", "ratio", "aim");
  for (const [side, what] of [
    ["ours", "some changes"],
    ["again", "nothing changed"],
  ] as const) {
    for (const figure of ["wall", "cpu"] as const) {
      const [own, other] = [
        median(found.map((row) => row[side][figure])),
        median(found.map((row) => row.redocly[figure])),
      ];
      const ratio = median(found.map((row) => row[side][figure] / row.redocly[figure]));
      const aim = `<= 1.0 ${ratio <= 1 ? "   met" : "MISSED"}`;
      printLine(`${what}: ${figure}`, `${own.toFixed(2)} s`, `${other.toFixed(2)} s`, `${ratio.toFixed(2)} x`, aim);
    }
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
  const { userCPUTime, systemCPUTime }: NodeJS.ResourceUsage = JSON.parse(await readFile(file, "utf8"));
  return { wall, cpu: (userCPUTime + systemCPUTime) / 1e6 };
}

function printLine(what: string, ...[first, second, third, last]: [string, string, string, string]): void {
  console.log(`${what.padEnd(24)}${first.padStart(14)}${second.padStart(14)}${third.padStart(12)}${last.padStart(16)}`);
}

try {
  await main();
} finally {
  await rm(scratch, { recursive: true, force: true });
}
