import { spawnSync } from "node:child_process";
import { lstat, mkdir, readFile, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { apiWith } from "../../scripts/apis.js";
import { readSources } from "../../scripts/generate/read-sources.js";
import { finishInterrupted, refuseUnfinished, type TreeChange, writeTree } from "../../scripts/output/journal.js";
import type { TreeStep } from "../../scripts/output/parse-journal.js";
import { contentsOf, stateOf, temporaryFolder, writeFiles } from "../support/temporary-project.js";

const applyChanges = (root: string, made: readonly TreeChange[]) =>
  writeTree(root, (apply) => apply(made), { waitMs: 0 });

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
const { pid: dead, status: deadStatus } = spawnSync(process.execPath, ["-e", ""]);
if (deadStatus !== 0) throw new Error(`the process that was to end at once ended with ${deadStatus}`);

const steps = changes.map(({ kind, path }) => ({ kind, path }));
const journal = (pid: number, made: readonly object[] = steps) =>
  JSON.stringify({ stage: `stage-${pid}`, steps: made });
const lock = (pid: number) => `{"pid":${pid},"token":"0123456789ab"}`;

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

describe("a path of a generated file is refused before anything is changed", () => {
  test.each([
    "../escaped.ts",
    "a/../../escaped.ts",
    "/escaped.ts",
    "a\\..\\escaped.ts",
    "",
    ".",
    "a./b.ts",
    "a.ts.",
    "a .ts",
    ".hidden.ts",
    "con.ts",
    "resources/NUL.ts",
    "resources/com1.d.ts",
    "aux/a.ts",
    "Client.ts",
    `${"a".repeat(130)}.ts`,
  ])("%j", async (path) => {
    const root = await temporaryFolder(before);
    const files = [
      { path: "client.ts", text: "" },
      { path, text: "" },
    ];
    const evil: TreeChange = { kind: "folder", path: "generated/other", files };
    await expect(applyChanges(root, [...changes, evil])).rejects.toThrow(/the path/);
    expect(await contentsOf(root)).toEqual(before);
  });
});

test("what no command writes is not written", async () => {
  const root = await temporaryFolder(before);
  await expect(applyChanges(root, [{ kind: "file", path: "package.json", text: "" }])).rejects.toThrow(/no command/);
  expect(await contentsOf(root)).toEqual(before);
});

test("a link inside of a folder goes with it, and what it leads to stays", async () => {
  const root = await temporaryFolder(before);
  await symlink(join(root, "README.md"), join(root, "generated/shop/more.ts"));
  await applyChanges(root, changes);
  expect(await contentsOf(root)).toEqual(after);
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

  test("is completed before anybody reads the contract, and named to who must not write", async () => {
    const root = await temporaryFolder({
      "specs/decisionly/openapi.yaml": "old",
      [`.regenerate.state/stage-${dead}/0`]: "new",
      ".regenerate.state/journal.json": journal(dead, [{ kind: "file", path: "specs/decisionly/openapi.yaml" }]),
    });
    const state = await stateOf(root);
    const unfinished = expect.objectContaining({ code: "output/unfinished" });
    await expect(refuseUnfinished(root)).rejects.toThrow(unfinished);
    await expect(readSources(root, apiWith("decisionly"))).rejects.toThrow(unfinished);
    expect(await stateOf(root)).toEqual(state);
    await finishInterrupted(root);
    expect((await readSources(root, apiWith("decisionly"))).spec.text).toBe("new");
  });
});

describe("a journal that no command wrote", () => {
  const file = (path: string): TreeStep => ({ kind: "file", path });
  const whole = JSON.stringify({ stage: `stage-${dead}`, steps: [file("specs/shop/openapi.yaml")] });

  test.each<[string, string]>([
    ["torn at its beginning", ""],
    ["torn in the middle", whole.slice(0, -10)],
    ["no JSON", "{]"],
    ["null", "null"],
    ["a list", "[]"],
    ["a stage elsewhere", whole.replace(/stage-\d+/, "../../outside")],
    ["a stage with a dot", whole.replace(/stage-\d+/, "stage-1/..")],
    ["another kind", whole.replace('"file"', '"link"')],
    ["no kind", whole.replace('"kind":"file",', "")],
    ["a path that is no text", whole.replace('"specs/shop/openapi.yaml"', "1")],
    ["no steps", JSON.stringify({ stage: `stage-${dead}` })],
    ["the same path twice", journal(dead, [file("specs/shop/a.yaml"), file("specs/shop/A.yaml")])],
    ...[
      "../outside.yaml",
      "specs/../../outside.yaml",
      "specs/shop/../../../outside.yaml",
      "/etc/passwd",
      "C:\\outside.yaml",
      "specs\\shop\\openapi.yaml",
      "specs/shop/openapi.yaml\0",
      "specs/shop/..yaml",
      "specs//openapi.yaml",
      "package.json",
      ".git/hooks/post-checkout",
      ".git/config",
      "scripts/run.mjs",
      "node_modules/typescript/bin/tsc",
      "generated",
      "generated/shop/client.ts",
      "README.md",
      "",
      ".",
      "..",
    ].map((path): [string, string] => [`a file at ${JSON.stringify(path)}`, journal(dead, [file(path)])]),
    ["a folder of specs", journal(dead, [{ kind: "folder", path: "specs/shop" }])],
    ["the removal of a contract", journal(dead, [{ kind: "removal", path: "specs/shop/openapi.yaml" }])],
    ["the removal of what is outside", journal(dead, [{ kind: "removal", path: "../README.md" }])],
  ])("%s: one line that says what to do, and nothing is touched", async (_name, text) => {
    const parent = await temporaryFolder({ "README.md": "outside", "outside.yaml": "outside" });
    const root = join(parent, "project");
    await writeFiles(root, { ...before, ...staged(dead), ".regenerate.state/journal.json": text });
    const state = await stateOf(parent);
    for (const run of [finishInterrupted, refuseUnfinished, (folder: string) => applyChanges(folder, changes)]) {
      const error: unknown = await run(root).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "output/bad-journal", remedy: expect.stringContaining("Remove the folder") });
    }
    expect(await stateOf(parent)).toEqual(state);
  });

  test.each<[string, (stage: string, outside: string) => Promise<unknown>]>([
    ["a link for a file", (stage, outside) => symlink(join(outside, "secret.txt"), join(stage, "0"))],
    ["a folder for a file", (stage) => writeFiles(stage, { "0/a.ts": "a" })],
    ["a file for a folder", (stage) => writeFiles(stage, { "1": "a" })],
    [
      "a link in a folder",
      async (stage, outside) => {
        await writeFiles(stage, { "1/a.ts": "a" });
        await symlink(join(outside, "secret.txt"), join(stage, "1/b.ts"));
      },
    ],
    ["something for a removal", (stage) => writeFiles(stage, { "2": "a" })],
    [
      "a link for the stage itself",
      async (stage, outside) => {
        await rm(stage, { recursive: true, force: true });
        await symlink(outside, stage);
      },
    ],
  ])("%s among what is staged: nothing is touched", async (_name, plant) => {
    const parent = await temporaryFolder({
      "outside/secret.txt": "hush",
      "outside/0": "evil",
      "outside/1/a.ts": "evil",
    });
    const root = join(parent, "project");
    const stage = join(root, `.regenerate.state/stage-${dead}`);
    await writeFiles(root, { ...before, ".regenerate.state/journal.json": journal(dead) });
    await mkdir(stage);
    await plant(stage, join(parent, "outside"));
    await expect(finishInterrupted(root)).rejects.toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^output\/(?:bad-journal|link-leads-out)$/) }),
    );
    for (const [path, text] of Object.entries(before)) expect(await readFile(join(root, path), "utf8")).toBe(text);
    expect(await contentsOf(join(parent, "outside"))).toEqual({ "0": "evil", "1/a.ts": "evil", "secret.txt": "hush" });
  });
});

describe("a link that leads out", () => {
  const places = [
    "specs",
    "specs/shop",
    "generated",
    ".changeset",
    ".regenerate.state",
    ".regenerate.state/journal.json",
    ".regenerate.state/lock",
  ];

  test.each(places)("in the place of %s: nothing is read or written through it", async (place) => {
    const parent = await temporaryFolder({ "outside/shop/openapi.yaml": "outside", "outside/openapi.yaml": "outside" });
    const root = join(parent, "project");
    await writeFiles(root, { "README.md": "mine" });
    await mkdir(dirname(join(root, place)), { recursive: true });
    await symlink(join(parent, "outside"), join(root, place));
    const state = await stateOf(join(parent, "outside"));
    const error: unknown = await applyChanges(root, changes).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: expect.stringMatching(/^output\//) });
    expect(await stateOf(join(parent, "outside"))).toEqual(state);
    expect((await lstat(join(root, place))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(root, "README.md"), "utf8")).toBe("mine");
  });

  test("in the place of a contract: it is not read, wherever it leads", async () => {
    const parent = await temporaryFolder({ "outside.yaml": "hush" });
    const root = join(parent, "project");
    await mkdir(join(root, "specs/decisionly"), { recursive: true });
    for (const target of [
      join(parent, "outside.yaml"),
      "../../../outside.yaml",
      join(parent, "nowhere"),
      "openapi.yaml",
    ]) {
      await symlink(target, join(root, "specs/decisionly/openapi.yaml"));
      await expect(readSources(root, apiWith("decisionly"))).rejects.toThrow(
        expect.objectContaining({ code: "output/link-leads-out" }),
      );
      await rm(join(root, "specs/decisionly/openapi.yaml"));
    }
    await writeFiles(root, { "specs/decisionly/other.yaml": "mine" });
    await symlink("other.yaml", join(root, "specs/decisionly/openapi.yaml"));
    expect((await readSources(root, apiWith("decisionly"))).spec.text).toBe("mine");
  });
});

describe("another run at work", () => {
  const alive = process.ppid;
  const held = { ".regenerate.state/lock": lock(alive) };

  test("is not taken for one that was killed", async () => {
    const given = { ...before, ...staged(alive), ...held, ".regenerate.state/journal.json": journal(alive) };
    const root = await temporaryFolder(given);
    const busy = expect.objectContaining({ code: "output/busy" });
    await expect(finishInterrupted(root, { waitMs: 0 })).rejects.toThrow(busy);
    await expect(applyChanges(root, changes)).rejects.toThrow(busy);
    expect(await contentsOf(root)).toEqual(given);
  });

  test("keeps nobody from reading while it has decided nothing", async () => {
    const given = { ...before, ...staged(alive), ...held };
    const root = await temporaryFolder(given);
    await finishInterrupted(root);
    expect(await contentsOf(root)).toEqual(given);
  });

  test("is waited for", async () => {
    const root = await temporaryFolder(before);
    const order: string[] = [];
    let end: () => void = () => {};
    const first = writeTree(root, async (apply) => {
      order.push("first begins");
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      await apply(changes);
      order.push("first ends");
    });
    while (order.length === 0) await new Promise(setImmediate);
    const second = writeTree(root, async () => {
      order.push(`second finds ${(await contentsOf(root))["generated/shop/client.ts"]}`);
    });
    end();
    await Promise.all([first, second]);
    expect(order).toEqual(["first begins", "first ends", "second finds new"]);
    expect(await contentsOf(root)).toEqual(after);
  });

  test("that has died is succeeded, whatever it left of its lock", async () => {
    for (const left of [
      { lock: lock(dead) },
      { lock: lock(dead), "lock.0123456789ab": lock(dead) },
      { lock: lock(dead), "lock.0123456789ab": lock(dead), [`candidate-${dead}-0123456789ab`]: lock(dead) },
      { "lock.abababababab": lock(dead) },
    ]) {
      const inState = Object.entries(left).map(([name, text]) => [`.regenerate.state/${name}`, text]);
      const root = await temporaryFolder({ ...before, ...Object.fromEntries(inState) });
      await applyChanges(root, changes);
      expect(await contentsOf(root)).toEqual(after);
    }
  });

  test("is succeeded by one at a time", async () => {
    const root = await temporaryFolder({ ...before, ".regenerate.state/lock": lock(dead) });
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(setImmediate);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => writeTree(root, work)));
    expect(most).toBe(1);
    expect(await contentsOf(root)).toEqual(before);
  });

  test.each(["", "{}", "1234", `${lock(dead)} `, lock(dead).repeat(20)])(
    "a lock that nobody wrote, %j, is named",
    async (text) => {
      const root = await temporaryFolder({ ...before, ".regenerate.state/lock": text });
      await expect(applyChanges(root, changes)).rejects.toThrow(expect.objectContaining({ code: "output/bad-lock" }));
      expect(await contentsOf(root)).toEqual({ ...before, ".regenerate.state/lock": text });
    },
  );
});
