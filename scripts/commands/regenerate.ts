import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Api, apis, apiWith, titleOf } from "../apis.js";
import { UsageError } from "../diagnostics.js";
import { isUrl } from "../pull/fetch-upstream.js";
import { type RegenerateStage, regenerateApis } from "../regenerate/regenerate-apis.js";
import { summaryText } from "../regenerate/summary-text.js";
import { day, today } from "./option-values.js";
import { print, printError } from "./print.js";
import { Progress } from "./progress.js";
import { PROJECT, runCommand } from "./run-command.js";

const usage = `Usage: npm run regenerate [-- options]

Pulls the contracts, reports what has changed, generates the clients, and verifies them. Exit 0: nothing changed, or the change passes
the check and the tests. Exit 1: broken.

  --api NAME       one API only: ${apis.map(({ id }) => id).join(", ")} (default: all; one whose contract is written by hand is
                   generated from that contract)
  --from SOURCE    the provider's document, a file, a URL or a folder of pages (default: the address in scripts/apis.ts)
  --base REV       the git revision that the contract is compared with (default: HEAD)
  --out DIR        the report's folder (default: .regenerate): result.json, pr-title.txt, pr-body.md, changelog.md,
                   summary.md, labels.txt
  --date DAY       the day that source.json names, such as 2026-02-01 (default: today, UTC)
  --accept-loss    accept a document that lacks more than a tenth of the present contract's operations, or has many times as many
  --skip-check     do not run \`npm run check\` on the result
  --skip-tests     do not run \`npm test\` on the result
  --tests NAME     run only these test files; may be given several times
  --root DIR       the project (default: this one)
`;

await runCommand({
  name: "regenerate",
  usage,
  options: {
    api: { type: "string" },
    from: { type: "string" },
    base: { type: "string" },
    out: { type: "string" },
    date: { type: "string", default: today() },
    "accept-loss": { type: "boolean", default: false },
    "skip-check": { type: "boolean", default: false },
    "skip-tests": { type: "boolean", default: false },
    tests: { type: "string", multiple: true, default: [] },
    root: { type: "string", default: PROJECT },
  },
  run: async (values) => {
    const chosen = values.api === undefined ? apis : [apiWith(values.api)];
    const date = day("--date", values.date);
    const root = resolve(values.root);
    const out = resolve(values.out ?? `${root}/.regenerate`);
    const from = values.from === undefined ? undefined : await documentFrom(values.from, chosen);
    const progress = new Progress();
    const result = await regenerateApis({
      root,
      apis: chosen,
      from,
      base: values.base,
      out,
      date,
      acceptLoss: values["accept-loss"],
      verify: { check: !values["skip-check"], tests: !values["skip-tests"], testFiles: values.tests },
      stepSummary: process.env.GITHUB_STEP_SUMMARY,
      onStage: (stage, api) => showStage(progress, stage, api),
    }).finally(() => progress.end());
    print(summaryText(result, out));
    return result.status === "broken" ? 1 : 0;
  },
});

/** The check and the tests have output of their own, which needs the terminal. */
function showStage(progress: Progress, stage: RegenerateStage, api: Api | undefined): void {
  if (api !== undefined) {
    progress.begin(titleOf(api), stage);
    return;
  }
  progress.end();
  printError(`Project: ${stage}`);
}

async function documentFrom(document: string, chosen: readonly Api[]): Promise<{ api: Api; document: string }> {
  const [api, ...more] = chosen.filter(({ upstream }) => upstream !== undefined);
  if (api === undefined)
    throw new UsageError("--from needs an API whose contract is pulled: this one is written by hand.");
  if (more.length > 0) throw new UsageError("Use --api to say which API the --from document belongs to.");
  const isThere = isUrl(document) || (await stat(document).catch(() => undefined)) !== undefined;
  if (!isThere)
    throw new UsageError(`--from takes a file, a folder or a URL, and there is no file ${JSON.stringify(document)}.`);
  return { api, document };
}
