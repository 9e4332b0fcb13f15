import { readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { STATE_FOLDER, type TreeChange } from "../output/journal.js";
import type { Sources } from "../pipeline.js";

/**
 * The APIs whose new state is in the tree but has not been verified and reported yet: the run was killed, or a check or test failed.
 * The next run verifies them again, where it would otherwise find nothing to do.
 */
export interface Unverified {
  readonly apis: readonly string[];
  /** What they are compared with, where that is not in git. */
  readonly bases: Readonly<Record<string, Sources>>;
}

const PATH = `${STATE_FOLDER}/unverified.json`;

export async function readUnverified(root: string): Promise<Unverified> {
  const text = await readFile(join(root, PATH), "utf8").catch(() => undefined);
  return text === undefined ? { apis: [], bases: {} } : (JSON.parse(text) as Unverified);
}

/** Made together with the changes that are to be verified. */
export function unverifiedChange(unverified: Unverified): TreeChange {
  return { kind: "file", path: PATH, text: JSON.stringify(unverified) };
}

export async function forgetUnverified(root: string): Promise<void> {
  await rm(join(root, PATH), { force: true });
  await rmdir(join(root, STATE_FOLDER)).catch(() => {});
}
