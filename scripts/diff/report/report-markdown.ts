import { messageOf, oneLine } from "./finding-text.js";
import { type ContractDiff, type Severity, severities } from "./findings.js";
import { countsText, groupsOf, nameOfApi, originOf, totalCounts, verdictOfAll } from "./report-lines.js";

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
      `- ${markdownText(messageOf(finding, nameOfApi(diff)))}<br><sub><code>${entities(originOf(finding))}</code></sub>`,
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
  const kept = diff.notes.map((note) => `- ${markdownText(note)}`).filter((line) => budget.takes(line));
  return kept.length === 0 ? [] : ["", `### ${nameOfApi(diff)}: notes`, "", ...kept];
}

/**
 * One line of text as Markdown, for an item of a list. Text of a contract must not mention people, link or format. Between backticks it
 * is kept as it is, unless two such spans touch each other: that would be another span than the two.
 */
export function markdownText(text: string): string {
  const parts = oneLine(text).trim().split("`");
  const isApart = (index: number): boolean => parts[index] !== "" || index === 0 || index === parts.length - 1;
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return entities(part, index === 0);
      const isSpan = index < parts.length - 1 && part !== "" && isApart(index - 1) && isApart(index + 1);
      const end = index < parts.length - 1 ? "`" : "";
      return isSpan ? `\`${part}\`` : entities(`\`${part}${end}`, false);
    })
    .join("");
}

/** At the start of a line some more would begin a list, a line across, or a heading. */
function entities(text: string, isStart = false): string {
  const start = isStart ? /^(?:[-+=]|\d+(?=[.)]))/.exec(text)?.[0] : undefined;
  const first = start === undefined ? "" : [...start].map(entity).join("");
  return first + text.slice(start?.length ?? 0).replaceAll(/[<>&@*_[\]|~#`\\]|:(?=\/\/)|(?<=\bwww)\./gi, entity);
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
