import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ContractDiff, Finding } from "../../scripts/diff/report/findings.js";
import { versionText } from "../../scripts/diff/report/report-lines.js";
import { noteOf } from "../../scripts/regenerate/change-note.js";
import { code, fence } from "../../scripts/regenerate/markdown.js";
import type { ApiResult, Failure, RegenerateResult } from "../../scripts/regenerate/result.js";
import { writeReport } from "../../scripts/regenerate/write-report.js";
import { temporaryFolder } from "../support/temporary-project.js";

const finding = (severity: Finding["severity"], method: string, statement: string): Finding => ({
  kind: "k",
  severity,
  level: "both",
  operationId: null,
  operationIds: [],
  methods: [method],
  events: [],
  pointer: "",
  before: null,
  after: null,
  statement,
  overlay: [],
  advice: "Look.",
});
const diff = (findings: readonly Finding[]): ContractDiff => {
  const count = (name: string) => findings.filter(({ severity }) => severity === name).length;
  const counts = { major: count("major"), minor: count("minor"), patch: count("patch") };
  return { api: "whop", verdict: findings[0]?.severity ?? "none", counts, findings, notes: [] };
};
const changed = diff([finding("major", "whop.a.b", "was removed"), finding("minor", "whop.a.c", "is new")]);

const row: ApiResult = {
  api: "whop",
  status: "changed",
  verdict: "major",
  counts: changed.counts,
  version: "",
  files: ["specs/whop/openapi.yaml"],
  notes: [],
  overlay: [],
  failure: null,
};
const result: RegenerateResult = {
  status: "changed",
  verdict: "major",
  counts: changed.counts,
  labels: ["semver: major"],
  proof: { check: "passed", tests: "passed", skipped: [], verified: true },
  apis: [row],
  failure: null,
};
const failure: Failure = {
  stage: "check",
  code: "check/does-not-compile",
  pointer: null,
  message: "types: 1 compiler error",
  operationIds: ["createFile"],
  methods: ["whop.files.create"],
  places: ["src/whop.ts:1: TS2322: no"],
  output: "src/whop.ts(1,2): error TS2322: ```no```",
};

async function report(given: RegenerateResult, diffs: readonly ContractDiff[], stepSummary?: string) {
  const out = await temporaryFolder();
  await writeReport(out, given, diffs, stepSummary);
  const read = (name: string) => readFile(join(out, name), "utf8");
  return { title: await read("pr-title.txt"), body: await read("pr-body.md"), read };
}

test("a changeset has the bump, and one line a finding", () => {
  expect(noteOf(changed)).toBe(`---
"disputekit": major
---

Whop has changed its contract: 1 major, 1 minor.

- **major**: \`whop.a.b\`: was removed. Look.
- **minor**: \`whop.a.c\`: is new. Look.
`);
});

test("a change that is good", async () => {
  const { title, body, read } = await report(result, [changed]);
  expect(title).toBe("Regenerate Whop: 1 major, 1 minor\n");
  expect(body).toContain("| Whop | changed | major | 1 | 1 | 0 | 1 |");
  expect(body).not.toContain("Broken");
  expect(await read("labels.txt")).toBe("semver: major\n");
  expect(JSON.parse(await read("result.json"))).toEqual(result);
});

test("another version of the API is in the title and the change note", async () => {
  const version = {
    ...finding("major", "", "requests ask for another version"),
    kind: "api-version-changed",
    methods: [],
  };
  const moved = diff([{ ...version, before: "2025-01-01", after: "2026-09-23" }]);
  const text = "API version 2026-09-23 (was 2025-01-01)";
  expect(versionText(moved)).toBe(text);
  expect(versionText(diff([{ ...version, before: null, after: "2026-09-23" }]))).toBe(
    "API version 2026-09-23 (was none)",
  );
  expect(versionText(diff([{ ...version, before: "2026-09-23", after: "` @x" }]))).toBe("");
  expect(noteOf(moved)).toContain(`Whop has changed its contract: 1 major; ${text}.\n`);
  const counts = moved.counts;
  const { title } = await report({ ...result, counts, apis: [{ ...row, counts, version: text }] }, [moved]);
  expect(title).toBe(`Regenerate Whop: 1 major, ${text}\n`);
});

test("a change that breaks what is written by hand names the operation", async () => {
  const broken = { ...row, status: "broken" as const, failure };
  const { title, body } = await report({ ...result, status: "broken", apis: [broken], failure }, [changed]);
  expect(title).toBe("Regenerate Whop (broken): 1 major, 1 minor\n");
  expect(body).toContain("### Broken: check (`check/does-not-compile`)");
  expect(body).toContain("- `createFile` (`whop.files.create`)");
  expect(body).toContain("- `src/whop.ts:1: TS2322: no`");
  expect(body.split("### Broken")).toHaveLength(2);
});

test("a document that is refused says that nothing was written", async () => {
  const refused: Failure = {
    ...failure,
    stage: "pull",
    code: "contract/html",
    operationIds: [],
    methods: [],
    places: [],
    output: "",
  };
  const broken: ApiResult = { ...row, status: "broken", verdict: null, counts: null, files: [], failure: refused };
  const { title, body } = await report({ ...result, status: "broken", apis: [broken], failure: refused }, []);
  expect(title).toBe("Whop cannot be regenerated: contract/html\n");
  expect(body).toContain("Nothing was written");
});

test.each([
  [{ check: "passed", tests: "passed", skipped: [], verified: true }, "Verified: check passed, tests passed."],
  [{ check: "passed", tests: null, skipped: ["tests"], verified: false }, "Unverified: check passed, tests skipped."],
  [{ check: "failed", tests: null, skipped: [], verified: false }, "Unverified: check failed, tests not reached."],
] as const)("what was verified stands in the body: %s", async (proof, line) => {
  const { title, body } = await report({ ...result, proof }, [changed]);
  expect(body.split("\n")).toContain(line);
  expect(title).toBe(`Regenerate Whop${proof.verified ? "" : " (unverified)"}: 1 major, 1 minor\n`);
});

test("the summary is added to the file that a workflow names", async () => {
  const file = join(await temporaryFolder({ "summary.md": "Before\n" }), "summary.md");
  const { read } = await report(result, [changed], file);
  expect(await readFile(file, "utf8")).toBe(`Before\n${await read("summary.md")}`);
});

test("a body is never longer than a pull request takes, and says that there is more", async () => {
  const places = Array.from({ length: 30 }, (_, index) => `test/${index}.test.ts: ${"x".repeat(3_000)}`);
  const broken: RegenerateResult = { ...result, status: "broken", failure: { ...failure, places } };
  const { body } = await report(broken, [changed]);
  expect(body.length).toBeLessThan(61_000);
  expect(body).toContain("The rest is too long for a pull request");
});

test.each([
  { given: "a `b` c", want: "``a `b` c``" },
  { given: "two\nlines", want: "`two lines`" },
  { given: "", want: "" },
])("code($given)", ({ given, want }) => {
  expect(code(given)).toBe(want);
});

test("what is fenced cannot end its fence", () => {
  expect(fence("a\n````\nb\n")).toBe("`````text\na\n````\nb\n`````");
});
