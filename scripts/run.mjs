// Runs a command of `scripts/commands/`: `node scripts/run.mjs generate --check`.
//
// Node 20 has no TypeScript of its own, and a loader hook costs about a tenth of a whole `npm run generate` in CPU and 30 MB.
// So the scripts are bundled once, into `.scripts-<hash>/` beside them, and again when a file has changed.
import module from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { bundleScripts } from "./bundle.mjs";

const commands = ["add-api", "build", "check", "diff", "drift", "generate", "pull", "regenerate"];
const [command, ...rest] = process.argv.slice(2);
if (!commands.includes(command)) {
  const given = command === undefined ? "No command is given." : `There is no command ${JSON.stringify(command)}.`;
  console.error(`${given} The commands are ${commands.join(", ")}; each takes --help.`);
  process.exit(1);
}

// A command lives for a second or two. V8 compiles code that seems hot on other threads, which takes as much CPU as the code itself, and
// pays in longer lives only: it is to wait until a function has run longer.
setFlagsFromString("--interrupt-budget=1000000");

const source = fileURLToPath(new URL(".", import.meta.url));
const entry = join(source, "commands", `${command}.ts`);
process.argv = [process.argv[0], entry, ...rest];
await import(pathToFileURL(await codeOf(entry)).href);

async function codeOf(file) {
  try {
    const folder = await bundleScripts(source, fileURLToPath(new URL("..", import.meta.url)));
    // Node 22 and later keep what V8 makes of a file. It goes when the bundle goes.
    module.enableCompileCache?.(join(folder, "compiled"));
    return join(folder, "commands", `${command}.js`);
  } catch (error) {
    if (error.syscall === undefined) {
      console.error(`The scripts cannot be prepared: ${String(error.message).split("\n")[0]}`);
      process.exit(1);
    }
    // A disk that is full, or cannot be written to: the command may have nothing to write.
    const { register } = await import("tsx/esm/api");
    register();
    return file;
  }
}
