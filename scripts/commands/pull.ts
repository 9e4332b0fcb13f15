import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { apis, apiWith } from "../apis.js";
import { SpecError } from "../diagnostics.js";
import { pullContract } from "../pull/pull-contract.js";

const USAGE = `Usage: npm run pull [-- options]

  --api NAME       the API whose contract is pulled: ${apis.map(({ id }) => id).join(", ")} (default: whop)
  --from FILE|URL  the provider's document (default: the address in scripts/apis.ts)
  --accept-loss    take a document that lacks more than a tenth of the present contract's operations, or has many times as many
  --with-prose     also write openapi.prose.yaml, with the provider's texts, for local use
  --out DIR        the contract's folder (default: specs/NAME)
  --date DAY       the day that source.json names, such as 2026-02-01 (default: today, UTC)
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      api: { type: "string", default: "whop" },
      from: { type: "string" },
      "accept-loss": { type: "boolean", default: false },
      "with-prose": { type: "boolean", default: false },
      out: { type: "string" },
      date: { type: "string", default: new Date().toISOString().slice(0, 10) },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const api = apiWith(values.api);
  const specs = fileURLToPath(new URL(`../../specs/${api.id}`, import.meta.url));
  const folder = values.out ?? relative(process.cwd(), specs);
  const from = values.from ?? api.upstream;
  if (from === undefined)
    throw new RangeError(`The contract of ${api.name} is written by hand: there is nothing to pull.`);

  const { contract, changed } = await pullContract({
    api,
    from,
    folder,
    namesFile: relative(process.cwd(), join(specs, "names.yaml")),
    date: values.date,
    acceptLoss: values["accept-loss"],
    withProse: values["with-prose"],
  });
  for (const note of contract.notes) console.warn(`note: ${note}`);
  const { operations, webhooks, schemas, cursorLists } = contract.counts;
  const counts = `${operations} operations, ${webhooks} webhooks, ${schemas} schemas, ${cursorLists} cursor lists`;
  const { extracted } = contract;
  const added = `extracted ${extracted.schemas} schemas, ${extracted.parameters} parameters, ${extracted.responses} responses`;
  console.log(`${join(folder, "openapi.yaml")}: ${changed ? "changed" : "unchanged"}; ${counts}; ${added}`);
}

try {
  await main();
} catch (error) {
  // What a user can mend is one line; anything else is a fault of this program and keeps its stack.
  if (!(error instanceof SpecError || error instanceof RangeError)) throw error;
  console.error(error instanceof SpecError ? error.toLine() : error.message);
  console.error("The contract was left as it was.");
  process.exitCode = 1;
}
