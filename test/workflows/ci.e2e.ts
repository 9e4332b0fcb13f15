import { expect, test } from "vitest";
import { sandbox } from "./sandbox.js";

const finding = (severity: string, message: string) => ({ severity, message });

test("the verdict on each API that the base has, as annotations and in the summary; texts run nothing and add no line", () => {
  const box = sandbox({ "specs/new/openapi.yaml": "openapi: 3.1.0\n" });
  const clone = box.checkout();
  box.git(clone, "rm", "--quiet", "specs/new/openapi.yaml");
  box.git(clone, "commit", "--quiet", "--message=Without it");
  const base = box.git(clone, "rev-parse", "HEAD");
  box.git(clone, "checkout", "--quiet", "HEAD^");
  const hostile = "whop.disputes.list: gone\n::error::100% `$(touch pwned)`";
  const report = {
    verdict: "major",
    findings: [finding("major", hostile), finding("minor", "x"), finding("minor", "y")],
  };
  box.onNpm(`case "$*" in
  *"--format markdown"*) echo "## $6" ;;
  *whop*) base64 -d <<< '${Buffer.from(JSON.stringify(report)).toString("base64")}' ;;
  *) echo '{"verdict":"none","findings":[]}' ;;
esac`);

  const step = box.run("ci.yml", "verdict", "Say the verdict", {
    in: clone,
    expressions: { "github.event.pull_request.base.sha || 'origin/main'": base },
  });

  expect(step).toEqual({
    status: 0,
    log: [
      "::notice file=specs/decisionly/openapi.yaml,title=decisionly%3A none::Nothing changes for users.",
      "::warning file=specs/whop/openapi.yaml,title=whop%3A major::1 major, 2 minor, 0 patch; see the summary of this run.",
      "::warning file=specs/whop/openapi.yaml,title=whop%3A breaks callers::whop.disputes.list: gone%0A::error::100%25 `$(touch pwned)`",
      "",
    ].join("\n"),
  });
  expect(box.written("summary")).toBe("## decisionly\n## whop\n");
  expect(box.calls("npm")[0]).toEqual([
    "run",
    "--silent",
    "diff",
    "--",
    "--api",
    "decisionly",
    "--from",
    base,
    "--format",
    "json",
  ]);
  expect(box.exists("pwned")).toBe(false);
  expect(box.git(clone, "status", "--short")).toBe("");
});

test("a verdict that cannot be told is red", () => {
  const box = sandbox();
  box.onNpm('echo "specs/whop/openapi.yaml:3: load/invalid" >&2; exit 1');
  const step = box.run("ci.yml", "verdict", "Say the verdict", {
    in: box.checkout(),
    expressions: { "github.event.pull_request.base.sha || 'origin/main'": "origin/main" },
  });
  expect(step.status).toBe(1);
  expect(step.log).toContain("load/invalid");
});
