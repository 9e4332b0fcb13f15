import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { apiWith } from "../../scripts/apis.js";
import { readSources } from "../../scripts/generate/read-sources.js";
import { applyChanges, finishInterrupted, type TreeChange } from "../../scripts/output/journal.js";
import { contentsOf, stateOf, temporaryFolder } from "./temporary-project.js";

const changes: readonly TreeChange[] = [
  { kind: "file", path: "specs/shop/openapi.yaml", text: "new" },
  { kind: "folder", path: "generated/shop", files: [{ path: "client.ts", text: "new" }] },
  { kind: "removal", path: ".changeset/shop-1.md" },
];
const before = {
  "specs/shop/openapi.yaml": "old",
  "generated/shop/client.ts": "old",
  "generated/shop/resources/stale.ts": "old",
  ".changeset/shop-1.md": "old",
  "README.md": "mine",
};
const after = { "specs/shop/openapi.yaml": "new", "generated/shop/client.ts": "new", "README.md": "mine" };

/** The id of a process that has ended. */
const dead = spawnSync(process.execPath, ["-e", ""]).pid;

const journal = (pid: number) =>
  JSON.stringify({ pid, stage: `stage-${pid}`, steps: changes.map(({ kind, path }) => ({ kind, path })) });

/** What a process has put aside before it begins to move. */
const staged = (pid: number) => ({
  [`.regenerate.state/stage-${pid}/0`]: "new",
  [`.regenerate.state/stage-${pid}/1/client.ts`]: "new",
});

test("all changes are made, and nothing is left beside them", async () => {
  const root = await temporaryFolder(before);
  await applyChanges(root, changes);
  expect(await contentsOf(root)).toEqual(after);
});

test("files and folders that were not there are made, and what is to go may be gone", async () => {
  const root = await temporaryFolder();
  await applyChanges(root, changes);
  expect(await contentsOf(root)).toEqual({ "specs/shop/openapi.yaml": "new", "generated/shop/client.ts": "new" });
});

test("no change touches nothing", async () => {
  const root = await temporaryFolder(before);
  const state = await stateOf(root);
  await applyChanges(root, []);
  await finishInterrupted(root);
  expect(await stateOf(root)).toEqual(state);
});

test("a path that leads out of a folder is refused before anything is changed", async () => {
  const root = await temporaryFolder(before);
  const evil: TreeChange = { kind: "folder", path: "generated/shop", files: [{ path: "../../evil.ts", text: "" }] };
  await expect(applyChanges(root, [...changes, evil])).rejects.toThrow(/could lead out/);
  await finishInterrupted(root);
  expect(await contentsOf(root)).toEqual(before);
});

describe("a run that was killed", () => {
  const { "specs/shop/openapi.yaml": _, ...withoutContract } = before;
  test.each([
    { name: "before it had decided: the old tree", given: { ...before, ...staged(dead) }, want: before },
    {
      name: "once it had decided: the new tree",
      given: { ...before, ...staged(dead), ".regenerate.state/journal.json": journal(dead) },
      want: after,
    },
    {
      name: "after the first file was in place",
      given: {
        ...before,
        "specs/shop/openapi.yaml": "new",
        [`.regenerate.state/stage-${dead}/1/client.ts`]: "new",
        ".regenerate.state/journal.json": journal(dead),
      },
      want: after,
    },
    {
      name: "between the two moves of a folder",
      given: {
        "specs/shop/openapi.yaml": "new",
        "README.md": "mine",
        ".changeset/shop-1.md": "old",
        [`.regenerate.state/stage-${dead}/1/client.ts`]: "new",
        [`.regenerate.state/stage-${dead}/1.old/client.ts`]: "old",
        ".regenerate.state/journal.json": journal(dead),
      },
      want: after,
    },
    {
      name: "when all was in place but the journal",
      given: {
        ...after,
        [`.regenerate.state/stage-${dead}/1.old/client.ts`]: "old",
        ".regenerate.state/journal.json": journal(dead),
      },
      want: after,
    },
    {
      name: "in a project whose contract is new",
      given: { ...withoutContract, ...staged(dead), ".regenerate.state/journal.json": journal(dead) },
      want: after,
    },
  ])("$name", async ({ given, want }) => {
    const root = await temporaryFolder(given);
    await finishInterrupted(root);
    expect(await contentsOf(root)).toEqual(want);
    await finishInterrupted(root);
    expect(await contentsOf(root)).toEqual(want);
  });

  test("is completed by whoever reads the contract next", async () => {
    const steps = [{ kind: "file", path: "specs/decisionly/openapi.yaml" }];
    const root = await temporaryFolder({
      "specs/decisionly/openapi.yaml": "old",
      ".regenerate.state/stage-0/0": "new",
      ".regenerate.state/journal.json": JSON.stringify({ pid: 0, stage: "stage-0", steps }),
    });
    expect((await readSources(root, apiWith("decisionly"))).spec.text).toBe("new");
  });
});

describe("another run at work", () => {
  const alive = process.ppid;
  test("is not taken for one that was killed", async () => {
    const given = { ...before, ...staged(alive), ".regenerate.state/journal.json": journal(alive) };
    const root = await temporaryFolder(given);
    const busy = expect.objectContaining({ code: "output/busy" });
    await expect(finishInterrupted(root)).rejects.toThrow(busy);
    await expect(applyChanges(root, changes)).rejects.toThrow(busy);
    expect(await contentsOf(root)).toEqual(given);
  });

  test("keeps what it has put aside", async () => {
    const root = await temporaryFolder({ ...before, ...staged(alive) });
    await applyChanges(root, changes);
    expect(await contentsOf(root)).toEqual({ ...after, ...staged(alive) });
  });
});
