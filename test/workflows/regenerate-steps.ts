import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Sandbox, StepResult } from "./sandbox.js";

export interface Change {
  readonly status: "unchanged" | "changed" | "broken";
  readonly labels?: readonly string[];
  readonly title?: string;
  readonly body?: string | Buffer;
  /** The files that `npm run regenerate` writes; `null` for one that it removes. */
  readonly files?: Readonly<Record<string, string | null>>;
}

export const minor: Change = {
  status: "changed",
  labels: ["semver: minor"],
  title: "Regenerate Whop: 1 minor",
  body: "One new field.\n",
  files: {
    "specs/whop/openapi.yaml": "openapi: 3.1.0\ninfo: {}\n",
    "generated/whop/client.ts": "export class Whop { list() {} }\n",
    "generated/whop/resources/new.ts": "export class New {}\n",
    "generated/whop/resources/old.ts": null,
    "test/exports/whop.txt": "New\nWhop\n",
    ".changeset/contract-whop.md": '---\n"disputekit": minor\n---\n\nWhop.\n',
  },
};
export const broken: Change = {
  ...minor,
  status: "broken",
  labels: ["semver: minor", "broken"],
  title: "Regenerate Whop (broken): 1 minor",
};

/** `npm run regenerate` as the workflow sees it: files in the tree, a report, an exit code. */
function makesChange({ status, labels = [], title = "", body = "", files = {} }: Change): string {
  const report = {
    "result.json": JSON.stringify({ status }),
    "labels.txt": labels.map((label) => `${label}\n`).join(""),
    "pr-title.txt": `${title}\n`,
    "pr-body.md": body,
  };
  const write = (path: string, text: string | Buffer) => [
    `mkdir -p "$(dirname '${path}')"`,
    `base64 -d <<< '${Buffer.from(text).toString("base64")}' > '${path}'`,
  ];
  return [
    ...Object.entries(files).flatMap(([path, text]) => (text === null ? [`rm '${path}'`] : write(path, text))),
    ...Object.entries(report).flatMap(([name, text]) => write(`.regenerate/${name}`, text)),
    `exit ${status === "broken" ? 1 : 0}`,
  ].join("\n");
}

export const expressions = (box: Sandbox): Record<string, string> => ({
  "matrix.api": "whop",
  "runner.temp": box.folder,
  "github.token": "token",
  "github.repository": "acme/disputekit",
  "inputs.api": "",
  "inputs.from": "",
  "inputs.accept_loss": "",
  "github.event.before": "",
});

export interface Run {
  /** Whether the first job is red. */
  readonly red: boolean;
  readonly regenerate: StepResult;
  readonly pack: StepResult;
  readonly open: StepResult;
}

/** The steps of both jobs, each in its own checkout, as the runner goes through them. */
export function runWorkflow(box: Sandbox, change: Change | string): Run {
  box.onNpm(typeof change === "string" ? change : makesChange(change));
  const first = { in: box.checkout(), expressions: expressions(box) };
  const regenerate = box.run("regenerate.yml", "regenerate", "Regenerate", first);
  rmSync(join(box.folder, "change"), { recursive: true, force: true });
  const pack = box.run("regenerate.yml", "regenerate", "Pack the change", first);
  const failed = regenerate.status !== 0;
  const last = failed ? box.run("regenerate.yml", "regenerate", "Fail when it is broken", first).status : 0;
  return { red: last !== 0 || pack.status !== 0, regenerate, pack, open: open(box) };
}

export function open(box: Sandbox): StepResult {
  const options = { in: box.checkout(), expressions: expressions(box) };
  return box.run("regenerate.yml", "pull-request", "Open or update the pull request", options);
}

export const branchOf = (box: Sandbox): string =>
  box.git(box.remote, "branch", "--list", "regenerate/*", "--format=%(refname:short) %(objectname)");
export const changedOn = (box: Sandbox): string[] =>
  box.git(box.remote, "diff", "--name-status", "--no-renames", "main", "regenerate/whop").split("\n");
/** What was asked of GitHub, less what is only looked up. */
export const asked = (box: Sandbox): string[][] =>
  box
    .calls("gh")
    .filter(([noun, verb]) => noun !== "api" && !["label create", "auth setup-git"].includes(`${noun} ${verb}`));

/** The call that opens the pull request of {@link minor}. */
export const createWith = (title: string): unknown[] => [
  ...["pr", "create", "--head", "regenerate/whop", "--base", "main", "--title", title],
  ...["--body-file", expect.any(String), "--label", "semver: minor"],
];
