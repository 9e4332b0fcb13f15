import { apiWith } from "../../apis.js";
import { type ContractDiff, type Finding, type Severity, severities, type Verdict, verdictOf } from "./findings.js";

/** Findings of one severity that concern the same methods. */
export interface Group {
  readonly whom: string;
  readonly lines: readonly { readonly text: string; readonly finding: Finding }[];
}

export function verdictOfAll(diffs: readonly ContractDiff[]): Verdict {
  return verdictOf(diffs.flatMap(({ findings }) => findings));
}

/** `2 major, 1 minor`: what there is none of is left out. */
export function countsText(counts: Readonly<Record<Severity, number>>): string {
  const told = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  return told.length === 0 ? "no changes" : told.join(", ");
}

export function totalCounts(diffs: readonly ContractDiff[]): Record<Severity, number> {
  const total = (severity: Severity) => diffs.reduce((sum, { counts }) => sum + counts[severity], 0);
  return { major: total("major"), minor: total("minor"), patch: total("patch") };
}

export function nameOfApi({ api }: ContractDiff): string {
  return apiWith(api).name;
}

/** The findings of one severity by the methods that their messages begin with, in the order in which these come first. */
export function groupsOf({ findings }: ContractDiff, severity: Severity): Group[] {
  const groups = new Map<string, { text: string; finding: Finding }[]>();
  for (const finding of findings) {
    if (finding.severity !== severity) continue;
    const at = finding.message.indexOf(": ");
    const [whom, text] = [finding.message.slice(0, at), finding.message.slice(at + 2)];
    groups.set(whom, [...(groups.get(whom) ?? []), { text, finding }]);
  }
  return [...groups].map(([whom, lines]) => ({ whom, lines }));
}

/** Where a finding is from: its operation, and the place in the contract. */
export function originOf({ operationId, operationIds, pointer }: Finding): string {
  const more = operationIds.length > 1 ? ` +${operationIds.length - 1}` : "";
  return [...(operationId === null ? [] : [`${operationId}${more}`]), pointer || "/"].join(" ");
}
