import { afterAll, beforeAll, expect, test } from "vitest";
import { bombs } from "../bench/bombs/documents.js";
import { BombProject, type Command } from "../bench/bombs/project.js";

/** What each run may take is for `npm run bench:bombs` to say, which has all of them. @unit seconds */
const END_AFTER = 120;

let project: BombProject;
beforeAll(async () => {
  project = await BombProject.make();
}, 120_000);
afterAll(() => project.remove());

test.each<[bomb: string, command: Command, outcome: string]>([
  ["30 times `allOf: [next, next]`", "generate", "load/too-wide"],
  ["30 times `allOf: [next, next]`", "pull", "done"],
  ["a chain of 2,000 references", "diff", "done"],
  ["20,000 paths", "regenerate", "load/too-wide"],
  ["20,000 paths", "pull", "load/too-wide"],
  ["100,000 references that lead nowhere", "pull", "load/dangling-ref"],
  ["aliases of aliases, 10 levels of 10", "pull", "load/alias"],
  ["10,000 levels of lists in JSON", "drift", "load/too-deep"],
  ["10,000 levels of lists in YAML", "pull", "load/too-deep"],
])("%s: %s", async (name, command, want) => {
  const bomb = bombs.find((one) => one.name === name);
  if (bomb === undefined) throw new Error("there is no such document");
  const { outcome, output } = await project.run(command, bomb, END_AFTER);
  expect(outcome, output.slice(0, 2_000)).toBe(want);
  // One line for each of the findings that are shown, and none of them endless.
  expect(output.length).toBeLessThan(200_000);
});
