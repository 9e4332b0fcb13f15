import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { GeneratedText } from "../emit/generated-text.js";
import { refuseLinksOut } from "../refuse-links.js";
import { isRecord, parseJson } from "./parse-journal.js";
import { writeFiles } from "./write-files.js";
import { readSmallFile } from "./write-lock.js";

/** The inputs and outputs of a run whose code compiled, so that the same run need not be repeated. */
export interface Stamp {
  /** The hash of every input: contract, overlays, the generator's own code and its locked dependencies. */
  readonly key: string;
  /** The hash of the runtime that the code compiled against. */
  readonly runtime: string;
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
  const lock = await readFile(join(root, "package-lock.json"), "utf8").catch(() => "");
  return hashOf(await hashFolder(join(root, "scripts")), lock);
}

/** The hash of all TypeScript files below a folder, names and texts. */
export async function hashFolder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true });
  const paths = entries.filter((path) => path.endsWith(".ts")).sort();
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), "utf8")));
  return hashOf(...paths, ...texts);
}

export function makeStamp(run: Omit<Stamp, "files">, files: readonly GeneratedText[]): Stamp {
  return { ...run, files: Object.fromEntries(files.map(({ path, text }) => [path, hashOf(text)])) };
}

/** `undefined` when there is none, or it is not one that was written here: a cache is never a reason to fail. */
export async function readStamp(root: string, api: string): Promise<Stamp | undefined> {
  try {
    const data = parseJson((await readSmallFile(stampPath(root, api), MAX_BYTES)) ?? "");
    if (!isRecord(data) || !isRecord(data.files)) return undefined;
    const { key, runtime, summary, files } = data;
    if (!isText(key) || !isText(runtime) || !isText(summary)) return undefined;
    const hashes = Object.entries(files).filter((entry): entry is [string, string] => isText(entry[1]));
    return { key, runtime, summary, files: Object.fromEntries(hashes) };
  } catch {
    return undefined;
  }
}

export async function writeStamp(root: string, api: string, stamp: Stamp): Promise<void> {
  try {
    // Packages may be shared by a link to another folder, but nothing below them leads on.
    await refuseLinksOut(join(root, "node_modules"), FOLDER);
    await writeFiles(new Map([[stampPath(root, api), JSON.stringify(stamp)]]));
  } catch {
    // A read-only install works without a cache.
  }
}

/** Whether the stamp is of a run that gave just these files. */
export function hasFiles(stamp: Stamp | undefined, files: readonly GeneratedText[]): boolean {
  return (
    stamp !== undefined &&
    files.length === Object.keys(stamp.files).length &&
    files.every(({ path, text }) => Object.hasOwn(stamp.files, path) && stamp.files[path] === hashOf(text))
  );
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

/** Below `node_modules`, where git and watchers do not look. */
const FOLDER = ".cache/disputekit";
/** @unit bytes */
const MAX_BYTES = 20_000_000;

function stampPath(root: string, api: string): string {
  return join(root, "node_modules", FOLDER, `generate-${api}.json`);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
