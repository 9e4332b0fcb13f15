import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../support/paths.js";
import { readCorpus } from "./corpus.js";
import { corpusPage } from "./corpus-page.js";

test("docs/corpus.md is made from the table that the slow suite holds the generator to", () => {
  const file = join(ROOT, "docs/corpus.md");
  if (process.env.UPDATE_SCENARIOS === "1") writeFileSync(file, corpusPage(readCorpus()));
  expect(readFileSync(file, "utf8")).toBe(corpusPage(readCorpus()));
});

test("it counts", () => {
  const page = corpusPage([
    { document: "@a/b/c.yaml", asItIs: "generated", operations: 3, calls: 6 },
    { document: "d/e.yaml", asItIs: "load/invalid /x", furnished: "generated" },
    { document: "d/f.yaml", asItIs: "load/invalid /y", furnished: "load/invalid /y" },
  ]);
  expect(page).toContain("3 documents of 2 packages");
  expect(page).toContain("- 1 of 3 (33.3 %) are generated as they are, 2 as they are or");
  expect(page).toContain("6 calls");
  expect(page).toContain("2 with `load/invalid`");
  expect(page).toContain("| `@a/b/c.yaml` | generated |  |  | 3 | 6 | 6 |");
  expect(page).toContain("| `d/e.yaml` | `load/invalid` | `/x` | generated |  |  |  |");
});
