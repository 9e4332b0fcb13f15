import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DriftReport } from "../../scripts/drift/find-drift.js";
import { ROOT } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary-project.js";

function drift(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ["scripts/run.mjs", "drift", ...args], { cwd: ROOT, encoding: "utf8" });
}

const created = '{"event_id":"e","created":"2026-01-01T00:00:00Z","type":"case.created","data":{"case_id":"c"}}';

test("a folder of samples: what was found, what could not be read, and exit 1", async () => {
  const outside = await temporaryFolder({ "secret.json": created });
  const folder = await temporaryFolder({
    "retrieveV2Case/200.json": '{"case_id":"c","status":"reopened","transaction":{"amount":"12"}}',
    "events/case.created.json": created,
    "broken.json": "{",
    "notes.txt": "not a sample",
  });
  symlinkSync(join(outside, "secret.json"), join(folder, "case.created.json"));
  symlinkSync(join(folder, "events/case.created.json"), join(folder, "case.created.2.json"));
  symlinkSync(folder, join(folder, "events/around"));
  symlinkSync(join(folder, "nothing"), join(folder, "dangling.json"));
  mkdirSync(join(folder, "folder.json"));
  writeFileSync(join(folder, "latin1.json"), Buffer.from([0x22, 0xe9, 0x22]));

  const { status, stdout } = drift("--samples", folder, "--format", "json");

  expect(status).toBe(1);
  const report: DriftReport = JSON.parse(stdout);
  expect(report.samples.map(({ file, status, problem }) => `${file} ${problem ?? status}`)).toEqual([
    expect.stringMatching(/^broken\.json It is not JSON: /),
    "case.created.2.json checked",
    "case.created.json It is a link that leads out of the folder. Put the file itself there.",
    "dangling.json It cannot be read (ENOENT). Check its permissions.",
    "events/case.created.json checked",
    "latin1.json It is not UTF-8. Save it again as UTF-8.",
    "retrieveV2Case/200.json checked",
  ]);
  expect(report.findings.map(({ methods, kind, pointer }) => [...methods, kind, pointer].join(" "))).toEqual([
    "decisionly.v2.cases.retrieve wrong-type /components/schemas/V2Transaction/properties/amount/type",
    "decisionly.v2.cases.retrieve unknown-value /components/schemas/V2CaseStatus/enum",
  ]);
});

test("Whop's samples, overlays applied; --fail-on decides on findings", async () => {
  const folder = await temporaryFolder({ "retrieveDispute.200.json": '{"id":"dspt_1","risk":1}' });
  const { status, stdout } = drift(
    "--samples",
    folder,
    "--api",
    "whop",
    "--fail-on",
    "contradicts",
    "--format",
    "json",
  );
  expect(status).toBe(1);
  const { counts, findings }: DriftReport = JSON.parse(stdout);
  expect(counts).toMatchObject({ checked: 1, unchecked: 0, lacks: 1 });
  expect(counts.contradicts).toBeGreaterThan(5);
  expect(findings.at(-1)).toMatchObject({
    kind: "unknown-field",
    pointer: "/components/schemas/Dispute",
    methods: ["whop.disputes.retrieve"],
  });
});

test.each([
  ["no such folder", ["--samples", "no/such"], /^There is no folder "no\/such"\./],
  ["no sample in it", ["--samples", "docs/decisions"], /^There is no \.json file in "docs\/decisions"\./],
  ["another format", ["--samples", "scripts", "--format", "xml"], /^--format takes text or json, not "xml"\./],
  ["an unknown option", ["--sample", "x"], /--sample/],
])("%s: one message, exit 1", (_name, args, want) => {
  const { status, stdout, stderr } = drift(...args);
  expect(stderr).toMatch(want);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect([status, stdout]).toEqual([1, ""]);
});

test("the report in docs/drift.md is that of its sample", () => {
  // Lines of the contract move.
  const unnumbered = (text: string): string => text.replaceAll(/openapi\.yaml:\d+/g, "openapi.yaml").trim();
  const [, report = ""] = /```text\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "docs/drift.md"), "utf8")) ?? [];
  const { status, stdout } = drift("--samples", "docs/samples");
  expect(status).toBe(0);
  expect(unnumbered(report)).toBe(unnumbered(stdout));
});
