import type { Api } from "./apis.js";
import { buildState, type PipelineOptions, runStage, type Sources } from "./build-state.js";
import { emit } from "./emit/emit.js";
import type { GeneratedText } from "./emit/generated-text.js";
import type { ApiState } from "./model/api-state.js";

export {
  buildComparable,
  buildState,
  type DocumentStage,
  documentStages,
  leaveOut,
  type PipelineOptions,
  readOverlays,
  type Sources,
  type Stage,
  specAfter,
} from "./build-state.js";

export interface GeneratedApi {
  readonly state: ApiState;
  readonly files: readonly GeneratedText[];
}

/**
 * Text in, files out. Reads and writes nothing, so that a test can run the whole of it.
 *
 * @throws SpecError with file and line
 */
export function runPipeline(api: Api, sources: Sources, options: PipelineOptions = {}): GeneratedApi {
  const state = buildState(api, sources, options);
  const files = runStage("emit", state.spec, options, () => emit(state.model, state.normalized));
  return { state, files };
}
