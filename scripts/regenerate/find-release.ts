import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The last release as git knows it, or why it does not. */
export type Release = { readonly commit: string; readonly name: string } | { readonly missing: string };

/**
 * The last tag of a version (`v1.2.3`) that HEAD contains, else the last commit that changed `version` in package.json: where the change
 * notes of a release were taken up.
 */
export async function findRelease(root: string): Promise<Release> {
  const tag = await git(root, "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*", "HEAD");
  if (tag !== "") return { commit: await git(root, "rev-parse", `${tag}^{commit}`), name: tag };
  const commit = await git(root, "log", "-1", "--format=%H", "-G", '^ *"version":', "--", "package.json");
  if (commit === "") return { missing: "git has no release of this package" };
  // The first commit that a shallow clone has seems to bring everything.
  const isShallow = (await git(root, "rev-parse", "--is-shallow-repository")) === "true";
  const hasParent = (await git(root, "rev-list", "--parents", "-1", commit)).includes(" ");
  if (isShallow && !hasParent) return { missing: "this clone is shallow, and does not reach back to the last release" };
  return { commit, name: `the last version, ${commit.slice(0, 8)}` };
}

async function git(root: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("git", [...args], { cwd: root });
    return stdout.trim();
  } catch {
    return "";
  }
}
