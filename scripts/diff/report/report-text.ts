import { actionLine } from "../../overlay/action-text.js";
import { affectedText, changeText, oneLine } from "./finding-text.js";
import { type ContractDiff, severities } from "./findings.js";
import {
  countsText,
  groupsOf,
  KEEP_NAMES,
  nameOfApi,
  originOf,
  totalCounts,
  valueLines,
  verdictOfAll,
} from "./report-lines.js";

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
        for (const { label, value } of valueLines(finding))
          lines.push(...wrap(`${label}: ${oneLine(value)}`, "      ", "        "));
        lines.push(guarded(`      ${originOf(finding)}`));
        // Whole lines, so that they can be pasted.
        if (finding.overlay.length > 0) lines.push(`      ${KEEP_NAMES}:`);
        lines.push(...finding.overlay.map((action) => `      ${actionLine(action)}`));
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
