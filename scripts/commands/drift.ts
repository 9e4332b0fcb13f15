import { apis, apiWith } from "../apis.js";
import { UsageError } from "../diagnostics.js";
import { driftText } from "../drift/drift-text.js";
import { type DriftTarget, findDrift, isFailure } from "../drift/find-drift.js";
import { readSamples } from "../drift/read-samples.js";
import { readSources } from "../generate/read-sources.js";
import type { ApiModel } from "../model/api-model.js";
import { placedMethods } from "../model/placed-methods.js";
import { finishInterrupted } from "../output/journal.js";
import { jsonText } from "../visible-text.js";
import { oneOf } from "./option-values.js";
import { printError, printText } from "./print.js";
import { PROJECT, pathFromHere, runCommand } from "./run-command.js";

const usage = `Usage: npm run drift -- --samples DIR [options]

Compares saved samples of an API's bodies (*.json, at any depth) with its contract, overlays applied.

  --samples DIR      the folder of samples
  --api NAME         ${apis.map(({ id }) => id).join(", ")} (default: decisionly)
  --format FORMAT    text, or json, which scripts/drift/drift.schema.json describes (default: text)
  --fail-on WHAT     exit 1 at a finding: contradicts, or lacks for either kind (default: never)

A sample's name says what it is, by words between "/" and ".":
  retrieveV2Case.200.json, retrieveV2Case/200/closed.json   the response 200 of an operation
  createV2Case.request.json                                 its request; .response for a successful response
  case.created.event.json, events/case.created.2.json       a webhook event
Any other sample is compared with the body of the contract that it matches best, and the report says which.

Exit code: 0, or 1 when a sample could not be read or identified, or --fail-on says so.
`;

await runCommand({
  name: "drift",
  usage,
  options: {
    samples: { type: "string" },
    api: { type: "string", default: "decisionly" },
    format: { type: "string", default: "text" },
    "fail-on": { type: "string", default: "never" },
  },
  run: async ({ samples: folder, api: id, format: givenFormat, "fail-on": givenLimit }) => {
    const format = oneOf("--format", givenFormat, ["text", "json"]);
    const failOn = oneOf("--fail-on", givenLimit, ["never", "contradicts", "lacks"]);
    const api = apiWith(id);
    if (folder === undefined) throw new UsageError("--samples DIR is missing: give the folder of the samples.");
    const samples = await readSamples(folder);
    // The pipeline loads compilers: a wrong option is reported without them.
    const { buildState, leaveOut } = await import("../build-state.js");
    await finishInterrupted(PROJECT);
    const sources = await readSources(PROJECT, api);
    const { spec, model, unmatched } = buildState(api, sources, { onNoMatch: leaveOut });
    for (const error of unmatched) printError(`note: ${error.toLine((file) => pathFromHere(file, PROJECT))}`);
    const report = findDrift({ api: api.id, document: spec.document, ...namesOf(model) }, samples);
    printText(format === "json" ? jsonText(report) : driftText(report, folder, spec.file, spec.lineOf));
    return isFailure(report, failOn) ? 1 : 0;
  },
});

function namesOf(model: ApiModel): Pick<DriftTarget, "methods" | "eventTypes"> {
  const methods = new Map(placedMethods(model).map(({ method, fullName }) => [method.operationId, fullName]));
  return { methods, eventTypes: new Map(model.events.map(({ type, body }) => [type, body])) };
}
