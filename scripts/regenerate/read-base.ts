import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Api } from "../apis.js";
import type { Sources } from "../build-state.js";
import { UsageError } from "../diagnostics.js";
import { readState } from "../diff/read-state.js";

/**
 * An API's contract and overlays in a git revision: what a regeneration is compared with, so that several before one commit add up
 * to one change. `undefined` where the revision has no such contract.
 *
 * @param revision HEAD when absent; then it may also be missing, where there is no repository or no commit yet
 * @throws UsageError for a revision that was asked for and does not exist
 */
export async function readBase(root: string, api: Api, revision: string | undefined): Promise<Sources | undefined> {
  try {
    const state = await readState(root, revision ?? "HEAD");
    return await state.read(api);
  } catch (error) {
    if (revision === undefined && error instanceof UsageError) return undefined;
    throw error;
  }
}

/** Whether the last commit has a file. `path` is below `root`, which need not be the repository's own. */
export async function isCommitted(root: string, path: string): Promise<boolean> {
  try {
    await promisify(execFile)("git", ["cat-file", "-e", `HEAD:./${path}`], { cwd: root });
    return true;
  } catch {
    return false;
  }
}
