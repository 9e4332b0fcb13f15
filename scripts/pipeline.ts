import type { Api } from "./apis.js";
import { SpecError } from "./diagnostics.js";
import { emit } from "./emit/emit.js";
import type { GeneratedText } from "./emit/generated-text.js";
import { runtimeSymbols } from "./emit/runtime-symbols.js";
import { parseSpec } from "./load/load-spec.js";
import type { Source } from "./load/read-source.js";
import type { Spec } from "./load/spec.js";
import type { ApiModel } from "./model/api-model.js";
import { buildModel } from "./model/build-model.js";
import type { Generation } from "./model/generation.js";
import { normalize } from "./normalize/normalize.js";
import { type ActionInPlace, applyOverlays } from "./overlay/apply-overlays.js";
import { dropUndeclared } from "./overlay/drop-undeclared.js";
import { loadOverlay, type Overlay } from "./overlay/load-overlay.js";

export interface Sources {
  readonly spec: Source;
  readonly overlays: readonly Source[];
}

export interface Generated {
  /** What overlays describe and the contract does not have: left out. */
  readonly ghosts: readonly SpecError[];
  /** The contract with its overlays applied. */
  readonly spec: Spec;
  readonly model: ApiModel;
  readonly files: readonly GeneratedText[];
}

/** Who is told of overlay actions: see {@link applyOverlays}. */
export interface OverlayWatch {
  readonly onNoMatch?: (error: SpecError) => void;
  readonly onAction?: (action: ActionInPlace) => void;
}

/**
 * Text in, files out. Reads and writes nothing, so that a test can run the whole of it.
 *
 * @throws SpecError with file and line
 */
export function runPipeline(api: Api, sources: Sources, watch: OverlayWatch = {}): Generated {
  // Checked once the overlays are applied: they may add what the provider left out.
  const parsed = parseSpec(sources.spec.file, sources.spec.text);
  const overlays = sources.overlays.map(({ file, text }) => loadOverlay(file, text));
  return placed(parsed, () => {
    const ghosts: SpecError[] = [];
    const overlaid = applyOverlays(parsed, overlays, watch.onNoMatch, watch.onAction);
    const document = dropUndeclared(parsed.document, overlaid.document, (error) => ghosts.push(error));
    const spec = { ...overlaid, document };
    const normalized = normalize(spec);
    const model = buildModel(api, normalized, Object.keys(runtimeSymbols));
    return { ghosts, spec, model, files: emit(model, normalized) };
  });
}

/**
 * As far as two states are compared: no text is written, which takes most of the time. Overlay actions that match nothing
 * are left out instead of ending the run, since the overlays at hand were written for one of the two contracts.
 *
 * @param overlays those of `sources`, where they have been read already
 * @throws SpecError with file and line
 */
export function runForComparison(api: Api, sources: Sources, overlays = readOverlays(sources)): Generation {
  const parsed = parseSpec(sources.spec.file, sources.spec.text);
  return placed(parsed, () => {
    const misses: SpecError[] = [];
    const onMiss = (error: SpecError) => misses.push(error);
    const overlaid = applyOverlays(parsed, overlays, onMiss);
    const spec = { ...overlaid, document: dropUndeclared(parsed.document, overlaid.document, onMiss) };
    const model = buildModel(api, normalize(spec), Object.keys(runtimeSymbols));
    return { spec, model, misses };
  });
}

/** @throws SpecError with file and line */
export function readOverlays({ overlays }: Sources): Overlay[] {
  return overlays.map(({ file, text }) => loadOverlay(file, text));
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
