import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** Short enough to feel immediate; a look at both contracts takes a few milliseconds. @unit milliseconds */
const INTERVAL_MS = 250;

/**
 * Runs `onChange` once, and again whenever the content of one of the files has become another. A file may be missing: that is a
 * content of its own. Ends with the signal, or with what `onChange` throws.
 *
 * The files are read again and again instead of being watched by the system: a watched file that an editor replaces, or whose folder
 * git removes and makes again, is a file that Linux no longer watches.
 */
export async function watchFiles(
  files: readonly string[],
  onChange: () => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let done = await contentOf(files);
  await onChange();
  while (signal?.aborted !== true) {
    await wait(INTERVAL_MS);
    const content = await settledContent(files, done);
    if (content === done) continue;
    done = content;
    await onChange();
  }
}

/** Editors and git change files in several steps: what counts is what two looks in a row agree on. */
async function settledContent(files: readonly string[], before: string): Promise<string> {
  let content = await contentOf(files);
  while (content !== before) {
    await wait(INTERVAL_MS);
    const next = await contentOf(files);
    if (next === content) break;
    content = next;
  }
  return content;
}

async function contentOf(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    const bytes = await readFile(file).catch(() => undefined);
    hash.update(bytes === undefined ? "missing\n" : `${bytes.byteLength}\n`).update(bytes ?? "");
  }
  return hash.digest("hex");
}
