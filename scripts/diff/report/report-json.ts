import type { ContractDiff } from "./findings.js";
import { verdictOfAll } from "./report-lines.js";

/** The report for machines, as `diff.schema.json` describes it. */
export function reportJson(diffs: readonly ContractDiff[]): string {
  const report = {
    verdict: verdictOfAll(diffs),
    findings: diffs.flatMap(({ api, findings }) => findings.map((finding) => ({ api, ...finding }))),
    apis: Object.fromEntries(diffs.map(({ api, verdict, counts, notes }) => [api, { verdict, counts, notes }])),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
