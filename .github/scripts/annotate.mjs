// The JSON of `npm run diff` on stdin to annotations of a workflow run: `node annotate.mjs whop < diff.json`.
import { readFileSync } from "node:fs";

const api = process.argv[2];
const { verdict, findings } = JSON.parse(readFileSync(0, "utf8"));

const counts = ["major", "minor", "patch"].map((severity) => {
  return `${findings.filter((finding) => finding.severity === severity).length} ${severity}`;
});
const summary =
  findings.length === 0 ? "Nothing changes for users." : `${counts.join(", ")}; see the summary of this run.`;
annotate(verdict === "major" ? "warning" : "notice", `${api}: ${verdict}`, summary);
// GitHub shows ten annotations of a kind per step.
for (const { severity, message } of findings.slice(0, 9)) {
  if (severity === "major") annotate("warning", `${api}: breaks callers`, message);
}

/** The texts come from contracts, and in a log each line can be a workflow command. */
function annotate(kind, title, message) {
  const data = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = (text) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
  console.log(`::${kind} file=specs/${api}/openapi.yaml,title=${property(title)}::${data(message)}`);
}
