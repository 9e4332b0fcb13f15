import type { Api } from "./apis.js";
import { SpecError } from "./diagnostics.js";
import { emit, emitSurface } from "./emit/emit.js";
import type { GeneratedText } from "./emit/generated-text.js";
import { runtimeSymbols } from "./emit/runtime-symbols.js";
import { parseSpec } from "./load/load-spec.js";
import type { Spec } from "./load/spec.js";
import type { ApiModel } from "./model/api-model.js";
import { buildModel } from "./model/build-model.js";
import { normalize } from "./normalize/normalize.js";
import { applyOverlays } from "./overlay/apply-overlays.js";
import { loadOverlay } from "./overlay/load-overlay.js";

/** A text with the name that messages give it. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

export interface Sources {
  readonly spec: Source;
  readonly overlays: readonly Source[];
}

export interface Generated {
  readonly model: ApiModel;
  readonly files: readonly GeneratedText[];
}

/**
 * Text in, files out. Reads and writes nothing, so that a test can run the whole of it.
 *
 * @throws SpecError with file and line
 */
export function runPipeline(api: Api, sources: Sources): Generated {
  // Checked once the overlays are applied: they may add what the provider left out.
  const parsed = parseSpec(sources.spec.file, sources.spec.text);
  const overlays = sources.overlays.map(({ file, text }) => loadOverlay(file, text));
  return placed(parsed, () => {
    const normalized = normalize(applyOverlays(parsed, overlays));
    const model = buildModel(api, normalized, Object.keys(runtimeSymbols));
    return { model, files: emit(model, normalized) };
  });
}

/** One state of an API, for comparing it with another. */
export interface Generation {
  /** The contract with its overlays applied. */
  readonly spec: Spec;
  readonly model: ApiModel;
  /** The files that declare what a user imports and calls by name. */
  readonly surface: readonly GeneratedText[];
  /** The overlay actions that match nothing in this contract, and were left out. */
  readonly misses: readonly SpecError[];
}

/**
 * As far as two states are compared: without the wire types, which take most of the time. Overlay actions that match nothing
 * are left out instead of ending the run, since the overlays at hand were written for one of the two contracts.
 *
 * @throws SpecError with file and line
 */
export function runForComparison(api: Api, sources: Sources): Generation {
  const parsed = parseSpec(sources.spec.file, sources.spec.text);
  const overlays = sources.overlays.map(({ file, text }) => loadOverlay(file, text));
  return placed(parsed, () => {
    const misses: SpecError[] = [];
    const spec = applyOverlays(parsed, overlays, (error) => misses.push(error));
    const model = buildModel(api, normalize(spec), Object.keys(runtimeSymbols));
    return { spec, model, surface: emitSurface(model), misses };
  });
}

/** Adds the contract's file and line to an error that knows its pointer alone. */
function placed<Result>(spec: Spec, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof SpecError) || error.place.file !== undefined) throw error;
    throw error.at(spec.file, spec.lineOf(error.place.pointer));
  }
}
