import { visible, visibleLines } from "../visible-text.js";

/** A code span. The text may be a provider's: it stays one line and cannot end the span. */
export function code(text: string): string {
  const line = visible(text.replaceAll(/\s+/g, " ")).replaceAll("`", "'").trim();
  return line === "" ? "" : `\`${line}\``;
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
