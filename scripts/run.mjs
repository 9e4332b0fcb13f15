// Runs a command of `scripts/commands/`: `node scripts/run.mjs generate --check`.
//
// Node 20 has no TypeScript of its own, and a loader hook costs about a tenth of a whole `npm run generate` in CPU and 30 MB.
// So the folder is stripped of its types once, into `.scripts-<hash>/` beside it, and again when a file has changed.
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const commands = ["add-api", "build", "check", "diff", "drift", "generate", "pull", "regenerate"];
const [command, ...rest] = process.argv.slice(2);
if (!commands.includes(command)) {
  const given = command === undefined ? "No command is given." : `There is no command ${JSON.stringify(command)}.`;
  console.error(`${given} The commands are ${commands.join(", ")}; each takes --help.`);
  process.exit(1);
}

const source = fileURLToPath(new URL(".", import.meta.url));
const project = fileURLToPath(new URL("..", import.meta.url));
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const hash = createHash("sha256");
for (const file of files) hash.update(file.slice(source.length)).update("\0").update(readFileSync(file)).update("\0");
const target = join(project, `.scripts-${hash.digest("hex").slice(0, 16)}`);

if (!existsSync(target)) {
  try {
    await build();
  } catch (error) {
    // A disk that is full, or cannot be written to.
    console.error(`The scripts cannot be prepared: ${String(error.message).split("\n")[0]}`);
    process.exit(1);
  }
}

process.argv = [process.argv[0], join(source, "commands", `${command}.ts`), ...rest];
await import(pathToFileURL(join(target, "commands", `${command}.js`)).href);

async function build() {
  const { buildSync } = await import("esbuild");
  // Built beside and put in place by one rename, so that of several commands at once none reads half of it.
  const fresh = join(project, `.scripts.${process.pid}`);
  buildSync({
    entryPoints: files.filter((file) => file.endsWith(".ts")),
    outbase: source,
    outdir: fresh,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "linked",
    logLevel: "error",
  });
  for (const file of files.filter((name) => name.endsWith(".cjs")))
    cpSync(file, join(fresh, file.slice(source.length)));
  writeFileSync(join(fresh, "package.json"), '{ "type": "module" }\n');
  try {
    renameSync(fresh, target);
  } catch (error) {
    // Another command was faster, with the same result.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  removeOldBuilds();
}

/** A command that runs for long, such as `generate --watch`, may still load files of an older build: a day is more than enough. */
function removeOldBuilds() {
  const dayAgo = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of readdirSync(project)) {
    const folder = join(project, name);
    if (!/^\.scripts\b/.test(name) || folder === target) continue;
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (mtimeMs < dayAgo) rmSync(folder, { recursive: true, force: true });
  }
}
