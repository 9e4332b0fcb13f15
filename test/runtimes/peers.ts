import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("peers", import.meta.url));

/** The packages of this machine's platform, which hold nothing but a binary; `undefined` where there are none. */
const names: Readonly<Record<string, { cloudflare: string; deno: string; bun: string; node: string }>> = {
  "linux-x64": { cloudflare: "linux-64", deno: "linux-x64-glibc", bun: "linux-x64", node: "linux-x64" },
  "linux-arm64": { cloudflare: "linux-arm64", deno: "linux-arm64-glibc", bun: "linux-aarch64", node: "linux-arm64" },
};
const own = names[`${process.platform}-${process.arch}`];

/** Where each binary is, once `installPeers` has run; `undefined` on a platform that is not provided for. */
export const binaries:
  | Readonly<Record<"node20" | "node22" | "node24" | "deno" | "bun" | "workerd", string>>
  | undefined = own && {
  node20: inPackage(`node-20-${own.node}`, "bin/node"),
  node22: inPackage(`node-22-${own.node}`, "bin/node"),
  node24: inPackage(`node-24-${own.node}`, "bin/node"),
  deno: inPackage(`@deno/${own.deno}`, "deno"),
  bun: inPackage(`@oven/bun-${own.bun}`, "bin/bun"),
  workerd: inPackage(`@cloudflare/workerd-${own.cloudflare}`, "bin/workerd"),
};

/** Installs what the lockfile names, unless it is there. @throws Error with what npm said */
export function installPeers(): void {
  if (isInstalled()) return;
  console.log("installing the runtimes");
  const { status, stdout, stderr } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    encoding: "utf8",
    timeout: 600_000,
  });
  if (status !== 0) throw new Error(`npm ci failed in test/runtimes/peers:\n${stdout}${stderr}`);
  // A package that cannot be had is optional to npm, but not to us.
  if (!isInstalled()) throw new Error("npm ci left out some runtime of test/runtimes/peers");
}

/** Whether every binary is there, and npm's own record agrees with the lockfile. */
function isInstalled(): boolean {
  const record = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(record) || !Object.values(binaries ?? {}).every((path) => existsSync(path))) return false;
  const wanted = readVersions(join(folder, "package-lock.json"));
  return Object.entries(readVersions(record)).every(([path, version]) => wanted[path] === version);
}

function readVersions(lockfile: string): Record<string, string | undefined> {
  const { packages }: { packages: Readonly<Record<string, { version?: string }>> } = JSON.parse(
    readFileSync(lockfile, "utf8"),
  );
  return Object.fromEntries(Object.entries(packages).map(([path, { version }]) => [path, version]));
}

function inPackage(name: string, path: string): string {
  return join(folder, "node_modules", name, path);
}
