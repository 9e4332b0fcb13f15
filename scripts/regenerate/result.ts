import type { Severity, Verdict } from "../diff/report/findings.js";
import type { ActionReview } from "../overlay/review-action.js";

/**
 * `unchanged`: there is nothing to write. `changed`: written and verified. `broken`: see the failure. `held-back`: an API of its own
 * that would have changed, in a run that wrote nothing since another one is broken.
 */
export type Status = "unchanged" | "changed" | "broken" | "held-back";

/** The content of `result.json`. */
export interface RegenerateResult {
  readonly status: Status;
  /** The most severe of all APIs; `null` where one is not known and no other is major. */
  readonly verdict: Verdict | null;
  /** Of the APIs whose findings are known. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** The labels of a pull request with this result. */
  readonly labels: readonly string[];
  /** What was verified of a change. */
  readonly proof: Proof;
  readonly apis: readonly ApiResult[];
  /** What is wrong with the project as a whole; `null` when nothing is. */
  readonly failure: Failure | null;
}

export interface Proof {
  /** `null` where it did not run: it was skipped, something before it failed, or nothing changed. */
  readonly check: "passed" | "failed" | null;
  readonly tests: "passed" | "failed" | null;
  /** What an option has left out. */
  readonly skipped: readonly ("check" | "tests")[];
  /** Whether check and tests have both passed. What has not been is verified by a later run that skips nothing. */
  readonly verified: boolean;
}

export interface ApiResult {
  readonly api: string;
  readonly status: Status;
  /** Of the change, whether it was written or not; `null` where nothing could be compared, so never `none` for what is refused. */
  readonly verdict: Verdict | null;
  /** The findings; `null` where nothing could be compared. */
  readonly counts: Readonly<Record<Severity, number>> | null;
  /** `API version 2026-09-23 (was 2025-01-01)`; empty where it is the same. */
  readonly version: string;
  /** The files that were written or removed, below the project's root; a folder's files each. */
  readonly files: readonly string[];
  readonly notes: readonly string[];
  /** Overlay actions that no longer match, or are no longer needed. */
  readonly overlay: readonly ActionReview[];
  readonly failure: Failure | null;
}

export interface Failure {
  /**
   * `pull`: the provider's document is refused. `overlay`: a correction no longer matches. `generate`: no client can be generated
   * from the contract. After these nothing was written. `check`, `tests`: the new client is in the tree, and fails them.
   */
  readonly stage: "pull" | "overlay" | "generate" | "check" | "tests";
  /** A stable name: a `SpecError`'s code, or `check/…`, `tests/…`. */
  readonly code: string;
  /** The JSON pointer into the document; `null` for an error in code. */
  readonly pointer: string | null;
  readonly message: string;
  /** The operations that cause it, as far as they are known. */
  readonly operationIds: readonly string[];
  /** Their methods in the package, in the same order. */
  readonly methods: readonly string[];
  /** Where it fails, one line each: compiler errors, failing tests. */
  readonly places: readonly string[];
  /** The end of the failing command's output; empty when none ran. */
  readonly output: string;
}
