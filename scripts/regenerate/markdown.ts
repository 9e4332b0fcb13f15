import { codeSpan } from "../printed-text.js";
import { visibleLines } from "../visible-text.js";

/** A code span of one line; nothing for a text of blanks. */
export function code(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line === "" ? "" : codeSpan(line);
}

/** A block of code, fenced by more backticks than any line of it has. */
export function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const mark = "`".repeat(longest + 1);
  return `${mark}text\n${visibleLines(text).trimEnd()}\n${mark}`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
