import { visible } from "../visible-text.js";
import type { DriftFinding, DriftReport } from "./find-drift.js";

/**
 * The report for people: counts first, what contradicts before what lacks, then what could not be compared and what was compared with
 * what. `lineOf` gives the contract's line of a pointer, `folder` and `contract` are named as the user may open them.
 */
export function driftText(
  report: DriftReport,
  folder: string,
  contract: string,
  lineOf: (pointer: string) => number | undefined,
): string {
  const { samples, checked, lacks, contradicts } = report.counts;
  const lines = [
    `${report.api}: ${count(samples, "sample")}, ${checked} compared; the contract contradicts ${contradicts} and lacks ${lacks}`,
  ];
  const location = ({ file, samplePointer, times, pointer }: DriftFinding): string => {
    const line = lineOf(pointer);
    const where = `${contract}${line === undefined ? "" : `:${line}`} ${visible(pointer)}`;
    return `    ${visible(`${folder}/${file}`)} at ${visible(samplePointer) || "/"}${times > 1 ? ` and ${times - 1} more` : ""}; ${where}`;
  };
  for (const [severity, title] of [
    ["contradicts", "The contract contradicts"],
    ["lacks", "The contract lacks"],
  ] as const) {
    const found = report.findings.filter((finding) => finding.severity === severity);
    if (found.length > 0) lines.push("", `${title}:`);
    for (const finding of found) lines.push(`  ${finding.message}`, location(finding));
  }
  const unchecked = report.samples.filter(({ problem }) => problem !== null);
  if (unchecked.length > 0) lines.push("", "Not compared:");
  for (const { file, problem } of unchecked) lines.push(`  ${visible(`${folder}/${file}`)}: ${problem}`);
  const byContent = report.samples.filter(({ by }) => by === "content");
  if (byContent.length > 0) lines.push("", "Chosen by content, since the name does not say:");
  for (const { file, is } of byContent) lines.push(`  ${visible(`${folder}/${file}`)}: ${is}`);
  return `${lines.join("\n")}\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
