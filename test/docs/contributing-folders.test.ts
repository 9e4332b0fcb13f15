import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../support/paths.js";

const guide = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");

test.each([
  { parent: "scripts", nested: "diff" },
  { parent: "src", nested: "runtime" },
])("CONTRIBUTING has a row for every folder of $parent, and for no other", ({ parent, nested }) => {
  const table = guide.split(`| folder of \`${parent}/\` |`)[1]?.split("\n\n")[0] ?? "";
  const rows = [...table.matchAll(/^\| `([\w/-]+)` \|/gm)].map(([, folder]) => folder);
  const folders = foldersOf(parent).flatMap((name) =>
    name === nested ? foldersOf(posix.join(parent, name)).map((chapter) => `${name}/${chapter}`) : [name],
  );
  expect(rows.sort()).toEqual(folders.sort());
});

function foldersOf(path: string): string[] {
  return readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
