import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

/**
 * `node lock.mjs` in this folder writes the lockfile for what `package.json` names: the packages themselves, without what they depend on,
 * since nothing of them but their documents is read. Installing them takes seconds then, not minutes. It has no download addresses.
 */
const { name, dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
const packages = { "": { name, dependencies } };
for (const [dependency, version] of Object.entries(dependencies)) {
  const view = ["view", `${dependency}@${version}`, "dist.integrity", "license", "--json"];
  // Where only one of them is there, npm gives it alone.
  const given = JSON.parse(execFileSync("npm", view, { encoding: "utf8" }));
  const { "dist.integrity": integrity, license } = typeof given === "string" ? { "dist.integrity": given } : given;
  packages[`node_modules/${dependency}`] = { version, integrity, license };
}
const lock = { name, lockfileVersion: 3, requires: true, packages };
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
