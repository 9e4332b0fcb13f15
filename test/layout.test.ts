import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./support/paths.js";

function foldersOf(path: string): string[] {
  const entries = readdirSync(join(ROOT, path), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

test.each([
  { code: "scripts", tests: "test" },
  { code: "src", tests: "test" },
  { code: "src/runtime", tests: "test/runtime" },
])("each folder of $code has its tests in the folder of the same name of $tests", ({ code, tests }) => {
  const missing = foldersOf(code).filter((name) => !hasTests(join(tests, name)));
  expect(missing).toEqual([]);
});

test("each file of tests has the suffix of a suite", () => {
  const named = allFiles("test").filter((path) => /[.](test|spec|e2e|slow)[.]/.test(basename(path)));
  expect(named.length).toBeGreaterThan(80);
  expect(named.filter((path) => !/^[a-z0-9-]+(\.test|\.slow\.test|\.e2e)\.ts$/.test(basename(path)))).toEqual([]);
});

function hasTests(folder: string): boolean {
  return existsSync(join(ROOT, folder)) && allFiles(folder).some((path) => /\.(test|e2e)\.ts$/.test(path));
}

function allFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).filter(
    (path) => !path.includes("node_modules"),
  );
}
