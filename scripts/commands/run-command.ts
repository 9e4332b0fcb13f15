import { isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect, type ParseArgsConfig, parseArgs } from "node:util";
import { hasCode, SpecError, UsageError } from "../diagnostics.js";
import { systemErrorText } from "../output/disk-error.js";
import { withSourceLines } from "../source-lines.js";
import { print, printError } from "./print.js";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<Given extends Options> = ReturnType<typeof parseArgs<{ options: Given; allowNegative: true }>>["values"];

export interface Command<Given extends Options> {
  /** As in `npm run <name>`. */
  readonly name: string;
  readonly usage: string;
  /** The options besides `--help`. */
  readonly options: Given;
  /** What is true after an error in a contract or an overlay, such as "Nothing was written.". */
  readonly afterError?: string;
  /** Gives the exit code. The working directory is where the user is, so that relative paths mean what the user sees. */
  readonly run: (values: Values<Given>) => Promise<number>;
}

/** The folder of the project that these scripts belong to. */
export const PROJECT: string = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/**
 * Runs a command on the arguments of the process, and sets the exit code. A mistake that the user can correct is one line on standard
 * error; anything else is a fault of the program, and keeps its stack.
 */
export async function runCommand<Given extends Options>(command: Command<Given>): Promise<void> {
  returnToCaller(command.name);
  process.stdout.on("error", (error) => {
    // `… | head` has read enough: that is no error.
    if (hasCode(error, "EPIPE")) process.exit();
    // Where it leads to a file, the disk can be full.
    printError(`The result cannot be written to standard output: ${systemErrorText(error)}`);
    process.exit(1);
  });
  let root = PROJECT;
  try {
    const values = readOptions(command);
    if (values === undefined) {
      print(command.usage.trimEnd());
      return;
    }
    const given: unknown = "root" in values ? values.root : undefined;
    if (typeof given === "string") root = resolve(given);
    process.exitCode = await command.run(values);
  } catch (error) {
    // A fault of the program may have the text of a document in its message as well.
    printError(lineOf(error, root, command.afterError) ?? withSourceLines(inspect(error)));
    process.exitCode = 1;
  }
}

/** npm starts a script in the project's folder, and says in INIT_CWD where it was called. A parent's variables are not for this process. */
function returnToCaller(name: string): void {
  const { INIT_CWD: folder, npm_lifecycle_event: script } = process.env;
  if (folder === undefined || script !== name || resolve(process.cwd()) !== PROJECT) return;
  process.chdir(folder);
}

/** `undefined` when help is asked for. */
function readOptions<Given extends Options>({ name, options }: Command<Given>): Values<Given> | undefined {
  // Help is shown whatever else is wrong with the arguments.
  if (process.argv.slice(2).includes("--help")) return undefined;
  try {
    return parseArgs({ options, allowNegative: true }).values;
  } catch (error) {
    const isMistake = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
    if (!isMistake) throw error;
    const what = error.message.replaceAll("\n", " ").replace(/[^.]$/, "$&.");
    throw new UsageError(`${what} \`npm run ${name}\` takes ${optionNames(options)}.`);
  }
}

function optionNames(options: Options): string {
  const names = Object.entries(options).map(([name, option]) =>
    option.default === true ? `--no-${name}` : `--${name}`,
  );
  return [...names, "--help"].join(", ");
}

/** `undefined` for what the user cannot correct. */
function lineOf(error: unknown, root: string, afterError: string | undefined): string | undefined {
  if (error instanceof UsageError) return error.message;
  if (error instanceof SpecError) {
    const lines = error.toLines((file) => pathFromHere(file, root));
    // Errors of writing say themselves what is in place.
    if (afterError === undefined || error.code.startsWith("output/")) return lines;
    return `${lines}${error.others.length > 0 ? "\n" : " "}${afterError}`;
  }
  // The system's own message names the reason, and mostly the file: "EACCES: permission denied, open 'report.md'".
  if (!(error instanceof Error) || !("syscall" in error)) return undefined;
  const isOfDisk = DISK_CODES.some((code) => hasCode(error, code));
  return "path" in error || isOfDisk ? systemErrorText(error) : undefined;
}

/** What a disk answers to a write without naming the file. */
const DISK_CODES = ["ENOSPC", "EDQUOT", "EROFS", "EIO", "EFBIG"];

/** A file of the project is named from its root, any other as the user gave it. Both become a path from where the user is. */
export function pathFromHere(file: string, root: string): string {
  const isOfProject = /^(?:specs|generated)\//.test(file);
  if (!isOfProject && !isAbsolute(file)) return file;
  const path = isAbsolute(file) ? file : join(root, file);
  const fromHere = relative(process.cwd(), path);
  return fromHere.length < path.length ? fromHere : path;
}
