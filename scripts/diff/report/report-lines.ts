import { apiWith, titleOf } from "../../apis.js";
import { isVersionDate } from "../../load/api-version.js";
import { quotable } from "../../printed-text.js";
import { visible } from "../../visible-text.js";
import { affectedText } from "./finding-text.js";
import { type ContractDiff, type Finding, type Severity, severities, type Verdict, verdictOf } from "./findings.js";

/** Findings of one severity that affect the same methods and events. At least one. */
export type FindingGroup = readonly [Finding, ...Finding[]];

export function verdictOfAll(diffs: readonly ContractDiff[]): Verdict {
  return verdictOf(diffs.flatMap(({ findings }) => findings));
}

/** `2 major, 1 minor`: a severity without findings is left out. */
export function countsText(counts: Readonly<Record<Severity, number>>): string {
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  return parts.length === 0 ? "no changes" : parts.join(", ");
}

export function totalCounts(diffs: readonly ContractDiff[]): Record<Severity, number> {
  const total = (severity: Severity) => diffs.reduce((sum, { counts }) => sum + counts[severity], 0);
  return { major: total("major"), minor: total("minor"), patch: total("patch") };
}

export function nameOfApi({ api }: ContractDiff): string {
  return titleOf(apiWith(api));
}

/** `API version 2026-09-23 (was 2025-01-01)`; empty where it is the same, or is not one that can be shown as it is. */
export function versionText({ findings }: ContractDiff): string {
  const change = findings.find(({ kind }) => kind.startsWith("api-version-"));
  if (change === undefined) return "";
  const { before, after } = change;
  if (![before, after].every((version) => version === null || isVersionDate(version))) return "";
  return `API version ${after ?? "none"} (was ${before ?? "none"})`;
}

/** The findings of one severity by the methods and events that they name, in the order in which these come first. */
export function groupsOf(diff: ContractDiff, severity: Severity): FindingGroup[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of diff.findings) {
    if (finding.severity !== severity) continue;
    const affected = affectedText(finding, nameOfApi(diff));
    const group = groups.get(affected);
    if (group === undefined) groups.set(affected, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

/** Says what the overlay actions of a finding are for. */
export const KEEP_NAMES = "To keep the former names, add to the overlay's actions";

/** What was there and what is, as far as the finding's line does not have it whole. */
export function valueLines({
  statement,
  before,
  after,
}: Finding): { readonly label: string; readonly value: string }[] {
  const isShown = [before, after].every((value) => value === null || statement.includes(quotable(value)));
  if (isShown) return [];
  return [
    ...(before === null ? [] : [{ label: "before", value: before }]),
    ...(after === null ? [] : [{ label: "after", value: after }]),
  ];
}

/** Where a finding comes from: its operation, and the place in the contract. */
export function originOf({ operationId, operationIds, pointer }: Finding): string {
  const more = operationIds.length > 1 ? ` +${operationIds.length - 1}` : "";
  const operation = operationId === null ? "" : `${operationId}${more} `;
  return visible(`${operation}${pointer || "/"}`);
}
