import type { Affected, Direction } from "../compare/change.js";
import type { Severity } from "../report/findings.js";

/** One difference in what the package exports: its public API. */
export interface ExportChange {
  readonly kind: ExportChangeKind;
  readonly severity: Severity;
  /** The type or method that changed. */
  readonly owner: string;
  /** Shared with the change of the contract that this one follows from: see `ContractChange.matchKeys`. */
  readonly matchKeys: readonly string[];
  readonly directions: ReadonlySet<Direction>;
  readonly affected: Affected;
  readonly before: string | null;
  readonly after: string | null;
  /** What changed: one line without a full stop. */
  readonly statement: string;
  /** What a caller must do. */
  readonly advice: string;
  /** Names of types that this change mentions, before and after: a removed export may follow from it. */
  readonly mentioned: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** A method or type that only has another name now, or that has one for what is sent and one for what is received now. */
export interface Rename {
  /** Of the method, after; `undefined` for a type. */
  readonly operationId: string | undefined;
  readonly before: string;
  readonly after: string;
}

export type ExportChangeKind =
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
  | "type-split"
  | "export-added"
  | "export-removed";
