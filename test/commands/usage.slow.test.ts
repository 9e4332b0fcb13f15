import { spawn } from "node:child_process";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { apis } from "../../scripts/apis.js";
import { goodContract } from "../support/bad-input.js";
import { ROOT } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary-project.js";

const commands = ["add-api", "build", "check", "diff", "drift", "generate", "pull", "regenerate"];
const HELPERS = ["option-values.ts", "print.ts", "progress.ts", "run-command.ts", "write-suggestions.ts"];

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of its own. What npm has told this test runner of itself is not for it. */
function start(program: string, args: readonly string[], cwd: string): Promise<Outcome> {
  const { INIT_CWD: _, npm_lifecycle_event: __, ...env } = process.env;
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...texts }));
  });
}

function run(args: readonly string[], cwd: string = ROOT): Promise<Outcome> {
  return start(process.execPath, [join(ROOT, "scripts/run.mjs"), ...args], cwd);
}

test("run.mjs, package.json and the folder have the same commands", async () => {
  const files = (await readdir(join(ROOT, "scripts/commands"))).filter((name) => !HELPERS.includes(name));
  expect(files.sort()).toEqual(commands.map((name) => `${name}.ts`));
  const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  for (const name of commands) expect(scripts[name]).toBe(`node scripts/run.mjs ${name}`);
});

const ids = apis.map(({ id }) => id).join(", ");
const API = new RegExp(`^There is no API "nope"\\. The APIs are ${ids}\\.\n$`);
const NEVER = "there/is/no.yaml";

/** What each command takes besides --help, and the mistakes that it alone can be called with. */
const rows: readonly { readonly command: string; readonly args: readonly string[]; readonly want: RegExp }[] = [
  ...commands.flatMap((command) => [
    {
      command,
      args: ["--nope"],
      want: new RegExp(`^Unknown option '--nope'\\. \`npm run ${command}\` takes --.*help\\.\n$`),
    },
    {
      command,
      args: ["nope"],
      want: new RegExp(`^Unexpected argument 'nope'\\. .* \`npm run ${command}\` takes --.*help\\.\n$`),
    },
    { command, args: ["--help=nope"], want: /^Unknown option|^Option '--help' does not take an argument/ },
  ]),
  ...["diff", "drift", "generate", "pull", "regenerate"].flatMap((command) => [
    { command, args: ["--api", "nope"], want: API },
    { command, args: ["--api"], want: /^Option '--api <value>' argument missing\. `npm run \w+` takes --.*\n$/ },
    { command, args: ["--api", "--help-me"], want: /^Option '--api' argument is ambiguous\. [^\n]*--help\.\n$/ },
  ]),
  {
    command: "diff",
    args: ["--from", NEVER],
    want: /^There is no file and no git revision "there\/is\/no\.yaml": give one that exists with --from or --to\.\n$/,
  },
  {
    command: "diff",
    args: ["--to", NEVER],
    want: /^There is no file and no git revision "there\/is\/no\.yaml": give one that exists with --from or --to\.\n$/,
  },
  { command: "diff", args: ["--format", "xml"], want: /^--format takes text, markdown or json, not "xml"\.\n$/ },
  { command: "diff", args: ["--fail-on", "none"], want: /^--fail-on takes major, minor or patch, not "none"\.\n$/ },
  {
    command: "diff",
    args: ["--api", "decisionly", "--to", "HEAD", "--out", NEVER],
    want: /^ENOENT: no such file or directory, open '.*'\n$/,
  },
  { command: "drift", args: [], want: /^--samples DIR is missing[^\n]*\.\n$/ },
  { command: "drift", args: ["--samples", NEVER], want: /^There is no folder "there\/is\/no\.yaml"\. [^\n]*\n$/ },
  {
    command: "drift",
    args: ["--samples", ".", "--format", "xml"],
    want: /^--format takes text or json, not "xml"\.\n$/,
  },
  {
    command: "drift",
    args: ["--samples", ".", "--fail-on", "x"],
    want: /^--fail-on takes never, contradicts or lacks, not "x"\.\n$/,
  },
  {
    command: "generate",
    args: ["--root", NEVER],
    want: /^there\/is\/no\.yaml: output\/no-folder at \/: There is no such folder\. Check its name\.\n$/,
  },
  {
    command: "generate",
    args: ["--stop-after", "x", "--api", "whop"],
    want: /^--stop-after takes load, overlay or normalize, not "x"\.\n$/,
  },
  {
    command: "generate",
    args: ["--stop-after", "load"],
    want: new RegExp(`^--stop-after [^\n]* --api \\(${ids}\\)\\.\n$`),
  },
  { command: "generate", args: ["--out", "x.yaml"], want: /^--out x\.yaml needs --stop-after[^\n]*\.\n$/ },
  {
    command: "generate",
    args: ["--check", "--watch"],
    want: /^--check and --watch exclude each other: give one of them\.\n$/,
  },
  { command: "generate", args: ["--check=yes"], want: /^Option '--check' does not take an argument\.[^\n]*\n$/ },
  {
    command: "pull",
    args: ["--from", NEVER],
    want: /^there\/is\/no\.yaml: contract\/unreadable at [^\n]* The contract is unchanged\.\n$/,
  },
  {
    command: "pull",
    args: ["--date", "2026-02-30"],
    want: /^--date takes a day such as 2026-02-01, not "2026-02-30"\.\n$/,
  },
  {
    command: "pull",
    args: ["--api", "decisionly"],
    want: /^The contract of Decisionly is written by hand: there is nothing to pull\.\n$/,
  },
  {
    command: "regenerate",
    args: ["--from", NEVER, "--api", "whop"],
    want: /^--from takes a file, a folder or a URL, and there is no file "there\/is\/no\.yaml"\.\n$/,
  },
  {
    command: "regenerate",
    args: ["--date", "today"],
    want: /^--date takes a day such as 2026-02-01, not "today"\.\n$/,
  },
  {
    command: "regenerate",
    args: ["--from", "README.md", "--api", "decisionly"],
    want: /^--from needs an API whose contract is pulled[^\n]*\.\n$/,
  },
  {
    command: "nope",
    args: [],
    want: /^There is no command "nope"\. The commands are add-api, build, check, [^\n]*\.\n$/,
  },
  { command: "run-command", args: [], want: /^There is no command "run-command"\. [^\n]*\.\n$/ },
];

describe("a mistake is one line on stderr, with exit code 1", () => {
  test.concurrent.each(rows)("$command $args", { timeout: 60_000 }, async ({ command, args, want }) => {
    const { status, stdout, stderr } = await run([command, ...args]);
    expect(stderr).toMatch(want);
    expect(stderr.trimEnd()).not.toContain("\n");
    expect([status, stdout]).toEqual([1, ""]);
  });
});

test.concurrent.each(commands)(
  "%s --help is its usage, whatever else is given",
  { timeout: 60_000 },
  async (command) => {
    const { status, stdout, stderr } = await run([command, "--nope", "--help"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(new RegExp(`^Usage: npm run ${command}\\b`));
  },
);

test("a fault of the program keeps its stack", { timeout: 60_000 }, async () => {
  const code = `
    import { runCommand } from ${JSON.stringify(join(ROOT, "scripts/commands/run-command.ts"))};
    const run = async () => { throw new TypeError("a fault"); };
    await runCommand({ name: "x", usage: "", options: {}, run });
  `;
  const { status, stderr } = await start(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "-e", code],
    ROOT,
  );
  expect(status).toBe(1);
  expect(stderr).toMatch(/TypeError: a fault\n\s+at /);
});

describe("called by npm from a subfolder", () => {
  const npm = (cwd: string, ...args: string[]) => start("npm", ["run", "--silent", ...args], cwd);

  test("files are those that the user sees, and are named as the user sees them", { timeout: 60_000 }, async () => {
    const folder = join(ROOT, "specs/decisionly");
    const { status, stdout, stderr } = await npm(
      folder,
      "generate",
      "--",
      "--api",
      "decisionly",
      "--check",
      "--root",
      "../..",
    );
    expect([status, stderr.replaceAll(/^Decisionly: [\w-]+\n/gm, "")]).toEqual([0, ""]);
    expect(stdout).toContain("up to date");

    // The folder has this file; the project has none of this name.
    const same = await npm(folder, "diff", "--", "--from", "openapi.yaml");
    expect(same).toEqual({
      status: 1,
      stdout: "",
      stderr: "Both states are openapi.yaml: give another one with --from or --to.\n",
    });
    const missing = await npm(folder, "pull", "--", "--from", "missing.yaml");
    expect(missing.stderr).toMatch(/^missing\.yaml: contract\/unreadable at /);
  });

  test("an error in a contract of the project has the path from there", { timeout: 60_000 }, async () => {
    const root = await temporaryFolder({
      "specs/decisionly/openapi.yaml": goodContract.replace("operationId: retrieveOrder", "operationId: 1"),
    });
    await mkdir(join(root, "specs/deep"));
    const { stderr } = await run(["generate", "--api", "decisionly", "--root", root], join(root, "specs/deep"));
    expect(stderr).toMatch(/^\.\.\/decisionly\/openapi\.yaml:\d+: load\//m);
  });

  test("a command that is started by another npm script stays where it is", { timeout: 60_000 }, async () => {
    const root = await temporaryFolder({ "package.json": '{ "scripts": { "outer": "node run.mjs" } }' });
    const { stderr } = await start(
      process.execPath,
      ["-e", `process.chdir(${JSON.stringify(root)}); ${spawnDiff}`],
      root,
    );
    expect(stderr).toContain('no git revision "mine.yaml"');
  });
});

/** As `npm test` does it: npm's variables are those of another script. */
const spawnDiff = `
  const { spawnSync } = require("node:child_process");
  const env = { ...process.env, INIT_CWD: "/", npm_lifecycle_event: "test" };
  const args = [${JSON.stringify(join(ROOT, "scripts/run.mjs"))}, "diff", "--from", "mine.yaml", "--root", ${JSON.stringify(ROOT)}];
  process.stderr.write(spawnSync(process.execPath, args, { env, encoding: "utf8" }).stderr);
`;
