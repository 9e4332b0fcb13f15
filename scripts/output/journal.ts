import { link, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hasCode, SpecError } from "../diagnostics.js";
import type { GeneratedText } from "../emit/generated-text.js";
import { refuseOddPaths } from "./sync-folder.js";

/** One thing that changes in a project. `path` is below the project's root. */
export type TreeChange =
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | { readonly kind: "folder"; readonly path: string; readonly files: readonly GeneratedText[] }
  | { readonly kind: "removal"; readonly path: string };

/** Where changes wait, in the project itself, since only a rename within one file system is whole. Ignored by git. */
export const STATE_FOLDER = ".regenerate.state";

/** What the journal holds: where each waiting thing belongs. */
interface Journal {
  /** The process that writes, so that another does not take a run at work for one that was killed. */
  readonly pid: number;
  /** The folder below {@link STATE_FOLDER} in which the new files wait, each under the number of its step. */
  readonly stage: string;
  readonly steps: readonly { readonly kind: TreeChange["kind"]; readonly path: string }[];
}

/**
 * Makes all changes or none. The new files are written to the state folder first; the journal that then appears in one rename is
 * the decision: a run that is killed before it has changed nothing, and one that is killed after it is brought to its end by
 * {@link finishInterrupted}, which every command that reads or writes the tree calls first.
 *
 * @throws SpecError `output/busy` while another run writes; nothing is changed then
 */
export async function applyChanges(root: string, changes: readonly TreeChange[]): Promise<void> {
  if (changes.length === 0) return;
  await finishInterrupted(root);
  const stage = `stage-${process.pid}`;
  const folder = join(root, STATE_FOLDER, stage);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all(changes.map((change, index) => stageChange(join(folder, String(index)), change)));
  const steps = changes.map(({ kind, path }) => ({ kind, path }));
  const journal: Journal = { pid: process.pid, stage, steps };
  await writeDurably(join(folder, "journal.json"), JSON.stringify(journal));
  try {
    // Unlike a rename, a link does not replace the journal of another run.
    await link(join(folder, "journal.json"), journalPath(root));
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    throw busy(root, undefined);
  }
  await carryOut(root, journal);
}

/**
 * Brings to its end what a killed run had decided, and removes what one had not. Does nothing, at the price of one look, where no
 * run was killed. Doing it twice, or being killed in it, is harmless.
 *
 * @throws SpecError `output/busy` while another run writes
 */
export async function finishInterrupted(root: string): Promise<void> {
  const entries = await readdir(join(root, STATE_FOLDER)).catch(() => []);
  const text = await readFile(journalPath(root), "utf8").catch(() => undefined);
  if (text !== undefined) {
    const journal = JSON.parse(text) as Journal;
    if (journal.pid !== process.pid && isAlive(journal.pid)) throw busy(root, journal.pid);
    await carryOut(root, journal);
  }
  for (const stray of entries.filter((name) => name.startsWith("stage-"))) {
    const pid = Number(stray.slice("stage-".length));
    if (pid === process.pid || !isAlive(pid)) await removeAll(join(root, STATE_FOLDER, stray));
  }
}

function journalPath(root: string): string {
  return join(root, STATE_FOLDER, "journal.json");
}

async function stageChange(target: string, change: TreeChange): Promise<void> {
  if (change.kind === "removal") return;
  const files = change.kind === "file" ? [{ path: "", text: change.text }] : change.files;
  if (change.kind === "folder") refuseOddPaths(target, files);
  for (const { path, text } of files) {
    const file = join(target, path);
    await mkdir(dirname(file), { recursive: true });
    await writeDurably(file, text);
  }
}

/** A text that is on the disk when this is done, also should the power fail. */
async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, "w");
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Each step can be done again: what no longer waits has been put in place already. */
async function carryOut(root: string, { stage, steps }: Journal): Promise<void> {
  const folder = join(root, STATE_FOLDER, stage);
  for (const [index, { kind, path }] of steps.entries()) {
    const [waiting, target] = [join(folder, String(index)), join(root, path)];
    if (kind === "removal") await rm(target, { force: true });
    else if (await exists(waiting)) await putInPlace(kind, waiting, target);
  }
  await rm(journalPath(root), { force: true });
  await removeAll(folder);
}

async function putInPlace(kind: "file" | "folder", waiting: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  // A folder cannot be renamed onto one that has files: the old one is moved out of the way, into the stage that goes at the end.
  if (kind === "folder" && (await exists(target))) {
    await removeAll(`${waiting}.old`);
    await rename(target, `${waiting}.old`);
  }
  await rename(waiting, target);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}

function removeAll(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    // 0 and below would ask for groups of processes.
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

function busy(root: string, pid: number | undefined): SpecError {
  const who = pid === undefined ? "another run" : `the process ${pid}`;
  return new SpecError(
    "output/busy",
    { pointer: "/pid", file: journalPath(root) },
    `This project is being written by ${who}.`,
    'Run the command again when that has ended. If that process is something else, set "pid" to 0 in this file first.',
  );
}
