import type { Use } from "../compare/change.js";
import type { Severity } from "../report/findings.js";

/** One difference in what the package exports. */
export interface SurfaceChange {
  readonly kind: SurfaceChangeKind;
  readonly severity: Severity;
  /** The type or method that changed. */
  readonly owner: string;
  /** What the contract calls the same thing: see `Change.members`. */
  readonly members: readonly string[];
  readonly uses: ReadonlySet<Use>;
  /** Operations by their id, events as `event:<name>`. */
  readonly reach: readonly string[];
  readonly before: string | null;
  readonly after: string | null;
  readonly statement: string;
  readonly advice: string;
  /** Names of types that this change mentions, before and after: what is exported no more may follow from it. */
  readonly mentioned: { readonly before: readonly string[]; readonly after: readonly string[] };
}

export type SurfaceChangeKind =
  | "method-added"
  | "method-removed"
  | "method-renamed"
  | "arguments-changed"
  | "result-changed"
  | "failures-changed"
  | "event-added"
  | "event-removed"
  | "event-type-changed"
  | "member-added"
  | "member-removed"
  | "member-changed"
  | "type-changed"
  | "type-renamed"
  | "export-added"
  | "export-removed";
