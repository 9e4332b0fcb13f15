import { describe, expect, test } from "vitest";
import { compareMutation } from "./compare-mutation.js";
import { expectSameCode, expectSound, expectVerdict, linesOf } from "./expect-report.js";
import type { Mutation } from "./mutation.js";

/** One test a mutation: there, back, and what holds of every report. */
export function describeMutations(rows: readonly Mutation[]): void {
  describe.each(rows.map((row) => [row.position, row.name, row] as const))("%s: %s", (_position, _name, row) => {
    test(`${row.verdict}: ${row.why}`, () => {
      const comparison = compareMutation(row);
      expectVerdict(row, comparison.forward);
      expectSound(comparison, comparison.forward);
      expectSound(comparison, comparison.backward);
      expectSameCode(comparison, row.writtenOtherwise);
      const back = row.reversed ?? (row.verdict === "none" ? "none" : undefined);
      const lines = linesOf(comparison.backward);
      if (back === undefined) expect(lines, "the way back").not.toEqual([]);
      else expect(comparison.backward.verdict, `the way back: ${lines.join("\n")}`).toBe(back);
    });
  });
}
