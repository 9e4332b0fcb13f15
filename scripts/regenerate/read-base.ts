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

/**
 * The files of a folder in the last commit whose names are asked for; `undefined` where there is no commit. `folder` is below `root`,
 * which need not be the repository's own.
 */
export async function committedTexts(
  root: string,
  folder: string,
  isAsked: (name: string) => boolean,
): Promise<Map<string, string> | undefined> {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)("git", [...args], { cwd: root, maxBuffer: 1 << 28 })).stdout;
  try {
    const listed = await git("ls-tree", "-z", "--name-only", "HEAD", "--", `./${folder}/`);
    const names = listed.split("\0").map((path) => path.slice(folder.length + 1));
    const texts = names
      .filter(isAsked)
      .map(async (name) => [name, await git("show", `HEAD:./${folder}/${name}`)] as const);
    return new Map(await Promise.all(texts));
  } catch {
    return undefined;
  }
}
