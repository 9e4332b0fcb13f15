import { relative } from "node:path";
import type { RegenerateResult } from "./result.js";
import { RESULT_HEAD, resultRows, titleOf } from "./write-report.js";

/** What the command prints at its end: a table, and what is broken, if anything is. */
export function summaryText(result: RegenerateResult, out: string): string {
  const rows = resultRows(result);
  const widths = RESULT_HEAD.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = [RESULT_HEAD, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const failures = [result.failure, ...result.apis.map(({ failure }) => failure)].flatMap((failure) => {
    if (failure === null) return [];
    const causes = failure.methods.length === 0 ? "" : ` Caused by ${failure.methods.join(", ")}.`;
    const end = /[.!?]$/.test(failure.message) ? "" : ".";
    return [`broken: ${failure.stage}: ${failure.message}${end}${causes}`];
  });
  const overlay = result.apis
    .flatMap((api) => api.overlay)
    .map(({ file, line, target, message }) => `${file}:${line}: ${target}: ${message}`);
  const report = `${titleOf(result)}. The report is in ${relative(process.cwd(), out) || "."}.`;
  return [...lines, ...new Set(failures), ...overlay, report].join("\n");
}
