import { join } from "node:path";
import type { Api } from "../apis.js";
import type { PipelineOptions, Sources } from "../build-state.js";
import type { GeneratedText } from "../emit/generated-text.js";
import type { ApiModel } from "../model/api-model.js";
import type { TreeChange } from "../output/journal.js";
import {
  hasFiles,
  hashFolder,
  hashGenerator,
  hashOf,
  makeStamp,
  matchesStamp,
  readStamp,
  writeStamp,
} from "../output/stamp.js";
import { compareFolder } from "../output/sync-folder.js";
import type { GeneratedApi } from "../pipeline.js";
import { refuseLinksOut } from "../refuse-links.js";
import { HOME, runtimeHome } from "./home.js";

export interface PlanOptions extends PipelineOptions {
  /** Whether a run with the same inputs need not be repeated while its files are in place. */
  readonly useCache: boolean;
}

/** What generating one API would change. Nothing is written yet. */
export interface GenerationPlan {
  readonly api: Api;
  readonly summary: string;
  /** `path`, with `(new)` or `(to be removed)` behind it where that is so. */
  readonly changedFiles: readonly string[];
  /** The same as what is to be written; empty when nothing is. */
  readonly changes: readonly TreeChange[];
  /** What the pipeline gave; absent when it did not have to run. */
  readonly generated: GeneratedApi | undefined;
  /** Whether these very files are known to compile. */
  readonly isTypeChecked: boolean;
  /** Notes that the folder is up to date, and compiles: for when that is so. */
  readonly remember: () => Promise<void>;
}

/**
 * Runs the pipeline for one API, unless the last run with the same inputs left the folder as it is. The sources are texts, which need
 * not be in files yet.
 *
 * @throws SpecError with file and line
 */
export async function planGeneration(
  root: string,
  api: Api,
  sources: Sources,
  options: PlanOptions,
): Promise<GenerationPlan> {
  const path = `generated/${api.id}`;
  await refuseLinksOut(root, path);
  const folder = join(root, path);
  const key = hashOf(
    await hashGenerator(HOME),
    api.id,
    String(options.skipUnsupported === true),
    ...[sources.spec, ...sources.overlays].flatMap(({ file, text }) => [file, text]),
  );
  const stamp = options.useCache ? await readStamp(root, api.id) : undefined;
  if (stamp?.key === key && (await matchesStamp(folder, stamp))) return nothingToDo(api, stamp.summary);
  // Compilers are loaded only when there is something to compile.
  const { runPipeline } = await import("../pipeline.js");
  const generated = runPipeline(api, sources, options);
  const { state, files } = generated;
  const { added, changed, removed } = await compareFolder(folder, files);
  const summary = summaryOf(state.model, files);
  const runtime = await hashFolder(join(await runtimeHome(root), "src/runtime"));
  const changedFiles = [
    ...added.map((file) => `${file} (new)`),
    ...changed,
    ...removed.map((file) => `${file} (to be removed)`),
  ];
  return {
    api,
    summary,
    changedFiles,
    changes: changedFiles.length === 0 ? [] : [{ kind: "folder", path, files }],
    generated,
    isTypeChecked: stamp?.runtime === runtime && hasFiles(stamp, files),
    remember: () => writeStamp(root, api.id, makeStamp({ key, runtime, summary }, files)),
  };
}

function nothingToDo(api: Api, summary: string): GenerationPlan {
  const remember = async () => {};
  return { api, summary, changedFiles: [], changes: [], generated: undefined, isTypeChecked: true, remember };
}

function summaryOf(model: ApiModel, files: readonly GeneratedText[]): string {
  const count = (resources: ApiModel["resources"]): number =>
    resources.reduce((sum, resource) => sum + resource.methods.length + count(resource.children), 0);
  return `${count(model.resources)} operations, ${model.events.length} webhooks, ${model.declarations.length} models, ${files.length} files`;
}
