import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/paths.js";
import { type Job, readWorkflow, type Step } from "./workflow.js";

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
    ...Object.entries(jobs).flatMap(([name, job]) => jobBreaches(job).map((breach) => `${name}: ${breach}`)),
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
  const code = job.steps.flatMap(({ run = "" }) => projectCode(run));
  const checkouts = job.steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
  return [
    ...(job["timeout-minutes"] === undefined ? ["can run for six hours"] : []),
    ...job.steps.flatMap(({ run = "" }) => (run.includes("${{") ? [`a shell reads an expression: ${run.trim()}`] : [])),
    ...checkouts
      .filter((step: Step) => step.with?.["persist-credentials"] !== false)
      .map(() => "leaves its token in .git/config"),
    ...(writes.length > 0 ? code.map((line) => `can write (${writes.join(", ")}) and runs: ${line}`) : []),
    ...(token ? code.map((line) => `hands its token on and runs: ${line}`) : []),
    ...(writes.includes("id-token") && (!PUBLISHES.includes(job.environment ?? "") || checkouts.length > 0)
      ? ["can publish, and is not the job that does nothing else"]
      : []),
  ];
}

/** The lines of a step, and of the script that it runs, that run code of the project or of its packages. */
function projectCode(run: string): string[] {
  const scripts = [...run.matchAll(/\.github\/scripts\/[\w.-]+/g)].map(([path]) =>
    readFileSync(join(ROOT, path), "utf8"),
  );
  return [run, ...scripts]
    .flatMap((text) => text.split("\n"))
    .filter((line) => !/^\s*#/.test(line) && /(?:^|[\s;&|(`"])(?:npm|npx|node|tsx|yarn|pnpm)\s/.test(line))
    .map((line) => line.trim())
    .filter(
      (line) => !/^npm publish "\$PACKAGE\/[^"]+" .*--ignore-scripts$/.test(line) && !/\bnpm --version\b/.test(line),
    );
}
