import { watch } from "node:fs";
import { join, relative } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Api, apis, apiWith } from "../apis.js";
import { SpecError } from "../diagnostics.js";
import { type ApiRun, prepareRun } from "../generate-api.js";

const USAGE = `Usage: npm run generate [-- options]

  --check      write nothing; exit 1 when generated/ is not what the contracts give today
  --api NAME   one API only: ${apis.map(({ id }) => id).join(", ")}
  --watch      generate again whenever a contract or an overlay changes
  --root DIR   the folder with specs/ and generated/ (default: this project)
  --no-cache   run every stage, even where nothing has changed
`;

/** Every API, or none: a failure in one leaves all of `generated/` as it was. Gives the exit code. */
async function generate(
  chosen: readonly Api[],
  settings: { root: string; check: boolean; cache: boolean },
): Promise<number> {
  const started = performance.now();
  const runs: ApiRun[] = [];
  for (const api of chosen) {
    if (process.stdout.isTTY) process.stdout.write(`${api.name}: generating …\r`);
    runs.push(await prepareRun(settings.root, api, settings.cache));
  }
  const stale = runs.filter((run) => run.changedFiles.length > 0);
  if (settings.check && stale.length > 0) {
    for (const run of stale)
      for (const line of run.changedFiles) console.error(`stale: ${relative(settings.root, run.folder)}/${line}`);
    console.error("generated/ is not what the contracts give today. Run `npm run generate` and commit the result.");
    return 1;
  }
  for (const run of runs) {
    await run.commit();
    for (const ghost of run.generated?.ghosts ?? []) console.warn(`note: ${ghost.message} ${ghost.remedy}`);
    const { length } = run.changedFiles;
    console.log(
      `${run.api.name}: ${run.summary}; ${length === 0 ? "nothing changed" : `${length} files written or removed`}`,
    );
  }
  console.log(`${settings.check ? "up to date" : "done"} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return 0;
}

/** One clear line for what a user can mend; anything else is a fault of the generator and keeps its stack. */
async function generateOrExplain(...given: Parameters<typeof generate>): Promise<number> {
  try {
    return await generate(...given);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    console.error(error.toLine());
    console.error("generated/ was left as it was.");
    return 1;
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      api: { type: "string" },
      watch: { type: "boolean", default: false },
      root: { type: "string", default: fileURLToPath(new URL("../..", import.meta.url)) },
      cache: { type: "boolean", default: true },
      help: { type: "boolean", default: false },
    },
    allowNegative: true,
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const chosen = values.api === undefined ? apis : [apiWith(values.api)];
  const root = values.root.replace(/\/$/, "");
  process.exitCode = await generateOrExplain(chosen, { root, check: values.check, cache: values.cache });
  if (!values.watch) return;
  console.log("watching specs/ (Ctrl-C ends)");
  let timer: NodeJS.Timeout | undefined;
  watch(join(root, "specs"), { recursive: true }, () => {
    // Editors write a file in several steps: wait until they have finished.
    clearTimeout(timer);
    timer = setTimeout(() => void generateOrExplain(chosen, { root, check: false, cache: values.cache }), 100);
  });
}

await main();
