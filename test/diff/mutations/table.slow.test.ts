import { expect, test } from "vitest";
import { table } from "./table.js";

test("the table holds at least sixty mutations, each with its reason", () => {
  const count = (key: "position" | "verdict" | "api"): string =>
    [...new Set(table.map((row) => row[key]))]
      .map((value) => `${table.filter((row) => row[key] === value).length} ${value}`)
      .join(", ");
  console.log(`${table.length} mutations: ${count("position")}; ${count("verdict")}; ${count("api")}`);
  expect(table.length).toBeGreaterThanOrEqual(60);
  expect(table.filter(({ why }) => why.length < 5)).toEqual([]);
});

test("each name stands once", () => {
  const names = table.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test.each([
  { position: "operation", atLeast: 10 },
  { position: "request", atLeast: 40 },
  { position: "response", atLeast: 25 },
  { position: "event", atLeast: 15 },
  { position: "shared", atLeast: 10 },
  { position: "document", atLeast: 20 },
])("at least $atLeast mutations stand in the position $position", ({ position, atLeast }) => {
  expect(table.filter((row) => row.position === position).length).toBeGreaterThanOrEqual(atLeast);
});

test.each(["none", "patch", "minor", "major"])("the verdict %s is expected at least ten times", (verdict) => {
  expect(table.filter((row) => row.verdict === verdict).length).toBeGreaterThanOrEqual(10);
});
