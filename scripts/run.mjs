// Runs a command of `scripts/commands/`: `node scripts/run.mjs generate --check`.
//
// Node 20 has no TypeScript of its own, and a loader hook costs about a tenth of a whole `npm run generate` in CPU and 30 MB.
// So the folder is stripped of its types once, into `.scripts/` beside it, and again when a file has changed.
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const commands = ["build", "check", "diff", "drift", "generate", "pull", "regenerate"];
const [command, ...rest] = process.argv.slice(2);
if (!commands.includes(command)) {
  const given = command === undefined ? "No command is given." : `There is no command ${JSON.stringify(command)}.`;
  console.error(`${given} The commands are ${commands.join(", ")}; each takes --help.`);
  process.exit(1);
}

const source = fileURLToPath(new URL(".", import.meta.url));
const target = fileURLToPath(new URL("../.scripts/", import.meta.url));
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const hash = createHash("sha256");
for (const file of files) hash.update(file.slice(source.length)).update("\0").update(readFileSync(file)).update("\0");
const key = hash.digest("hex");

if (!existsSync(join(target, key))) {
  const { buildSync } = await import("esbuild");
  // Built beside and put in place, so that two commands at once do not read half of it.
  const fresh = `${target.slice(0, -1)}.${process.pid}`;
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
  writeFileSync(join(fresh, key), "");
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target.slice(0, -1));
}

process.argv = [process.argv[0], join(source, "commands", `${command}.ts`), ...rest];
await import(pathToFileURL(join(target, "commands", `${command}.js`)).href);
