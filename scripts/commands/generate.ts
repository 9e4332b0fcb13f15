import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { type Api, apis, apiWith, titleOf } from "../apis.js";
import { SpecError, UsageError } from "../diagnostics.js";
import { type GenerationPlan, planGeneration } from "../generate/plan-generation.js";
import { readSources, sourceFiles } from "../generate/read-sources.js";
import { typeCheck } from "../generate/type-check.js";
import { watchFiles } from "../generate/watch-files.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { atFile } from "../output/disk-error.js";
import { finishInterrupted, writeTree } from "../output/journal.js";
import { jsonText } from "../visible-text.js";
import { oneOf } from "./option-values.js";
import { print, printError, printText } from "./print.js";
import { Progress } from "./progress.js";
import { PROJECT, pathFromHere, runCommand } from "./run-command.js";
import { writeSuggestions } from "./write-suggestions.js";

const STAGES = ["load", "overlay", "normalize"] as const;

const usage = `Usage: npm run generate [-- options]

Generates the clients in generated/ from the contracts and overlays in specs/.

  --check             write nothing; exit 1 when generated/ is out of date
  --api NAME          one API only: ${apis.map(({ id }) => id).join(", ")}
  --watch             generate again whenever a contract or an overlay changes
  --stop-after STAGE  write the document as it is after ${STAGES.join(", ")} instead of the client
  --out FILE          with --stop-after: write it there, as JSON when the name ends in .json, otherwise as YAML (default: the terminal)
  --root DIR          the folder with specs/ and generated/ (default: this project)
  --suggest-overlay FILE  where the run fails: write the overlay actions that would mend what it found to a new file
  --skip-unsupported  leave out operations that need what a client cannot do yet, with a note for each
  --no-cache          run every stage, even where nothing has changed
`;

interface Settings {
  readonly root: string;
  readonly check: boolean;
  readonly useCache: boolean;
  readonly skipUnsupported: boolean;
  /** Where the actions go that would mend what is found. */
  readonly suggestTo: string | undefined;
}

await runCommand({
  name: "generate",
  usage,
  options: {
    check: { type: "boolean", default: false },
    api: { type: "string" },
    watch: { type: "boolean", default: false },
    "stop-after": { type: "string" },
    out: { type: "string" },
    root: { type: "string", default: PROJECT },
    cache: { type: "boolean", default: true },
    "skip-unsupported": { type: "boolean", default: false },
    "suggest-overlay": { type: "string" },
  },
  afterError: "generated/ is unchanged.",
  run: async ({
    check,
    api,
    watch,
    "stop-after": stage,
    out,
    root: given,
    cache,
    "skip-unsupported": skipUnsupported,
    "suggest-overlay": suggestTo,
  }) => {
    const modes = [check && "--check", watch && "--watch", stage !== undefined && "--stop-after"].filter(Boolean);
    if (suggestTo !== undefined && modes.length > 0)
      throw new UsageError(`--suggest-overlay and ${modes.join(" and ")} exclude each other.`);
    if (modes.length > 1) throw new UsageError(`${modes.join(" and ")} exclude each other: give one of them.`);
    if (out !== undefined && stage === undefined)
      throw new UsageError(`--out ${out} needs --stop-after: clients are written to generated/.`);
    const chosen = api === undefined ? apis : [apiWith(api)];
    const root = resolve(given);
    if (stage !== undefined) return writeDocument(root, onlyOne(chosen), oneOf("--stop-after", stage, STAGES), out);
    const settings = { root, check, useCache: cache, skipUnsupported, suggestTo };
    if (!watch) return generate(chosen, settings);
    return watchSources(chosen, settings);
  },
});

/** Every API, or none: a failure in one leaves all of `generated/` as it was. Gives the exit code. */
async function generate(chosen: readonly Api[], settings: Settings): Promise<number> {
  const { root, check } = settings;
  const started = performance.now();
  const plans = check
    ? await planAll(chosen, settings)
    : await writeTree(root, async (apply) => {
        const all = await planAll(chosen, settings);
        await apply(all.flatMap(({ changes }) => changes));
        for (const { remember } of all) await remember();
        return all;
      });
  const stale = plans.filter(({ changedFiles }) => changedFiles.length > 0);
  if (check && stale.length > 0) {
    for (const { api, changedFiles } of stale) {
      for (const file of changedFiles) printError(`stale: ${pathFromHere(`generated/${api.id}/${file}`, root)}`);
    }
    printError("generated/ is out of date. Run `npm run generate` and commit the result.");
    return 1;
  }
  for (const { api, summary, changedFiles, generated } of plans) {
    for (const error of [...(generated?.state.unmatched ?? []), ...(generated?.state.notes ?? [])])
      printError(`note: ${error.toLine((file) => pathFromHere(file, root))}`);
    const { length } = changedFiles;
    print(`${titleOf(api)}: ${summary}; ${length === 0 ? "nothing changed" : `${length} files written or removed`}`);
  }
  print(`${check ? "up to date" : "done"} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return 0;
}

/** Once this is done, whatever is to be written compiles. */
async function planAll(
  chosen: readonly Api[],
  { root, useCache, skipUnsupported, suggestTo }: Settings,
): Promise<GenerationPlan[]> {
  const progress = new Progress();
  const plans: GenerationPlan[] = [];
  try {
    for (const api of chosen) {
      const onStage = (stage: string) => progress.begin(titleOf(api), stage);
      plans.push(await planGeneration(root, api, await readSources(root, api), { useCache, onStage, skipUnsupported }));
    }
    await typeCheck(root, plans, (names) => progress.begin(names.join(", "), "type-check"));
  } catch (error) {
    progress.end();
    if (suggestTo !== undefined && error instanceof SpecError) await writeSuggestions(error, root, suggestTo);
    throw error;
  } finally {
    progress.end();
  }
  return plans;
}

/** Goes on until the process is ended. */
async function watchSources(chosen: readonly Api[], settings: Settings): Promise<number> {
  const files = chosen.flatMap(sourceFiles).map((file) => join(settings.root, file));
  const again = async () => {
    try {
      await generate(chosen, settings);
    } catch (error) {
      // While somebody writes, a contract may well be invalid: say so, and wait for the next version.
      if (!(error instanceof SpecError)) throw error;
      printError(error.toLines((file) => pathFromHere(file, settings.root)));
    }
    print("watching specs/ (Ctrl-C ends)");
  };
  await watchFiles(files, again);
  return 0;
}

async function writeDocument(
  root: string,
  api: Api,
  stage: (typeof STAGES)[number],
  out: string | undefined,
): Promise<number> {
  await finishInterrupted(root);
  const sources = await readSources(root, api);
  // The pipeline loads compilers: a wrong option is reported without them.
  const { specAfter } = await import("../build-state.js");
  const { document } = specAfter(stage, sources);
  const text = await documentText(document, out);
  if (out === undefined) {
    printText(text);
    return 0;
  }
  await mkdir(dirname(resolve(out)), { recursive: true });
  await atFile(out, () => writeFile(out, text));
  return 0;
}

async function documentText(document: OpenApiDocument, out: string | undefined): Promise<string> {
  if (out?.toLowerCase().endsWith(".json")) return jsonText(document);
  const { writeYaml } = await import("../pull/write-yaml.js");
  return writeYaml(document);
}

function onlyOne(chosen: readonly Api[]): Api {
  const [api, ...more] = chosen;
  if (api !== undefined && more.length === 0) return api;
  throw new UsageError(
    `--stop-after writes one document: choose its API with --api (${apis.map(({ id }) => id).join(", ")}).`,
  );
}
