import { expect, test } from "vitest";
import { diffContracts } from "../../scripts/diff/diff-contracts.js";
import { buildComparable, leaveOut } from "../../scripts/pipeline.js";
import { type Edit, edited, shop, shopApi } from "./shop.js";

test.each([
  {
    name: "a style that no client writes",
    edits: [
      ["name: id, in: path,", "name: id, in: path, style: label,"],
      ["maximum: 100", "maximum: 50"],
    ] as Edit[],
    code: "model/parameter-style",
    want: "major constraint-tightened",
  },
  {
    // A call would be repeated on the strength of a key that nobody reads.
    name: "a key of repeated calls that the body has no more",
    edits: [["                key: { type: string }\n", ""]] as Edit[],
    code: "model/idempotency-field",
    want: "major property-removed",
  },
  {
    name: "a key of repeated calls that has another name now",
    edits: [["key: { type: string }", "once: { type: string }"]] as Edit[],
    code: "model/idempotency-field",
    want: "major property-replaced",
  },
])("$name keeps nobody from reading the rest", ({ edits, code, want }) => {
  const [before, after] = [shop, edited(...edits)].map((text) =>
    buildComparable(shopApi, { spec: { file: "shop.yaml", text }, overlays: [] }),
  );
  if (before === undefined || after === undefined) throw new Error("two states");
  const { findings, verdict } = diffContracts(shopApi, before, after);
  expect(verdict).toBe("major");
  expect(findings.map(({ kind, after: to }) => [kind, to])).toContainEqual(["generation-refused", code]);
  expect(findings.map(({ kind, severity }) => `${severity} ${kind.replace(/^request-/, "")}`)).toContain(want);
  const back = diffContracts(shopApi, after, before).findings.map(({ kind }) => kind);
  expect(back).toContain("generation-possible");
  const same = diffContracts(shopApi, after, after).findings.map(({ kind, severity }) => `${severity} ${kind}`);
  expect(same).toEqual(["patch generation-refused"]);
});

test("what is no valid document is refused as before", () => {
  const text = edited(['"#/components/schemas/Money"', '"#/components/schemas/Nothing"']);
  expect(() => buildComparable(shopApi, { spec: { file: "shop.yaml", text }, overlays: [] })).toThrow(/Nothing/);
});

test("a correction that matches nothing any more is a finding; one that matches in neither is a note", () => {
  const overlay = (target: string) => ({
    file: "overlay.yaml",
    text: JSON.stringify({
      overlay: "1.0.0",
      info: { title: "Corrections", version: "1" },
      actions: [{ target, description: "A name.", update: { "x-sdk-method": "find" } }],
    }),
  });
  const stateWith = (target: string) =>
    buildComparable(
      shopApi,
      { spec: { file: "shop.yaml", text: shop }, overlays: [overlay(target)] },
      { onNoMatch: leaveOut },
    );
  const fits = stateWith("$.paths['/orders'].get");
  const lost = stateWith("$.paths['/order'].get");
  const { findings, verdict } = diffContracts(shopApi, fits, lost);
  expect(verdict).toBe("major");
  expect(findings.map(({ kind }) => kind)).toContain("corrections-unmatched");
  const neither = diffContracts(shopApi, lost, lost);
  expect([neither.verdict, neither.notes.length]).toEqual(["none", 1]);
  // The overlay itself has changed, and nothing else.
  const alone = diffContracts(shopApi, { ...lost, unmatchedCorrections: [] }, lost);
  expect(alone.findings.map(({ kind, severity, statement }) => `${severity} ${kind}: ${statement}`)).toEqual([
    "patch corrections-unmatched: a correction no longer fits the contract, and the comparison is made without (`overlay.yaml:1`)",
  ]);
});
