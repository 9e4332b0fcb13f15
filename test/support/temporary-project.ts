import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder with these files, gone when the test is over. The path has no links in it. */
export async function temporaryFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "disputekit-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFiles(folder, files);
  return folder;
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

/** Each file below a folder with its text, by path, and the time of its last change. */
export async function contentsOf(folder: string): Promise<Record<string, string>> {
  return Object.fromEntries(
    await Promise.all(
      (await pathsOf(folder)).map(async (path) => [path, await readFile(join(folder, path), "utf8")] as const),
    ),
  );
}

/** The same with the time of each file's last change, so that a file written anew with its old text shows. */
export async function stateOf(folder: string): Promise<Record<string, string>> {
  const texts = await contentsOf(folder);
  const entries = Object.entries(texts).map(async ([path, text]) => {
    const { mtimeMs, ino } = await stat(join(folder, path));
    return [path, `${ino} ${mtimeMs} ${text}`] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function pathsOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
