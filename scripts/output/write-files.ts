import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { hasCode } from "../diagnostics.js";
import { atFile } from "./disk-error.js";
import { isAlive } from "./is-alive.js";

/** Writes all texts to temporary files first and then renames them, so that no reader sees half a file. */
export async function writeFiles(texts: ReadonlyMap<string, string>): Promise<void> {
  const moves = [...texts].map(([file, text]) => {
    const fresh = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
    return { file, text, fresh };
  });
  try {
    for (const { fresh, text } of moves) {
      await mkdir(dirname(fresh), { recursive: true });
      await atFile(fresh, () => writeNew(fresh, text));
    }
    for (const { fresh, file } of moves) await rename(fresh, file);
    for (const { file } of moves) await removeLeft(file);
  } catch (error) {
    for (const { fresh } of moves) await rm(fresh, { force: true });
    throw error;
  }
}

/** What runs that were killed had not renamed yet. */
async function removeLeft(file: string): Promise<void> {
  const [folder, start] = [dirname(file), `.${basename(file)}.`];
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(start) ? /^(\d{1,10})\.tmp$/.exec(name.slice(start.length))?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

/** Whatever has that name already is not written through: it could be a link. */
async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    await rm(file);
    await writeFile(file, text, { flag: "wx" });
  }
}
