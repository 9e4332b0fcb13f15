import { appendFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { titleOf as apiTitle, apiWith } from "../apis.js";
import { type ContractDiff, severities } from "../diff/report/findings.js";
import { countsText } from "../diff/report/report-lines.js";
import { reportMarkdown } from "../diff/report/report-markdown.js";
import { atFile } from "../output/disk-error.js";
import { writeFiles } from "../output/write-files.js";
import { jsonText } from "../visible-text.js";
import { changelogOf } from "./change-note.js";
import { code, fence, table } from "./markdown.js";
import type { ApiResult, Failure, Proof, RegenerateResult } from "./result.js";

/** GitHub refuses longer ones. @unit characters */
const MAX_BODY = 60_000;

/** Removes the result of an earlier run, so that a killed run leaves none that is not its own. */
export async function clearReport(folder: string): Promise<void> {
  await rm(join(folder, "result.json"), { force: true });
}

/** Writes everything that a workflow needs of a run into a folder, `result.json` last. */
export async function writeReport(
  folder: string,
  result: RegenerateResult,
  diffs: readonly ContractDiff[],
  stepSummary: string | undefined,
): Promise<void> {
  const summary = summaryOf(result);
  const changed = diffs.filter(({ verdict }) => verdict !== "none");
  const texts = {
    "pr-title.txt": `${titleOf(result)}\n`,
    "pr-body.md": cut(bodyOf(result, changed)),
    "changelog.md": changed
      .filter((diff) => isWritten(result, diff))
      .map(changelogOf)
      .join("\n"),
    "summary.md": summary,
    "labels.txt": result.labels.map((label) => `${label}\n`).join(""),
    "result.json": jsonText(result),
  };
  await writeFiles(new Map(Object.entries(texts).map(([name, text]) => [join(folder, name), text])));
  if (stepSummary !== undefined && stepSummary !== "")
    await atFile(stepSummary, () => appendFile(stepSummary, summary));
}

/** One line, with nothing of a provider's in it: only counts, dates and names of this project. */
export function titleOf({ status, counts, apis, failure, proof }: RegenerateResult): string {
  if (status === "unchanged") return "Nothing to regenerate";
  const refused = apis.find(
    (api) => api.failure !== null && api.failure.output === "" && !isVerifyFailure(api.failure),
  );
  if (refused !== undefined) {
    const { failure: own, counts: found, version } = refused;
    const known = [...(found === null ? [] : [countsText(found)]), ...(version === "" ? [] : [version])];
    return `${nameOf(refused)} cannot be regenerated: ${[own?.code ?? "", ...known].join(", ")}`;
  }
  const names = apis.filter((api) => api.status !== "unchanged").map(nameOf);
  const facts = [countsText(counts), ...apis.flatMap(({ version }) => (version === "" ? [] : [version]))];
  const state = failure !== null ? " (broken)" : proof.verified ? "" : " (unverified)";
  return `Regenerate ${names.join(" and ")}${state}: ${facts.join(", ")}`;
}

/** The table of the run, and what is broken, if anything is. */
export function summaryOf(result: RegenerateResult): string {
  const parts = [
    `## ${titleOf(result)}`,
    table(RESULT_HEAD, resultRows(result)),
    ...failuresOf(result).map(failureText),
    overlayText(result.apis),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** The columns of a run's table. */
export const RESULT_HEAD: readonly string[] = ["API", "result", "verdict", "major", "minor", "patch", "files"];

/** A row for each API. */
export function resultRows({ apis }: RegenerateResult): string[][] {
  return apis.map((api) => {
    const { status, verdict, counts, files } = api;
    const found = severities.map((severity) => (counts === null ? "?" : String(counts[severity])));
    return [nameOf(api), status, verdict ?? "unknown", ...found, String(files.length)];
  });
}

function bodyOf(result: RegenerateResult, changed: readonly ContractDiff[]): string {
  const notes = result.apis.flatMap((api) => api.notes.map((note) => `- ${nameOf(api)}: ${code(note)}`));
  const summary = summaryOf(result).trim();
  const parts = [
    summary,
    changed.length === 0 ? "" : reportMarkdown(changed, Math.max(MAX_BODY - summary.length - 5_000, 10_000)).trim(),
    proofText(result.proof),
    notes.length === 0 ? "" : `## Notes\n\n${notes.join("\n")}`,
    "Made by `npm run regenerate`. The contract, `generated/` and the change note belong together; code written by hand is not touched.",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** `Unverified: check passed, tests skipped.` Empty where nothing changed. */
function proofText({ check, tests, skipped, verified }: Proof): string {
  if (check === null && tests === null && skipped.length === 0) return "";
  const word = (name: "check" | "tests", result: Proof["check"]) =>
    `${name} ${result ?? (skipped.includes(name) ? "skipped" : "not reached")}`;
  return `${verified ? "Verified" : "Unverified"}: ${word("check", check)}, ${word("tests", tests)}.`;
}

/** Each once: a failure of the whole project is repeated in each API that it affects. */
function failuresOf({ failure, apis }: RegenerateResult): Failure[] {
  const own = apis.flatMap((api) => (api.failure === null || isVerifyFailure(api.failure) ? [] : [api.failure]));
  return failure !== null && isVerifyFailure(failure) ? [failure] : own;
}

/** A change note is for what users get. */
function isWritten({ apis }: RegenerateResult, { api }: ContractDiff): boolean {
  const row = apis.find((each) => each.api === api);
  return row !== undefined && row.status !== "held-back" && (row.failure === null || isVerifyFailure(row.failure));
}

function isVerifyFailure({ stage }: Failure): boolean {
  return stage === "check" || stage === "tests";
}

function failureText(failure: Failure): string {
  const { stage, code: word, message, operationIds, methods, places, output } = failure;
  const causes = operationIds.map((id, index) => `- ${code(id)} (${code(methods[index] ?? "")})`);
  const state = isVerifyFailure(failure)
    ? "The new contract and client are in the tree, so that the code written by hand can be adapted to them."
    : "Nothing was written: the contract and the client are unchanged.";
  const parts = [
    `### Broken: ${stage} (${code(word)})`,
    fence(message),
    state,
    causes.length === 0 ? "" : `Caused by the change of:\n\n${causes.join("\n")}`,
    isVerifyFailure(failure) && causes.length === 0 ? "No changed operation was found to be the cause." : "",
    places.length === 0
      ? ""
      : `Where it fails:\n\n${places
          .slice(0, 30)
          .map((place) => `- ${code(place)}`)
          .join("\n")}`,
    output === "" ? "" : `<details><summary>The end of the output</summary>\n\n${fence(output)}\n\n</details>`,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** First what needs a decision: the rest can wait. */
function overlayText(apis: readonly ApiResult[]): string {
  const rows = apis.flatMap((api) => api.overlay);
  const parts = [
    overlayList(
      "Corrections that match nothing, without which no client can be generated",
      rows.filter(({ blocks }) => blocks),
    ),
    overlayList(
      "Overlay actions that no longer match, or are no longer needed",
      rows.filter(({ blocks }) => !blocks),
    ),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function overlayList(head: string, rows: ApiResult["overlay"]): string {
  if (rows.length === 0) return "";
  const lines = rows.map(
    ({ file, line, target, message }) => `- ${code(`${file}:${line}`)} ${code(target)}: ${code(message)}`,
  );
  return `### ${head}\n\n${lines.join("\n")}`;
}

function nameOf({ api }: ApiResult): string {
  return apiTitle(apiWith(api));
}

function cut(body: string): string {
  if (body.length <= MAX_BODY) return body;
  const kept = body.slice(0, body.lastIndexOf("\n", MAX_BODY));
  // An unclosed fence would swallow the note.
  const open = (kept.match(/^`{3,}/gm) ?? []).length % 2 === 1 ? "\n````````" : "";
  return `${kept}${open}\n\nThe rest is too long for a pull request: see the change note and \`npm run diff\`.\n`;
}
