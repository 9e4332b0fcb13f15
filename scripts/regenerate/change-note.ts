import { messageOf } from "../diff/report/finding-text.js";
import type { ContractDiff, Finding } from "../diff/report/findings.js";
import { countsText, nameOfApi, versionText } from "../diff/report/report-lines.js";
import { markdownLine } from "../printed-text.js";

/** The package whose version a note bumps. */
const PACKAGE = "disputekit";

/** More lines than this are of no use in a changelog. */
const MAX_LINES = 300;

/** A changeset: the version bump, and the text for the changelog. */
export function noteOf(diff: ContractDiff): string {
  if (diff.verdict === "none") throw new Error("nothing changed for users: a note needs a change");
  return `---\n"${PACKAGE}": ${diff.verdict}\n---\n\n${changelogOf(diff)}`;
}

/** The change as users read it: one line per finding, the most severe first. */
export function changelogOf(diff: ContractDiff): string {
  const lines = diff.findings.slice(0, MAX_LINES).map((finding) => lineOf(finding, nameOfApi(diff)));
  const more = diff.findings.length - lines.length;
  const rest = more === 0 ? [] : [`- ${more} more, which \`npm run diff\` lists.`];
  const version = versionText(diff);
  const facts = [countsText(diff.counts), ...(version === "" ? [] : [version])].join("; ");
  return `${nameOfApi(diff)} has changed its contract: ${facts}.\n\n${[...lines, ...rest].join("\n")}\n`;
}

function lineOf(finding: Finding, api: string): string {
  return `- **${finding.severity}**: ${markdownLine(messageOf(finding, api))}`;
}
