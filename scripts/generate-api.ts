import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Api } from "./apis.js";
import type { GeneratedText } from "./emit/generated-text.js";
import { readSource } from "./load/read-source.js";
import { finishInterrupted } from "./output/journal.js";
import { hashGenerator, hashOf, makeStamp, matchesStamp, readStamp, type Stamp, writeStamp } from "./output/stamp.js";
import { compareFolder, isUnchanged, replaceFolder } from "./output/sync-folder.js";
import type { Generated, OverlayWatch, Sources } from "./pipeline.js";

/** The project that the generator stands in; `root` may be another. */
const HOME = fileURLToPath(new URL("..", import.meta.url));

const RESTORE = "Restore it, or run `npm run pull` for a contract.";

/** What generating one API would change. Nothing is written before `commit`. */
export interface ApiRun {
  readonly api: Api;
  readonly folder: string;
  readonly summary: string;
  /** `path`, with `(new)` or `(to be removed)` behind it where that is so. */
  readonly changedFiles: readonly string[];
  readonly commit: () => Promise<void>;
  /** What the pipeline gave; absent when it did not have to run. */
  readonly generated: Generated | undefined;
  /** Notes that the folder is up to date: the part of `commit` that follows the writing. */
  readonly remember: () => Promise<void>;
}

/** Runs the pipeline for one API, unless the last run with the same inputs left the folder as it stands. */
export async function prepareRun(root: string, api: Api, useCache: boolean): Promise<ApiRun> {
  return prepareSources(root, api, await readSources(root, api), { useCache });
}

/** The same from texts at hand, which need not stand in files yet. */
export async function prepareSources(
  root: string,
  api: Api,
  sources: Sources,
  { useCache, watch }: { readonly useCache: boolean; readonly watch?: OverlayWatch },
): Promise<ApiRun> {
  const folder = join(root, "generated", api.id);
  const key = hashOf(
    await hashGenerator(HOME),
    api.id,
    ...[sources.spec, ...sources.overlays].flatMap(({ file, text }) => [file, text]),
  );
  const stamp = useCache ? await readStamp(root, api.id) : undefined;
  if (stamp?.key === key && (await matchesStamp(folder, stamp))) {
    const nothing = async () => {};
    return {
      api,
      folder,
      summary: stamp.summary,
      changedFiles: [],
      commit: nothing,
      generated: undefined,
      remember: nothing,
    };
  }
  // Compilers are loaded only when there is something to compile.
  const { runPipeline } = await import("./pipeline.js");
  return changesOf(root, api, folder, key, runPipeline(api, sources, watch));
}

/** The texts of an API's contract and overlays, as the last run has left them or, if it was killed, was about to. */
export async function readSources(root: string, api: Api): Promise<Sources> {
  await finishInterrupted(root);
  const [spec, ...overlays] = await Promise.all(
    ["openapi.yaml", ...api.overlays].map((name) => readSource(root, `specs/${api.id}/${name}`, RESTORE)),
  );
  if (spec === undefined) throw new Error("a contract is always read");
  return { spec, overlays };
}

async function changesOf(root: string, api: Api, folder: string, key: string, generated: Generated): Promise<ApiRun> {
  const { model, files } = generated;
  const changes = await compareFolder(folder, files);
  const summary = summaryOf(model, files);
  const stamp: Stamp = makeStamp(key, summary, files);
  const remember = () => writeStamp(root, api.id, stamp);
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

function summaryOf(model: Generated["model"], files: readonly GeneratedText[]): string {
  const count = (resources: Generated["model"]["resources"]): number =>
    resources.reduce((sum, resource) => sum + resource.methods.length + count(resource.children), 0);
  return `${count(model.resources)} operations, ${model.events.length} webhooks, ${model.declarations.length} models, ${files.length} files`;
}
