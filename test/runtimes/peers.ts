import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPeers, isInstalled } from "../support/install-peers.js";

const folder = fileURLToPath(new URL("peers", import.meta.url));

/** The packages of this machine's platform, which hold nothing but a binary; `undefined` where there are none. */
const names: Readonly<Record<string, { cloudflare: string; deno: string; bun: string; node: string }>> = {
  "linux-x64": { cloudflare: "linux-64", deno: "linux-x64-glibc", bun: "linux-x64", node: "linux-x64" },
  "linux-arm64": { cloudflare: "linux-arm64", deno: "linux-arm64-glibc", bun: "linux-aarch64", node: "linux-arm64" },
};
const own = names[`${process.platform}-${process.arch}`];

/** Where each binary is, once `installRuntimes` has run; `undefined` on a platform that is not provided for. */
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
export function installRuntimes(): void {
  if (areThere() && isInstalled(folder)) return;
  installPeers(folder);
  // A package that cannot be had is optional to npm, but not to us.
  if (!areThere()) throw new Error("npm ci left out some runtime of test/runtimes/peers");
}

function areThere(): boolean {
  return Object.values(binaries ?? {}).every((path) => existsSync(path));
}

function inPackage(name: string, path: string): string {
  return join(folder, "node_modules", name, path);
}
