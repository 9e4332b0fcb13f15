import { spawnSync } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { apis } from "../apis.js";
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
  for (const folder of ["src", "src/node", "src/testing"]) {
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
    entryPoints: [...apis.map(({ id }) => `src/${id}.ts`), "src/webhooks.ts", "src/node.ts", "src/runtime/public.ts"],
    bundle: true,
    splitting: true,
    packages: "external",
    chunkNames: "chunks/[hash]",
  });
  // The mocks, with the contracts and the validator inside: users of the clients install nothing for them, and no client's code
  // shares a chunk with them.
  await build({
    ...shared,
    entryPoints: ["src/testing.ts"],
    bundle: true,
    mainFields: ["module", "main"],
    external: ["node:*"],
    minifyWhitespace: true,
    banner: { js: await noticeOf("@cfworker/json-schema") },
  });
  // The command line, with its own library inside; it loads the entries when a command needs them.
  await build({
    ...shared,
    entryPoints: ["src/cli.ts"],
    bundle: true,
    platform: "node",
    // A compiler: `migrate` asks for it where it is missing.
    external: ["ts-morph"],
    plugins: [keepOutside([...apis.map(({ id }) => id), "testing"])],
    banner: {
      js: `import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\n${await noticeOf("commander")}`,
    },
  });
  // Only passes on what the others export. As part of the bundle it would move the clients into chunks.
  await build({ ...shared, entryPoints: ["src/index.ts"] });
  return 0;
}

/** Entries, which are files of their own in the package. */
function keepOutside(entries: readonly string[]): Plugin {
  const filter = new RegExp(`^\\./(?:${entries.join("|")})\\.js$`);
  return {
    name: "keep-outside",
    setup: (builder) => builder.onResolve({ filter }, ({ path }) => ({ path, external: true })),
  };
}

/** What the licence of a bundled package asks for: who made it, and the text of the MIT licence, which all of them have. */
async function noticeOf(name: string): Promise<string> {
  const folder = `${PROJECT}/node_modules/${name}`;
  const manifest: { version: string; license: string; author: string } = JSON.parse(
    await readFile(`${folder}/package.json`, "utf8"),
  );
  if (manifest.license !== "MIT") throw new Error(`${name} has another licence: ${manifest.license}`);
  const own = await readFile(`${folder}/LICENSE`, "utf8").catch(() => "");
  const holder = /^Copyright .*$/m.exec(own)?.[0] ?? `Copyright ${manifest.author}`;
  const ours = await readFile(`${PROJECT}/LICENSE`, "utf8");
  const lines = [
    `Contains ${name} ${manifest.version}.`,
    "",
    holder,
    "",
    ours.slice(ours.indexOf("Permission is")).trim(),
  ];
  return `/*!\n${lines.join("\n").replaceAll(/^/gm, " * ").replaceAll(/ +$/gm, "")}\n */`;
}

await runCommand({ name: "build", usage, options: {}, run: buildPackage });
