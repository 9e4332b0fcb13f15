import { readdir, readFile, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { bundleScripts } from "../scripts/bundle.mjs";
import { temporaryFolder } from "./support/temporary-project.js";

/** Two commands that share a file, and what bundles are made of beside code. */
async function smallScripts(): Promise<{ readonly project: string; readonly source: string }> {
  const project = await temporaryFolder({
    "scripts/commands/one.ts": 'import { word } from "../words/word.js";\nexport const said: string = "one " + word;\n',
    "scripts/commands/two.ts": 'import { word } from "../words/word.js";\nexport const said: string = "two " + word;\n',
    "scripts/words/word.ts":
      'import { createRequire } from "node:module";\nimport { parse } from "yaml";\nconst require = createRequire(import.meta.url);\nexport const word: string = parse(require("./table/words.cjs"));\n',
    "scripts/words/table/words.cjs": 'module.exports = "\\"word\\"";\n',
    "node_modules/yaml/package.json": '{ "version": "1" }',
  });
  return { project, source: join(project, "scripts") };
}

async function said(folder: string, command: string): Promise<unknown> {
  return (await import(pathToFileURL(join(folder, "commands", `${command}.js`)).href)).said;
}

test("the bundles say what the scripts say, and are made once", async () => {
  const { project, source } = await smallScripts();
  const folder = await bundleScripts(source, project);
  expect(await said(folder, "one")).toBe("one word");
  expect(await said(folder, "two")).toBe("two word");
  const made = (await stat(join(folder, "commands/one.js"))).mtimeMs;
  expect(await bundleScripts(source, project)).toBe(folder);
  expect((await stat(join(folder, "commands/one.js"))).mtimeMs).toBe(made);
  expect((await readdir(project)).filter((name) => name.startsWith(".scripts."))).toEqual([]);
});

test.each([
  { what: "a file of code", path: "scripts/words/word.ts", text: 'export const word = "other";\n', says: "one other" },
  { what: "a table", path: "scripts/words/table/words.cjs", text: 'module.exports = "other";\n', says: "one other" },
  { what: "the version of a library", path: "node_modules/yaml/package.json", text: '{ "version": "2" }' },
  { what: "a file that is added", path: "scripts/words/more.ts", text: "export {};\n" },
])("$what changes, with its size and time as they were: another bundle", async ({ path, text, says = "one word" }) => {
  const { project, source } = await smallScripts();
  const first = await bundleScripts(source, project);
  await writeFile(join(project, path), text);
  await utimes(join(project, path), 0, 0);
  const second = await bundleScripts(source, project);
  expect(second).not.toBe(first);
  expect(await said(second, "one")).toBe(says);
});

test.each([
  { what: "is cut off", spoil: (file: string) => truncate(file, 10) },
  { what: "is empty", spoil: (file: string) => truncate(file, 0) },
  { what: "has other code", spoil: (file: string) => writeFile(file, 'export const said = "spoiled";\n') },
])("a bundle that $what is made anew", async ({ spoil }) => {
  const { project, source } = await smallScripts();
  const folder = await bundleScripts(source, project);
  for (const name of await readdir(join(folder, "commands"))) {
    if (!name.endsWith(".js")) continue;
    const file = join(folder, "commands", name);
    const whole = await readFile(file, "utf8");
    await spoil(file);
    expect(await bundleScripts(source, project)).toBe(folder);
    expect(await readFile(file, "utf8")).toBe(whole);
  }
  await writeFile(join(folder, "digests.json"), "{");
  expect(await said(await bundleScripts(source, project), "two")).toBe("two word");
  expect((await readdir(project)).filter((name) => name.startsWith(".scripts."))).toEqual([]);
});

test("an old bundle goes when a new one is made, and not a younger one", async () => {
  const { project, source } = await smallScripts();
  const old = await bundleScripts(source, project);
  await writeFile(join(source, "words/word.ts"), 'export const word = "young";\n');
  const young = await bundleScripts(source, project);
  await utimes(old, 0, 0);
  await writeFile(join(source, "words/word.ts"), 'export const word = "new";\n');
  const now = await bundleScripts(source, project);
  const left = (await readdir(project)).filter((name) => name.startsWith(".scripts")).sort();
  expect(left.map((name) => join(project, name))).toEqual([young, now].sort());
});

test("what is wrong in a script is said, and leaves nothing", async () => {
  const { project, source } = await smallScripts();
  await writeFile(join(source, "words/word.ts"), "export const word = ;\n");
  await expect(bundleScripts(source, project)).rejects.toThrow("word.ts:1");
  expect((await readdir(project)).filter((name) => name.startsWith(".scripts"))).toEqual([]);
});

test("a disk that refuses is told from a fault of the code", async () => {
  const { source } = await smallScripts();
  const missing = join(await temporaryFolder(), "file");
  await writeFile(missing, "");
  await expect(bundleScripts(source, missing)).rejects.toMatchObject({ syscall: expect.any(String) });
});
