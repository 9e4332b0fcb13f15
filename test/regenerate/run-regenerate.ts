import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RegenerateResult } from "../../scripts/regenerate/result.js";

export interface Run {
  readonly status: number | null;
  readonly signal: string | null;
  readonly output: string;
}

export interface RunOptions {
  /** The project whose `scripts/run.mjs` runs. */
  readonly project: string;
  /** Ends the process with SIGKILL just before the n-th time that it moves or removes something, or starts a program. */
  readonly killBefore?: number;
  /** A module that is loaded before the command. */
  readonly preload?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command of `scripts/` as a process of its own. */
export async function runCommand(
  args: readonly string[],
  { project, killBefore, preload, env }: RunOptions,
): Promise<Run> {
  const modules = [preload, killBefore === undefined ? undefined : killer(killBefore, MOVES)];
  const imports = modules.flatMap((module) => (module === undefined ? [] : ["--import", module]));
  const child = spawn(process.execPath, [...imports, join(project, "scripts/run.mjs"), ...args], {
    cwd: project,
    env: { ...withoutTestRunner(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => resolve({ status, signal, output }));
  });
}

export interface Report {
  readonly result: RegenerateResult;
  readonly title: string;
  readonly body: string;
  readonly changelog: string;
  readonly summary: string;
  readonly labels: string;
}

/** `regenerate` with a report folder of its own, outside of the project. */
export async function regenerate(
  args: readonly string[],
  options: RunOptions,
): Promise<Run & { readonly report: Report }> {
  const out = await mkdtemp(join(tmpdir(), "report-"));
  try {
    const run = await runCommand(["regenerate", "--out", out, ...args], options);
    if (!(await readdir(out)).includes("result.json"))
      throw new Error(`no result.json; the command said:\n${run.output}`);
    return { ...run, report: await readReport(out) };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

async function readReport(out: string): Promise<Report> {
  const read = (name: string) => readFile(join(out, name), "utf8");
  return {
    result: JSON.parse(await read("result.json")) as RegenerateResult,
    title: await read("pr-title.txt"),
    body: await read("pr-body.md"),
    changelog: await read("changelog.md"),
    summary: await read("summary.md"),
    labels: await read("labels.txt"),
  };
}

/** What this test runner says to its own children is not for a command. */
function withoutTestRunner(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_ENV$|GITHUB_STEP_SUMMARY$)/.test(name)),
  );
}

/** What changes more than a file that nobody looks at yet. */
export const MOVES = ["rename", "link", "rm", "rmdir", "appendFile"];

/** A module that counts what the process does with these functions of `node:fs/promises` and kills it before the n-th time. */
export function killer(count: number, names: readonly string[]): string {
  const code = `
    import disk from "node:fs/promises";
    import programs from "node:child_process";
    import { syncBuiltinESMExports } from "node:module";
    let left = ${count};
    const counted = (module, name) => {
      const original = module[name];
      module[name] = (...args) => {
        left -= 1;
        if (left === 0) process.kill(process.pid, "SIGKILL");
        return original(...args);
      };
    };
    for (const name of ${JSON.stringify(names)}) counted(disk, name);
    counted(programs, "spawn");
    syncBuiltinESMExports();
  `;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
