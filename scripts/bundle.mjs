import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * A folder with one bundle for each command of `scripts/commands/`, made once for each state of the scripts. It lies in the project,
 * so that packages are found from it, and all code is one folder below it, so that a path that code knows relative to itself holds.
 *
 * The libraries that every comparison needs are bundled, too: as hundreds of small files they take as long as reading a contract.
 *
 * @param {string} source the folder `scripts`
 * @param {string} project the folder that holds it
 * @returns {Promise<string>} the folder
 * @throws an error with a `syscall` where the disk refuses to be written to, and what esbuild says of code that is wrong
 */
export async function bundleScripts(source, project) {
  const files = filesOf(source);
  const libraries = LIBRARIES.map((name) => ({ name, manifest: readText(manifestOf(project, name)) })).filter(
    ({ manifest }) => manifest !== undefined,
  );
  const hash = createHash("sha256");
  const add = (name, content) => hash.update(`${name.length}:${name}${content.length}:`).update(content);
  for (const file of files) add(relative(source, file), readFileSync(file));
  for (const { name, manifest } of libraries) add(name, manifest);
  const target = join(project, `.scripts-${hash.digest("hex").slice(0, 16)}`);
  if (isWhole(target)) return target;

  // Written beside and put in place by one rename, so that of several commands at once none reads half of it.
  const fresh = join(project, `.scripts.${process.pid}`);
  try {
    await write(fresh, source, files, libraries);
    putInPlace(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  removeOld(project, target);
  return target;
}

/** What reads a contract, besides our own code. Their versions count as part of the scripts. */
const LIBRARIES = ["js-yaml", "json-p3", "yaml"];
/** The folder of all code in a bundle, entries and what they share. */
const CODE = "commands";
/** The file with the digest of each file of code. */
const DIGESTS = "digests.json";

async function write(folder, source, files, libraries) {
  const { buildSync } = await import("esbuild");
  const { outputFiles } = buildSync({
    entryPoints: files.filter((file) => dirname(file) === join(source, CODE) && file.endsWith(".ts")),
    outbase: source,
    outdir: folder,
    bundle: true,
    splitting: true,
    chunkNames: `${CODE}/[name]-[hash]`,
    packages: "external",
    alias: Object.fromEntries(libraries.map(({ name }) => [name, fileURLToPath(import.meta.resolve(name))])),
    // For the libraries that are CommonJS. Modules of ours that have a `require` of their own are given another name for it.
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module";\nconst require = requireFrom(import.meta.url);',
    },
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "linked",
    write: false,
    logLevel: "error",
  });
  const digests = {};
  const put = (name, content) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    if (!name.endsWith(".map")) digests[name.split(sep).join("/")] = digestOf(content);
  };
  rmSync(folder, { recursive: true, force: true });
  for (const { path, contents } of outputFiles) put(relative(folder, path), contents);
  // `./validators/x.cjs` of a file in `scripts/load` is the same path from the bundle.
  for (const file of files.filter((name) => name.endsWith(".cjs")))
    put(join(CODE, ...relative(source, file).split(sep).slice(1)), readFileSync(file));
  put("package.json", '{ "type": "module" }\n');
  writeFileSync(join(folder, DIGESTS), JSON.stringify(digests));
}

function putInPlace(fresh, target) {
  try {
    if (!existsSync(target)) {
      renameSync(fresh, target);
      return;
    }
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
  // Another command was faster, with the same result; or what was there before is spoiled.
  if (!isWhole(target)) {
    const spoiled = join(dirname(target), `.scripts.${process.pid}-spoiled`);
    renameSync(target, spoiled);
    renameSync(fresh, target);
    rmSync(spoiled, { recursive: true, force: true });
  }
  rmSync(fresh, { recursive: true, force: true });
}

/** Whether a folder holds just what was written: a crash of the machine can leave files that are empty. */
function isWhole(folder) {
  try {
    const digests = Object.entries(JSON.parse(readFileSync(join(folder, DIGESTS), "utf8")));
    return digests.every(([name, digest]) => digestOf(readFileSync(join(folder, name))) === digest);
  } catch {
    return false;
  }
}

function digestOf(content) {
  return createHash("sha256").update(content).digest("base64");
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function manifestOf(project, name) {
  return join(project, "node_modules", name, "package.json");
}

function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** A command that runs for long, such as `generate --watch`, may still load files of an older bundle: a day is more than enough. */
function removeOld(project, target) {
  const dayAgo = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of readdirSync(project)) {
    const folder = join(project, name);
    if (!/^\.scripts\b/.test(name) || folder === target) continue;
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (mtimeMs < dayAgo) rmSync(folder, { recursive: true, force: true });
  }
}
