import { columns } from "./rows.js";

export const HEADING = "Other fetch functions and test runners";

/** The cells of the README's table by the row's name. */
export function readTable(readme: string): ReadonlyMap<string, readonly string[]> {
  const lines = sectionOf(readme).filter((line) => line.startsWith("|"));
  return new Map(
    lines
      .slice(2)
      .map((line) => cellsOf(line))
      .map(([name = "", ...cells]) => [name, cells]),
  );
}

/** The head of the README's table, without the column of names. */
export function readColumns(readme: string): readonly string[] {
  const head = sectionOf(readme).find((line) => line.startsWith("|")) ?? "";
  return cellsOf(head).slice(1);
}

/** The README with another table. */
export function writeTable(readme: string, rows: ReadonlyMap<string, readonly string[]>): string {
  const section = sectionOf(readme);
  const old = section.filter((line) => line.startsWith("|"));
  const table = [
    `| | ${columns.join(" | ")} |`,
    `|${" --- |".repeat(columns.length + 1)}`,
    ...[...rows].map(([name, cells]) => `| ${name} | ${cells.join(" | ")} |`),
  ];
  if (old.length === 0) throw new Error(`README.md has no table under "${HEADING}"`);
  return readme.replace(old.join("\n"), () => table.join("\n"));
}

function sectionOf(readme: string): readonly string[] {
  return (readme.split(`\n## ${HEADING}\n`)[1] ?? "").split("\n## ")[0]!.split("\n");
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}
