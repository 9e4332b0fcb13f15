import type { SpecError } from "../diagnostics.js";
import type { Spec } from "../load/spec.js";
import type { ApiModel } from "./api-model.js";

/** What the stages before `emit` make of an API: files are written from it, and two of them can be compared. */
export interface ApiState {
  /** The contract with its overlays applied. */
  readonly spec: Spec;
  /** The same in the form that the model and the wire types are made from. */
  readonly normalized: Spec;
  /** What the package is generated from. */
  readonly model: ApiModel;
  /** Overlay actions, and properties that they describe, which have no match in this contract. They were left out. */
  readonly unmatched: readonly SpecError[];
  /** Those of them that `generate` stops at: actions that correct something. */
  readonly unmatchedCorrections: readonly SpecError[];
  /** What a reader of the output should know: names that were chosen, breaches of OpenAPI that change nothing. */
  readonly notes: readonly SpecError[];
}

/** The state of an API for which no client can be generated, though its contract is valid OpenAPI. */
export interface RefusedState extends Pick<ApiState, "spec" | "unmatched" | "unmatchedCorrections"> {
  /** Why not. */
  readonly refusal: SpecError;
}
