import { affectedText, changeText } from "./finding-text.js";
import { type ContractDiff, severities } from "./findings.js";
import { countsText, groupsOf, nameOfApi, originOf, totalCounts, verdictOfAll } from "./report-lines.js";

/** The report for a terminal: counts first, then by severity and method. */
export function reportText(diffs: readonly ContractDiff[]): string {
  const verdict = verdictOfAll(diffs);
  const head = [`Verdict: ${verdict} (${countsText(totalCounts(diffs))})`];
  return `${[...head, ...diffs.flatMap(apiLines)].join("\n")}\n`;
}

function apiLines(diff: ContractDiff): string[] {
  const lines = ["", `${nameOfApi(diff)}: ${diff.verdict} (${countsText(diff.counts)})`];
  for (const severity of severities) {
    const groups = groupsOf(diff, severity);
    if (groups.length > 0) lines.push("", `  ${severity.toUpperCase()}`);
    for (const group of groups) {
      lines.push(...wrap(affectedText(group[0], nameOfApi(diff), asItIs), "  "));
      for (const finding of group) {
        lines.push(...wrap(changeText(finding), "    - ", "      "));
        lines.push(guarded(`      ${originOf(finding)}`));
      }
    }
  }
  if (diff.notes.length > 0) lines.push("", "  Notes", ...diff.notes.flatMap((note) => wrap(note, "    - ", "      ")));
  return lines;
}

/** A workflow takes a line for a command, wherever in it the mark is first: no line begins with one. */
function guarded(line: string): string {
  return line.replace(/^(\s*)(::|##)/, "$1| $2");
}

/** @unit columns */
const WIDTH = 120;

function asItIs(name: string): string {
  return name;
}

/** Breaks at spaces; a word that is longer than a line stays whole, so that it can be copied. */
function wrap(text: string, first: string, next = first): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(" ")) {
    const isStart = line === first || line === next;
    if (!isStart && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = next + word;
    } else line += isStart ? word : ` ${word}`;
  }
  return [...lines, line].map(guarded);
}
