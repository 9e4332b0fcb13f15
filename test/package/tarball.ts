import { mkdir, readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { apis } from "../../scripts/apis.js";
import { assertEmpty, Fault, run } from "./steps.js";

/** What several entries share. */
const CHUNK = /^dist\/chunks\/\w+\.js$/;

/** What may be in the package. Everything else is a leak: sources, contracts, tests, settings. */
const ALLOWED = [
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|CONTRIBUTING\.md|SECURITY\.md)$/,
  // What README links to.
  /^docs\/(?:decisions\/)?[\w.-]+\.md$/,
  /^examples\/(?:[\w-]+\/)*[\w.-]+\.(?:ts|md|json)$/,
  /^generated\/[\w-]+\/api\.md$/,
  new RegExp(
    `^dist/src/(?:${["index", ...apis.map(({ id }) => id), "webhooks", "node", "testing", "cli", "runtime/public"].join("|")})\\.js$`,
  ),
  CHUNK,
  /^dist\/(?:src|generated)\/[\w/-]+\.d\.ts$/,
];
const NEEDED = ["package.json", "README.md", "LICENSE", "CHANGELOG.md", "dist/src/index.js", "dist/src/index.d.ts"];

/** Packs the project as `npm publish` would. Gives the tarball's path and the folder with its files. */
export async function pack(project: string, scratch: string): Promise<{ tarball: string; folder: string }> {
  const [packed]: { filename: string }[] = JSON.parse(
    run(project, "npm", "pack", "--json", "--ignore-scripts", "--pack-destination", scratch),
  );
  if (packed === undefined) throw new Fault("npm pack said nothing of a file.");
  const tarball = join(scratch, packed.filename);
  const unpacked = join(scratch, "unpacked");
  await mkdir(unpacked);
  run(scratch, "tar", "-xzf", tarball, "-C", unpacked);
  return { tarball, folder: join(unpacked, "package") };
}

/** @throws Fault when a file is there that should not be, or is missing */
export async function checkFileList(folder: string): Promise<string> {
  const files = await filesBelow(folder);
  assertEmpty(
    "Files that do not belong into the package",
    files.filter((file) => !ALLOWED.some((allowed) => allowed.test(file))),
  );
  assertEmpty(
    "Files that are missing",
    NEEDED.filter((file) => !files.includes(file)),
  );
  const alone = files.filter(
    // The command is run, not imported.
    (file) =>
      file.endsWith(".js") &&
      !CHUNK.test(file) &&
      file !== "dist/src/cli.js" &&
      !files.includes(file.replace(/\.js$/, ".d.ts")),
  );
  assertEmpty("Files without declarations", alone);
  const readme = await readFile(join(folder, "README.md"), "utf8");
  const links = Array.from(readme.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g), ([, path = ""]) => path);
  assertEmpty(
    "Links of README that lead nowhere in the package",
    links.filter((path) => !files.includes(path)),
  );
  return `${files.length} files`;
}

/** @throws Fault when an import leads out of the package, or a text tells of the machine it was built on */
export async function checkTexts(folder: string, project: string): Promise<void> {
  const files = await filesBelow(folder);
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    await readFile(join(folder, "package.json"), "utf8"),
  );
  const faults: string[] = [];
  for (const file of files) {
    const text = await readFile(join(folder, file), "utf8");
    if (text.includes(project)) faults.push(`${file} has a path of this machine`);
    if (/^\/\/# sourceMappingURL=/m.test(text)) faults.push(`${file} points to a source map, which is not there`);
    if (!/\.(?:js|d\.ts)$/.test(file)) continue;
    for (const [, specifier = ""] of text.matchAll(/(?<!")(?:\bfrom|\bimport)\s*\(?\s*"([^"\n]+)"/g)) {
      const target = posix.join(posix.dirname(file), specifier);
      // Declarations speak to compilers, which read the declarations of the file that is named.
      const isThere = specifier.startsWith(".")
        ? files.includes(file.endsWith(".d.ts") ? target.replace(/\.js$/, ".d.ts") : target)
        : specifier.startsWith("node:") ||
          Object.hasOwn(manifest.dependencies, specifier) ||
          OPTIONAL.includes(specifier);
      if (!isThere) faults.push(`${file} imports ${specifier}`);
    }
  }
  assertEmpty("The package does not stand alone", faults);
}

/** Imported when they are used, with an error of its own when they are absent. */
const OPTIONAL: readonly string[] = ["jose", "undici", "ts-morph"];

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}
