import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { type BuildOptions, build } from "esbuild";
import { PROJECT, runCommand } from "./run-command.js";

const usage = `Usage: npm run build

Writes the package's files to dist/.
`;

/**
 * The package's `dist/`.
 *
 * Declarations come from tsc, a file for each source. JavaScript comes from esbuild, a file for each entry: loading a hundred small
 * files takes Node several times as long as loading five. What entries share is in chunks of its own, so that an error class is the
 * same one whichever entry it is imported from. Bundlers still drop what is not used: measured against the separate files, one
 * resource comes out within 30 bytes of the same size, since modules only declare things at their top level.
 *
 * openapi-fetch stays outside: loading it is one file, and as a dependency it is seen by those who audit or override one.
 */
async function buildPackage(): Promise<number> {
  await rm(`${PROJECT}/dist`, { recursive: true, force: true });
  // The entry for Node is a program of its own, so that all other code is compiled where the types of Node are not known.
  for (const folder of ["src", "src/node"]) {
    const tsc = ["node_modules/typescript/bin/tsc", "-p", folder, "--emitDeclarationOnly"];
    const { status } = spawnSync(process.execPath, tsc, { cwd: PROJECT, stdio: "inherit" });
    if (status !== 0) return 1;
  }
  const shared: BuildOptions = {
    absWorkingDir: PROJECT,
    outbase: ".",
    outdir: "dist",
    format: "esm",
    // No platform: nothing of Node is imported at the top but by the entry for Node, and no browser file is preferred.
    platform: "neutral",
    target: "es2022",
    logLevel: "warning",
  };
  await build({
    ...shared,
    entryPoints: [
      "src/whop.ts",
      "src/whop-current.ts",
      "src/decisionly.ts",
      "src/webhooks.ts",
      "src/node.ts",
      "src/runtime/public.ts",
    ],
    bundle: true,
    splitting: true,
    packages: "external",
    chunkNames: "chunks/[hash]",
  });
  // Only passes on what the others export. As part of the bundle it would move the clients into chunks.
  await build({ ...shared, entryPoints: ["src/index.ts"] });
  return 0;
}

await runCommand({ name: "build", usage, options: {}, run: buildPackage });
