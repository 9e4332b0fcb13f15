import type { Severity, Verdict } from "../diff/report/findings.js";
import type { ActionReview } from "../overlay/review-action.js";

/** `unchanged`: nothing was written. `changed`: written and good. `broken`: see the failure. */
export type Status = "unchanged" | "changed" | "broken";

/** What `result.json` holds. */
export interface RegenerateResult {
  readonly status: Status;
  /** The gravest of all APIs. */
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<Severity, number>>;
  /** What a pull request with this result is marked with. */
  readonly labels: readonly string[];
  readonly apis: readonly ApiResult[];
  /** What went wrong with all of it together; `null` when nothing did. */
  readonly failure: Failure | null;
}

export interface ApiResult {
  readonly api: string;
  readonly status: Status;
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<Severity, number>>;
  /** The files that were written or removed, below the project's root; a folder's files each. */
  readonly files: readonly string[];
  readonly notes: readonly string[];
  /** Overlay actions that fit no longer, or are not needed any more. */
  readonly overlay: readonly ActionReview[];
  readonly failure: Failure | null;
}

export interface Failure {
  /**
   * `pull`: the provider's document is refused. `overlay`: a correction fits no longer. `generate`: the contract gives no client.
   * After these nothing was written. `check`, `tests`: the new client stands in the tree, and does not hold.
   */
  readonly stage: "pull" | "overlay" | "generate" | "check" | "tests";
  /** What it is, as a stable word: a `SpecError`'s code, or `check/…`, `tests/…`. */
  readonly code: string;
  /** The JSON pointer into the document at fault; `null` where it is code. */
  readonly pointer: string | null;
  readonly message: string;
  /** The operations that cause it, as far as they can be told. */
  readonly operationIds: readonly string[];
  /** Their methods in the package, in the same order. */
  readonly methods: readonly string[];
  /** Where it shows, a line each: compiler errors, failing tests. */
  readonly places: readonly string[];
  /** The end of what the failing command said; empty when none ran. */
  readonly output: string;
}
