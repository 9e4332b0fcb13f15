import { randomBytes } from "node:crypto";
import { link, lstat, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { hasCode, SpecError } from "../diagnostics.js";
import { refuseLinksOut } from "../refuse-links.js";
import { atFile, diskError } from "./disk-error.js";
import { isAlive } from "./is-alive.js";

/** What the commands keep in a project while they write to it. Ignored by git. */
export const STATE_FOLDER = ".regenerate.state";

/** Longer than most commands write. @unit milliseconds */
const WAIT_MS = 60_000;
/** @unit milliseconds */
const INTERVAL_MS = 50;

export interface LockOptions {
  /** How long to wait for another command. @unit milliseconds @default 60_000 */
  readonly waitMs?: number;
}

/**
 * Runs `work` while no other process runs any under the lock of this project. The lock of a process that has died is taken over.
 *
 * @throws SpecError `output/busy` when another command is still at work after `waitMs`, `output/bad-lock`, `output/no-folder`,
 * `output/not-written`, `output/link-leads-out`
 */
export async function withLock<Result>(
  root: string,
  work: () => Promise<Result>,
  { waitMs = WAIT_MS }: LockOptions = {},
): Promise<Result> {
  await refuseLinksOut(root, STATE_FOLDER);
  const folder = join(root, STATE_FOLDER);
  const mine = await writeCandidate(folder);
  try {
    for (let waited = 0; ; waited += INTERVAL_MS) {
      const holder = await take(folder, LOCK, mine);
      if (holder === undefined) break;
      if (waited >= waitMs) throw busy(join(folder, LOCK), holder);
      await wait(INTERVAL_MS);
    }
    try {
      return await work();
    } finally {
      // Unless a person has removed it, and another command has taken it.
      if ((await readHolder(join(folder, LOCK)))?.token === tokenOf(mine)) await rm(join(folder, LOCK));
    }
  } finally {
    await removeLeft(folder, mine);
  }
}

async function removeLeft(folder: string, candidate: string): Promise<void> {
  await rm(join(folder, candidate), { force: true });
  // Stays while something is in it, such as what another process is about to write.
  await rmdir(folder).catch(() => {});
}

/**
 * Removes what processes that have died left of their locks, and the report of tests that one was waiting for. Only who holds the lock may
 * call this: no other lock counts then.
 */
export async function removeDeadLocks(root: string): Promise<void> {
  const folder = join(root, STATE_FOLDER);
  for (const name of await readdir(folder)) {
    const pid = /^(?:candidate|tests)-(\d{1,10})[-.]/.exec(name)?.[1];
    const isDead = pid !== undefined && !isAlive(Number(pid));
    if (isDead || name.startsWith(`${LOCK}.`)) await rm(join(folder, name), { force: true });
  }
}

/** Whether a file of the state folder is a lock, or was to become one. */
export function isOfLock(name: string): boolean {
  return name === LOCK || name.startsWith(`${LOCK}.`) || name.startsWith("candidate-");
}

const LOCK = "lock";

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  /** Another one each time, so that a lock that was taken anew is not mistaken for the one before. */
  readonly token: string;
}

function tokenOf(candidate: string): string {
  return candidate.slice(candidate.lastIndexOf("-") + 1);
}

/** A file that becomes the lock by a link, so that a lock is never seen without its content. */
async function writeCandidate(folder: string): Promise<string> {
  const token = randomBytes(6).toString("hex");
  const name = `candidate-${process.pid}-${token}`;
  const holder: Holder = { pid: process.pid, token };
  for (let attempt = 1; ; attempt += 1) {
    await makeFolder(folder);
    try {
      const file = join(folder, name);
      await atFile(file, () => writeFile(file, JSON.stringify(holder), { flag: "wx" }));
      return name;
    } catch (error) {
      // Another process that has ended has just removed the folder.
      if (hasCode(error, "ENOENT") && attempt < 100) continue;
      await removeLeft(folder, name);
      throw diskError(error, "output/not-written");
    }
  }
}

/** A project that is not there is not made: its name is mistaken. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (hasCode(error, "EEXIST")) return;
    if (!hasCode(error, "ENOENT")) throw diskError(error, "output/not-written");
    const file = dirname(folder);
    throw new SpecError("output/no-folder", { pointer: "", file }, "There is no such folder.", "Check its name.");
  }
}

/**
 * Takes the lock of this name; gives its holder where that is alive.
 *
 * Only one process may replace the lock of a dead one, and only while it still is that one: so whoever wants to must hold a lock on
 * that very lock, which is named after its token. A process that dies while it does this leaves that lock, which is taken over alike.
 */
async function take(folder: string, name: string, mine: string): Promise<Holder | undefined> {
  const path = join(folder, name);
  for (;;) {
    try {
      await link(join(folder, mine), path);
      return undefined;
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
    }
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (isAlive(holder.pid)) return holder;
    const inner = `${name}.${holder.token}`;
    const other = await take(folder, inner, mine);
    if (other !== undefined) return other;
    try {
      if ((await readHolder(path))?.token === holder.token) {
        const copy = join(folder, `${mine}-copy`);
        await link(join(folder, mine), copy);
        await rename(copy, path);
        return undefined;
      }
    } finally {
      await rm(join(folder, inner), { force: true });
    }
  }
}

/** `undefined` when the lock has been released meanwhile. */
async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readSmallFile(path, 100);
  if (text === undefined) return undefined;
  const [, pid, token] = /^\{"pid":(\d{1,10}),"token":"([0-9a-f]{12})"\}$/.exec(text) ?? [];
  if (pid !== undefined && token !== undefined) return { pid: Number(pid), token };
  throw new SpecError(
    "output/bad-lock",
    { pointer: "", file: path },
    "This is not a lock that a command of this project wrote.",
    "Remove it when no other command is at work.",
  );
}

/**
 * The text of a file that is neither a link nor longer than this, so that nothing else is ever read; empty for anything else,
 * `undefined` where there is nothing.
 */
export async function readSmallFile(path: string, maxBytes: number): Promise<string | undefined> {
  try {
    const found = await lstat(path);
    return found.isFile() && found.size <= maxBytes ? await readFile(path, "utf8") : "";
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function busy(path: string, { pid }: Holder): SpecError {
  return new SpecError(
    "output/busy",
    { pointer: "", file: path },
    `Another command is writing to this project: process ${pid}.`,
    "Run the command again when it has ended. If that process is something else, remove this file.",
  );
}
