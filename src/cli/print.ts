import { isEntity } from "../testing/contract.js";
import { printable } from "./terminal.js";

/** JSON, a line for each value: what another program reads. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value ?? null)}\n`;
}

/** One object, a line for each field. */
export function printObject(value: unknown): string {
  if (!isEntity(value)) return `${printable(String(value))}\n`;
  const width = Math.max(0, ...Object.keys(value).map((name) => name.length));
  return Object.entries(value)
    .map(([name, field]) => `${printable(name).padEnd(width)}  ${cell(field)}\n`)
    .join("");
}

/** A list as a table of the fields that are short: identifier, status, amount and times first. */
export class Table {
  readonly #columns: number;
  #names: { name: string; width: number }[] | undefined;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** @param items one page; the first decides which columns there are */
  print(items: readonly unknown[]): string {
    const rows = items.filter(isEntity);
    const isFirst = this.#names === undefined;
    this.#names ??= this.#choose(rows);
    const names = this.#names;
    const lines = rows.map((row) =>
      names
        .map(({ name, width }) => padded(cell(row[name]), width))
        .join("  ")
        .trimEnd(),
    );
    const head = names
      .map(({ name, width }) => padded(name.toUpperCase(), width))
      .join("  ")
      .trimEnd();
    return [...(isFirst && rows.length > 0 ? [head] : []), ...lines].map((line) => `${line}\n`).join("");
  }

  #choose(rows: readonly Record<string, unknown>[]): { name: string; width: number }[] {
    const names = Object.keys(rows[0] ?? {}).filter((name) =>
      rows.every((row) => !isEntity(row[name]) && !Array.isArray(row[name])),
    );
    const sorted = names.sort((a, b) => rank(a) - rank(b));
    const chosen: { name: string; width: number }[] = [];
    let left = this.#columns;
    for (const name of sorted) {
      const width = Math.min(32, Math.max(name.length, ...rows.map((row) => cell(row[name]).length)));
      if (chosen.length > 0 && left < width) continue;
      chosen.push({ name, width });
      left -= width + 2;
    }
    return chosen;
  }
}

const FIRST = [
  /(?:^|_)id$/,
  /status$/,
  /amount|total/,
  /currency/,
  /reason|type/,
  /_by$|due|deadline/,
  /_at$|^created$/,
];

function rank(name: string): number {
  if (name === "id") return -1;
  const index = FIRST.findIndex((pattern) => pattern.test(name));
  return index < 0 ? FIRST.length : index;
}

function padded(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "-";
  return printable(typeof value === "string" ? value : JSON.stringify(value));
}
