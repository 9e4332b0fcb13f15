import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Sources } from "../build-state.js";
import { SpecError } from "../diagnostics.js";
import type { Source } from "../load/read-source.js";
import type { TreeChange } from "../output/journal.js";
import { isRecord, parseJson } from "../output/parse-journal.js";
import { readSmallFile, STATE_FOLDER } from "../output/write-lock.js";

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

/** @unit bytes */
const MAX_BYTES = 200_000_000;

/** @throws SpecError `output/bad-state` for a file that was not written here, or not to its end */
export async function readUnverified(root: string): Promise<Unverified> {
  const text = await readSmallFile(join(root, PATH), MAX_BYTES);
  if (text === undefined) return { apis: [], bases: {} };
  const data = parseJson(text);
  if (isUnverified(data)) return data;
  throw new SpecError(
    "output/bad-state",
    { pointer: "", file: join(root, PATH) },
    "This is not what an earlier run of `npm run regenerate` notes of its unverified changes.",
    "Remove it, and say with --base what the contracts are to be compared with.",
  );
}

/** Made together with the changes that are to be verified. */
export function unverifiedChange(unverified: Unverified): TreeChange {
  return { kind: "file", path: PATH, text: JSON.stringify(unverified) };
}

export async function forgetUnverified(root: string): Promise<void> {
  await rm(join(root, PATH), { force: true });
}

function isUnverified(data: unknown): data is Unverified {
  if (!isRecord(data) || !Array.isArray(data.apis) || !isRecord(data.bases)) return false;
  return data.apis.every((id) => typeof id === "string") && Object.values(data.bases).every(isSources);
}

function isSources(data: unknown): data is Sources {
  return isRecord(data) && isSource(data.spec) && Array.isArray(data.overlays) && data.overlays.every(isSource);
}

function isSource(data: unknown): data is Source {
  return isRecord(data) && typeof data.file === "string" && typeof data.text === "string";
}
