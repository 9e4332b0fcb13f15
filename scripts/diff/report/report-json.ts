import { jsonText } from "../../visible-text.js";
import { messageOf } from "./finding-text.js";
import type { ContractDiff, Finding } from "./findings.js";
import { nameOfApi, verdictOfAll } from "./report-lines.js";

/** The report for machines, as `diff.schema.json` describes it. */
export function reportJson(diffs: readonly ContractDiff[]): string {
  const report = {
    verdict: verdictOfAll(diffs),
    findings: diffs.flatMap((diff) => diff.findings.map((finding) => findingJson(diff, finding))),
    apis: Object.fromEntries(diffs.map(({ api, verdict, counts, notes }) => [api, { verdict, counts, notes }])),
  };
  return jsonText(report);
}

function findingJson(diff: ContractDiff, finding: Finding): Finding & { api: string; message: string } {
  // Composed for who reads the JSON as text; whatever a program needs has a field of its own.
  return { api: diff.api, ...finding, message: messageOf(finding, nameOfApi(diff)) };
}
