import { isAbsolute, join, relative, resolve } from "node:path";
import { apis, apiWith, titleOf } from "../apis.js";
import { UsageError } from "../diagnostics.js";
import { pullContract } from "../pull/pull-contract.js";
import { day, today } from "./option-values.js";
import { print, printError } from "./print.js";
import { PROJECT, runCommand } from "./run-command.js";

const usage = `Usage: npm run pull [-- options]

  --api NAME       the API whose contract is pulled: ${apis.map(({ id }) => id).join(", ")} (default: whop)
  --from SOURCE    the provider's document, a file or a URL (default: the address in scripts/apis.ts); or a documentation page with an
                   OpenAPI block, or a folder of such pages. May be given several times, for several pages
  --accept-loss    accept a document that lacks more than a tenth of the present contract's operations, or has many times as many
  --accept-origin  accept servers and OAuth addresses at another origin than the contract's, or without https: keys are sent there
  --transcribed    source.json says that the document is a transcription and not the provider's own; it says so by itself if its info has
                   x-transcribed: true
  --with-prose     also write openapi.prose.yaml, with the provider's texts, for local use
  --out DIR        the contract's folder (default: specs/NAME)
  --date DAY       the day that source.json names, such as 2026-02-01 (default: today, UTC)
`;

await runCommand({
  name: "pull",
  usage,
  options: {
    api: { type: "string", default: "whop" },
    from: { type: "string", multiple: true },
    "accept-loss": { type: "boolean", default: false },
    "accept-origin": { type: "boolean", default: false },
    transcribed: { type: "boolean", default: false },
    "with-prose": { type: "boolean", default: false },
    out: { type: "string" },
    date: { type: "string", default: today() },
  },
  afterError: "The contract is unchanged.",
  run: async ({
    api: id,
    from: given,
    "accept-loss": acceptLoss,
    "accept-origin": acceptOrigin,
    transcribed,
    "with-prose": withProse,
    out,
    date,
  }) => {
    const api = apiWith(id);
    const from = given ?? (api.upstream === undefined ? [] : [api.upstream]);
    if (from.length === 0)
      throw new UsageError(`The contract of ${titleOf(api)} is written by hand: there is nothing to pull.`);
    const specs = relative(process.cwd(), join(PROJECT, "specs", api.id));
    const folder = out ?? specs;
    const { contract, changed, notes } = await pullContract(journalRoot(folder), {
      api,
      from,
      folder,
      namesFile: join(specs, "names.yaml"),
      date: day("--date", date),
      acceptLoss,
      acceptOrigin,
      transcribed,
      withProse,
    });
    for (const note of notes) printError(`note: ${note}`);
    const { operations, webhooks, schemas, cursorLists } = contract.counts;
    const counts = `${operations} operations, ${webhooks} webhooks, ${schemas} schemas, ${cursorLists} cursor lists`;
    const { schemas: inline, parameters, responses } = contract.extracted;
    const added = `extracted to components: ${inline} schemas, ${parameters} parameters, ${responses} responses`;
    print(`${join(folder, "openapi.yaml")}: ${changed ? "changed" : "unchanged"}; ${counts}; ${added}`);
    return 0;
  },
});

/** The project for a contract of its own; a folder elsewhere is written as a project of its own. */
function journalRoot(folder: string): string {
  const path = relative(join(PROJECT, "specs"), resolve(folder));
  return /^[^./\\][^/\\]*$/.test(path) && !isAbsolute(path) ? PROJECT : folder;
}
