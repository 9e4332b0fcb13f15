import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { columns, makeRows } from "../fetches/rows.js";
import { HEADING, readColumns, readTable, writeTable } from "../fetches/table.js";
import { ROOT } from "../support/paths.js";

/** The cells are what `npm run test:all -- fetches` compares. */
const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const rows = makeRows(() => ({ api: "", closed: "" }));

test("the table has each row and column that is tried, and no other", () => {
  expect(readColumns(readme)).toEqual(columns);
  expect([...readTable(readme).keys()]).toEqual(rows.map(({ name }) => name));
  for (const [name, cells] of readTable(readme)) {
    expect(cells, name).toHaveLength(columns.length);
    expect(
      cells.filter((cell) => !/^(?:yes|no)$/.test(cell)),
      name,
    ).toEqual([]);
  }
});

test("what is written is what is read", () => {
  expect(writeTable(readme, readTable(readme))).toBe(readme);
  const cells = columns.map(() => "no");
  const changed = writeTable(readme, new Map([["other", cells]]));
  expect([...readTable(changed)]).toEqual([["other", cells]]);
  expect(() => writeTable(`\n## ${HEADING}\n`, new Map())).toThrow("has no table");
});
