import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { binaries, installRuntimes } from "../runtimes/peers.js";
import { goodContract } from "../support/bad-input.js";
import { ROOT } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary-project.js";

const LIMIT_MS = 60_000;

beforeAll(installRuntimes, 600_000);

const versions = [
  { version: "20", node: () => binaries?.node20 ?? process.execPath },
  { version: "24", node: () => binaries?.node24 },
];

/** The contract whose one model has this name. */
const contractOf = (name: string) => goodContract.replaceAll("Order", name);

describe.each(versions)("npm run generate -- --watch on Node $version", ({ version, node }) => {
  test("generates again after every way of changing a file", { timeout: 10 * LIMIT_MS }, async ({ skip }) => {
    const program = node();
    if (program === undefined) return skip(`there is no Node ${version} for this platform`);
    const root = await temporaryFolder({ "specs/decisionly/openapi.yaml": contractOf("Order") });
    const [specs, folder] = [join(root, "specs"), join(root, "specs/decisionly")];
    const contract = join(folder, "openapi.yaml");
    const watching = await startWatching(program, root);
    await watching.until(() => watching.generated("Order"));

    await writeFile(contract, contractOf("SavedInPlace"));
    await watching.until(() => watching.generated("SavedInPlace"));

    // As vim and many editors save; twice, since the second is what a watched file does not see.
    for (const name of ["RenamedOnce", "RenamedTwice"]) {
      await writeFile(join(folder, ".openapi.swp"), contractOf(name));
      await rename(join(folder, ".openapi.swp"), contract);
      await watching.until(() => watching.generated(name));
    }

    await rm(contract);
    await watching.until(() => watching.stderr().includes("the file cannot be read"));
    await writeFile(contract, contractOf("WrittenAgain"));
    await watching.until(() => watching.generated("WrittenAgain"));

    await rename(folder, join(root, "away"));
    await wait(1_000);
    await writeFile(join(root, "away/openapi.yaml"), contractOf("BroughtBack"));
    await rename(join(root, "away"), folder);
    await watching.until(() => watching.generated("BroughtBack"));

    await rm(specs, { recursive: true });
    await wait(1_000);
    await mkdir(folder, { recursive: true });
    await writeFile(contract, contractOf("MadeAgain"));
    await watching.until(() => watching.generated("MadeAgain"));

    const git = (...args: string[]) => execFileSync("git", args, { cwd: root });
    const who = ["-c", "user.name=Test", "-c", "user.email=test@example.test"];
    git("init", "-q", "-b", "main");
    git("add", "specs");
    git(...who, "commit", "-q", "-m", "One");
    git("checkout", "-q", "-b", "other");
    await writeFile(contract, contractOf("OnTheBranch"));
    git(...who, "commit", "-q", "-a", "-m", "Two");
    await watching.until(() => watching.generated("OnTheBranch"));
    git("checkout", "-q", "main");
    await watching.until(() => watching.generated("MadeAgain"));

    await writeFile(contract, contractOf("Broken").replace("paths:", "paths: ["));
    await watching.until(() => /openapi\.yaml:\d+: load\/yaml-syntax at /.test(watching.stderr()));
    expect(await watching.generated("MadeAgain")).toBe(true);
    await writeFile(contract, contractOf("Mended"));
    await watching.until(() => watching.generated("Mended"));

    // What leaves the content as it is is no change.
    await watching.settled();
    const runs = watching.runs();
    await utimes(contract, new Date(), new Date());
    await rename(contract, join(root, "moment"));
    await rename(join(root, "moment"), contract);
    await wait(2_000);
    expect(watching.runs()).toBe(runs);
    expect(watching.stdout() + watching.stderr()).not.toMatch(/\r|^\s+at /m);
    expect(watching.isRunning()).toBe(true);
  });
});

interface Watching {
  /** Ends as soon as the condition holds. @throws Error after a minute, or when the process has ended */
  readonly until: (condition: () => boolean | Promise<boolean>) => Promise<void>;
  /** Whether the client that was generated last has a model of this name. */
  readonly generated: (name: string) => Promise<boolean>;
  /** Ends when the process has waited for changes for two seconds. */
  readonly settled: () => Promise<void>;
  /** How often it has generated, or tried to. */
  readonly runs: () => number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly isRunning: () => boolean;
}

async function startWatching(node: string, root: string): Promise<Watching> {
  const args = [join(ROOT, "scripts/run.mjs"), "generate", "--watch", "--api", "decisionly", "--root", root];
  const child = spawn(node, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => end(child));
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
    const deadline = Date.now() + LIMIT_MS;
    while (!(await condition())) {
      const state = isRunning() ? "has not done it in time" : "has ended";
      if (!isRunning() || Date.now() > deadline)
        throw new Error(`The command ${state}:\n${texts.stdout}${texts.stderr}`);
      await wait(50);
    }
  };
  const runs = () => texts.stdout.split("watching specs/").length - 1;
  return {
    until,
    generated: async (name) => {
      const models = await readFile(join(root, "generated/decisionly/models.ts"), "utf8").catch(() => "");
      return models.includes(`interface ${name} `);
    },
    settled: () =>
      until(async () => {
        const before = runs();
        await wait(2_000);
        return runs() === before;
      }),
    runs,
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    isRunning,
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}
