import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { STATE_FOLDER } from "../../scripts/output/write-lock.js";
import { type Clone, cloneProject } from "../regenerate/project-clone.js";
import { type Run, runCommand } from "../regenerate/run-regenerate.js";
import {
  commitAll,
  grownContract,
  otherContract,
  smallContract,
  smallProject,
  smallSpecs,
} from "../regenerate/small-project.js";
import { randomFrom } from "../support/random.js";
import { contentsOf, temporaryFolder, writeFiles } from "../support/temporary-project.js";

/**
 * How often each of the three commands is killed, at moments that the seed decides; how often each of seven pairs meets; and every how
 * manyth write finds the disk full. A long run, of 200 kills and 100 meetings, is
 * `KILLS=67 MEETINGS=15 EVERY_WRITE=1 npm run test:all -- e2e test/commands/interrupted`.
 */
const KILLS = Number(process.env.KILLS ?? 8);
const MEETINGS = Number(process.env.MEETINGS ?? 1);
const EVERY_WRITE = Number(process.env.EVERY_WRITE ?? 15);
const SEED = Number(process.env.KILL_SEED ?? 20_260_201);
vi.setConfig({ testTimeout: 3_600_000 });

/** Whose commands run, and whose contract is pulled. */
let clone: Clone;
/** The system's folder for temporary files, as the commands see it. */
let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "disputekit-scratch-"));
  clone = await cloneProject();
});
afterAll(async () => {
  await clone.remove();
  await rm(scratch, { recursive: true, force: true });
});

function run(args: readonly string[], preload?: string): Promise<Run> {
  const options = { project: clone.root, env: { TMPDIR: scratch } };
  return runCommand(args, preload === undefined ? options : { ...options, preload });
}

type Tree = Readonly<Record<string, string>>;

/** A command that changes a tree, as often as one likes. */
interface Change {
  readonly root: string;
  readonly args: readonly string[];
  readonly before: Tree;
  readonly after: Tree;
}

/** What the commands write; what they keep for themselves is left out. */
const WRITTEN = ["specs/whop", "generated", ".changeset", "test/exports"];

async function treeOf(root: string): Promise<Tree> {
  const trees = await Promise.all(
    WRITTEN.map(async (folder) =>
      Object.entries(await contentsOf(join(root, folder))).map(([path, text]) => [`${folder}/${path}`, text] as const),
    ),
  );
  return Object.fromEntries(trees.flat());
}

async function restore({ root, before }: Change): Promise<void> {
  for (const folder of [...WRITTEN, STATE_FOLDER, ".regenerate", "node_modules/.cache/disputekit"])
    if (!isShared(root, folder)) await rm(join(root, folder), { recursive: true, force: true });
  await writeFiles(root, before);
}

/** The packages of the clone are this project's, and so is what is noted below them. */
function isShared(root: string, folder: string): boolean {
  return root === clone.root && folder.startsWith("node_modules");
}

async function changeOf(root: string, args: readonly string[]): Promise<Change> {
  const before = await treeOf(root);
  const { status, output } = await run(args);
  expect(status, output).toBe(0);
  const after = await treeOf(root);
  expect(after).not.toEqual(before);
  return { root, args, before, after };
}

/** A project with a small client, and the rest of it that nobody writes to. */
async function clientProject(): Promise<string> {
  const root = await smallProject({ git: false });
  const { status, output } = await run(["generate", "--root", root, "--api", "whop"]);
  expect(status, output).toBe(0);
  commitAll(root);
  await writeFiles(root, { "node_modules/grown.json": grownContract, "node_modules/small.json": smallContract });
  return root;
}

const commands: Readonly<Record<"generate" | "regenerate" | "pull", () => Promise<Change>>> = {
  generate: async () => {
    const root = await clientProject();
    await writeFile(join(root, "specs/whop/openapi.yaml"), grownContract);
    return changeOf(root, ["generate", "--root", root, "--api", "whop"]);
  },
  regenerate: async () => {
    const root = await clientProject();
    const from = join(root, "node_modules/grown.json");
    const out = join(await temporaryFolder(), "report");
    const options = ["--api", "whop", "--from", from, "--date", "2026-02-01", "--out", out];
    return changeOf(root, ["regenerate", "--root", root, ...options]);
  },
  pull: async () => {
    const folder = await temporaryFolder({ "grown.json": grownContract });
    clone.reset();
    return changeOf(clone.root, pullFrom(join(folder, "grown.json")));
  },
};
const names = Object.keys(commands) as (keyof typeof commands)[];

function pullFrom(file: string): string[] {
  return ["pull", "--api", "whop", "--from", file, "--accept-loss", "--accept-origin", "--date", "2026-02-01"];
}

/** Runs it once more, after whatever has happened; then all is done and nothing is left. */
async function expectCompleted({ root, args, after }: Change, about: string): Promise<void> {
  const { status, output } = await run(args);
  expect(status, `${about}: ${output}`).toBe(0);
  expect(await treeOf(root), about).toEqual(after);
  expect(existsSync(join(root, STATE_FOLDER)), about).toBe(false);
  expect(readdirSync(scratch), about).toEqual([]);
}

/** The next command, whatever it is: here one that only reads. Then the tree is the old one or the new one, and nothing is left. */
async function expectWhole({ root, before, after }: Change, about: string): Promise<"old" | "new"> {
  const out = join(clone.root, "node_modules/.cache/document.json");
  const { status, output } = await run([
    "generate",
    "--root",
    root,
    "--api",
    "whop",
    "--stop-after",
    "load",
    "--out",
    out,
  ]);
  expect(status, `${about}: ${output}`).toBe(0);
  const tree = await treeOf(root);
  const state = isSame(tree, before) ? "old" : "new";
  if (state === "new") expect(tree, about).toEqual(after);
  // What a run of `regenerate` has still to verify is no leftover.
  const left = existsSync(join(root, STATE_FOLDER)) ? readdirSync(join(root, STATE_FOLDER)) : ["unverified.json"];
  expect(left, about).toEqual(["unverified.json"]);
  return state;
}

function isSame(one: Tree, other: Tree): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}

describe(`killed with SIGKILL at ${KILLS} moments that the seed ${SEED} decides, half of them while it writes`, () => {
  test.each(names)(
    "%s: the next command leaves the old tree or the new one, and nothing else has changed",
    async (name) => {
      const random = randomFrom(SEED + names.indexOf(name));
      const change = await commands[name]();
      const { root, args, before, after } = change;
      const started = Date.now();
      await restore(change);
      await run(args);
      const duration = Date.now() - started;
      const others = await othersOf(root);
      const seen = { old: 0, new: 0, between: 0, ended: 0 };
      const next = { old: 0, new: 0 };
      for (let index = 0; index < KILLS; index += 1) {
        const about = `${name}, seed ${SEED}, kill ${index + 1}`;
        await restore(change);
        const isKilled = await killAt(change, random(), MOMENTS[index % MOMENTS.length] ?? "any", duration);
        const tree = await treeOf(root);
        seen[!isKilled ? "ended" : isSame(tree, before) ? "old" : isSame(tree, after) ? "new" : "between"] += 1;
        next[await expectWhole(change, about)] += 1;
        expect(await othersOf(root), about).toEqual(others);
      }
      await expectCompleted(change, name);
      console.log(
        `${name}, seed ${SEED}: ${KILLS} kills left ${JSON.stringify(seen)}, the next command ${JSON.stringify(next)}`,
      );
    },
  );
});

/** From when on a command is killed: its start, its first staged file, or its journal, from which on files are put in place. */
type Phase = "any" | "staged" | "decided";
const MOMENTS: readonly Phase[] = ["decided", "any", "staged", "any"];

/** Starts the command, and kills it some time after it has come so far. */
async function killAt({ root, args }: Change, moment: number, phase: Phase, duration: number): Promise<boolean> {
  const env = { ...process.env, TMPDIR: scratch };
  const command = [join(clone.root, "scripts/run.mjs"), ...args];
  const child = spawn(process.execPath, command, { cwd: root, stdio: "ignore", env });
  const ended = new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (_, signal) => resolve(signal));
  });
  const kill = (afterMs: number) => setTimeout(() => child.kill("SIGKILL"), afterMs);
  let timer: NodeJS.Timeout;
  if (phase === "any") timer = kill(moment * duration);
  else {
    timer = setInterval(() => {
      if (!hasEntry(join(root, STATE_FOLDER), phase === "staged" ? "stage-" : "journal.json")) return;
      clearInterval(timer);
      timer = kill(moment * (phase === "staged" ? 12 : 3));
    }, 0);
  }
  const signal = await ended;
  clearTimeout(timer);
  clearInterval(timer);
  return signal === "SIGKILL";
}

function hasEntry(folder: string, start: string): boolean {
  try {
    return readdirSync(folder).some((name) => name.startsWith(start));
  } catch {
    return false;
  }
}

/** All that no command may touch. */
async function othersOf(root: string): Promise<Tree> {
  if (root === clone.root) return { status: clone.git("status", "--porcelain", "--", ".", ":!specs/whop") };
  const all = Object.entries(await contentsOf(root));
  return Object.fromEntries(
    all.filter(
      ([path]) => ![...WRITTEN, STATE_FOLDER, "node_modules/.cache", ".git/"].some((own) => path.startsWith(own)),
    ),
  );
}

describe(`two writers at once, ${MEETINGS} times each`, () => {
  const meet = (...runs: readonly (readonly string[])[]): Promise<Run[]> => Promise.all(runs.map((args) => run(args)));

  describe("of one project", () => {
    const pull = (name: string): readonly string[] => pullFrom(join(clone.root, "input", name));
    const generate = ["generate", "--api", "whop"];
    const regenerate = (name: string): readonly string[] => [
      ...["regenerate", "--api", "whop", "--from", join(clone.root, "input", name), "--date", "2026-02-01"],
      ...["--accept-loss", "--skip-check", "--skip-tests", "--out", join(clone.root, "input/report")],
    ];

    /** The clone with a small contract in the place of Whop's. */
    beforeAll(async () => {
      clone.reset();
      await rm(join(clone.root, "specs/whop"), { recursive: true });
      for (const [path, text] of Object.entries(smallSpecs)) await writeFiles(clone.root, { [path]: text });
      await writeFiles(clone.root, {
        "input/grown.json": grownContract,
        "input/other.json": otherContract,
        ".gitignore": `${await readFile(join(clone.root, ".gitignore"), "utf8")}\ninput\n`,
      });
      const { status, output } = await run(generate);
      expect(status, output).toBe(0);
      clone.git("add", "-A");
      clone.git("commit", "-q", "-m", "Small");
    });
    afterAll(() => {
      clone.git("checkout", "-q", "-f", "-B", "main", "HEAD~1");
      clone.git("clean", "-fdxq", "-e", "node_modules", "-e", ".scripts-*");
    });

    test.each<[string, () => [readonly string[], readonly string[]]]>([
      ["generate and pull", () => [generate, pull("grown.json")]],
      ["pull and regenerate", () => [pull("other.json"), regenerate("grown.json")]],
      ["generate and regenerate", () => [generate, regenerate("grown.json")]],
    ])("%s: the tree is what they give one after the other, in one order or the other", async (_name, of) => {
      const [one, other] = of();
      const wanted: Tree[] = [];
      for (const order of [
        [one, other],
        [other, one],
      ]) {
        clone.reset();
        for (const args of order) {
          const { status, output } = await run(args);
          expect(status, output).toBe(0);
        }
        wanted.push(await treeOf(clone.root));
      }
      for (let index = 0; index < MEETINGS; index += 1) {
        clone.reset();
        for (const { status, output } of await meet(one, other))
          if (status !== 0) expect(output).toMatch(/^[^\n]*output\/busy[^\n]*\n$/);
        const tree = await treeOf(clone.root);
        expect(
          wanted.some((want) => isSame(tree, want)),
          Object.keys(tree).join(),
        ).toBe(true);
      }
    });
  });

  test.each([
    ["generate", "generate"],
    ["regenerate", "generate"],
    ["regenerate", "regenerate"],
  ] as const)("%s and %s: both end well, in the tree that they give one after the other", async (one, other) => {
    const change = await commands[one]();
    const { root, args, before, after } = change;
    const generate = ["generate", "--root", root, "--api", "whop"];
    // A report has one writer.
    const second = other === "generate" ? generate : args.map((arg) => arg.replace(/\/report$/, "/second"));
    for (let index = 0; index < MEETINGS; index += 1) {
      await restore(change);
      for (const { status, output } of await meet(args, second)) expect(status, output).toBe(0);
      expect(await treeOf(root)).toEqual(after);
      expect(existsSync(join(root, STATE_FOLDER))).toBe(false);
    }
    expect(before).not.toEqual(after);
  });

  test("pull and pull of two documents: contract and source are of one of them", async () => {
    const folder = await temporaryFolder({ "small.json": smallContract, "grown.json": grownContract });
    const states: string[] = [];
    for (const name of ["small", "grown"]) {
      clone.reset();
      await run(pullFrom(join(folder, `${name}.json`)));
      states.push(await contractState());
    }
    for (let index = 0; index < MEETINGS; index += 1) {
      clone.reset();
      const runs = await meet(pullFrom(join(folder, "small.json")), pullFrom(join(folder, "grown.json")));
      for (const { status, output } of runs) expect(status, output).toBe(0);
      expect(states).toContain(await contractState());
    }
  });

  async function contractState(): Promise<string> {
    const read = (name: string) => readFile(join(clone.root, "specs/whop", name), "utf8");
    return `${await read("openapi.yaml")}${await read("source.json")}`;
  }
});

describe(`a disk that is full at every write (here each ${EVERY_WRITE}th)`, () => {
  test.each(names)("%s says so in one line, and the next command leaves the new tree", async (name) => {
    const change = await commands[name]();
    const folder = await temporaryFolder();
    let refused = 0;
    for (let write = 1; ; write += EVERY_WRITE) {
      await restore(change);
      const marker = join(folder, `${write}`);
      // Alternately this one write alone fails, and all that follow as well.
      const preload = fullDisk(write, write % 2 === 0 ? 1 : Number.MAX_SAFE_INTEGER, marker);
      const { status, output } = await run(change.args, preload);
      if (!existsSync(marker)) {
        expect(status, output).toBe(0);
        break;
      }
      // Only a cache may be left out.
      if (status !== 0) {
        refused += 1;
        const lines = output.split("\n").filter((line) => line !== "" && !/^[A-Z][\w ,]*: [a-z-]+$/.test(line));
        expect(lines, `${name}, write ${write}`).toEqual([
          expect.stringMatching(/The disk is full: ENOSPC: no space left on device, \w+ '\/.+'.*Make room there/),
        ]);
        expect(status).toBe(1);
      }
      await expectCompleted(change, `${name}, full at write ${write}`);
    }
    console.log(`${name}: refused ${refused} times`);
    expect(refused).toBeGreaterThan(0);
  });
});

/** A module that lets some of what a process writes fail as on a full disk, from the n-th time on. The marker tells that it did. */
function fullDisk(from: number, times: number, marker: string): string {
  const code = `
    import disk from "node:fs/promises";
    import { writeFileSync } from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    let count = 0;
    const failing = (holder, name, isWrite = () => true) => {
      const original = holder[name];
      holder[name] = function (...args) {
        if (!isWrite(...args)) return original.apply(this, args);
        count += 1;
        if (count < ${from} || count >= ${from} + ${times}) return original.apply(this, args);
        writeFileSync(${JSON.stringify(marker)}, "");
        // As Node does: what fails in a file that is open does not name it.
        const isNamed = holder === disk && name !== "writeFile" && name !== "appendFile";
        const error = new Error("ENOSPC: no space left on device, " + name + (isNamed ? " '" + args[0] + "'" : ""));
        const facts = { code: "ENOSPC", errno: -28, syscall: name, ...(isNamed && { path: args[0] }) };
        return Promise.reject(Object.assign(error, facts));
      };
    };
    const handle = await disk.open(process.execPath);
    for (const name of ["writeFile", "write", "datasync"]) failing(Object.getPrototypeOf(handle), name);
    await handle.close();
    for (const name of ["mkdir", "mkdtemp", "writeFile", "appendFile", "link", "symlink", "rename", "cp"]) failing(disk, name);
    failing(disk, "open", (_, flags) => flags !== undefined && flags !== "r");
    syncBuiltinESMExports();
  `;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
