import { expect, test } from "vitest";
import { SpecError } from "../../scripts/diagnostics.js";
import { loadSpec, parseSpec } from "../../scripts/load/load-spec.js";
import { applyOverlays } from "../../scripts/overlay/apply-overlays.js";
import { loadOverlay } from "../../scripts/overlay/load-overlay.js";
import { badInputs, goodContract } from "../support/bad-input.js";

test.each(badInputs)("$name is $want.code", ({ contract, overlay, want }) => {
  const overlays = () => (overlay === undefined ? [] : [loadOverlay("overlay.yaml", overlay)]);
  const error = errorOf(() => applyOverlays(parseSpec("openapi.yaml", contract), overlays()));
  expect({ code: error.code, ...error.place }).toEqual(want);

  const line = error.toLine();
  expect(line.startsWith(`${want.file}:${want.line}: ${want.code} at `)).toBe(true);
  expect(`${error.message}${error.remedy}`).not.toMatch(/[\r\n]/);
  expect(line.length).toBeLessThan(500);
  expect(error.message).toMatch(/^[A-Z].*[.?]$/);
  expect(error.remedy).toMatch(/^[A-Z].*\.$/);
});

test.each(badInputs.filter(({ overlay }) => overlay === undefined))("$name is refused without overlays too", (row) => {
  expect(errorOf(() => loadSpec("openapi.yaml", row.contract)).code).toBe(row.want.code);
});

test("the contract that bad overlays are tried on is good", () => {
  expect(loadSpec("openapi.yaml", goodContract).document.openapi).toBe("3.1.0");
});

function errorOf(run: () => unknown): SpecError {
  try {
    run();
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}
