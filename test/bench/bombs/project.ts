import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bomb } from "./documents.js";
import { plain } from "./documents.js";
import { type BoundedRun, runBounded } from "./run-bounded.js";

const home = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

export const COMMANDS = ["generate", "diff", "diff of all", "pull", "drift", "regenerate"] as const;
export type Command = (typeof COMMANDS)[number];

export interface Outcome extends BoundedRun {
  /** `done`, the code of the first finding, or what has gone wrong. */
  readonly outcome: string;
}

/** A copy of the project whose contracts are small. Its packages are this project's. */
export class BombProject {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async make(): Promise<BombProject> {
    const project = new BombProject(await mkdtemp(join(tmpdir(), "disputekit-bombs-")));
    const { root } = project;
    for (const name of ["scripts", "src", "package.json", "package-lock.json", "tsconfig.json"])
      await cp(join(home, name), join(root, name), { recursive: true });
    // A folder of its own, so that what the commands keep below it is theirs.
    await mkdir(join(root, "node_modules"));
    for (const name of await readdir(join(home, "node_modules")))
      if (name !== ".cache") await symlink(join(home, "node_modules", name), join(root, "node_modules", name));
    const overlay = { overlay: "1.0.0", info: { title: "Corrections", version: "1" }, actions: [ACTION] };
    for (const name of ["overlay", "fields.overlay", "docs.overlay"])
      await write(join(root, `specs/whop/${name}.yaml`), JSON.stringify(overlay));
    await write(join(root, "specs/whop/openapi.yaml"), plain.text(false));
    await write(join(root, "samples/createThing.200.json"), '{ "k": "a" }');
    await write(join(root, "samples/any.json"), '{ "k": "z", "more": [1, 2] }');
    await write(join(root, ".gitignore"), "node_modules\n.scripts*\n");
    const git = (...args: string[]) => execFileSync("git", args, { cwd: root });
    git("init", "-q", "-b", "main");
    git("add", "specs", ".gitignore");
    git("-c", "user.name=Bench", "-c", "user.email=bench@example.test", "commit", "-q", "-m", "State");
    // Builds the scripts.
    await runBounded([join(root, "scripts/run.mjs"), "generate", "--help"], { cwd: root, endAfter: 60 });
    return project;
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }

  async run(command: Command, bomb: Bomb, endAfter: number): Promise<Outcome> {
    const { root } = this;
    for (const path of [
      "generated",
      "specs/decisionly",
      "pulled",
      "report",
      ".regenerate.state",
      "node_modules/.cache",
    ])
      await rm(join(root, path), { recursive: true, force: true });
    execFileSync("git", ["checkout", "-q", "--", "specs"], { cwd: root });
    await write(join(root, "specs/decisionly/openapi.yaml"), bomb.text(false));
    await write(join(root, "input/plain.yaml"), plain.text(false));
    await write(join(root, "input/changed.yaml"), bomb.text(true));
    const args = [join(root, "scripts/run.mjs"), ...ARGUMENTS[command]];
    const run = await runBounded(args, { cwd: root, endAfter });
    return { ...run, outcome: await this.#outcomeOf(command, run, endAfter) };
  }

  async #outcomeOf(command: Command, { status, output }: BoundedRun, endAfter: number): Promise<string> {
    if (status === null) return `ended after ${endAfter} s`;
    if (isFaultOfProgram(output)) return "fault of the program";
    if (command === "regenerate") {
      const text = await readFile(join(this.root, "report/result.json"), "utf8").catch(() => undefined);
      const result = text === undefined ? undefined : (JSON.parse(text) as { status: string; failure: Failure });
      if (result !== undefined) return result.failure?.code ?? (status === 0 ? "done" : result.status);
    }
    // A sample that fits nothing is what drift reports, too.
    if (status === 0 || (command === "drift" && /sample/.test(output))) return "done";
    return /\b(?:load|overlay|normalize|model|emit|pull|diff|drift|output)\/[a-z-]+/.exec(output)?.[0] ?? "no code";
  }
}

type Failure = { readonly code: string } | null;

const ACTION = { target: "$.info", description: "A fact.", update: { "x-fact": "fact" } };

const ARGUMENTS: Readonly<Record<Command, readonly string[]>> = {
  generate: ["generate", "--api", "decisionly"],
  diff: diffOf("specs/decisionly/openapi.yaml"),
  "diff of all": diffOf("input/plain.yaml"),
  pull: ["pull", "--api", "whop", "--from", "input/changed.yaml", "--out", "pulled", "--accept-loss"],
  drift: ["drift", "--api", "decisionly", "--samples", "samples"],
  regenerate: [
    ...["regenerate", "--api", "whop", "--from", "input/changed.yaml", "--accept-loss"],
    ...["--skip-check", "--skip-tests", "--out", "report"],
  ],
};

function diffOf(from: string): string[] {
  return [
    "diff",
    "--api",
    "decisionly",
    "--from",
    from,
    "--to",
    "input/changed.yaml",
    "--out",
    "node_modules/report.txt",
  ];
}

/** An error that is shown with its stack, or one of the engine that is told of as somebody's mistake. */
function isFaultOfProgram(output: string): boolean {
  return (
    /^\s+at .+:\d+:\d+\)?$/m.test(output) || /RangeError|call stack|out of memory|Invalid string length/i.test(output)
  );
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
