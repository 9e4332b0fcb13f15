import type { SpecError } from "../diagnostics.js";
import type { Spec } from "../load/spec.js";
import type { ApiModel } from "./api-model.js";

/** One state of an API, for comparing it with another. */
export interface Generation {
  /** The contract with its overlays applied. */
  readonly spec: Spec;
  /** What the package is generated from. */
  readonly model: ApiModel;
  /** The overlay actions that match nothing in this contract, and were left out. */
  readonly misses: readonly SpecError[];
}
