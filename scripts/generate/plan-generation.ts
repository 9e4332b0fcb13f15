import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Api } from "../apis.js";
import type { GeneratedText } from "../emit/generated-text.js";
import type { ApiModel } from "../model/api-model.js";
import { hashGenerator, hashOf, makeStamp, matchesStamp, readStamp, writeStamp } from "../output/stamp.js";
import { compareFolder, isUnchanged, replaceFolder } from "../output/sync-folder.js";
import type { GeneratedApi, PipelineOptions, Sources } from "../pipeline.js";

/** The project that the generator is part of; `root` may be another. */
const HOME = fileURLToPath(new URL("../..", import.meta.url));

export interface PlanOptions extends PipelineOptions {
  /** Whether a run with the same inputs need not be repeated while its files are in place. */
  readonly useCache: boolean;
}

/** What generating one API would change. Nothing is written before `commit`. */
export interface GenerationPlan {
  readonly api: Api;
  readonly folder: string;
  readonly summary: string;
  /** `path`, with `(new)` or `(to be removed)` behind it where that is so. */
  readonly changedFiles: readonly string[];
  readonly commit: () => Promise<void>;
  /** What the pipeline gave; absent when it did not have to run. */
  readonly generated: GeneratedApi | undefined;
  /** Notes that the folder is up to date: the part of `commit` that follows the writing. */
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
  const folder = join(root, "generated", api.id);
  const key = hashOf(
    await hashGenerator(HOME),
    api.id,
    String(options.skipUnsupported === true),
    ...[sources.spec, ...sources.overlays].flatMap(({ file, text }) => [file, text]),
  );
  const stamp = options.useCache ? await readStamp(root, api.id) : undefined;
  if (stamp?.key === key && (await matchesStamp(folder, stamp))) return nothingToDo(api, folder, stamp.summary);
  // Compilers are loaded only when there is something to compile.
  const { runPipeline } = await import("../pipeline.js");
  return planFiles(root, api, folder, key, runPipeline(api, sources, options));
}

function nothingToDo(api: Api, folder: string, summary: string): GenerationPlan {
  const nothing = async () => {};
  return { api, folder, summary, changedFiles: [], commit: nothing, generated: undefined, remember: nothing };
}

async function planFiles(
  root: string,
  api: Api,
  folder: string,
  key: string,
  generated: GeneratedApi,
): Promise<GenerationPlan> {
  const { state, files } = generated;
  const changes = await compareFolder(folder, files);
  const summary = summaryOf(state.model, files);
  const remember = () => writeStamp(root, api.id, makeStamp(key, summary, files));
  return {
    api,
    folder,
    summary,
    changedFiles: [
      ...changes.added.map((path) => `${path} (new)`),
      ...changes.changed,
      ...changes.removed.map((path) => `${path} (to be removed)`),
    ],
    commit: async () => {
      if (!isUnchanged(changes)) await replaceFolder(folder, files);
      await remember();
    },
    generated,
    remember,
  };
}

function summaryOf(model: ApiModel, files: readonly GeneratedText[]): string {
  const count = (resources: ApiModel["resources"]): number =>
    resources.reduce((sum, resource) => sum + resource.methods.length + count(resource.children), 0);
  return `${count(model.resources)} operations, ${model.events.length} webhooks, ${model.declarations.length} models, ${files.length} files`;
}
