import { expect, test } from "vitest";
import { composeYaml } from "../../scripts/load/compose-yaml.js";
import { linesOf, treeOffsets } from "../../scripts/load/locate.js";
import { jsonOffsets } from "../../scripts/load/locate-json.js";

const text = `{
  "a": [1, "x,]}", {"b\\"c": null}, []],
  "d/e": { "": true, "\\u0066": {"g": [[2], [3, {"h": -1.5e3}]]} },
  "i" : {}
}
`;

/** The syntax tree of YAML, of which JSON is a part, knows the places as well. */
test.each([
  "",
  "/a",
  "/a/1",
  '/a/2/b"c',
  "/a/3/0",
  "/d~1e",
  "/d~1e/",
  "/d~1e/f/g/1/1/h",
  "/i",
  "/i/none",
  "/none/deep",
])("%s", (pointer) => {
  expect(jsonOffsets(text)(pointer)).toBe(treeOffsets(composeYaml("a.json", text).contents)(pointer));
});

test("lines by offset", () => {
  const lineOf = linesOf("a\nb\n\nc");
  expect([0, 1, 2, 4, 5, 9].map(lineOf)).toEqual([1, 1, 2, 3, 4, 4]);
});
