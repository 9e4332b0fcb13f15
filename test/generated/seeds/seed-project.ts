import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../../support/paths.js";

/** A temporary copy of the project with another contract for Whop. */
export interface SeedProject {
  readonly root: string;
  /** What `pull` and `generate` printed. */
  readonly output: string;
  /** What was generated, by path from `root`. */
  readonly generated: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

const OVERLAY = `overlay: 1.0.0
info: { title: For one operation, version: 1.0.0 }
actions:
  - target: $
    description: The corrections of the whole contract would match nothing here.
    update: { x-query-arrays: brackets }
`;

/** Pulls the contract from this document and generates its client, as the commands do it. */
export async function generateFrom(document: string): Promise<SeedProject> {
  const root = await mkdtemp(join(tmpdir(), "disputekit-seed-"));
  const specs = join(root, "specs/whop");
  await mkdir(specs, { recursive: true });
  for (const name of ["scripts", "src", "package.json", "tsconfig.json", "specs/whop/names.yaml"])
    await cp(join(ROOT, name), join(root, name), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(root, "node_modules"), "dir");
  for (const name of ["overlay.yaml", "fields.overlay.yaml", "docs.overlay.yaml"])
    await writeFile(join(specs, name), OVERLAY);
  await writeFile(join(root, "document.yaml"), document);

  const run = async (...args: string[]): Promise<string> => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--import", "tsx", ...args], { cwd: root });
    return stdout + stderr;
  };
  const pulled = await run("scripts/commands/pull.ts", "--from", "document.yaml");
  const made = await run("scripts/commands/generate.ts", "--api", "whop");
  return {
    root,
    output: pulled + made,
    generated: await readTexts(root, "generated/whop"),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

async function readTexts(root: string, folder: string): Promise<Record<string, string>> {
  const entries = await readdir(join(root, folder), { recursive: true });
  const paths = entries.filter((path) => path.endsWith(".ts")).map((path) => `${folder}/${path}`);
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path), "utf8")])),
  );
}
