import { link, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hasCode, SpecError } from "../diagnostics.js";
import type { GeneratedText } from "../emit/generated-text.js";
import { refuseOddPaths } from "./sync-folder.js";

/** One change in a project. `path` is below the project's root. */
export type TreeChange =
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | { readonly kind: "folder"; readonly path: string; readonly files: readonly GeneratedText[] }
  | { readonly kind: "removal"; readonly path: string };

/** Where new files are staged: in the project itself, since a rename is atomic within one file system only. Ignored by git. */
export const STATE_FOLDER = ".regenerate.state";

/** The content of the journal: where each staged file or folder belongs. */
interface Journal {
  /** The process that writes, so that another process does not take a running one for one that was killed. */
  readonly pid: number;
  /** The folder below {@link STATE_FOLDER} with the staged files, each under the number of its step. */
  readonly stage: string;
  readonly steps: readonly { readonly kind: TreeChange["kind"]; readonly path: string }[];
}

/**
 * Makes all changes or none. The new files are written to the state folder first; then the journal appears in one step. A run that
 * is killed before that has changed nothing; one that is killed after it is completed by {@link finishInterrupted}, which every
 * command that reads or writes the tree calls first.
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
 * Completes a killed run whose journal was written, and removes the staged files of one whose journal was not. Does nothing when no
 * run was killed. Running it twice, or killing it, is harmless.
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

/** When this is done the text is on the disk, even if the power fails. */
async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, "w");
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Each step can be repeated: what is no longer staged is in place already. */
async function carryOut(root: string, { stage, steps }: Journal): Promise<void> {
  const folder = join(root, STATE_FOLDER, stage);
  for (const [index, { kind, path }] of steps.entries()) {
    const [staged, target] = [join(folder, String(index)), join(root, path)];
    if (kind === "removal") await rm(target, { force: true });
    else if (await exists(staged)) await putInPlace(kind, staged, target);
  }
  await rm(journalPath(root), { force: true });
  await removeAll(folder);
}

async function putInPlace(kind: "file" | "folder", staged: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  // A folder cannot be renamed onto one that has files: the old one is moved to the staging folder, which is removed at the end.
  if (kind === "folder" && (await exists(target))) {
    await removeAll(`${staged}.old`);
    await rename(target, `${staged}.old`);
  }
  await rename(staged, target);
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
  const who = pid === undefined ? "its process has just begun" : `process ${pid}`;
  return new SpecError(
    "output/busy",
    { pointer: "/pid", file: journalPath(root) },
    `Another command is writing to this project: ${who}.`,
    'Run the command again when it has ended. If that process is something else, set "pid" to 0 in this file first.',
  );
}
