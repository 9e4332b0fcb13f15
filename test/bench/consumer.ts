import { existsSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { run } from "../package/steps.js";

export const project = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const peers = join(project, "test/bench/peers");

/**
 * A folder in which the package and its peers are installed like in a user's project: copies, so that nothing of this project's own
 * `node_modules` is in reach. The peers come from their own lockfile, once.
 */
export async function makeConsumer(scratch: string): Promise<string> {
  if (!existsSync(join(peers, "node_modules/@whop/sdk")))
    run(peers, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
  const modules = join(scratch, "node_modules");
  await cp(join(peers, "node_modules"), modules, { recursive: true });
  // Optional, so no peer brings it.
  await cp(join(project, "node_modules/undici"), join(modules, "undici"), { recursive: true });
  const own = join(modules, "disputekit");
  await mkdir(own);
  for (const name of ["package.json", "dist"]) await cp(join(project, name), join(own, name), { recursive: true });
  await writeFile(join(scratch, "package.json"), '{ "name": "consumer", "private": true, "type": "module" }\n');
  return scratch;
}

/** Where the ES modules of the package and its peers are. */
export function moduleUrls(consumer: string): Record<"ours" | "sdk" | "openapi-fetch", string> {
  const url = (path: string): string => pathToFileURL(join(consumer, "node_modules", path)).href;
  return {
    ours: url("disputekit/dist/src/whop.js"),
    sdk: url("@whop/sdk/index.mjs"),
    "openapi-fetch": url("openapi-fetch/dist/index.mjs"),
  };
}

/** Where the package's entry for Node is. */
export function nodeEntryUrl(consumer: string): string {
  return pathToFileURL(join(consumer, "node_modules/disputekit/dist/src/node.js")).href;
}
