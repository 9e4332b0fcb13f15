import { lstat, readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { apis, apiWith } from "../apis.js";
import { SpecError } from "../diagnostics.js";
import { driftText } from "../drift/drift-text.js";
import { type DriftTarget, findDrift, isFailure, type Sample } from "../drift/find-drift.js";
import { MAX_SAMPLE_BYTES } from "../drift/parse-sample.js";
import { readSources } from "../generate-api.js";
import type { ApiModel } from "../model/api-model.js";
import { placedMethods } from "../model/placed-methods.js";

const USAGE = `Usage: npm run drift -- --samples DIR [options]

Compares saved samples of an API's bodies (*.json, at any depth) with its contract, overlays applied.

  --samples DIR      the folder of samples
  --api NAME         ${apis.map(({ id }) => id).join(", ")} (default: decisionly)
  --format FORMAT    text, or json, which scripts/drift/drift.schema.json describes (default: text)
  --fail-on WHAT     exit 1 at a finding: contradicts, or lacks for either kind (default: never)

A sample's name says what it is, by words between "/" and ".":
  retrieveV2Case.200.json, retrieveV2Case/200/closed.json   the answer 200 of an operation
  createV2Case.request.json                                 its request; .response for a good answer
  case.created.event.json, events/case.created.2.json       a webhook event
Any other sample is compared with the body of the contract that it fits best, and the report says which.

Exit code: 0, or 1 when a sample could not be read or told apart, or --fail-on says so.
`;

const MAX_SAMPLES = 10_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      samples: { type: "string" },
      api: { type: "string", default: "decisionly" },
      format: { type: "string", default: "text" },
      "fail-on": { type: "string", default: "never" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const format = oneOf("--format", values.format, ["text", "json"]);
  const failOn = oneOf("--fail-on", values["fail-on"], ["never", "contradicts", "lacks"]);
  if (values.samples === undefined) throw new RangeError(`--samples DIR is missing.\n\n${USAGE}`);

  const api = apiWith(values.api);
  const samples = await readSamples(values.samples);
  // The pipeline brings compilers along: a wrong option is answered without them.
  const { runForComparison } = await import("../pipeline.js");
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { spec, model, misses } = runForComparison(api, await readSources(root, api));
  for (const miss of misses) console.error(`note: ${miss.toLine()}`);
  const report = findDrift({ api: api.id, document: spec.document, ...namesOf(model) }, samples);
  process.stdout.write(
    format === "json"
      ? `${JSON.stringify(report, null, 2)}\n`
      : driftText(report, values.samples, spec.file, spec.lineOf),
  );
  return isFailure(report, failOn) ? 1 : 0;
}

function oneOf<Value extends string>(option: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new RangeError(`${option} is ${allowed.join(", ")}; not ${JSON.stringify(value)}.`);
  return found;
}

/**
 * Every `.json` file below a folder, in order of its path. What cannot be read comes as a problem, so that the others are compared.
 *
 * @throws RangeError when there is no folder, or no sample in it
 */
async function readSamples(folder: string): Promise<Sample[]> {
  const home = await realpath(folder).catch(() => undefined);
  if (home === undefined || !(await stat(home)).isDirectory()) {
    throw new RangeError(
      `There is no folder ${JSON.stringify(folder)}. Give the folder of the samples with --samples.`,
    );
  }
  // Links to folders are not walked: they could lead around in a circle.
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory() && /\.json$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) throw new RangeError(`There is no .json file in ${JSON.stringify(folder)}.`);
  if (files.length > MAX_SAMPLES) {
    throw new RangeError(
      `There are ${files.length} samples in ${JSON.stringify(folder)}; at most ${MAX_SAMPLES} are read.`,
    );
  }
  const samples: Sample[] = [];
  // One after the other, so that a folder of large files is never in memory as a whole before its texts are needed.
  for (const path of files) {
    const file = path.slice(home.length + 1).replaceAll(sep, "/");
    const read = await readSample(home, path).catch((error: NodeJS.ErrnoException) => {
      return { problem: `It cannot be read (${error.code ?? error.name}). Check its permissions.` };
    });
    samples.push({ file, ...read });
  }
  return samples;
}

async function readSample(home: string, path: string): Promise<{ text: string } | { problem: string }> {
  const target = await realpath(path);
  if (!target.startsWith(home + sep)) {
    return { problem: "It is a link that leads out of the folder. Put the file itself there." };
  }
  const { size } = await lstat(target);
  if (!(await lstat(target)).isFile()) return { problem: "It is not a file. Put the body there as a file." };
  if (size > MAX_SAMPLE_BYTES) {
    return { problem: `It has ${size} bytes; at most ${MAX_SAMPLE_BYTES} are read. Save one body a file.` };
  }
  const bytes = await readFile(target);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { problem: "It is not UTF-8. Save it anew as UTF-8." };
  }
}

function namesOf(model: ApiModel): Pick<DriftTarget, "methods" | "eventTypes"> {
  const methods = new Map(placedMethods(model).map(({ method, fullName }) => [method.operationId, fullName]));
  return { methods, eventTypes: new Map(model.events.map(({ type, body }) => [type, body])) };
}

try {
  process.exitCode = await main();
} catch (error) {
  // What a user can mend is one line; anything else is a fault of this program and keeps its stack.
  const option = error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (!(error instanceof SpecError || error instanceof RangeError || option)) throw error;
  console.error(error instanceof SpecError ? error.toLine() : (error as Error).message);
  process.exitCode = 1;
}
