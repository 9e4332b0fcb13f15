import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { apiWith } from "../../scripts/apis.js";
import { loadSpec } from "../../scripts/load/load-spec.js";
import { parseYaml } from "../../scripts/load/parse-yaml.js";
import { buildContract } from "../../scripts/pull/build-contract.js";
import { readChosenNames } from "../../scripts/pull/chosen-names.js";
import { readUpstream } from "../../scripts/pull/read-upstream.js";
import { contractFile, ROOT } from "../support/paths.js";
import { upstreamSpecs } from "../support/upstream.js";

const contractText = readFileSync(contractFile("whop-current"), "utf8");
const source = JSON.parse(readSpec("source.json")) as Record<string, unknown>;
const names = readChosenNames("names.yaml", parseYaml("names.yaml", readSpec("names.yaml")));
const { docs } = apiWith("whop-current");

test("the committed contract is a fixed point", () => {
  const { document } = loadSpec("specs/whop-current/openapi.yaml", contractText);
  expect(buildContract(document, { names, docs }).text === contractText).toBe(true);
});

test("source.json says that it was made from a transcription", () => {
  expect(source).toMatchObject({ source: "file", transcribed: true, apiVersionDate: "2026-09-23" });
});

const upstream = upstreamSpecs("the contract of Whop Current against the transcription");

describe.skipIf(upstream === undefined)("the transcription", () => {
  test("gives the committed contract, by today's rules", async () => {
    const { spec } = await readUpstream([upstream?.path("whop-current.yaml") ?? ""]);
    expect(buildContract(spec.document, { names, docs }).text === contractText).toBe(true);
  });

  test("is the one that source.json names", () => {
    const bytes = upstream?.read("whop-current.yaml") ?? "";
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(source.sha256);
  });
});

function readSpec(name: string): string {
  return readFileSync(join(ROOT, "specs/whop-current", name), "utf8");
}
