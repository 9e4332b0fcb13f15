import { expect, test } from "vitest";
import { diffContracts } from "../../scripts/diff/diff-contracts.js";
import { buildComparable } from "../../scripts/pipeline.js";
import { type Edit, edited, shop, shopApi } from "./shop.js";

test.each([
  {
    name: "a reference into a component",
    edits: [
      ['"#/components/schemas/Money"', '"#/components/schemas/Order/properties/id"'],
      ["maximum: 100", "maximum: 50"],
    ] as Edit[],
    code: "model/deep-reference",
    want: "major constraint-tightened",
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
