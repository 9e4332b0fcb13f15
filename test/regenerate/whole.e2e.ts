import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { OpenApiDocument } from "../../scripts/load/openapi.js";
import {
  asYaml,
  changedByProvider,
  fiveTimes,
  halfOf,
  outOfReach,
  readContract,
  withFinalStepRenamed,
  withoutUploadUrl,
} from "./changed-contracts.js";
import { type Clone, cloneProject } from "./project-clone.js";
import { type Report, type Run, regenerate } from "./run-regenerate.js";

let clone: Clone;
let contract: OpenApiDocument;
let upstream = "";
beforeAll(async () => {
  clone = await cloneProject();
  contract = await readContract(clone.root);
  upstream = join(clone.root, ".git/upstream.yaml");
});
afterEach(() => clone.reset());
afterAll(() => clone.remove());

async function regenerateFrom(text: string, ...args: string[]): Promise<Run & { readonly report: Report }> {
  await writeFile(upstream, text);
  return regenerate(["--api", "whop", "--from", upstream, "--date", "2026-02-01", ...args], { project: clone.root });
}

const UNVERIFIED = ["--skip-check", "--skip-tests"];

describe("the provider changes its contract", () => {
  test("contract, client and note are written, verified, and ready to be pushed; a second run finds nothing", async () => {
    const text = asYaml(changedByProvider(contract));
    const { status, output, report } = await regenerateFrom(text, "--tests", "test/exports.test.ts");
    expect(status, output).toBe(0);
    const { result } = report;
    expect(result).toMatchObject({ status: "changed", verdict: "major", labels: ["semver: major"], failure: null });
    expect(result.apis.map(({ api, status: state }) => [api, state])).toEqual([["whop", "changed"]]);
    expect(result.counts.major).toBeGreaterThanOrEqual(2);
    expect(result.counts.minor).toBeGreaterThanOrEqual(2);
    expect(result.apis[0]?.overlay.map(({ blocks, message }) => [blocks, message.split(",")[0]])).toEqual([
      [false, "An overlay describes /components/schemas/DisputeListItem/properties/reason"],
      [false, "An overlay describes /components/schemas/Product/properties/custom_cta_url"],
    ]);
    expect(report.title).toMatch(/^Regenerate Whop: \d+ major, \d+ minor/);
    for (const part of ["whop.products.gadget", "custom_cta_url", "arbitration", "suspend"]) {
      expect(report.body).toContain(part);
      expect(report.changelog).toContain(part);
    }

    const touched = statusLines().map((line) => line.slice(3));
    const note = touched.find((path) => /^\.changeset\//.test(path)) ?? "";
    expect(clone.git("ls-files", "--others", "--exclude-standard").trim().split("\n")).toEqual([
      expect.stringMatching(/^\.changeset\/(?:contract-whop|whop-[0-9a-f]{8})\.md$/),
    ]);
    expect(touched).toEqual(
      expect.arrayContaining(["specs/whop/openapi.yaml", "specs/whop/source.json", "generated/whop/models.ts"]),
    );
    expect(
      touched.filter((path) => !/^(?:specs\/whop|generated\/whop|test\/exports|\.changeset)\//.test(path)),
    ).toEqual([]);
    expect(note).not.toBe("");

    const first = treeHash();
    const again = await regenerateFrom(text, ...UNVERIFIED);
    expect([again.status, again.report.result.status]).toEqual([0, "unchanged"]);
    expect(treeHash()).toBe(first);

    clone.git("checkout", "-q", "-B", "regenerate/whop");
    clone.git("add", "-A");
    clone.git("commit", "-q", "-m", report.title.trim());
    clone.git("push", "-q", "-f", "origin", "regenerate/whop");
    const pushed = clone.git("show", "--stat=200", "--format=%s", "origin/regenerate/whop");
    expect(pushed).toContain(report.title.trim());
    expect(clone.git("show", `origin/regenerate/whop:${note.replace(/\/$/, "")}`)).toBeTruthy();
    const noteText = clone.git("show", "--format=", "origin/regenerate/whop", "--", ".changeset");
    expect(noteText).toContain('+"disputekit": major');

    const later = await regenerateFrom(text, ...UNVERIFIED);
    expect([later.status, later.report.result.status, later.report.labels]).toEqual([0, "unchanged", ""]);
    expect(clone.status()).toBe("");
  });

  test("a document that is taken back before the commit leaves nothing", async () => {
    await regenerateFrom(asYaml(changedByProvider(contract)), ...UNVERIFIED);
    expect(clone.status()).not.toBe("");
    const { report } = await regenerateFrom(asYaml(contract), "--date", "2026-01-01", ...UNVERIFIED);
    expect(report.result.status).toBe("changed");
    // All but the note of where the bytes came from.
    expect(statusLines().filter((line) => !line.endsWith("specs/whop/source.json"))).toEqual([]);
  });
});

describe("a document that is refused leaves everything untouched, and the report says why", () => {
  const cases: readonly { name: string; text: () => string; stage: string; code: string; says: string }[] = [
    {
      name: "cut off in the middle",
      text: () => asYaml(contract).slice(0, 300_003),
      stage: "pull",
      code: "load/",
      says: "",
    },
    {
      name: "a web page",
      text: () => "<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>",
      stage: "pull",
      code: "contract/html",
      says: "A web page came, not an OpenAPI document",
    },
    { name: "nothing", text: () => "", stage: "pull", code: "load/empty", says: "The file is empty" },
    {
      name: "JSON of another kind",
      text: () => '{"error": {"message": "Not found"}}',
      stage: "pull",
      code: "load/unsupported-version",
      says: "The document has no field `openapi`",
    },
    {
      name: "five times as large",
      text: () => asYaml(fiveTimes(contract)),
      stage: "pull",
      code: "contract/growth",
      says: "1100 operations, where the contract has 220",
    },
    {
      name: "more bytes than are read",
      text: () => `${asYaml(contract)}\n#${"x".repeat(33 * 1024 * 1024)}`,
      stage: "pull",
      code: "contract/too-large",
      says: "bytes",
    },
    {
      name: "half of the operations gone",
      text: () => asYaml(halfOf(contract)),
      stage: "pull",
      code: "contract/loss",
      says: "of the contract's operations are missing",
    },
  ];
  test.each(cases)("$name", async ({ text, stage, code, says }) => {
    const { status, output, report } = await regenerateFrom(text(), ...UNVERIFIED);
    expect(status, output).toBe(1);
    expect(clone.status()).toBe("");
    const { result } = report;
    expect(result).toMatchObject({
      status: "broken",
      verdict: null,
      failure: { stage },
      labels: ["broken"],
    });
    expect(result.failure?.code).toMatch(new RegExp(`^${code}`));
    expect(result.failure?.message).toContain(says);
    expect(report.body).toContain(result.failure?.code);
    expect(report.body).toContain("Nothing was written");
    expect(output).toContain(result.failure?.message);
    expect(report.title).toBe(`Whop cannot be regenerated: ${result.failure?.code}\n`);
  });

  test("corrections that no longer match: all of them, each with the nearest match", async () => {
    const { status, output, report } = await regenerateFrom(asYaml(outOfReach(contract)), ...UNVERIFIED);
    expect(status, output).toBe(1);
    expect(clone.status()).toBe("");
    expect(report.result.failure).toMatchObject({ stage: "overlay", code: "overlay/no-match" });
    const rows = report.result.apis[0]?.overlay.filter(({ blocks }) => blocks) ?? [];
    expect(rows.map(({ outcome, target, nearest }) => [outcome, target, nearest])).toEqual([
      ["moved", "$.paths['/transfers'].post", "/paths/~1money~1transfers/post"],
      ["fixed", "$.components.schemas.ErrorDetail.required", "/components/schemas/ErrorDetail"],
      ...rows.slice(2).map(({ target }) => [expect.any(String), target, expect.any(String)]),
    ]);
    expect(report.result.verdict).toBe("major");
    expect(report.body).toMatch(/`whop\.transfers\.create`.*`POST \/(?:money\/)?transfers`/);
    expect(report.body).toContain("fixed upstream");
    expect(report.body).toContain("specs/whop/overlay.yaml:");
  });
});

describe("a change that the code written by hand does not fit", () => {
  test("fails the check, and the operation is named; the new tree stays, and the next run looks again", async () => {
    const text = asYaml(withoutUploadUrl(contract));
    const { status, output, report } = await regenerateFrom(text, "--skip-tests");
    expect(status, output).toBe(1);
    expect(report.result).toMatchObject({
      status: "broken",
      labels: ["semver: major", "broken"],
      failure: {
        stage: "check",
        code: "check/does-not-compile",
        operationIds: ["createFile"],
        methods: ["whop.files.create"],
      },
    });
    expect(report.body).toContain("- `createFile` (`whop.files.create`)");
    expect(report.body).toContain("src/whop.ts");
    expect(report.body).toContain("upload_url");
    expect(clone.status()).toContain("generated/whop/models.ts");

    const tests = await regenerateFrom(text, "--skip-check", "--tests", "test/exports.test.ts");
    expect([tests.status, tests.report.result.status]).toEqual([0, "changed"]);
  });

  test("fails a test, and the operation is named", async () => {
    const text = asYaml(withFinalStepRenamed(contract));
    const { status, report } = await regenerateFrom(text, "--skip-check", "--tests", "test/specs/whop/overlay.test.ts");
    expect(status).toBe(1);
    expect(report.result.failure).toMatchObject({
      stage: "tests",
      code: "tests/test-fails",
      operationIds: ["submitEvidenceDispute"],
      methods: ["whop.disputes.submitEvidence"],
    });
    expect(report.body).toContain(
      "test/specs/whop/overlay.test.ts: 'submitEvidenceDispute' is 'disputes.submitEvidence'",
    );
  });
});

/** Two letters, a space and a path each. */
function statusLines(): string[] {
  return clone
    .status()
    .split("\n")
    .filter((line) => line !== "");
}

function treeHash(): string {
  clone.git("add", "-A");
  const hash = clone.git("write-tree");
  clone.git("reset", "-q");
  return hash;
}
