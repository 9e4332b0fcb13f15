import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/paths.js";
import { type Job, readWorkflow, type Step, type Workflow } from "./workflow.js";

/** What a workflow does against this project's rules, a line each. The checker of workflows knows none of these. */
export function breachesOf(text: string): string[] {
  const { on, permissions, jobs, defaults } = readWorkflow(text);
  return [
    ...unpinned(text),
    ...["pull_request_target", "workflow_run", "issue_comment"]
      .filter((trigger) => trigger in on)
      .map((trigger) => `starts on ${trigger}, with rights that a stranger's branch must not have`),
    ...(/\bsecrets\b/.test(text) ? ["names a secret"] : []),
    ...(permissions === undefined || Object.values(permissions).some((right) => right !== "read")
      ? ["gives every job rights to write, or whatever the repository gives"]
      : []),
    ...(defaults?.run?.shell === "bash" ? [] : ["has steps that run without pipefail"]),
    ...Object.entries(jobs).flatMap(([name, job]) =>
      [...jobBreaches(job), ...publishBreaches(job, jobs)].map((breach) => `${name}: ${breach}`),
    ),
  ];
}

function unpinned(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => /^\s*(?:- )?["']?uses\b/.test(line))
    .filter((line) => !/^\s*(?:- )?uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))
    .map((line) => `not pinned by hash and version: ${line.trim()}`);
}

/** Environments of jobs that hand on what others have made: the package, and the pages of the reference. */
const PUBLISHES: readonly string[] = ["npm", "github-pages"];

function jobBreaches(job: Job): string[] {
  const rights = Object.entries(job.permissions ?? {});
  const writes = rights.filter(([, right]) => right !== "read").map(([name]) => name);
  const token = job.steps.some(({ env = {} }) => Object.values(env).some((value) => value.includes("github.token")));
  const lines = job.steps.flatMap(({ run = "" }) => linesOf(run));
  const code = lines.filter(isProjectCode);
  const checkouts = job.steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
  return [
    ...(job["timeout-minutes"] === undefined ? ["can run for six hours"] : []),
    ...job.steps.flatMap(({ run = "" }) => (run.includes("${{") ? [`a shell reads an expression: ${run.trim()}`] : [])),
    ...checkouts
      .filter((step: Step) => step.with?.["persist-credentials"] !== false)
      .map(() => "leaves its token in .git/config"),
    ...lines
      .filter((line) => /\bnpm (?:ci|install|i|exec)\b/.test(line) && !line.includes("--ignore-scripts"))
      .map((line) => `lets packages run scripts when they are installed: ${line}`),
    ...lines
      .filter((line) => /\bgh (?:pr|issue) list\b/.test(line))
      .map((line) => `looks for its own in a list that strangers can fill: ${line}`),
    ...job.steps.flatMap(changeBreaches),
    ...(writes.length > 0 ? code.map((line) => `can write (${writes.join(", ")}) and runs: ${line}`) : []),
    ...(token ? code.map((line) => `hands its token on and runs: ${line}`) : []),
    ...(writes.includes("id-token") && (!PUBLISHES.includes(job.environment ?? "") || checkouts.length > 0)
      ? ["can publish, and is not the job that does nothing else"]
      : []),
  ];
}

/** What a change must not have, in any folder that it may touch: settings of git, what a killed command leaves, what runs. */
const NO_CONTENT = [
  ".gitattributes",
  ".gitmodules",
  ".npmrc",
  "x.tmp",
  "x.ts.tmp",
  "x.sh",
  "../x.ts",
  "x.ts/../../x.ts",
];

/** A step that takes over a change says what its title looks like, and which files it may have. */
function changeBreaches({ run = "", env = {} }: Step): string[] {
  if (!run.includes("open-pull-request.sh")) return [];
  const filled = (text: string | undefined): string => (text ?? ".*").replaceAll(/\$\{\{ matrix\.api \}\}/g, "whop");
  const title = new RegExp(`^(?:${filled(env.TITLE).trim()})$`);
  const known = filled(env.KNOWN)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => new RegExp(`^(?:${line})$`));
  const folders = ["", "specs/whop/", "generated/whop/", "generated/whop/resources/", ".changeset/", "test/exports/"];
  const paths = folders.flatMap((folder) => NO_CONTENT.map((name) => folder + name));
  return [
    ...(title.test("Anything <b>at</b> all @everyone") ? ["takes any title"] : []),
    ...paths
      .filter((path) => known.some((pattern) => pattern.test(path)))
      .map((path) => `takes a change with the file ${path}`),
  ];
}

/** All that runs on the machine that packs: what another step has run there could have changed what is packed. */
const PACKS = [
  /^npm ci --ignore-scripts\b/,
  /^npm run build$/,
  /^npm pkg set /,
  /^npm pack --ignore-scripts\b/,
  /^bash \.github\/scripts\/pack-release\.sh$/,
];

/** What is published is what a job has packed that ran nothing else, and that says so by its hash. */
function publishBreaches(job: Job, jobs: Workflow["jobs"]): string[] {
  const lines = job.steps.flatMap(({ run = "" }) => linesOf(run));
  const publish = lines.findIndex((line) => line.startsWith("npm publish"));
  if (publish < 0) return [];
  const check = lines.findIndex((line) => line.includes('sha256sum --check --strict <<< "$SHA256"'));
  const names = artifactsOf(job, "download");
  const packers = Object.values(jobs).filter((one) => artifactsOf(one, "upload").some((name) => names.includes(name)));
  const from = job.steps.map(({ env = {} }) => env.SHA256).find((value) => value !== undefined);
  const packer = /^\$\{\{ needs\.([\w-]+)\.outputs\.sha256 \}\}$/.exec(from ?? "")?.[1] ?? "";
  const isHandedOver = jobs[packer] !== undefined && packers.includes(jobs[packer]);
  const others = packers
    .flatMap(({ steps }) => steps.flatMap(({ run = "" }) => linesOf(run)))
    .filter((line) => isProjectCode(line) && !PACKS.some((pattern) => pattern.test(line)));
  return [
    ...(check >= 0 && check < publish && isHandedOver
      ? []
      : ["publishes bytes that the job that packed has not named"]),
    ...others.map((line) => `publishes what was packed beside: ${line}`),
  ];
}

function artifactsOf({ steps }: Job, way: "upload" | "download"): unknown[] {
  return steps.filter(({ uses = "" }) => uses.startsWith(`actions/${way}-artifact@`)).map((step) => step.with?.name);
}

/** The lines of a step, and of the scripts that it runs and these run. */
function linesOf(run: string, seen: readonly string[] = []): string[] {
  const paths = [...run.matchAll(/\.github\/scripts\/[\w.-]+\.sh/g)].map(([path]) => path);
  const own = run
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .map((line) => line.trim());
  const below = paths
    .filter((path) => !seen.includes(path))
    .flatMap((path) => linesOf(readFileSync(join(ROOT, path), "utf8"), [...seen, path]));
  return [...own, ...below];
}

/** Whether a line runs code of the project or of its packages. */
function isProjectCode(line: string): boolean {
  return (
    /(?:^|[\s;&|(`"])(?:npm|npx|node|tsx|yarn|pnpm)\s/.test(line) &&
    !/^npm publish "\$PACKAGE\/[^"]+" .*--ignore-scripts$/.test(line) &&
    !/\bnpm --version\b/.test(line)
  );
}
