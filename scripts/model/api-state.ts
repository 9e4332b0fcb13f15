import type { SpecError } from "../diagnostics.js";
import type { Spec } from "../load/spec.js";
import type { ApiModel } from "./api-model.js";

/** An API at one moment, as far as the stages before `emit` bring it: what files are written from, and what two states are compared by. */
export interface ApiState {
  /** The contract with its overlays applied. */
  readonly spec: Spec;
  /** The same in the form that the model and the wire types are made from. */
  readonly normalized: Spec;
  /** What the package is generated from. */
  readonly model: ApiModel;
  /** Overlay actions, and properties that they describe, which have no match in this contract. They were left out. */
  readonly unmatched: readonly SpecError[];
}
