import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SpecError } from "../diagnostics.js";
import { readTextIfThere } from "../load/read-source.js";
import { refuseLinksOut } from "../refuse-links.js";

/**
 * Writes source files of the project, then calls `work`. Where either fails, the files are again what they were: unless `work` says that
 * the next command completes it. The journal that carries generated files takes no source files, so that a journal of a stranger cannot
 * change the program.
 */
export async function withCode<Result>(
  root: string,
  code: ReadonlyMap<string, string>,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = new Map<string, string | undefined>();
  for (const path of code.keys()) {
    await refuseLinksOut(root, path);
    before.set(path, await readTextIfThere(join(root, path)));
  }
  try {
    for (const [path, text] of code) await replace(join(root, path), text);
    return await work();
  } catch (error) {
    if (error instanceof SpecError && error.code === "output/partly-written") throw error;
    for (const [path, text] of before) {
      if (text === undefined) await rm(join(root, path), { force: true });
      else await replace(join(root, path), text);
    }
    throw error;
  }
}

/** By one rename: nobody reads half a file. */
async function replace(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  try {
    await writeFile(fresh, text, { flag: "wx" });
    await rename(fresh, file);
  } finally {
    await rm(fresh, { force: true });
  }
}
