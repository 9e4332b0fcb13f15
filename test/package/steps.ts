import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

/** What is wrong with the package, in words for the one who builds it. */
export class Fault extends Error {
  override readonly name = "Fault";
}

/** Runs one step and says in one line how it went. What it gives goes to the next step. */
export async function step<Result>(what: string, run: () => Result | Promise<Result>): Promise<Result> {
  const started = performance.now();
  try {
    const result = await run();
    const detail = typeof result === "string" ? `: ${result}` : "";
    console.log(`ok: ${what}${detail} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    return result;
  } catch (error) {
    console.log(`FAILED: ${what}`);
    throw error;
  }
}

/** The standard output of a command. @throws Fault with all that it said, when it fails */
export function run(folder: string, command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status === 0) return stdout;
  throw new Fault(`${command} ${args.join(" ")} ended with ${status ?? error?.message}:\n${stdout}${stderr}`);
}

export function assertEmpty(what: string, found: readonly string[]): void {
  if (found.length > 0) throw new Fault([`${what}:`, ...found.map((line) => `  ${line}`)].join("\n"));
}
