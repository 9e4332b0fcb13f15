import { expect } from "vitest";
import type { ContractDiff } from "../../scripts/diff/report/findings.js";

/** What holds of every diff: no advice in a patch, some in a major, and no change of which neither side is told. */
export function expectSound({ findings }: ContractDiff, said?: string): void {
  for (const { severity, advice, statement } of findings) {
    expect(statement, said).not.toMatch(/nothing \(was nothing\)/);
    if (severity === "patch") expect(advice, said).toMatch(/^Nothing to do/);
    if (severity === "major") expect(advice, said).not.toMatch(/Nothing to do/);
  }
}
