import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { STATE_FOLDER } from "../output/write-lock.js";
import { terminalText } from "../visible-text.js";

export interface VerifyOptions {
  readonly check: boolean;
  readonly tests: boolean;
  /** Test files, or parts of their names; all when empty. */
  readonly testFiles: readonly string[];
}

/** Why the tree is broken. */
export interface VerifyFailure {
  readonly stage: "check" | "tests";
  /** The step that failed, as the command names it. */
  readonly step: string;
  readonly places: readonly BrokenPlace[];
  /** The output about it, the same in each run: without colours, durations and paths of this machine. */
  readonly output: string;
}

/** A compiler error or a failing test. */
export interface BrokenPlace {
  /** Below the project's root. */
  readonly file: string;
  /** Counts from 1; absent for a test. */
  readonly line?: number;
  /** The compiler's message; or the test's full name. */
  readonly title: string;
  /** The whole message. */
  readonly text: string;
}

/**
 * Runs `npm run check`, then `npm test`, on the tree as it is, and shows their output as it comes. Stops at the first failure.
 *
 * @param onStage called before each of the two
 */
export async function verify(
  root: string,
  options: VerifyOptions,
  onStage?: (stage: "check" | "tests") => void,
): Promise<VerifyFailure | undefined> {
  if (options.check) {
    onStage?.("check");
    const { status, output } = await run(root, ["scripts/run.mjs", "check"]);
    if (status !== 0) {
      const said = lastStep(root, output);
      return { stage: "check", step: failedStep(output), places: compilerErrors(output), output: said };
    }
  }
  if (!options.tests) return undefined;
  onStage?.("tests");
  return runTests(root, options.testFiles);
}

async function runTests(root: string, files: readonly string[]): Promise<VerifyFailure | undefined> {
  const folder = join(root, STATE_FOLDER);
  await mkdir(folder, { recursive: true });
  const report = join(folder, `tests-${process.pid}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = ["node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts", "--project", "quick"];
  const { status, output } = await run(root, [...args, ...reporters, ...files]);
  const places = failingTests(root, await readFile(report, "utf8").catch(() => "{}"));
  await rm(report, { force: true });
  if (status === 0) return undefined;
  const said = places.map(({ file, title, text }) => `${file} > ${title}\n${text.split("\n").slice(0, 12).join("\n")}`);
  const text = places.length === 0 ? output : said.slice(0, 10).join("\n\n");
  return { stage: "tests", step: "tests", places, output: text.replaceAll(`${root}/`, "") };
}

/** Runs Node in the project. Its output goes to standard error, so that standard output has the summary alone. */
async function run(root: string, args: readonly string[]): Promise<{ status: number; output: string }> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
    });
    createInterface({ input: stream }).on("line", (line) => process.stderr.write(terminalText(`${line}\n`)));
  }
  const status = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
  return { status, output: withoutColours(Buffer.concat(chunks).toString("utf8")) };
}

function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape character begins each colour code
  return text.replaceAll(/\u001b\[[0-9;]*[A-Za-z]/g, "");
}

/** Each step of the check ends with a line of its own; the output of the steps that passed is dropped. */
function lastStep(root: string, output: string): string {
  const lines = output.trimEnd().split("\n");
  const said = lines.slice(lines.map((line) => line.startsWith("ok: ")).lastIndexOf(true) + 1);
  return said
    .join("\n")
    .replace(/ \([\d.]+ s\)$/, "")
    .replaceAll(`${root}/`, "");
}

function failedStep(output: string): string {
  return /^FAILED: (.*?)(?: \([\d.]+ s\))?$/m.exec(output)?.[1] ?? "check";
}

function compilerErrors(output: string): BrokenPlace[] {
  const errors = output.matchAll(/^(\S[^\n]*?)\((\d+),\d+\): error (TS\d+: [^\n]*(?:\n[ \t]+[^\n]*)*)/gm);
  return [...errors].map(([, file = "", line = "1", text = ""]) => {
    return { file, line: Number(line), title: text.split("\n")[0] ?? "", text };
  });
}

interface TestReport {
  readonly testResults?: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

function failingTests(root: string, text: string): BrokenPlace[] {
  const { testResults = [] } = JSON.parse(text) as TestReport;
  return testResults.flatMap(({ name, status, message = "", assertionResults }) => {
    const file = name.startsWith(`${root}/`) ? name.slice(root.length + 1) : name;
    const failed = assertionResults.filter((result) => result.status === "failed");
    if (failed.length === 0)
      return status === "failed" ? [{ file, title: "the file does not run", text: withoutColours(message) }] : [];
    return failed.map(({ fullName, failureMessages = [] }) => {
      return { file, title: fullName, text: withoutColours(failureMessages.join("\n")) };
    });
  });
}
