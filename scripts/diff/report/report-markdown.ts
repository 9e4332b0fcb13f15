import { messageOf } from "./finding-text.js";
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
      `- ${escaped(messageOf(finding, nameOfApi(diff)))}<br><sub><code>${entities(originOf(finding))}</code></sub>`,
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
  const kept = diff.notes.map((note) => `- ${escaped(note)}`).filter((line) => budget.takes(line));
  return kept.length === 0 ? [] : ["", `### ${nameOfApi(diff)}: notes`, "", ...kept];
}

/** Text of a contract must not mention people, link or format; between backticks it is kept as it is. */
function escaped(text: string): string {
  return text
    .split("`")
    .map((part, index, parts) => (index % 2 === 1 && index < parts.length - 1 ? `\`${part}\`` : entities(part)))
    .join("");
}

function entities(text: string): string {
  return text.replaceAll(/[<>&@*_[\]|~#`\\]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
