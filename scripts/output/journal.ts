import { link, lstat, mkdir, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hasCode, SpecError } from "../diagnostics.js";
import type { GeneratedText } from "../emit/generated-text.js";
import { refuseLinksOut } from "../refuse-links.js";
import { atFile, diskError } from "./disk-error.js";
import { isWritable, type Journal, parseJournal, type TreeStep } from "./parse-journal.js";
import { refuseOddPaths } from "./sync-folder.js";
import { isOfLock, type LockOptions, readSmallFile, removeDeadLocks, STATE_FOLDER, withLock } from "./write-lock.js";

/** One change in a project. `path` is below the project's root. */
export type TreeChange =
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | { readonly kind: "folder"; readonly path: string; readonly files: readonly GeneratedText[] }
  | { readonly kind: "removal"; readonly path: string };

/**
 * Makes all changes or none. The new files are written to the state folder first; then the journal appears in one step. A run that
 * is killed before that has changed nothing; one that is killed after it is completed by the next command.
 *
 * @throws SpecError `output/not-written` when nothing was changed, `output/partly-written` when the next command completes the rest,
 * `output/link-leads-out`
 */
export type ApplyChanges = (changes: readonly TreeChange[]) => Promise<void>;

/**
 * The one way for a command to write to a project: whatever it reads in order to write, it reads in `work`, where no other command
 * writes. What a killed run was about to write is written first.
 *
 * @throws SpecError `output/busy`, `output/bad-journal`, and what `work` throws
 */
export async function writeTree<Result>(
  root: string,
  work: (apply: ApplyChanges) => Promise<Result>,
  options?: LockOptions,
): Promise<Result> {
  const inLock = async () => {
    await finish(root);
    return work((changes) => apply(root, changes));
  };
  return withLock(root, inLock, options);
}

/**
 * Completes a killed run whose journal was written, and removes the staged files of one whose journal was not. Does nothing when no
 * run was killed. Running it twice, or killing it, is harmless.
 *
 * @throws SpecError `output/busy` while another run writes, `output/bad-journal`
 */
export async function finishInterrupted(root: string, options?: LockOptions): Promise<void> {
  await refuseLinksOut(root, STATE_FOLDER);
  const entries = await readdir(join(root, STATE_FOLDER)).catch((): undefined => undefined);
  if (entries === undefined) return;
  // A run that was killed may have done no more than this.
  if (entries.length === 0) await rmdir(join(root, STATE_FOLDER)).catch(() => {});
  if (!entries.some((name) => name === JOURNAL || STAGE.test(name) || isOfLock(name))) return;
  // Without a journal the tree is whole: nobody needs to wait for a command that is about to write.
  const isDecided = entries.includes(JOURNAL);
  try {
    await withLock(root, () => finish(root), isDecided ? options : { waitMs: 0 });
  } catch (error) {
    if (isDecided || !(error instanceof SpecError) || error.code !== "output/busy") throw error;
  }
}

/**
 * The same for a command that must write nothing.
 *
 * @throws SpecError `output/unfinished` when another command writes, or was killed while it wrote
 */
export async function refuseUnfinished(root: string): Promise<void> {
  await refuseLinksOut(root, STATE_FOLDER);
  const text = await readSmallFile(journalPath(root), MAX_BYTES);
  if (text === undefined) return;
  parseJournal(journalPath(root), text);
  throw new SpecError(
    "output/unfinished",
    { pointer: "", file: journalPath(root) },
    "A command is writing to this project, or was killed while it wrote.",
    "Run the command again; if this stays, `npm run generate` completes what was begun.",
  );
}

const JOURNAL = "journal.json";
/** A folder of staged files. */
const STAGE = /^stage-\d{1,10}$/;
/** @unit bytes */
const MAX_BYTES = 1_000_000;

function journalPath(root: string): string {
  return join(root, STATE_FOLDER, JOURNAL);
}

async function apply(root: string, changes: readonly TreeChange[]): Promise<void> {
  if (changes.length === 0) return;
  for (const { kind, path } of changes) {
    if (!isWritable({ kind, path })) throw new Error(`no command writes a ${kind} at ${JSON.stringify(path)}`);
    await refuseLinksOut(root, path);
  }
  const stage = `stage-${process.pid}`;
  const folder = join(root, STATE_FOLDER, stage);
  const journal: Journal = { stage, steps: changes.map(({ kind, path }) => ({ kind, path })) };
  try {
    await removeAll(folder);
    await mkdir(folder, { recursive: true });
    for (const [index, change] of changes.entries()) await stageChange(join(folder, String(index)), change);
    await writeDurably(join(folder, JOURNAL), JSON.stringify(journal));
    await link(join(folder, JOURNAL), journalPath(root));
  } catch (error) {
    await removeAll(folder).catch(() => {});
    throw diskError(error, "output/not-written");
  }
  await carryOut(root, journal);
}

/** Needs the lock: whoever wrote the journal has died then. */
async function finish(root: string): Promise<void> {
  const text = await readSmallFile(journalPath(root), MAX_BYTES);
  if (text !== undefined) {
    const journal = parseJournal(journalPath(root), text);
    await refuseOddStage(root, journal);
    await carryOut(root, journal);
  }
  for (const name of await readdir(join(root, STATE_FOLDER)))
    if (STAGE.test(name)) await removeAll(join(root, STATE_FOLDER, name));
  await removeDeadLocks(root);
}

/** A journal that was found, unlike one that was just written, may be anybody's: nothing is moved before all of it is checked. */
async function refuseOddStage(root: string, { stage, steps }: Journal): Promise<void> {
  const folder = join(STATE_FOLDER, stage);
  await refuseLinksOut(root, folder);
  for (const [index, step] of steps.entries()) {
    await refuseLinksOut(root, step.path);
    if (!(await isPlain(join(root, folder, String(index)), step)))
      throw new SpecError(
        "output/bad-journal",
        { pointer: `/steps/${index}`, file: journalPath(root) },
        "What is staged for this step is not what a command of this project stages.",
        `Remove the folder ${STATE_FOLDER}, and run the command again.`,
      );
  }
}

/** What is staged is a file, or a folder with nothing but files and folders in it; or it is in place already. */
async function isPlain(staged: string, { kind }: TreeStep): Promise<boolean> {
  const found = await lstatIfThere(staged);
  if (found === undefined) return true;
  if (kind !== "folder") return kind === "file" && found.isFile();
  if (!found.isDirectory()) return false;
  const entries = await readdir(staged, { recursive: true, withFileTypes: true });
  return entries.every((entry) => entry.isFile() || entry.isDirectory());
}

async function stageChange(target: string, change: TreeChange): Promise<void> {
  if (change.kind === "removal") return;
  const files = change.kind === "file" ? [{ path: "", text: change.text }] : change.files;
  if (change.kind === "folder") refuseOddPaths(target, files);
  const folders = new Set(files.map(({ path }) => dirname(join(target, path))));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  await Promise.all(files.map(({ path, text }) => writeDurably(join(target, path), text)));
}

/** When this is done the text is on the disk, even if the power fails. */
async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, "w");
  try {
    await atFile(file, async () => {
      await handle.writeFile(text);
      await handle.datasync();
    });
  } finally {
    await handle.close();
  }
}

/** Each step can be repeated: what is no longer staged is in place already. */
async function carryOut(root: string, { stage, steps }: Journal): Promise<void> {
  const folder = join(root, STATE_FOLDER, stage);
  try {
    for (const [index, { kind, path }] of steps.entries()) {
      const [staged, target] = [join(folder, String(index)), join(root, path)];
      if (kind === "removal") await rm(target, { force: true });
      else if ((await lstatIfThere(staged)) !== undefined) await putInPlace(kind, staged, target);
    }
    await rm(journalPath(root), { force: true });
    await removeAll(folder);
  } catch (error) {
    throw diskError(error, "output/partly-written");
  }
}

async function putInPlace(kind: "file" | "folder", staged: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  // A folder cannot be renamed onto one that has files: the old one is moved to the staging folder, which is removed at the end.
  if (kind === "folder" && (await lstatIfThere(target)) !== undefined) {
    await removeAll(`${staged}.old`);
    await rename(target, `${staged}.old`);
  }
  await rename(staged, target);
}

async function lstatIfThere(path: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function removeAll(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}
