import { actionLine } from "../../overlay/action-text.js";
import { codeSpan, markdownLine } from "../../printed-text.js";
import { messageOf } from "./finding-text.js";
import { type ContractDiff, type Finding, type Severity, severities } from "./findings.js";
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

/**
 * The report for a pull request: counts first, then by severity. Long lists are folded, and what would exceed `limit` is
 * left out and counted: GitHub refuses a body of more than 65,536 characters, and others write into the same one.
 *
 * @param limit characters. @default 50_000
 */
export function reportMarkdown(diffs: readonly ContractDiff[], limit = 50_000): string {
  const table = [
    "| API | verdict | major | minor | patch |",
    "| --- | --- | ---: | ---: | ---: |",
    ...diffs.map((diff) => {
      const { major, minor, patch } = diff.counts;
      return `| ${nameOfApi(diff)} | **${diff.verdict}** | ${major} | ${minor} | ${patch} |`;
    }),
  ];
  const head = [`**Verdict: ${verdictOfAll(diffs)}** (${countsText(totalCounts(diffs))})`, "", ...table].join("\n");
  const budget = new Budget(limit - head.length);
  const sections = diffs.flatMap((diff) => [
    ...severities.flatMap((severity) => severitySection(diff, severity, budget)),
    ...noteSection(diff, budget),
  ]);
  const rest =
    budget.omitted === 0
      ? []
      : [`\n${budget.omitted} more are left out here: \`npm run diff -- --format json\` has them all.`];
  return `${[head, ...sections, ...rest].join("\n")}\n`;
}

/** A list of more lines than this is folded. */
const LONG = 15;

/** Gives room to lines in the order in which they ask for it, the most severe first. */
class Budget {
  #room: number;
  omitted = 0;

  constructor(room: number) {
    this.#room = room;
  }

  takes(line: string): boolean {
    const fits = this.omitted === 0 && line.length + 1 <= this.#room;
    if (fits) this.#room -= line.length + 1;
    else this.omitted += 1;
    return fits;
  }
}

function severitySection(diff: ContractDiff, severity: Severity, budget: Budget): string[] {
  const findings = groupsOf(diff, severity).flat();
  const lines = findings.map(
    (finding) =>
      `- ${markdownLine(messageOf(finding, nameOfApi(diff)))}${valuesText(finding)}<br><sub>${codeSpan(originOf(finding))}</sub>${overlayText(finding)}${allMethods(finding)}`,
  );
  if (lines.length === 0) return [];
  const title = `${nameOfApi(diff)}: ${lines.length} ${severity}`;
  const kept = lines.filter((line) => budget.takes(line));
  if (kept.length === 0) return [];
  return lines.length > LONG
    ? ["", `<details><summary>${title}</summary>`, "", ...kept, "", "</details>"]
    : ["", `### ${title}`, "", ...kept];
}

function noteSection(diff: ContractDiff, budget: Budget): string[] {
  const kept = diff.notes.map((note) => `- ${codeSpan(note)}`).filter((line) => budget.takes(line));
  return kept.length === 0 ? [] : ["", `### ${nameOfApi(diff)}: notes`, "", ...kept];
}

function valuesText(finding: Finding): string {
  return valueLines(finding)
    .map(({ label, value }) => `<br>${label}: ${codeSpan(value)}`)
    .join("");
}

/** A line each, which can be pasted. */
function overlayText({ overlay }: Finding): string {
  if (overlay.length === 0) return "";
  return `<br>${KEEP_NAMES}:${overlay.map((action) => `<br>${codeSpan(actionLine(action))}`).join("")}`;
}

/** All methods, where the line names some. */
function allMethods({ methods, events }: Finding): string {
  const all = [...methods, ...events];
  if (methods.length <= 2 && events.length <= 1) return "";
  return `<details><summary>all ${all.length}</summary>${all.map((name) => codeSpan(name)).join(", ")}</details>`;
}
