import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { GeneratedText } from "../emit/generated-text.js";

/** The inputs and outputs of a run, so that the same run need not be repeated. */
export interface Stamp {
  /** The hash of every input: contract, overlays, the generator's own code and its locked dependencies. */
  readonly key: string;
  readonly summary: string;
  /** Path below the folder to the hash of its text. */
  readonly files: Readonly<Record<string, string>>;
}

export function hashOf(...texts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}:`).update(text);
  return hash.digest("hex");
}

/** The hash of the generator itself: a changed emitter invalidates every stamp. */
export async function hashGenerator(root: string): Promise<string> {
  const folder = join(root, "scripts");
  const entries = await readdir(folder, { recursive: true });
  const paths = entries.filter((path) => path.endsWith(".ts")).sort();
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), "utf8")));
  const lock = await readFile(join(root, "package-lock.json"), "utf8").catch(() => "");
  return hashOf(...paths, ...texts, lock);
}

export function makeStamp(key: string, summary: string, files: readonly GeneratedText[]): Stamp {
  return { key, summary, files: Object.fromEntries(files.map(({ path, text }) => [path, hashOf(text)])) };
}

/** `undefined` when there is none, or it cannot be read: a cache is never a reason to fail. */
export async function readStamp(root: string, api: string): Promise<Stamp | undefined> {
  try {
    return JSON.parse(await readFile(stampPath(root, api), "utf8")) as Stamp;
  } catch {
    return undefined;
  }
}

export async function writeStamp(root: string, api: string, stamp: Stamp): Promise<void> {
  const path = stampPath(root, api);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, JSON.stringify(stamp));
  } catch {
    // A read-only install works without a cache.
  }
}

/** Whether the folder has exactly the files of the stamp. */
export async function matchesStamp(folder: string, stamp: Stamp): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => !entry.isDirectory());
  if (files.length !== Object.keys(stamp.files).length) return false;
  const checks = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    const expected = stamp.files[path.slice(folder.length + 1).replaceAll("\\", "/")];
    return entry.isFile() && expected === hashOf(await readFile(path, "utf8"));
  });
  return (await Promise.all(checks)).every(Boolean);
}

function stampPath(root: string, api: string): string {
  return join(root, "node_modules", ".cache", "disputekit", `generate-${api}.json`);
}
