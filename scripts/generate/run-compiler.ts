import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { hasCode } from "../diagnostics.js";
import type { GeneratedText } from "../emit/generated-text.js";
import { atFile } from "../output/disk-error.js";
import { isAlive } from "../output/is-alive.js";
import { hashOf } from "../output/stamp.js";
import { HOME } from "./home.js";

/** An error of the compiler. */
export interface CompilerError {
  /** Its path in the project: one of those that were given, or a file of the runtime. */
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  /** `TS2552: Cannot find name …`, in one line. */
  readonly text: string;
}

/** Longer than the largest contract takes. @unit milliseconds */
const TIMEOUT_MS = 120_000;

/**
 * What the compiler says of these files, under the options of the package and as if they were in the project: they are in a folder of
 * their own, which TypeScript takes for a part of `runtime`. So nothing is written to the project.
 *
 * @param files by their path in the project
 * @param runtime the project whose `src/runtime` they import
 */
export async function runCompiler(
  files: readonly GeneratedText[],
  runtime: string,
  compiler: Compiler = nativeCompiler() ?? portableCompiler(),
): Promise<CompilerError[]> {
  const prefix = `disputekit-types-${hashOf(runtime).slice(0, 12)}-`;
  await removeLeft(prefix);
  const folder = await realpath(await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`)));
  try {
    await write(folder, [
      ...files.filter(({ path }) => path.endsWith(".ts")),
      { path: "package.json", text: '{ "type": "module" }' },
      { path: "tsconfig.json", text: JSON.stringify(configOf(folder, runtime)) },
    ]);
    const errors = errorsIn(await run(compiler, ["-p", folder, "--pretty", "false"], folder));
    const given = new Set(files.map(({ path }) => path));
    return errors.map((error) =>
      given.has(error.file) ? error : { ...error, file: relative(runtime, resolve(folder, error.file)) },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What runs of this project left that were killed. */
async function removeLeft(prefix: string): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? /^(\d{1,10})-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid === undefined || isAlive(Number(pid))) continue;
    // It may be somebody else's.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}

function configOf(folder: string, runtime: string): object {
  return {
    extends: join(HOME, "src/tsconfig.json"),
    compilerOptions: { noEmit: true, skipLibCheck: true, rootDir: "/", rootDirs: [folder, runtime] },
    include: ["generated", "src"],
    exclude: [],
  };
}

async function write(folder: string, files: readonly GeneratedText[]): Promise<void> {
  const folders = new Set(files.map(({ path }) => dirname(join(folder, path))));
  for (const each of folders) await mkdir(each, { recursive: true });
  await Promise.all(
    files.map(({ path, text }) => atFile(join(folder, path), () => writeFile(join(folder, path), text))),
  );
}

/** What it writes to standard output: nothing where all is well. */
async function run([program, ...first]: Compiler, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd, maxBuffer: 1 << 28, timeout: TIMEOUT_MS, env: { ...process.env, ...COLLECTOR } };
    execFile(program, [...first, ...args], options, (error, stdout, stderr) => {
      // It ends with 1 or 2 where it finds errors.
      if (error === null || (typeof error.code === "number" && stdout !== "")) resolve(stdout);
      else reject(new Error(`the compiler failed: ${error.message}\n${stdout}${stderr}`, { cause: error }));
    });
  });
}

/** The native compiler runs for a second: to collect garbage less often saves a quarter of it, as long as there is room. */
const COLLECTOR = { GOGC: "400", GOMEMLIMIT: "768MiB" };

/** A program, and what it is called with before all else. */
export type Compiler = readonly [program: string, ...args: string[]];

/** TypeScript 7, which takes a fifth of the time; `undefined` where there is none for this platform. */
export function nativeCompiler(): Compiler | undefined {
  try {
    const package7 = createRequire(createRequire(import.meta.url).resolve("typescript-7/package.json"));
    const home = dirname(package7.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`));
    const program = join(home, "lib", process.platform === "win32" ? "tsc.exe" : "tsc");
    // One thread takes less CPU time than several, and hardly more time.
    return existsSync(program) ? [program, "--singleThreaded"] : undefined;
  } catch (error) {
    // It is an optional package.
    if (hasCode(error, "MODULE_NOT_FOUND")) return undefined;
    throw error;
  }
}

/** TypeScript 5.9, which runs wherever Node does. */
export function portableCompiler(): Compiler {
  return [process.execPath, createRequire(import.meta.url).resolve("typescript/bin/tsc")];
}

const ERROR = /^(.+?)\((\d+),(\d+)\): error (TS\d+: .*)$/;

function errorsIn(output: string): CompilerError[] {
  const errors: CompilerError[] = [];
  for (const line of output.split(/\r?\n/)) {
    const [, file, row, column, text] = ERROR.exec(line) ?? [];
    if (file !== undefined && text !== undefined)
      errors.push({ file: file.replaceAll("\\", "/"), line: Number(row), column: Number(column), text });
    // Lines that explain an error are indented. Anything else, such as a wrong option, is no fault of the files.
    else if (line.trim() !== "" && !/^\s/.test(line)) throw new Error(`the compiler says: ${line}`);
  }
  return errors;
}
