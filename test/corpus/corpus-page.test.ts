import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../support/paths.js";
import { corpus } from "./corpus.js";
import { corpusPage } from "./corpus-page.js";

test("docs/corpus.md is made from the table that the slow suite holds the generator to", () => {
  const file = join(ROOT, "docs/corpus.md");
  if (process.env.UPDATE_SCENARIOS === "1") writeFileSync(file, corpusPage(corpus));
  expect(readFileSync(file, "utf8")).toBe(corpusPage(corpus));
});

test("it counts", () => {
  const page = corpusPage([
    { document: "a", asItIs: "generated" },
    { document: "b", asItIs: "load/invalid /x", furnished: "generated" },
    { document: "c", asItIs: "load/invalid /y" },
  ]);
  expect(page).toContain("- 1 of 3 (33 %) are generated as they are, 2 as they are or");
  expect(page).toContain("2 with `load/invalid`");
  expect(page).toContain("| `b` | `load/invalid` | `/x` | generated |");
});
