import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export interface Usage {
  /** User and system time of the whole process, all of its threads, and of the compiler that it starts. @unit seconds */
  readonly cpu: number;
  /** The most memory that it held at once, without that of the compiler. @unit mebibytes */
  readonly memory: number;
}

const project = fileURLToPath(new URL("../../..", import.meta.url));
const reporter = pathToFileURL(fileURLToPath(new URL("./report-usage.mjs", import.meta.url))).href;

/**
 * Runs a Node process to its end. `node` is started directly, not by way of npm, whose own start-up would hide in the figures.
 *
 * @throws Error when the process fails
 */
export function measure(scratch: string, args: readonly string[]): Usage {
  const file = join(scratch, "usage.json");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", reporter, ...args], {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, BENCH_USAGE: file },
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Of an even number of values the upper of the two in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The slope of the line through the points by least squares: of logarithms it is the exponent of growth. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
