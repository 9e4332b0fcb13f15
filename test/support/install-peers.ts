import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Installs what the lockfile of a folder names.
 * @param flags further ones for `npm ci`
 * @throws Error with what npm said
 */
export function installPeers(folder: string, flags: readonly string[] = []): void {
  console.log(`installing ${folder.split("/").slice(-2).join("/")}`);
  const { status, stdout, stderr } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", ...flags], {
    cwd: folder,
    encoding: "utf8",
    timeout: 600_000,
  });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}:\n${stdout}${stderr}`);
}

/** Whether npm's own record agrees with the lockfile. */
export function isInstalled(folder: string): boolean {
  const record = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = readVersions(join(folder, "package-lock.json"));
  return Object.entries(readVersions(record)).every(([path, version]) => wanted[path] === version);
}

function readVersions(lockfile: string): Record<string, string | undefined> {
  const { packages }: { packages: Readonly<Record<string, { version?: string }>> } = JSON.parse(
    readFileSync(lockfile, "utf8"),
  );
  return Object.fromEntries(Object.entries(packages).map(([path, { version }]) => [path, version]));
}
