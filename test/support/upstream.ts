import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The provider's documents, which are not part of the repository. */
export interface Upstream {
  /** The path of a file that is there. */
  path(name: string): string;
  read(name: string): string;
}

/**
 * The folder that the environment variable UPSTREAM_SPECS names, or `undefined`, said aloud, when it is not set. A test
 * that needs the folder is then left out:
 *
 * ```ts
 * const upstream = upstreamSpecs("what is compared");
 * describe.skipIf(upstream === undefined)("…", () => { … });
 * ```
 *
 * @throws Error when the variable names a folder without the file, so that a wrong path does not pass for none
 */
export function upstreamSpecs(purpose: string): Upstream | undefined {
  const folder = process.env.UPSTREAM_SPECS;
  if (folder === undefined || folder === "") {
    console.log(`left out: ${purpose} (UPSTREAM_SPECS names no folder with the provider's documents)`);
    return undefined;
  }
  const path = (name: string): string => {
    const file = join(folder, name);
    if (!existsSync(file)) throw new Error(`UPSTREAM_SPECS is ${folder}, where there is no ${name}.`);
    return file;
  };
  return { path, read: (name) => readFileSync(path(name), "utf8") };
}
