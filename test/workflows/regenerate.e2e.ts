import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  asked,
  branchOf,
  broken,
  type Change,
  changedOn,
  createWith,
  expressions,
  minor,
  runWorkflow,
} from "./regenerate-steps.js";
import { sandbox, sharedSandbox } from "./sandbox.js";

describe("what becomes of a result", () => {
  test("unchanged: nothing is pushed and nothing is opened", () => {
    const box = sandbox();
    const { red, open: opened } = runWorkflow(box, { status: "unchanged" });
    expect([red, opened.status, branchOf(box), asked(box)]).toEqual([false, 0, "", []]);
  });

  test("unchanged, with an open pull request: it has nothing to propose any more", () => {
    const box = sandbox();
    box.answerGh("api pulls", "12 false\n");
    const { open: opened } = runWorkflow(box, { status: "unchanged" });
    expect(opened.status).toBe(0);
    expect(asked(box)).toEqual([["pr", "close", "12", "--comment", "`main` already has this change."]]);
  });

  test("changed: one commit on a branch, and a pull request with its label", () => {
    const box = sandbox();
    const { red, open: opened } = runWorkflow(box, minor);
    expect([red, opened.status]).toEqual([false, 0]);
    expect(changedOn(box)).toEqual([
      "A\t.changeset/contract-whop.md",
      "M\tgenerated/whop/client.ts",
      "A\tgenerated/whop/resources/new.ts",
      "D\tgenerated/whop/resources/old.ts",
      "M\tspecs/whop/openapi.yaml",
      "M\ttest/exports/whop.txt",
    ]);
    expect(box.git(box.remote, "log", "--format=%an: %s", "main..regenerate/whop")).toBe(
      "github-actions[bot]: Regenerate Whop: 1 minor",
    );
    expect(asked(box)).toEqual([
      [
        "pr",
        "create",
        "--head",
        "regenerate/whop",
        "--base",
        "main",
        "--title",
        "Regenerate Whop: 1 minor",
        "--body-file",
        expect.any(String),
        "--label",
        "semver: minor",
      ],
    ]);
    expect(readFileSync(join(box.folder, "body.md"), "utf8")).toBe("One new field.\n");
  });

  test("changed again: the open pull request is updated in place, and only when there is something new", () => {
    const box = sandbox();
    runWorkflow(box, minor);
    box.answerGh("api pulls", "12 false semver: minor,help wanted\n");
    const first = branchOf(box);
    expect(runWorkflow(box, minor).open.log).toContain("regenerate/whop is up to date.");
    expect(branchOf(box)).toBe(first);

    const files = { ...minor.files, "specs/whop/openapi.yaml": "openapi: 3.1.0\npaths: {}\n" };
    expect(
      runWorkflow(box, { ...minor, labels: ["semver: major"], title: "Regenerate Whop: 1 major", files }).open.status,
    ).toBe(0);
    expect(branchOf(box)).not.toBe(first);
    expect(box.git(box.remote, "rev-list", "--count", "main..regenerate/whop")).toBe("1");
    expect(asked(box).at(-1)).toEqual([
      ...["pr", "edit", "12", "--title", "Regenerate Whop: 1 major", "--body-file", expect.any(String)],
      ...["--add-label", "semver: major", "--remove-label", "semver: minor"],
    ]);
    expect(asked(box).filter(([, verb]) => verb === "create")).toHaveLength(1);
  });

  test("broken, with a change: the job is red, and the pull request a draft until it is mended", () => {
    const box = sandbox();
    expect(runWorkflow(box, broken)).toMatchObject({ red: true, open: { status: 0 } });
    expect(asked(box)[0]?.slice(-5)).toEqual(["--label", "semver: minor", "--label", "broken", "--draft"]);
    box.answerGh("api pulls", "12 true semver: minor,broken\n");
    expect(runWorkflow(box, minor)).toMatchObject({ red: false, open: { status: 0 } });
    expect(asked(box).at(-2)?.slice(-4)).toEqual(["--add-label", "semver: minor", "--remove-label", "broken"]);
    expect(asked(box).at(-1)).toEqual(["pr", "ready", "12"]);
    box.answerGh("api pulls", "12 false semver: minor\n");
    runWorkflow(box, broken);
    expect(asked(box).at(-1)).toEqual(["pr", "ready", "12", "--undo"]);
  });

  test("broken, without a change: the job is red; a draft says what blocks, in the pull request that is open or in a new one", () => {
    const box = sandbox();
    const blocked: Change = {
      status: "broken",
      title: "Whop cannot be regenerated: overlay/no-match, 1 major",
      labels: ["semver: major", "broken"],
      body: "What blocks.",
    };
    const none = runWorkflow(box, blocked);
    expect([none.red, none.open.status]).toEqual([true, 0]);
    expect(none.open.log).toContain("There is no change to propose (broken).");
    const [create = []] = asked(box).filter(([, verb]) => verb === "create");
    expect(create.slice(0, 2)).toEqual(["pr", "create"]);
    expect(create).toContain("--draft");
    const pushed = branchOf(box);
    expect(pushed).not.toBe("");

    box.answerGh("api pulls", "12 false semver: minor\n");
    const { red, open: opened } = runWorkflow(box, blocked);
    expect([red, opened.status, branchOf(box)]).toEqual([true, 0, pushed]);
    const [edit = [], draft] = asked(box).slice(-2);
    expect(edit.slice(0, 5)).toEqual(["pr", "edit", "12", "--title", blocked.title]);
    expect(edit.slice(-6)).toEqual([
      "--add-label",
      "semver: major",
      "--add-label",
      "broken",
      "--remove-label",
      "semver: minor",
    ]);
    expect(draft).toEqual(["pr", "ready", "12", "--undo"]);
  });

  test("a run that dies without a word is broken", () => {
    const box = sandbox();
    const { red, pack, open: opened } = runWorkflow(box, "kill -9 $$");
    expect([red, pack.status, opened.status, asked(box)]).toEqual([true, 0, 0, []]);
    expect(pack.log).toContain("whop: broken, 0 bytes of changes");
  });

  test("a change outside the known folders is skipped with a message", () => {
    const box = sandbox();
    const files = {
      ...minor.files,
      "src/index.ts": "export const two = 2;\n",
      "specs/decisionly/openapi.yaml": "other\n",
    };
    const { pack, open: opened } = runWorkflow(box, { ...minor, files });
    expect(pack.log).toMatch(/::warning title=Left out::.*\nspecs\/decisionly\/openapi\.yaml\nsrc\/index\.ts\n/);
    expect(opened.status).toBe(0);
    expect(changedOn(box)).toHaveLength(6);
  });

  test("a pull request on which somebody else has worked is left alone; a branch that is left over is not", () => {
    const box = sandbox();
    runWorkflow(box, minor);
    const clone = box.checkout();
    box.git(clone, "checkout", "--quiet", "-b", "work", "origin/regenerate/whop");
    box.git(clone, "commit", "--quiet", "--allow-empty", "--message=By hand");
    box.git(clone, "push", "--quiet", "origin", "work:regenerate/whop");
    const theirs = branchOf(box);
    box.answerGh("api pulls", "12 false\n");
    const changed = { ...minor, files: { ...minor.files, "specs/whop/openapi.yaml": "newer\n" } };

    const refused = runWorkflow(box, changed).open;
    expect(refused.status).toBe(1);
    expect(refused.log).toContain(
      "::error title=Left alone::Pull request #12 has commits that this workflow did not make.",
    );
    expect([branchOf(box), asked(box).filter(([, verb]) => verb === "edit")]).toEqual([theirs, []]);

    // With no commit of its own there is nothing to lose.
    box.git(box.remote, "update-ref", "refs/heads/regenerate/whop", "main");
    expect(runWorkflow(box, changed).open.status).toBe(0);

    box.git(box.remote, "update-ref", "refs/heads/regenerate/whop", theirs.split(" ")[1] ?? "");
    box.answerGh("api pulls", "");
    expect(runWorkflow(box, changed).open.status).toBe(0);
    expect(box.git(box.remote, "rev-list", "--count", "main..regenerate/whop")).toBe("1");
  });
});

const hasJq = spawnSync("jq", ["--version"]).status === 0;
if (!hasJq) console.warn("jq is missing: what is asked of GitHub is not tested");

describe.runIf(hasJq)("its own pull request is found", () => {
  const pull = (
    number: number,
    repository: string,
    branch = "regenerate/whop",
    base = "main",
    labels = ["broken"],
  ) => ({
    number,
    state: "open",
    draft: true,
    labels: labels.map((name) => ({ name })),
    head: { label: `${repository.split("/")[0]}:${branch}`, ref: branch, repo: { full_name: repository } },
    base: { ref: base, repo: { full_name: "acme/disputekit" } },
  });
  const forks = Array.from({ length: 500 }, (_, index) => pull(1000 + index, `stranger${index}/disputekit`));
  const others = [
    pull(5, "acme/disputekit", "regenerate/whop-current"),
    pull(6, "acme/disputekit", "regenerate/whop", "next"),
    pull(7, "acme/fork-of-disputekit"),
    { ...pull(8, "acme/disputekit"), state: "closed" },
    { ...pull(9, "acme/disputekit"), head: { ...pull(9, "acme/disputekit").head, repo: null } },
  ];

  test("among any number of forks' that have a branch of the same name", () => {
    const box = sandbox();
    box.putOnGitHub("pulls", [...forks, ...others, pull(12, "acme/disputekit")]);
    expect(runWorkflow(box, minor).open.status).toBe(0);
    expect(asked(box).map((call) => call.slice(0, 3))).toEqual([
      ["pr", "edit", "12"],
      ["pr", "ready", "12"],
    ]);
    const step = box.run("regenerate.yml", "checks", "Start ci on the branch", {
      in: box.checkout(),
      expressions: expressions(box),
    });
    expect([step.status, asked(box).at(-1)]).toEqual([
      0,
      ["run", "list", ...["--workflow", "ci.yml", "--commit", "", "--json", "databaseId", "--jq", "length"]],
    ]);
  });

  test("and none where it is not among them", () => {
    const box = sandbox();
    box.putOnGitHub("pulls", [...forks, ...others]);
    expect(runWorkflow(box, minor).open.status).toBe(0);
    expect(asked(box)).toEqual([createWith("Regenerate Whop: 1 minor")]);
  });
});

describe("what regenerate is asked", () => {
  const box = sharedSandbox();
  const clone = box.checkout();
  afterAll(() => rmSync(box.folder, { recursive: true, force: true }));
  const args = (given: Record<string, string>) => {
    box.onNpm("exit 0");
    const filled = { ...expressions(box), ...given };
    if (given["github.event.before"] === "HEAD") filled["github.event.before"] = box.git(clone, "rev-parse", "HEAD");
    const { status, log } = box.run("regenerate.yml", "regenerate", "Regenerate", { in: clone, expressions: filled });
    const last = box.calls("npm").at(-1)?.slice(4);
    return status === 0 ? last?.map((arg) => (/^[0-9a-f]{40}$/.test(arg) ? "COMMIT" : arg)).join(" ") : log.trim();
  };
  test.each([
    ["the schedule", {}, "--api whop --out .regenerate"],
    ["a push", { "github.event.before": "HEAD" }, "--api whop --out .regenerate --base COMMIT"],
    ["a push that made the branch", { "github.event.before": "0".repeat(40) }, "--api whop --out .regenerate"],
    [
      "a person, with a document",
      { "inputs.api": "whop", "inputs.from": "$(touch pwned) x.yaml", "inputs.accept_loss": "true" },
      "--api whop --out .regenerate --from $(touch pwned) x.yaml --accept-loss",
    ],
    [
      "a person, with a document of no API",
      { "inputs.api": "all", "inputs.from": "x.yaml" },
      "::error title=Whose document is it?::Choose the API that the document in `from` describes.",
    ],
  ])("%s", (_name, given, want) => {
    expect(args(given)).toBe(want);
  });
});

test("saved samples are compared, and what they contradict makes the job red", () => {
  const box = sandbox();
  box.onNpm('echo "the contract contradicts 1"; exit 1');
  const step = box.run("regenerate.yml", "regenerate", "Compare with saved samples", {
    in: box.checkout(),
    expressions: expressions(box),
  });
  expect(step.status).toBe(1);
  expect(box.calls("npm")).toEqual([
    ["run", "--silent", "drift", "--", "--api", "whop", "--samples", "specs/whop/samples", "--fail-on", "contradicts"],
  ]);
  expect(box.written("summary")).toBe(
    "## Drift from saved samples\n\n````````text\nthe contract contradicts 1\n````````\n",
  );
});

test.each([
  ["no open pull request", { "api pulls": "" }, []],
  ["ci has seen the commit", { "api pulls": "12 false\n", "run list": "1\n" }, []],
  [
    "a new commit",
    { "api pulls": "12 false\n", "run list": "0\n" },
    [["workflow", "run", "ci.yml", "--ref", "regenerate/whop"]],
  ],
])("ci on the branch: %s", (_name, answers, want) => {
  const box = sandbox();
  for (const [command, answer] of Object.entries(answers)) box.answerGh(command, answer);
  const step = box.run("regenerate.yml", "checks", "Start ci on the branch", {
    in: box.checkout(),
    expressions: expressions(box),
  });
  expect(step.status).toBe(0);
  expect(box.calls("gh").filter(([noun]) => noun === "workflow")).toEqual(want);
});
