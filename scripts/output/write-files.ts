import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { hasCode } from "../diagnostics.js";

/** Writes all texts to temporary files first and then renames them, so that no reader sees half a file. */
export async function writeFiles(texts: ReadonlyMap<string, string>): Promise<void> {
  const moves = [...texts].map(([file, text]) => {
    const fresh = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
    return { file, text, fresh };
  });
  try {
    for (const { fresh, text } of moves) {
      await mkdir(dirname(fresh), { recursive: true });
      await writeNew(fresh, text);
    }
    for (const { fresh, file } of moves) await rename(fresh, file);
  } catch (error) {
    for (const { fresh } of moves) await rm(fresh, { force: true });
    throw error;
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
