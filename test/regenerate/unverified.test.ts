import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-project.js";
import { regenerateWhop } from "./regenerate-whop.js";
import { grownContract, smallProject } from "./small-project.js";

test("a run that skips something is unverified, also when it is repeated, until one that skips nothing", async () => {
  const root = await smallProject({ git: true });
  const out = await temporaryFolder({});
  const run = async (check: boolean, tests: boolean) => {
    const { result, read } = await regenerateWhop(root, grownContract, { check, tests, out });
    const { status, verdict, proof } = result;
    return { status, verdict, proof, title: await read("pr-title.txt") };
  };
  const unverified = { status: "changed", verdict: "minor", title: "Regenerate Whop (unverified): 1 minor\n" };
  const skipped = { check: null, tests: null, skipped: ["check", "tests"], verified: false };
  expect(await run(false, false)).toEqual({ ...unverified, proof: skipped });
  expect(await run(false, false)).toEqual({ ...unverified, proof: skipped });
  const half = { check: "passed", tests: null, skipped: ["tests"], verified: false };
  expect(await run(true, false)).toEqual({ ...unverified, proof: half });

  await writeFile(join(root, "broken"), "");
  expect(await run(true, true)).toMatchObject({ status: "broken", proof: { check: "failed", verified: false } });
  await writeFile(join(root, "node_modules/vitest/vitest.mjs"), "");
  await writeFile(join(root, "scripts/run.mjs"), "");
  const whole = { check: "passed", tests: "passed", skipped: [], verified: true };
  const verified = { status: "changed", verdict: "minor", title: "Regenerate Whop: 1 minor\n", proof: whole };
  expect(await run(true, true)).toEqual(verified);
  expect(await run(true, true)).toMatchObject({ status: "unchanged", proof: { verified: false } });
});
