import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clone, cloneProject } from "../regenerate/project-clone.js";
import { regenerate, runCommand } from "../regenerate/run-regenerate.js";
import { commitAll, grownContract, smallProject } from "../regenerate/small-project.js";
import { contentsOf, stateOf, writeFiles } from "../support/temporary-project.js";

/** Whose emitters are good until the tests break one. */
let clone: Clone;
beforeAll(async () => {
  clone = await cloneProject();
});
afterAll(() => clone.remove());

/** What a person could do to an emitter: it parses, and means something that does not exist. */
async function breakEmitter(): Promise<void> {
  const file = join(clone.root, "scripts/emit/emit-client.ts");
  const text = await readFile(file, "utf8");
  const broken = text.replace("type: className,", 'type: className + "<string>",');
  expect(broken).not.toBe(text);
  await writeFile(file, broken);
}

test("a broken emitter is refused by every command, and leaves every byte where it was", async () => {
  const root = await smallProject({ git: false });
  const options = { project: clone.root };
  expect(await runCommand(["generate", "--root", root, "--api", "whop"], options)).toMatchObject({ status: 0 });
  commitAll(root);
  const from = join(root, "node_modules/grown.json");
  await writeFiles(root, { "node_modules/grown.json": grownContract });
  await breakEmitter();
  const before = await stateOf(root);

  for (const args of [[], ["--no-cache"], ["--check"]]) {
    const { status, output } = await runCommand(["generate", "--root", root, "--api", "whop", ...args], options);
    expect(status, output).toBe(1);
    const lines = output.split("\n").filter((line) => line !== "" && !/^Whop: [a-z-]+$/.test(line));
    expect(lines).toEqual([
      expect.stringMatching(
        /openapi\.yaml:\d+: emit\/does-not-compile at \/.* generated\/whop\/client\.ts:\d+:\d+: TS2315: .*/,
      ),
    ]);
    expect(await stateOf(root)).toEqual(before);
  }

  const unverified = ["--skip-check", "--skip-tests"];
  const run = await regenerate(["--root", root, "--api", "whop", "--from", from, ...unverified], options);
  expect(run.status).toBe(1);
  expect(run.report.result).toMatchObject({
    status: "broken",
    apis: [{ api: "whop", failure: { stage: "generate", code: "emit/does-not-compile" } }],
  });
  expect(run.report.body).toContain("Nothing was written");
  expect(await stateOf(root)).toEqual(before);
  expect(Object.keys(await contentsOf(join(root, "generated")))).not.toEqual([]);
});
