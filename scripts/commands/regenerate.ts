import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Api, apis, apiWith } from "../apis.js";
import { SpecError, UsageError } from "../diagnostics.js";
import { type RegenerateOptions, regenerateApis } from "../regenerate/regenerate-apis.js";
import { summaryText } from "../regenerate/summary-text.js";

const USAGE = `Usage: npm run regenerate [-- options]

Pulls the contracts, says what has changed, generates the clients, and proves them. Exit 0: nothing changed, or changed and
good. Exit 1: broken.

  --api NAME       one API only: ${apis.map(({ id }) => id).join(", ")} (default: all; one without a document of its provider's is
                   generated from its contract as it stands)
  --from FILE|URL  the provider's document (default: the address in scripts/apis.ts)
  --base REV       the git revision that the contract is compared with (default: HEAD)
  --out DIR        where the report goes (default: .regenerate): result.json, pr-title.txt, pr-body.md, changelog.md,
                   summary.md, labels.txt
  --date DAY       the day that source.json names, such as 2026-02-01 (default: today, UTC)
  --accept-loss    take a document that lacks more than a tenth of the present contract's operations, or has many times as many
  --skip-check     do not run \`npm run check\` on the result
  --skip-tests     do not run \`npm test\` on the result
  --tests NAME     run only these test files; may be given several times
  --root DIR       the project (default: this one)
`;

function optionsFrom(args: readonly string[]): RegenerateOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      api: { type: "string" },
      from: { type: "string" },
      base: { type: "string" },
      out: { type: "string" },
      date: { type: "string", default: new Date().toISOString().slice(0, 10) },
      "accept-loss": { type: "boolean", default: false },
      "skip-check": { type: "boolean", default: false },
      "skip-tests": { type: "boolean", default: false },
      tests: { type: "string", multiple: true, default: [] },
      root: { type: "string", default: fileURLToPath(new URL("../..", import.meta.url)) },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const chosen = values.api === undefined ? apis : [apiWith(values.api)];
  if (!/^\d{4}-\d\d-\d\d$/.test(values.date))
    throw new RangeError(`--date takes a day such as 2026-02-01, not "${values.date}".`);
  const root = resolve(values.root);
  return {
    root,
    apis: chosen,
    from: values.from === undefined ? undefined : { api: pulledOf(chosen), document: values.from },
    base: values.base,
    out: resolve(values.out ?? `${root}/.regenerate`),
    date: values.date,
    acceptLoss: values["accept-loss"],
    proof: { check: !values["skip-check"], tests: !values["skip-tests"], testFiles: values.tests },
    stepSummary: process.env.GITHUB_STEP_SUMMARY,
  };
}

/** The one API that a document behind --from can belong to. */
function pulledOf(chosen: readonly Api[]): Api {
  const [api, ...more] = chosen.filter(({ upstream }) => upstream !== undefined);
  if (api === undefined) throw new RangeError("The contract is written by hand: --from has nothing to replace.");
  if (more.length > 0) throw new RangeError("Say with --api whose document --from is.");
  return api;
}

async function main(): Promise<void> {
  const options = optionsFrom(process.argv.slice(2));
  if (options === undefined) {
    console.log(USAGE);
    return;
  }
  const result = await regenerateApis(options);
  console.log(summaryText(result, options.out));
  process.exitCode = result.status === "broken" ? 1 : 0;
}

try {
  await main();
} catch (error) {
  // What a user can mend is one line; anything else is a fault of this program and keeps its stack.
  const isOption = error instanceof TypeError && "code" in error;
  if (!(error instanceof SpecError || error instanceof RangeError || error instanceof UsageError || isOption))
    throw error;
  console.error(error instanceof SpecError ? error.toLine() : error.message);
  process.exitCode = 1;
}
