import type { UpdateAction } from "../../overlay/action-text.js";

/** How much a change asks of the package's version. */
export type Severity = "major" | "minor" | "patch";

/** The most severe first. */
export const severities: readonly Severity[] = ["major", "minor", "patch"];

export type Verdict = Severity | "none";

/** One change, reported once, however many operations it affects. */
export interface Finding {
  /** What happened, as a stable word for machines, for example `response-property-removed`. */
  readonly kind: string;
  readonly severity: Severity;
  /** Where it shows: in what goes over the wire, in what the package exports, or in both. */
  readonly level: "contract" | "exports" | "both";
  /** The first operation that it affects, in the contract's order; `null` when it affects none. */
  readonly operationId: string | null;
  /** All operations that it affects. */
  readonly operationIds: readonly string[];
  /** The package's methods that it affects, for example `whop.disputes.list`; empty when it affects none. */
  readonly methods: readonly string[];
  /** The webhook events that it affects, for example `dispute.created`. */
  readonly events: readonly string[];
  /** The JSON pointer into the contract: into the one after, or into the one before for what was removed. */
  readonly pointer: string;
  /** What was there before, in short; `null` for what was added. */
  readonly before: string | null;
  /** What is there after, in short; `null` for what was removed. */
  readonly after: string | null;
  /** What changed, in the terms of the package: one line without a full stop. */
  readonly statement: string;
  /** What a caller must do: one line. */
  readonly advice: string;
  /** The overlay actions with which the package keeps the names that it had; empty where there are none, or nothing is renamed. */
  readonly overlay: readonly UpdateAction[];
}

/** The changes between two states of one API. */
export interface ContractDiff {
  readonly api: string;
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<Severity, number>>;
  /** The most severe first, then in the contract's order. */
  readonly findings: readonly Finding[];
  /** What a person should know beside the findings, one line each: overlay actions that match nothing, for example. */
  readonly notes: readonly string[];
}

/** The highest severity of several findings. */
export function verdictOf(findings: readonly Pick<Finding, "severity">[]): Verdict {
  return severities.find((verdict) => findings.some(({ severity }) => severity === verdict)) ?? "none";
}

export function countOf(findings: readonly Pick<Finding, "severity">[]): Record<Severity, number> {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { major: count("major"), minor: count("minor"), patch: count("patch") };
}
