import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { ROOT } from "../support/paths.js";
import { readWorkflow, stepOf, workflowText } from "./workflow.js";

/** What became of a step. */
export interface StepResult {
  readonly status: number;
  /** What it said on either stream. */
  readonly log: string;
}

export interface StepOptions {
  /** The clone in which it runs. */
  readonly in: string;
  /** What the expressions in its `env` give; one that is not named here is an error. */
  readonly expressions?: Readonly<Record<string, string>>;
}

/** A remote, clones of it, and a machine with our `gh` and `npm`. */
export interface Sandbox {
  readonly folder: string;
  readonly remote: string;
  /** A fresh clone of `main`, as a job's checkout makes it. */
  readonly checkout: () => string;
  /** What `gh` answers to a command of two words, of an address the first word after the repository: `run list`, `api pulls`. */
  readonly answerGh: (command: string, answer: string) => void;
  /** What GitHub has: a request gets what its query asks for, through its `--jq`. */
  readonly putOnGitHub: (what: "pulls" | "issues", items: readonly object[]) => void;
  /** What `npm` does: a bash script, which gets npm's arguments. */
  readonly onNpm: (script: string) => void;
  /** The commands that were called so far, each with its arguments. */
  readonly calls: (command: "gh" | "npm") => string[][];
  /** Runs a step of a workflow as the runner would. */
  readonly run: (workflow: string, job: string, step: string, options: StepOptions) => StepResult;
  /** What steps have added to the run's summary, or given as outputs. */
  readonly written: (file: "summary" | "output") => string;
  readonly git: (clone: string, ...args: readonly string[]) => string;
  readonly exists: (name: string) => boolean;
}

const FILES: Readonly<Record<string, string>> = {
  ".gitignore": ".regenerate*/\n",
  ".changeset/config.json": "{}\n",
  ".changeset/README.md": "notes\n",
  "specs/whop/openapi.yaml": "openapi: 3.1.0\n",
  "specs/decisionly/openapi.yaml": "openapi: 3.1.0\n",
  "generated/whop/client.ts": "export class Whop {}\n",
  "generated/whop/resources/old.ts": "export class Old {}\n",
  "test/exports/whop.txt": "Whop\n",
  "src/index.ts": "export const one = 1;\n",
  "package.json": '{ "name": "disputekit", "version": "0.1.0" }\n',
  "package-lock.json": '{ "version": "0.1.0" }\n',
  "CHANGELOG.md": "# Changelog\n\n## 0.1.0\n\n- The first.\n",
};

/** Records its arguments, keeps the text of `--body-file`, and answers what it was told to. Starts no process for it: there are many. */
const FAKE = `#!/bin/bash
printf '%s\\x1f' "$@" >> "$SANDBOX/calls.\${0##*/}"
printf '\\x1e' >> "$SANDBOX/calls.\${0##*/}"
`;
const FAKE_GH = `${FAKE}answer="$SANDBOX/gh/$1 $2" address="$2"
if [ "$1" = api ]; then below="\${2#repos/*/*/}"; answer="$SANDBOX/gh/api \${below%%[/?]*}"; fi
while [ $# -gt 0 ]; do
  if [ "$1" = --body-file ]; then cp "$2" "$SANDBOX/body.md"; fi
  if [ "$1" = --jq ]; then filter="$2"; fi
  shift
done
if [ -f "$answer.json" ]; then
  node "$SANDBOX/github.mjs" "$answer.json" "$address" | jq -r "$filter"
  exit
fi
if [ -f "$answer" ]; then IFS= read -r -d '' text < "$answer" || printf '%s' "$text"; fi
`;
/** The lists of GitHub's API, as far as its documentation says what their parameters do. */
const GITHUB = `import { readFileSync } from "node:fs";
const [file, address] = process.argv.slice(2);
const query = new URL(address, "https://api.github.example").searchParams;
const asked = {
  head: (item, value) => item.head.label === value,
  base: (item, value) => item.base.ref === value,
  labels: (item, value) => value.split(",").every((name) => item.labels.some((label) => label.name === name)),
  state: (item, value) => item.state === value,
  per_page: () => true,
};
const keep = (item) => [...query].every(([name, value]) => asked[name](item, value));
const found = JSON.parse(readFileSync(file, "utf8")).filter(keep);
console.log(JSON.stringify(found.slice(0, Number(query.get("per_page") ?? 30))));
`;
const FAKE_NPM = `${FAKE}source "$SANDBOX/npm.sh"\n`;

/** Gone when the test is over. */
export function sandbox(files: Readonly<Record<string, string>> = {}): Sandbox {
  const box = sharedSandbox(files);
  onTestFinished(() => rmSync(box.folder, { recursive: true, force: true }));
  return box;
}

/** For several tests that leave the remote as it is. Whoever asks for it removes its folder. */
export function sharedSandbox(files: Readonly<Record<string, string>> = {}): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), "workflow-"));
  const at = (...names: string[]): string => join(folder, ...names);
  const env = {
    // No setting of the machine has a part in it, as on a fresh runner.
    HOME: at("home"),
    GIT_CONFIG_NOSYSTEM: "1",
    // Without the sample hooks, which are most of what a clone copies.
    GIT_TEMPLATE_DIR: "",
    PATH: `${at("bin")}:${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    SANDBOX: folder,
    GITHUB_STEP_SUMMARY: at("summary"),
    GITHUB_OUTPUT: at("output"),
    GITHUB_REPOSITORY: "acme/disputekit",
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_SHA: "0123456789",
  };
  const git = (clone: string, ...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=A person", "-c", "user.email=person@example.com", ...args], {
      cwd: clone,
      env,
      encoding: "utf8",
    }).trim();
  const put = (name: string, text: string, mode = 0o644): void => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text, { mode });
    chmodSync(at(name), mode);
  };

  for (const name of ["home", "gh"]) mkdirSync(at(name));
  put("bin/gh", FAKE_GH, 0o755);
  put("bin/npm", FAKE_NPM, 0o755);
  put("npm.sh", "exit 1\n");
  put("github.mjs", GITHUB);
  for (const [name, text] of Object.entries({ ...FILES, ...files })) put(join("seed", name), text);
  cpSync(join(ROOT, ".github/scripts"), at("seed/.github/scripts"), { recursive: true });
  git(at("seed"), "init", "--quiet", "--initial-branch=main");
  git(at("seed"), "add", "--all");
  git(at("seed"), "commit", "--quiet", "--message=The state of main");
  git(folder, "clone", "--quiet", "--bare", "seed", "remote.git");

  let clones = 0;
  return {
    folder,
    remote: at("remote.git"),
    checkout: () => {
      const clone = at(`clone-${clones++}`);
      git(folder, "clone", "--quiet", at("remote.git"), clone);
      return clone;
    },
    answerGh: (command, answer) => put(join("gh", command), answer),
    putOnGitHub: (what, items) => put(`gh/api ${what}.json`, JSON.stringify(items)),
    onNpm: (script) => put("npm.sh", script),
    calls: (command) => {
      const text = existsSync(at(`calls.${command}`)) ? readFileSync(at(`calls.${command}`), "utf8") : "";
      const records = text.split("\x1e").slice(0, -1);
      return records.map((record) => record.split("\x1f").slice(0, -1));
    },
    run: (workflow, job, name, { in: cwd, expressions = {} }) => {
      const read = readWorkflow(workflowText(workflow));
      const step = stepOf(read, job, name);
      const given = Object.entries(step.env ?? {}).map(([key, value]) => [key, filledIn(value, expressions)]);
      put("step.sh", step.run);
      // The runner's own words for `shell: bash`.
      const result = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", at("step.sh")], {
        cwd,
        env: { ...env, ...Object.fromEntries(given) },
        encoding: "utf8",
      });
      return { status: result.status ?? -1, log: result.stdout + result.stderr };
    },
    written: (file) => (existsSync(at(file)) ? readFileSync(at(file), "utf8") : ""),
    git,
    exists: (name) => existsSync(at(name)),
  };
}

function filledIn(value: string, expressions: Readonly<Record<string, string>>): string {
  return value.replaceAll(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
    const given = expressions[expression];
    if (given === undefined) throw new Error(`the test says nothing of ${expression}`);
    return given;
  });
}
