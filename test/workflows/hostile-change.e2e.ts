import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { asked, branchOf, createWith, expressions, minor, open, runWorkflow } from "./regenerate-steps.js";
import { type StepResult, sandbox, sharedSandbox } from "./sandbox.js";

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
        write(clone, "test/exports/whop.txt", "export const one = 1;\n");
      },
      `${outside}src/index.ts`,
    ],
    [
      "settings of git beside the contract",
      (clone) => write(clone, "specs/whop/.gitattributes"),
      `${outside}specs/whop/.gitattributes`,
    ],
    [
      "a correction of the contract",
      (clone) => write(clone, "specs/whop/overlay.yaml"),
      `${outside}specs/whop/overlay.yaml`,
    ],
    [
      "what a killed command has left",
      (clone) => write(clone, "generated/whop/models.ts.tmp"),
      `${outside}generated/whop/models.ts.tmp`,
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

  test.each<[string, string, (change: string) => void]>([
    [
      "a link in place of a file",
      "body.md is not a file.",
      (change) => {
        rmSync(join(change, "body.md"));
        symlinkSync("/proc/self/environ", join(change, "body.md"));
      },
    ],
    [
      "a folder in place of a file",
      "title.txt is not a file.",
      (change) => {
        rmSync(join(change, "title.txt"));
        mkdirSync(join(change, "title.txt"));
      },
    ],
    ["a missing file", "labels.txt is not a file.", (change) => rmSync(join(change, "labels.txt"))],
    [
      "settings of git beside the change",
      "It has a file of another name: .gitattributes",
      (change) => write(change, ".gitattributes", "* filter=x\n"),
    ],
    [
      "what a killed command has left beside it",
      "It has a file of another name: change.patch.tmp",
      (change) => write(change, "change.patch.tmp"),
    ],
    ["a folder beside it", "It has a file of another name: .git", (change) => write(change, ".git/hooks/x")],
    [
      "a name of two names",
      "It has a file of another name: status change.patch",
      (change) => write(change, "status change.patch"),
    ],
    [
      "a name that is a command",
      "It has a file of another name: x???error??",
      (change) => write(change, "x\n::error::"),
    ],
    [
      "more than is read",
      "body.md has more than 10000000 bytes.",
      (change) => write(change, "body.md", "x".repeat(10_000_001)),
    ],
  ])("%s", (_name, want, meddle) => {
    reset();
    refuses({}, `::error title=Not a change::${want}`, meddle);
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

test("words are words: body and labels reach GitHub as they are and run nothing", () => {
  const box = sandbox();
  const hostile = `--body=x "; touch pwned; $(touch pwned) \`touch pwned\` ' \${HOME}`;
  const body = `${hostile}\n\n\`\`\`\n::error::x\n$(touch pwned)\n`;
  const labels = ["semver: minor", "$(touch pwned)", "admin"];
  const { open: opened } = runWorkflow(box, { ...minor, body, labels });
  expect(opened.status).toBe(0);
  expect(asked(box)).toEqual([createWith("Regenerate Whop: 1 minor")]);
  expect(readFileSync(join(box.folder, "body.md"), "utf8")).toBe(body);
  expect(["pwned", "clone-0/pwned", "clone-1/pwned"].filter(box.exists)).toEqual([]);
});

describe("a title or a body that no report has is replaced by a fixed one, and the run is red", () => {
  const box = sharedSandbox();
  runWorkflow(box, minor);
  afterAll(() => rmSync(box.folder, { recursive: true, force: true }));
  /** The second job, with this in place of what the first one handed on, and what it asked for. */
  const openWith = (name: "title.txt" | "body.md", text: string | Buffer): StepResult & { call: unknown } => {
    for (const [file, good] of [
      ["title.txt", `${minor.title}\n`],
      ["body.md", "One new field.\n"],
    ] as const) {
      writeFileSync(join(box.folder, "change", file), file === name ? text : good);
    }
    box.git(box.remote, "branch", "--delete", "--force", "regenerate/whop");
    const result = open(box);
    expect(["pwned", "clone-0/pwned", "clone-1/pwned"].filter(box.exists)).toEqual([]);
    return { ...result, call: asked(box).at(-1) };
  };

  test.each([
    ["a command", `"; touch pwned; $(touch pwned) \`touch pwned\``],
    ["an option", "--body=x"],
    ["two lines", "Regenerate Whop: 1 minor\nCo-authored-by: x"],
    ["a line and a NUL", "Regenerate Whop: 1 minor\0x"],
    ["a control character", "Regenerate Whop: 1 minor\u0007"],
    ["a mention", "Regenerate Whop: 1 minor @everyone"],
    ["an issue that it closes", "Fixes #1"],
    ["what turns the line round", "Regenerate Whop: \u202e1 minor"],
    ["letters that only look like ours", "Regenerate Wh\u043ep: 1 minor"],
    ["more than a line takes", `Regenerate Whop: ${"1 minor, ".repeat(20)}`],
    ["nothing", ""],
  ])("title: %s", (_name, title) => {
    const { status, log, call } = openWith("title.txt", `${title}\n`);
    expect([status, log]).toEqual([
      1,
      expect.stringContaining("::error title=Refused::The title of the change is not"),
    ]);
    expect(call).toEqual(createWith("Update regenerate/whop"));
    expect(box.git(box.remote, "log", "-1", "--format=%B", "regenerate/whop")).toBe("Update regenerate/whop");
    expect(readFileSync(join(box.folder, "body.md"), "utf8")).toBe("One new field.\n");
  });

  test.each<[string, string | Buffer]>([
    ["nothing", ""],
    ["more than GitHub takes", "x".repeat(65_001)],
    ["an issue that it closes", "Some text.\n\nThis Resolves: acme/other#12"],
    ["an issue on the next line", "fixes\n#1"],
    ["the address of an issue", "closed https://github.example/acme/disputekit/issues/1"],
    ["a control character", "a\u001b[2Jb"],
    ["what turns the line round", "a\u202eb"],
    ["what is not UTF-8", Buffer.from([0x61, 0xff, 0x62])],
    ["a NUL", "a\0b"],
  ])("body: %s", (_name, body) => {
    const { status, log, call } = openWith("body.md", body);
    expect([status, log]).toEqual([1, expect.stringContaining("::error title=Refused::The body of the change is not")]);
    expect(call).toEqual(createWith("Regenerate Whop: 1 minor"));
    expect(readFileSync(join(box.folder, "body.md"), "utf8")).toBe(
      "The text of this change was refused. Compare the branch with main.\n",
    );
  });

  test.each([
    "Regenerate Whop and Whop Current (unverified): 2 major, 1 minor, API version 2026-09-23 (was 2025-01-01)",
    "Whop cannot be regenerated: overlay/no-match, 1 major, 1 patch",
    "Regenerate Whop (broken): no changes",
  ])("a title that a report has: %s", (title) => {
    expect(openWith("title.txt", `${title}\n`)).toMatchObject({ status: 0, call: createWith(title) });
  });

  test("a body that a report has", () => {
    const body = "`prefix #1`, #\u200b12 and @\u200bwhop\n\n<details>né 漢字 fixes UTF-8</details>\n";
    expect(openWith("body.md", body).status).toBe(0);
    expect(readFileSync(join(box.folder, "body.md"), "utf8")).toBe(body);
  });
});
