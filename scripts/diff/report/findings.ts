/** How much a change asks of the package's version. */
export type Severity = "major" | "minor" | "patch";

/** The gravest first. */
export const severities: readonly Severity[] = ["major", "minor", "patch"];

export type Verdict = Severity | "none";

/** One change, told once, however many operations it reaches. */
export interface Finding {
  /** What happened, as a stable word for machines, for example `response-property-removed`. */
  readonly kind: string;
  readonly severity: Severity;
  /** Where it shows: in what goes over the wire, in what the package exports, or in both. */
  readonly level: "contract" | "surface" | "both";
  /** The first operation that it reaches, in the contract's order; `null` when it reaches none. */
  readonly operationId: string | null;
  /** All operations that it reaches. */
  readonly operationIds: readonly string[];
  /** The package's methods that it concerns, for example `whop.disputes.list`; empty when it concerns none. */
  readonly methods: readonly string[];
  /** The webhook events that it concerns, for example `dispute.created`. */
  readonly events: readonly string[];
  /** The JSON pointer into the contract: into the new one, or into the old one for what is gone. */
  readonly pointer: string;
  /** What stood there, in short; `null` for what is new. */
  readonly before: string | null;
  /** What stands there now, in short; `null` for what is gone. */
  readonly after: string | null;
  /** What changed, in the terms of the package: one line without a full stop. */
  readonly statement: string;
  /** What a caller must do: one line. */
  readonly advice: string;
}

/** The changes between two states of one API. */
export interface ContractDiff {
  readonly api: string;
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<Severity, number>>;
  /** The gravest first, then in the contract's order. */
  readonly findings: readonly Finding[];
  /** What a person should know beside the findings, a line each: overlay actions that match nothing, for example. */
  readonly notes: readonly string[];
}

/** The gravest of several: that of the whole. */
export function verdictOf(findings: readonly Pick<Finding, "severity">[]): Verdict {
  return severities.find((verdict) => findings.some(({ severity }) => severity === verdict)) ?? "none";
}

export function countOf(findings: readonly Pick<Finding, "severity">[]): Record<Severity, number> {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { major: count("major"), minor: count("minor"), patch: count("patch") };
}
