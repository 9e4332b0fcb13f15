import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./support/paths.js";

/** One of the projects of `vitest.config.ts`, or a script that says `ok:` or `FAILED:` of each of its steps. */
interface Suite {
  readonly name: string;
  readonly about: string;
  readonly script?: string;
}

interface Count {
  passed: number;
  failed: number;
}

const suites: readonly Suite[] = [
  { name: "quick", about: "what `npm test` runs" },
  { name: "slow", about: "single changes of the contracts, other providers' contracts, a long walk, leaks, secrets" },
  { name: "frozen", about: "the tests of the runtime with Object.prototype frozen" },
  { name: "e2e", about: "whole runs of regenerate, some of them killed, and the steps of the workflows" },
  { name: "package", about: "build, pack, install as a consumer would", script: "test/package/run.ts" },
  { name: "fetches", about: "other fetch functions and test runners", script: "test/fetches/run.ts" },
  { name: "runtimes", about: "Node 20, 22, 24, Deno, Bun, workerd, Chromium", script: "test/runtimes/run.ts" },
];

/**
 * `npm run test:all`: one suite after the other up to the first that fails. With a name behind it that suite alone, and what follows
 * goes to it: `npm run test:all -- slow test/diff -t renamed`.
 */
async function main([name, ...filters]: readonly string[]): Promise<void> {
  const chosen = suites.filter((suite) => name === undefined || suite.name === name);
  if (chosen.length === 0) {
    console.error(`There is no suite "${name}". There are: ${suites.map((suite) => suite.name).join(", ")}.`);
    process.exitCode = 1;
    return;
  }
  const total: Count = { passed: 0, failed: 0 };
  for (const suite of chosen) {
    console.log(`\n== ${suite.name}: ${suite.about}`);
    const { passed, failed } = await (suite.script ? runScript(suite.script, filters) : runTests(suite.name, filters));
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) break;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0) process.exitCode = 1;
}

async function runTests(project: string, filters: readonly string[]): Promise<Count> {
  const folder = await mkdtemp(join(tmpdir(), "suites-"));
  try {
    const report = join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const args = ["run", "--config", "test/vitest.config.ts", "--project", project, ...reporters, ...filters];
    const { status } = await runNode(["node_modules/vitest/vitest.mjs", ...args], "inherit");
    const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = JSON.parse(
      await readFile(report, "utf8").catch(() => "{}"),
    ) as { numPassedTests?: number; numFailedTests?: number };
    return withStatus({ passed, failed }, status);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runScript(script: string, args: readonly string[]): Promise<Count> {
  const { status, output } = await runNode(["--import", "tsx", script, ...args], "pipe");
  const count = (word: string): number => output.split("\n").filter((line) => line.startsWith(`${word}: `)).length;
  return withStatus({ passed: count("ok"), failed: count("FAILED") }, status);
}

/** How a process ends counts as well: what it counted may be but a part, or nothing at all. */
function withStatus({ passed, failed }: Count, status: number | null): Count {
  return { passed, failed: status === 0 && passed > 0 ? failed : Math.max(failed, 1) };
}

/** Shows what the process says as it says it. */
async function runNode(
  args: readonly string[],
  stdout: "inherit" | "pipe",
): Promise<{ readonly status: number | null; readonly output: string }> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", stdout, "inherit"] });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { status, output };
}

await main(process.argv.slice(2));
