import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { apis, apiWith } from "../apis.js";
import { diffStates } from "../diff/diff-states.js";
import { type ContractDiff, severities } from "../diff/report/findings.js";
import { reportJson } from "../diff/report/report-json.js";
import { verdictOfAll } from "../diff/report/report-lines.js";
import { reportMarkdown } from "../diff/report/report-markdown.js";
import { reportText } from "../diff/report/report-text.js";
import { atFile } from "../output/disk-error.js";
import { oneOf } from "./option-values.js";
import { printText } from "./print.js";
import { PROJECT, runCommand } from "./run-command.js";

const usage = `Usage: npm run diff [-- options]

  --from REV|FILE    the state before: a contract file of any name, or a git revision (default: HEAD)
  --to REV|FILE      the state after (default: the working tree)
  --api NAME         one API only: ${apis.map(({ id }) => id).join(", ")}; required when a file's title does not identify the API
  --format FORMAT    text, markdown or json, which scripts/diff/report/diff.schema.json describes (default: text)
  --out FILE         write the report there
  --fail-on VERDICT  exit 1 when the verdict is this or more severe: major, minor or patch
  --root DIR         the folder with specs/ (default: this project)
`;

const reports: Readonly<Record<"text" | "markdown" | "json", (diffs: readonly ContractDiff[]) => string>> = {
  text: reportText,
  markdown: reportMarkdown,
  json: reportJson,
};

await runCommand({
  name: "diff",
  usage,
  options: {
    from: { type: "string" },
    to: { type: "string" },
    api: { type: "string" },
    format: { type: "string", default: "text" },
    out: { type: "string" },
    "fail-on": { type: "string" },
    root: { type: "string", default: PROJECT },
  },
  run: async ({ from, to, api, format, out, "fail-on": failOn, root }) => {
    const report = reports[oneOf("--format", format, ["text", "markdown", "json"])];
    const limit = failOn === undefined ? -1 : severities.indexOf(oneOf("--fail-on", failOn, severities));
    const chosen = api === undefined ? undefined : apiWith(api);
    const diffs = await diffStates({ root: resolve(root), from, to, api: chosen });
    if (out === undefined) printText(report(diffs));
    else await atFile(out, () => writeFile(out, report(diffs)));
    const verdict = verdictOfAll(diffs);
    return severities.slice(0, limit + 1).some((severity) => severity === verdict) ? 1 : 0;
  },
});
