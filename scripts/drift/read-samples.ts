import { lstat, readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { UsageError } from "../diagnostics.js";
import type { Sample } from "./find-drift.js";
import { MAX_SAMPLE_BYTES } from "./parse-sample.js";

const MAX_SAMPLES = 10_000;

/**
 * Every `.json` file below a folder, in order of its path. A file that cannot be read comes with the problem, so that the others are
 * compared.
 *
 * @throws UsageError when there is no folder, or no sample in it
 */
export async function readSamples(folder: string): Promise<Sample[]> {
  const home = await realpath(folder).catch(() => undefined);
  if (home === undefined || !(await stat(home)).isDirectory()) {
    throw new UsageError(
      `There is no folder ${JSON.stringify(folder)}. Give the folder of the samples with --samples.`,
    );
  }
  // Links to folders are not walked: they could lead around in a circle.
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory() && /\.json$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) throw new UsageError(`There is no .json file in ${JSON.stringify(folder)}.`);
  if (files.length > MAX_SAMPLES) {
    const what = `There are ${files.length} samples in ${JSON.stringify(folder)}; at most ${MAX_SAMPLES} are read.`;
    throw new UsageError(what);
  }
  const samples: Sample[] = [];
  // One after the other, so that a folder of large files is never in memory as a whole before its texts are needed.
  for (const path of files) {
    const file = path.slice(home.length + 1).replaceAll(sep, "/");
    const read = await readSample(home, path).catch((error: NodeJS.ErrnoException) => {
      return { problem: `It cannot be read (${error.code ?? error.name}). Check its permissions.` };
    });
    samples.push({ file, ...read });
  }
  return samples;
}

async function readSample(home: string, path: string): Promise<{ text: string } | { problem: string }> {
  const target = await realpath(path);
  if (!target.startsWith(home + sep)) {
    return { problem: "It is a link that leads out of the folder. Put the file itself there." };
  }
  const info = await lstat(target);
  if (!info.isFile()) return { problem: "It is not a file. Put the body there as a file." };
  if (info.size > MAX_SAMPLE_BYTES) {
    return { problem: `It has ${info.size} bytes; at most ${MAX_SAMPLE_BYTES} are read. Save one body per file.` };
  }
  const bytes = await readFile(target);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { problem: "It is not UTF-8. Save it again as UTF-8." };
  }
}
