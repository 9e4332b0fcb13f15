import { lstat, realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { hasCode, SpecError } from "./diagnostics.js";

/**
 * Checks that a path of the project is in the project once all links are followed. What does not exist yet is judged by the folder
 * that it will be in.
 *
 * @param path below `root`
 * @throws SpecError `output/link-leads-out`
 */
export async function refuseLinksOut(root: string, path: string): Promise<void> {
  const base = await realpathIfThere(root);
  if (base === undefined) return;
  let place = join(root, path);
  let found = await realpathIfThere(place);
  // Up to the deepest folder that exists. A link that leads nowhere today may lead out tomorrow.
  while (found === undefined) {
    if (await isThere(place)) throw leadsOut(place);
    place = dirname(place);
    found = await realpathIfThere(place);
  }
  if (found !== base && !found.startsWith(base.endsWith(sep) ? base : base + sep)) throw leadsOut(place);
}

async function realpathIfThere(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return undefined;
    // Links in a circle.
    if (hasCode(error, "ELOOP")) throw leadsOut(path);
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return false;
    throw error;
  }
}

function leadsOut(path: string): SpecError {
  return new SpecError(
    "output/link-leads-out",
    { pointer: "", file: path },
    "A link here leads out of the project, or nowhere.",
    "Replace it by a file or a folder: these commands read and write inside of the project alone.",
  );
}
