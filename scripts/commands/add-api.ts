import { type ApiPlan, planApi } from "../add-api/plan-api.js";
import { withCode } from "../add-api/write-code.js";
import { SpecError, UsageError } from "../diagnostics.js";
import { writeTree } from "../output/journal.js";
import { day, today } from "./option-values.js";
import { print, printError } from "./print.js";
import { PROJECT, pathFromHere, runCommand } from "./run-command.js";
import { writeSuggestions } from "./write-suggestions.js";

const usage = `Usage: npm run add-api -- --id ID --name NAME --from SOURCE [options]

Adds an API to the package: its contract, its row in scripts/apis.ts, its generated client, its entry and export, and all lists.

  --id ID           its folders, and its entry: shop for disputekit/shop
  --name NAME       its client's class, such as Shop
  --from SOURCE     the provider's document, as \`npm run pull\` takes it. A URL is recorded, for pulls to come
  --as-is           the document is a contract written by hand: it is copied with its texts and extensions
  --accept-origin   accept a server without https
  --env-prefix NAME what its environment variables begin with (default: the id, SHOP for SHOP_API_KEY)
  --overlay FILE    overlay actions that correct the contract; becomes specs/ID/overlay.yaml
  --suggest-overlay FILE  where the document is refused: write the overlay actions that would mend it to a new file
  --date DAY        the day that source.json names, such as 2026-02-01 (default: today, UTC)
`;

await runCommand({
  name: "add-api",
  usage,
  options: {
    id: { type: "string" },
    name: { type: "string" },
    from: { type: "string", multiple: true },
    "as-is": { type: "boolean", default: false },
    "accept-origin": { type: "boolean", default: false },
    "env-prefix": { type: "string" },
    overlay: { type: "string" },
    "suggest-overlay": { type: "string" },
    date: { type: "string", default: today() },
  },
  afterError: "Nothing was added.",
  run: async ({
    id,
    name,
    from,
    "as-is": asIs,
    "accept-origin": acceptOrigin,
    "env-prefix": prefix,
    overlay,
    "suggest-overlay": suggestTo,
    date,
  }) => {
    if (id === undefined || name === undefined || from === undefined)
      throw new UsageError(
        "--id, --name and --from are needed: `npm run add-api -- --id shop --name Shop --from FILE`.",
      );
    if (asIs && from.length > 1) throw new UsageError("--as-is takes one file behind --from.");
    const envPrefix = prefix ?? id.toUpperCase().replaceAll("-", "_");
    const given = { id, name, envPrefix, from, asIs, acceptOrigin, overlay, date: day("--date", date) };
    const { plan, notes, code, changes } = await writeTree(PROJECT, async (apply) => {
      const planned = await plannedApi(given, suggestTo);
      await withCode(PROJECT, planned.code, () => apply(planned.changes));
      return planned;
    });
    for (const note of notes) printError(`note: ${note}`);
    for (const error of [...(plan.generated?.state.unmatched ?? []), ...(plan.generated?.state.notes ?? [])])
      printError(`note: ${error.toLine((file) => pathFromHere(file, PROJECT))}`);
    print(`${name}: ${plan.summary}`);
    for (const path of [...code.keys(), ...changes.map((change) => change.path)].sort()) print(`  ${path}`);
    print('Run `npm run check`, and see CONTRIBUTING, "Add an API", for a mock and the command line.');
    return 0;
  },
});

async function plannedApi(given: Parameters<typeof planApi>[1], suggestTo: string | undefined): Promise<ApiPlan> {
  try {
    return await planApi(PROJECT, given);
  } catch (error) {
    if (suggestTo !== undefined && error instanceof SpecError)
      await writeSuggestions(error, PROJECT, suggestTo, "and give it to this command with --overlay.");
    throw error;
  }
}
