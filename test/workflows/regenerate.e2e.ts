import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Sandbox, type StepResult, sandbox, sharedSandbox } from "./sandbox.js";

interface Change {
  readonly status: "unchanged" | "changed" | "broken";
  readonly labels?: readonly string[];
  readonly title?: string;
  readonly body?: string;
  /** The files that `npm run regenerate` writes; `null` for one that it removes. */
  readonly files?: Readonly<Record<string, string | null>>;
}

const minor: Change = {
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
    ".changeset/whop-0a1b2c3d.md": '---\n"disputekit": minor\n---\n\nWhop.\n',
  },
};
const broken: Change = {
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
  const write = (path: string, text: string) => [
    `mkdir -p "$(dirname '${path}')"`,
    `base64 -d <<< '${Buffer.from(text).toString("base64")}' > '${path}'`,
  ];
  return [
    ...Object.entries(files).flatMap(([path, text]) => (text === null ? [`rm '${path}'`] : write(path, text))),
    ...Object.entries(report).flatMap(([name, text]) => write(`.regenerate/${name}`, text)),
    `exit ${status === "broken" ? 1 : 0}`,
  ].join("\n");
}

const expressions = (box: Sandbox): Record<string, string> => ({
  "matrix.api": "whop",
  "runner.temp": box.folder,
  "github.token": "token",
  "github.repository": "acme/disputekit",
  "inputs.api": "",
  "inputs.from": "",
  "inputs.accept_loss": "",
  "github.event.before": "",
});

interface Run {
  /** Whether the first job is red. */
  readonly red: boolean;
  readonly regenerate: StepResult;
  readonly pack: StepResult;
  readonly open: StepResult;
}

/** The steps of both jobs, each in its own checkout, as the runner goes through them. */
function runWorkflow(box: Sandbox, change: Change | string): Run {
  box.onNpm(typeof change === "string" ? change : makesChange(change));
  const first = { in: box.checkout(), expressions: expressions(box) };
  const regenerate = box.run("regenerate.yml", "regenerate", "Regenerate", first);
  rmSync(join(box.folder, "change"), { recursive: true, force: true });
  const pack = box.run("regenerate.yml", "regenerate", "Pack the change", first);
  const failed = regenerate.status !== 0;
  const last = failed ? box.run("regenerate.yml", "regenerate", "Fail when it is broken", first).status : 0;
  return { red: last !== 0 || pack.status !== 0, regenerate, pack, open: open(box) };
}

function open(box: Sandbox): StepResult {
  const options = { in: box.checkout(), expressions: expressions(box) };
  return box.run("regenerate.yml", "pull-request", "Open or update the pull request", options);
}

const branchOf = (box: Sandbox): string =>
  box.git(box.remote, "branch", "--list", "regenerate/*", "--format=%(refname:short) %(objectname)");
const changedOn = (box: Sandbox): string[] =>
  box.git(box.remote, "diff", "--name-status", "--no-renames", "main", "regenerate/whop").split("\n");
/** What was asked of GitHub, less what is only looked up. */
const asked = (box: Sandbox): string[][] =>
  box.calls("gh").filter(([noun, verb]) => !["pr list", "label create", "auth setup-git"].includes(`${noun} ${verb}`));

describe("what becomes of a result", () => {
  test("unchanged: nothing is pushed and nothing is opened", () => {
    const box = sandbox();
    const { red, open: opened } = runWorkflow(box, { status: "unchanged" });
    expect([red, opened.status, branchOf(box), asked(box)]).toEqual([false, 0, "", []]);
  });

  test("unchanged, with an open pull request: it has nothing to propose any more", () => {
    const box = sandbox();
    box.answerGh("pr list", "12 false\n");
    const { open: opened } = runWorkflow(box, { status: "unchanged" });
    expect(opened.status).toBe(0);
    expect(asked(box)).toEqual([["pr", "close", "12", "--comment", "`main` already has this change."]]);
  });

  test("changed: one commit on a branch, and a pull request with its label", () => {
    const box = sandbox();
    const { red, open: opened } = runWorkflow(box, minor);
    expect([red, opened.status]).toEqual([false, 0]);
    expect(changedOn(box)).toEqual([
      "A\t.changeset/whop-0a1b2c3d.md",
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
    box.answerGh("pr list", "12 false semver: minor,help wanted\n");
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
    box.answerGh("pr list", "12 true semver: minor,broken\n");
    expect(runWorkflow(box, minor)).toMatchObject({ red: false, open: { status: 0 } });
    expect(asked(box).at(-2)?.slice(-4)).toEqual(["--add-label", "semver: minor", "--remove-label", "broken"]);
    expect(asked(box).at(-1)).toEqual(["pr", "ready", "12"]);
    box.answerGh("pr list", "12 false semver: minor\n");
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

    box.answerGh("pr list", "12 false semver: minor\n");
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
    box.answerGh("pr list", "12 false\n");
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
    box.answerGh("pr list", "");
    expect(runWorkflow(box, changed).open.status).toBe(0);
    expect(box.git(box.remote, "rev-list", "--count", "main..regenerate/whop")).toBe("1");
  });
});

describe("a change that a stranger has made up is refused, and nothing is pushed", () => {
  const box = sharedSandbox();
  const clone = box.checkout();
  afterAll(() => rmSync(box.folder, { recursive: true, force: true }));

  const refuses = (
    files: Readonly<Record<string, string>>,
    want: string,
    meddle: (change: string) => void = () => {},
  ): void => {
    const change = join(box.folder, "change");
    rmSync(change, { recursive: true, force: true });
    const good = { status: "changed", "title.txt": "Regenerate", "body.md": "", "labels.txt": "", "change.patch": "" };
    for (const [name, text] of Object.entries({ ...good, ...files })) write(change, name, text);
    meddle(change);
    const { status, log } = box.run("regenerate.yml", "pull-request", "Open or update the pull request", {
      in: clone,
      expressions: expressions(box),
    });
    expect([status, log.includes(want) ? want : log]).toEqual([1, want]);
    expect([branchOf(box), asked(box), box.exists("pwned")]).toEqual(["", [], false]);
  };
  const reset = (): void => {
    box.git(clone, "reset", "--quiet", "--hard");
    box.git(clone, "clean", "-fdq");
  };
  const write = (clone: string, path: string, text = "x\n"): void => {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  };
  const outside = "::error title=Refused::The change touches a file outside the known folders: ";

  test.each<[string, (clone: string) => void, string]>([
    ["a file of ours", (clone) => write(clone, "src/index.ts"), `${outside}src/index.ts`],
    [
      "a workflow",
      (clone) => write(clone, ".github/workflows/regenerate.yml"),
      `${outside}.github/workflows/regenerate.yml`,
    ],
    [
      "the script that opens pull requests",
      (clone) => write(clone, ".github/scripts/open-pull-request.sh"),
      `${outside}.github/scripts/open-pull-request.sh`,
    ],
    [
      "the settings of the change notes",
      (clone) => write(clone, ".changeset/config.json"),
      `${outside}.changeset/config.json`,
    ],
    [
      "another API",
      (clone) => write(clone, "specs/decisionly/openapi.yaml"),
      `${outside}specs/decisionly/openapi.yaml`,
    ],
    [
      "a folder whose name begins alike",
      (clone) => write(clone, "generated/whop2/client.ts"),
      `${outside}generated/whop2/client.ts`,
    ],
    [
      "a known path below another folder",
      (clone) => write(clone, "src/specs/whop/openapi.yaml"),
      `${outside}src/specs/whop/openapi.yaml`,
    ],
    [
      "a known path with more behind it",
      (clone) => write(clone, "test/exports/whop.txt.ts"),
      `${outside}test/exports/whop.txt.ts`,
    ],
    [
      "a file that hides",
      (clone) => write(clone, "generated/whop/.gitattributes"),
      `${outside}generated/whop/.gitattributes`,
    ],
    [
      "a file of ours that moves",
      (clone) => {
        rmSync(join(clone, "src/index.ts"));
        write(clone, "specs/whop/index.ts", "export const one = 1;\n");
      },
      `${outside}src/index.ts`,
    ],
    [
      "a name that is a command",
      (clone) => write(clone, "specs/whop/$(touch pwned)\n::error::x"),
      `${outside}specs/whop/??touch pwned????error??x`,
    ],
    [
      "a link",
      (clone) => symlinkSync("../../src", join(clone, "generated/whop/link.ts")),
      "::error title=Refused::The change makes something other than a plain file.",
    ],
    [
      "a program",
      (clone) => {
        write(clone, "generated/whop/run.ts");
        chmodSync(join(clone, "generated/whop/run.ts"), 0o755);
      },
      "::error title=Refused::The change makes something other than a plain file.",
    ],
  ])("%s", (_name, make, want) => {
    reset();
    make(clone);
    box.git(clone, "add", "--all");
    const patch = `${box.git(clone, "diff", "--cached", "--binary", "HEAD")}\n`;
    reset();
    refuses({ "change.patch": patch }, want);
  });

  test("a link in place of a file", () => {
    reset();
    refuses({}, "::error title=Not a change::body.md is not a file.", (change) => {
      rmSync(join(change, "body.md"));
      symlinkSync("/proc/self/environ", join(change, "body.md"));
    });
  });

  test.each([
    ["a patch that is none", "change.patch", "rm -rf /\n", "::error title=Refused::The change does not apply to main."],
    [
      "a path out of the repository",
      "change.patch",
      "diff --git a/../x b/../x\nnew file mode 100644\n--- /dev/null\n+++ b/../x\n@@ -0,0 +1 @@\n+x\n",
      "::error title=Refused::The change does not apply to main.",
    ],
    [
      "git's own folder",
      "change.patch",
      "diff --git a/.git/hooks/x b/.git/hooks/x\nnew file mode 100644\n--- /dev/null\n+++ b/.git/hooks/x\n@@ -0,0 +1 @@\n+x\n",
      "::error title=Refused::The change does not apply to main.",
    ],
    ["a status that is none", "status", "$(touch pwned)\n", "::error title=Not a change::"],
  ])("%s", (_name, file, text, want) => {
    reset();
    refuses({ [file]: text }, want);
  });
});

test("words are words: title, body and labels reach GitHub as they are and run nothing", () => {
  const box = sandbox();
  const hostile = `--body=x "; touch pwned; $(touch pwned) \`touch pwned\` ' \${HOME}`;
  const body = `${hostile}\n\n\`\`\`\n::error::x\n$(touch pwned)\n`;
  const labels = ["semver: minor", "$(touch pwned)", "admin"];
  const { open: opened } = runWorkflow(box, { ...minor, title: `${hostile}\u0007\nsecond line`, body, labels });
  expect(opened.status).toBe(0);
  expect(asked(box)).toEqual([
    [
      "pr",
      "create",
      "--head",
      "regenerate/whop",
      "--base",
      "main",
      "--title",
      hostile,
      "--body-file",
      expect.any(String),
      "--label",
      "semver: minor",
    ],
  ]);
  expect(readFileSync(join(box.folder, "body.md"), "utf8")).toBe(body);
  expect(box.git(box.remote, "log", "-1", "--format=%B", "regenerate/whop")).toBe(hostile);
  expect(["pwned", "clone-0/pwned", "clone-1/pwned"].filter(box.exists)).toEqual([]);
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
  ["no open pull request", { "pr list": "0\n" }, []],
  ["ci has seen the commit", { "pr list": "1\n", "run list": "1\n" }, []],
  [
    "a new commit",
    { "pr list": "1\n", "run list": "0\n" },
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
