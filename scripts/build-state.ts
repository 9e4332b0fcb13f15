import type { Api } from "./apis.js";
import { SpecError } from "./diagnostics.js";
import { publicNames, runtimeSymbols } from "./emit/runtime-symbols.js";
import { parseSpec } from "./load/load-spec.js";
import type { Note } from "./load/notes.js";
import type { Source } from "./load/read-source.js";
import type { Spec } from "./load/spec.js";
import type { ApiState, RefusedState } from "./model/api-state.js";
import { buildModel } from "./model/build-model.js";
import { normalize } from "./normalize/normalize.js";
import { type ActionInPlace, applyOverlays } from "./overlay/apply-overlays.js";
import { dropUndeclared } from "./overlay/drop-undeclared.js";
import { loadOverlay, type Overlay } from "./overlay/load-overlay.js";

export interface Sources {
  readonly spec: Source;
  readonly overlays: readonly Source[];
}

/** The stages that give a document, in their order. */
export const documentStages = ["load", "overlay", "normalize"] as const;
export type DocumentStage = (typeof documentStages)[number];
export type Stage = DocumentStage | "model" | "emit";

export interface PipelineOptions {
  /** Called before each stage. */
  readonly onStage?: ((stage: Stage) => void) | undefined;
  /** Takes the error of a correction that no longer fits; it is then left out. @default ends the run with all of these errors */
  readonly onNoMatch?: ((error: SpecError) => void) | undefined;
  /** Leaves out operations that need what a client cannot do yet, with a note each. @default false */
  readonly skipUnsupported?: boolean | undefined;
  /** Sees each overlay action before it is carried out. */
  readonly onAction?: ((action: ActionInPlace) => void) | undefined;
  /** The overlays of the sources, where they have been read already. */
  readonly overlays?: readonly Overlay[] | undefined;
}

/**
 * All stages but the last: as far as two states are compared. Writing the files takes most of the time.
 *
 * @throws SpecError with file and line
 */
export function buildState(api: Api, sources: Sources, options: PipelineOptions = {}): ApiState {
  const overlaid = overlaySpec(loadContract(sources, options), sources, options);
  return { ...overlaid, ...modelStages(api, overlaid.spec, options) };
}

function modelStages(api: Api, spec: Spec, options: PipelineOptions): Pick<ApiState, "normalized" | "model" | "notes"> {
  const notes: SpecError[] = [];
  const note: Note = (given) => notes.push(given.at(spec.file, spec.lineOf(given.place.pointer)));
  const normalized = normalizeSpec(spec, options, note);
  const taken = Object.keys(runtimeSymbols);
  const model = runStage("model", spec, options, () =>
    buildModel(api, normalized, taken, note, publicNames, options.skipUnsupported),
  );
  return { normalized, model, notes };
}

/**
 * The same for a comparison, which has something to say of a contract that no client can be generated from, too.
 *
 * @throws SpecError with file and line for what is no valid OpenAPI document
 */
export function buildComparable(api: Api, sources: Sources, options: PipelineOptions = {}): ApiState | RefusedState {
  let refusal: SpecError | undefined;
  const onRefused = (error: SpecError): void => {
    if (!GENERATORS_OWN.has(error.code)) throw error;
    refusal = error;
  };
  const overlaid = overlaySpec(loadContract(sources, options), sources, options, onRefused);
  if (refusal !== undefined) return { ...overlaid, refusal };
  try {
    return { ...overlaid, ...modelStages(api, overlaid.spec, options) };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { ...overlaid, refusal: error };
  }
}

/** What OpenAPI allows, and methods cannot be named or called without. */
const GENERATORS_OWN: ReadonlySet<string> = new Set([
  "load/missing-operation-id",
  "load/duplicate-operation-id",
  "load/unknown-tag",
  "load/ambiguous-path",
  "load/undeclared-path-parameter",
  "load/unused-path-parameter",
]);

/**
 * The contract as a stage leaves it. Later stages do not run, so that their errors cannot prevent it.
 *
 * @throws SpecError with file and line
 */
export function specAfter(stage: DocumentStage, sources: Sources, options: PipelineOptions = {}): Spec {
  const loaded = loadContract(sources, options);
  if (stage === "load") return loaded;
  const { spec } = overlaySpec(loaded, sources, options);
  return stage === "overlay" ? spec : normalizeSpec(spec, options);
}

/** For {@link PipelineOptions.onNoMatch}, when the overlays were written for another version of the contract. */
export function leaveOut(): void {}

/** @throws SpecError with file and line */
export function readOverlays({ overlays }: Sources): Overlay[] {
  return overlays.map(({ file, text }) => loadOverlay(file, text));
}

/** The contract is checked once the overlays are applied: they may add what the provider left out. */
function loadContract({ spec: { file, text } }: Sources, { onStage }: PipelineOptions): Spec {
  onStage?.("load");
  return parseSpec(file, text);
}

function overlaySpec(
  loaded: Spec,
  sources: Sources,
  options: PipelineOptions,
  onRefused?: (error: SpecError) => void,
): Pick<ApiState, "spec" | "unmatched" | "unmatchedCorrections"> {
  const { overlays = readOverlays(sources), onNoMatch, onAction } = options;
  const unmatched: SpecError[] = [];
  const unmatchedCorrections: SpecError[] = [];
  const spec = runStage("overlay", loaded, options, () => {
    const leave = (error: SpecError) => unmatched.push(error);
    const skip = (error: SpecError) => {
      onNoMatch?.(error);
      unmatchedCorrections.push(error);
      leave(error);
    };
    const overlaid = applyOverlays(loaded, overlays, onNoMatch && skip, onAction, leave, onRefused);
    const document = dropUndeclared(loaded.document, overlaid.document, leave);
    return { ...overlaid, document };
  });
  return { spec, unmatched, unmatchedCorrections };
}

function normalizeSpec(spec: Spec, options: PipelineOptions, note?: Note): Spec {
  return runStage("normalize", spec, options, () => normalize(spec, note));
}

/** Adds the contract's file and line to an error that knows its pointer alone. */
export function runStage<Result>(stage: Stage, spec: Spec, { onStage }: PipelineOptions, work: () => Result): Result {
  onStage?.(stage);
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SpecError) || error.place.file !== undefined) throw error;
    throw error.map((one) => one.at(spec.file, spec.lineOf(one.place.pointer)));
  }
}
