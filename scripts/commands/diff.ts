import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { apis, apiWith } from "../apis.js";
import { SpecError, UsageError } from "../diagnostics.js";
import { diffStates } from "../diff/diff-states.js";
import { type ContractDiff, severities } from "../diff/report/findings.js";
import { reportJson } from "../diff/report/report-json.js";
import { verdictOfAll } from "../diff/report/report-lines.js";
import { reportMarkdown } from "../diff/report/report-markdown.js";
import { reportText } from "../diff/report/report-text.js";

const USAGE = `Usage: npm run diff [-- options]

  --from REV|FILE    the old state: a contract file, whatever it is called, or a git revision (default: HEAD)
  --to REV|FILE      the new state (default: the working tree)
  --api NAME         one API only: ${apis.map(({ id }) => id).join(", ")}; needed for a file that no title tells
  --format FORMAT    text, markdown or json, which scripts/diff/report/diff.schema.json describes (default: text)
  --out FILE         write the report there
  --fail-on VERDICT  exit 1 when the verdict is this or graver: major, minor or patch
  --root DIR         the folder with specs/ (default: this project)
`;

const REPORTS: Readonly<Record<string, (diffs: readonly ContractDiff[]) => string>> = {
  text: reportText,
  markdown: reportMarkdown,
  json: reportJson,
};

/** Gives the exit code. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      from: { type: "string" },
      to: { type: "string" },
      api: { type: "string" },
      format: { type: "string", default: "text" },
      out: { type: "string" },
      "fail-on": { type: "string" },
      root: { type: "string", default: fileURLToPath(new URL("../..", import.meta.url)) },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const failOn = values["fail-on"];
  const report = Object.hasOwn(REPORTS, values.format) ? REPORTS[values.format] : undefined;
  const limit = severities.map(String).indexOf(failOn ?? "");
  if (report === undefined) throw new UsageError(`There is no format "${values.format}".`);
  if (failOn !== undefined && limit === -1)
    throw new UsageError(`--fail-on takes major, minor or patch, not "${failOn}".`);
  const api = values.api === undefined ? undefined : apiWith(values.api);
  const diffs = await diffStates({ root: values.root.replace(/\/$/, ""), from: values.from, to: values.to, api });
  if (values.out === undefined) process.stdout.write(report(diffs));
  else await writeFile(values.out, report(diffs));
  const verdict = verdictOfAll(diffs);
  return severities.slice(0, limit + 1).some((severity) => severity === verdict) ? 1 : 0;
}

function isUsage(error: unknown): error is Error {
  if (error instanceof UsageError || error instanceof RangeError) return true;
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

try {
  process.exitCode = await main();
} catch (error) {
  // What a user can mend is told in a line; anything else is a fault of this program and keeps its stack.
  const isFile = error instanceof Error && "syscall" in error;
  if (!(error instanceof SpecError || isUsage(error) || isFile)) throw error;
  console.error(error instanceof SpecError ? error.toLine() : error.message);
  if (isUsage(error)) console.error("`npm run diff -- --help` tells the options.");
  process.exitCode = 1;
}
