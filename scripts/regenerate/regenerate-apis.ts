import { isAbsolute, relative, sep } from "node:path";
import type { Api } from "../apis.js";
import type { ContractDiff, Severity } from "../diff/report/findings.js";
import { totalCounts, verdictOfAll, versionText } from "../diff/report/report-lines.js";
import { type TreeChange, writeTree } from "../output/journal.js";
import { compareFolder } from "../output/sync-folder.js";
import { refuseLinksOut } from "../refuse-links.js";
import { attributeFailure } from "./attribute-failure.js";
import { type PreparedApi, prepareApi, RefusedError } from "./prepare-api.js";
import type { ApiResult, Failure, Proof, RegenerateResult, Status } from "./result.js";
import { forgetUnverified, readUnverified, type Unverified, unverifiedChange } from "./unverified.js";
import { type VerifyFailure, type VerifyOptions, verify } from "./verify.js";
import { clearReport, writeReport } from "./write-report.js";

export interface RegenerateOptions {
  readonly root: string;
  readonly apis: readonly Api[];
  /** A document in place of the one that `apis.ts` names. */
  readonly from: { readonly api: Api; readonly document: string } | undefined;
  /** The git revision that is compared with. @default HEAD */
  readonly base: string | undefined;
  /** The folder of the report. */
  readonly out: string;
  readonly date: string;
  readonly acceptLoss: boolean;
  readonly verify: VerifyOptions;
  /** A file to which the summary is added. */
  readonly stepSummary: string | undefined;
  /** Called before each stage, with the API that it works on; without one for the whole project. */
  readonly onStage?: ((stage: RegenerateStage, api: Api | undefined) => void) | undefined;
}

export type RegenerateStage = "pull" | "generate" | "diff" | "check" | "tests";

/**
 * Brings contracts and clients up to date with what the providers publish, and reports the result. All APIs are prepared in memory
 * first: if one is refused, nothing is written at all. The new tree is then written as a whole and verified in place. When that
 * fails, the new tree stays, since the code written by hand has to be adapted to it.
 */
export async function regenerateApis(options: RegenerateOptions): Promise<RegenerateResult> {
  const { root, out } = options;
  await refuseReportOutside(root, out);
  await clearReport(out);
  // From the first look at the tree to the last file in place nobody else writes to it.
  const { outcomes, pending, files, unverified } = await writeTree(root, async (apply) => {
    const before = await readUnverified(root);
    const all: Outcome[] = [];
    for (const api of options.apis) all.push(await outcomeOf(api, options, before));
    const prepared = preparedOf(all);
    const written = new Map<string, string[]>();
    if (prepared.length < all.length) return { outcomes: all, pending: [], files: written, unverified: before };
    const due = prepared.filter(({ api, changes }) => changes.length > 0 || before.apis.includes(api.id));
    for (const { api, changes } of prepared) written.set(api.id, await filesOf(root, changes));
    const changes = prepared.flatMap((row) => row.changes);
    if (changes.length > 0) await apply([...changes, unverifiedChange(withPending(before, due))]);
    for (const { remember } of prepared) await remember();
    return { outcomes: all, pending: due, files: written, unverified: before };
  });
  const prepared = preparedOf(outcomes);
  const refused = prepared.length < outcomes.length;
  const failure = pending.length > 0 ? await verifyChange(options, pending) : null;

  const proof = pending.length > 0 ? proofOf(options.verify, failure) : NOT_DUE;
  const result = { ...resultOf(outcomes, pending, files, failure), proof };
  const diffs = outcomes.flatMap((outcome) => diffOf(outcome, refused, pending) ?? []);
  await writeReport(out, result, diffs, options.stepSummary);
  // Only once the report is written: the next run verifies what a killed run left, or one that was told to skip something.
  const isDone = pending.length === 0 || proof.verified;
  if (!refused && failure === null && isDone) await forget(root, unverified, prepared);
  return result;
}

/** Of a run that had nothing to verify. */
const NOT_DUE: Proof = { check: null, tests: null, skipped: [], verified: false };

/** A report below the project stays there, whatever its folder is a link to. */
async function refuseReportOutside(root: string, out: string): Promise<void> {
  const path = relative(root, out);
  if (path !== "" && !isAbsolute(path) && path.split(sep)[0] !== "..") await refuseLinksOut(root, path);
}

function preparedOf(outcomes: readonly Outcome[]): PreparedApi[] {
  return outcomes.flatMap(({ prepared }) => (prepared === undefined ? [] : [prepared]));
}

interface Outcome {
  readonly api: Api;
  readonly prepared: PreparedApi | undefined;
  readonly refused: RefusedError | undefined;
}

async function outcomeOf(api: Api, options: RegenerateOptions, unverified: Unverified): Promise<Outcome> {
  const { root, date, acceptLoss, base: revision } = options;
  const onStage = (stage: RegenerateStage) => options.onStage?.(stage, api);
  const from = options.from?.api.id === api.id ? options.from.document : api.upstream;
  const base = unverified.bases[api.id];
  try {
    const prepared = await prepareApi(api, { root, from, revision, base, date, acceptLoss, onStage });
    return { api, prepared, refused: undefined };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { api, prepared: undefined, refused: error };
  }
}

/** What a change writes or removes, file by file. Looked up before it is made. */
async function filesOf(root: string, changes: readonly TreeChange[]): Promise<string[]> {
  const lists = changes.map(async (change) => {
    if (change.kind !== "folder") return [change.path];
    const { added, changed, removed } = await compareFolder(`${root}/${change.path}`, change.files);
    return [...added, ...changed, ...removed].map((path) => `${change.path}/${path}`);
  });
  return (await Promise.all(lists)).flat().sort();
}

function withPending({ apis, bases }: Unverified, pending: readonly PreparedApi[]): Unverified {
  const added = pending.flatMap(({ api, uncommittedBase }) =>
    uncommittedBase === undefined ? [] : [[api.id, uncommittedBase] as const],
  );
  return {
    apis: [...new Set([...apis, ...pending.map(({ api }) => api.id)])],
    bases: { ...bases, ...Object.fromEntries(added) },
  };
}

async function forget(root: string, unverified: Unverified, done: readonly PreparedApi[]): Promise<void> {
  const left = unverified.apis.filter((id) => !done.some(({ api }) => api.id === id));
  await writeTree(root, async (apply) => {
    if (left.length === 0) await forgetUnverified(root);
    else await apply([unverifiedChange({ apis: left, bases: unverified.bases })]);
  });
}

async function verifyChange(options: RegenerateOptions, pending: readonly PreparedApi[]): Promise<Failure | null> {
  const failure = await verify(options.root, options.verify, (stage) => options.onStage?.(stage, undefined));
  if (failure === undefined) return null;
  const { stage, step, places, output } = failure;
  const causes = await attributeFailure(options.root, places, pending);
  return {
    stage,
    code: `${stage}/${wordOf(failure)}`,
    pointer: null,
    message: `${step}: ${places.length === 0 ? "failed" : countOf(failure)}`,
    operationIds: causes.map(({ operationId }) => operationId),
    methods: causes.map(({ method }) => method),
    places: places.map(({ file, line, title }) => `${file}${line === undefined ? "" : `:${line}`}: ${title}`),
    output: output.trimEnd().split("\n").slice(-40).join("\n"),
  };
}

function proofOf({ check, tests }: VerifyOptions, failure: Failure | null): Proof {
  const failed = failure?.stage;
  return {
    verified: check && tests && failed === undefined,
    check: !check ? null : failed === "check" ? "failed" : "passed",
    tests: !tests || failed === "check" ? null : failed === "tests" ? "failed" : "passed",
    skipped: [...(check ? [] : (["check"] as const)), ...(tests ? [] : (["tests"] as const))],
  };
}

function wordOf({ stage, places }: VerifyFailure): string {
  if (places.length === 0) return "failed";
  return stage === "check" ? "does-not-compile" : "test-fails";
}

function countOf({ stage, places }: VerifyFailure): string {
  const what = stage === "check" ? "compiler error" : "failing test";
  return `${places.length} ${what}${places.length === 1 ? "" : "s"}`;
}

const none: Readonly<Record<Severity, number>> = { major: 0, minor: 0, patch: 0 };

function resultOf(
  outcomes: readonly Outcome[],
  pending: readonly PreparedApi[],
  files: ReadonlyMap<string, readonly string[]>,
  failure: Failure | null,
): Omit<RegenerateResult, "proof"> {
  const refusal = outcomes.find(({ refused }) => refused !== undefined)?.refused?.failure ?? null;
  const rows = outcomes.map((outcome) => apiResult(outcome, refusal !== null, pending, files, failure));
  const diffs = outcomes.flatMap((outcome) => diffOf(outcome, refusal !== null, pending) ?? []);
  const broken = failure !== null || refusal !== null;
  const status: Status = broken ? "broken" : pending.length > 0 ? "changed" : "unchanged";
  const known = verdictOfAll(diffs);
  const verdict = known !== "major" && rows.some((row) => row.verdict === null) ? null : known;
  const semver = verdict === null ? [] : [`semver: ${verdict}`];
  const labels = status === "unchanged" ? [] : [...semver, ...(broken ? ["broken"] : [])];
  return { status, verdict, counts: totalCounts(diffs), labels, apis: rows, failure: failure ?? refusal };
}

function apiResult(
  outcome: Outcome,
  isRefused: boolean,
  pending: readonly PreparedApi[],
  files: ReadonlyMap<string, readonly string[]>,
  failure: Failure | null,
): ApiResult {
  const { api, prepared, refused } = outcome;
  const isPending = prepared !== undefined && pending.includes(prepared);
  const isHeld = isHeldBack(outcome, isRefused);
  const diff = diffOf(outcome, isRefused, pending);
  const isCompared = diff !== undefined && (refused === undefined || diff.verdict !== "none");
  const isUnchanged = refused === undefined && !isPending && !isHeld;
  const own = refused?.failure ?? (isPending ? failure : null);
  return {
    api: api.id,
    status: own !== null ? "broken" : isPending ? "changed" : isHeld ? "held-back" : "unchanged",
    verdict: isCompared ? diff.verdict : isUnchanged ? "none" : null,
    counts: isCompared ? diff.counts : isUnchanged ? none : null,
    version: diff === undefined ? "" : versionText(diff),
    files: files.get(api.id) ?? [],
    notes: prepared?.notes ?? refused?.notes ?? [],
    overlay: refused?.reviews ?? prepared?.reviews ?? [],
    failure: own,
  };
}

/** What an API's contract changes, also where that was not written. */
function diffOf(outcome: Outcome, isRefused: boolean, pending: readonly PreparedApi[]): ContractDiff | undefined {
  const { prepared, refused } = outcome;
  if (prepared === undefined) return refused?.diff;
  return pending.includes(prepared) || isHeldBack(outcome, isRefused) ? prepared.diff : undefined;
}

/** Whether it would have been written, had another API not been refused. */
function isHeldBack({ prepared }: Outcome, isRefused: boolean): boolean {
  return isRefused && prepared !== undefined && prepared.changes.length > 0;
}
