import { join } from "node:path";
import type { Api } from "../apis.js";
import { buildComparable, leaveOut, type Sources } from "../build-state.js";
import { SpecError } from "../diagnostics.js";
import { diffContracts } from "../diff/diff-contracts.js";
import { emptyDiff } from "../diff/report/api-finding.js";
import type { ContractDiff } from "../diff/report/findings.js";
import { type GenerationPlan, planGeneration } from "../generate/plan-generation.js";
import { readSources } from "../generate/read-sources.js";
import { typeCheck } from "../generate/type-check.js";
import type { ApiState, RefusedState } from "../model/api-state.js";
import type { TreeChange } from "../output/journal.js";
import { hashOf } from "../output/stamp.js";
import type { ActionInPlace } from "../overlay/apply-overlays.js";
import { type ActionReview, reviewAction, reviewUndeclared } from "../overlay/review-action.js";
import { fileChanges, preparePull } from "../pull/pull-contract.js";
import { findRelease } from "./find-release.js";
import { listExports } from "./list-exports.js";
import { planNotes } from "./plan-notes.js";
import { readBase } from "./read-base.js";
import type { Failure } from "./result.js";

export interface PrepareOptions {
  readonly root: string;
  /** The provider's document, a file, a URL or a folder of pages; absent for a contract that is written by hand. */
  readonly from: string | undefined;
  /** The git revision that the contract is compared with. @default HEAD */
  readonly revision: string | undefined;
  /** What it is compared with instead, where a killed run has noted it. */
  readonly base: Sources | undefined;
  readonly date: string;
  readonly acceptLoss: boolean;
  /** Called before each stage. */
  readonly onStage?: ((stage: "pull" | "generate" | "diff") => void) | undefined;
}

/** An API before and after the change; `undefined` where there is nothing to compare. */
export interface ApiStates {
  readonly before: ApiState | RefusedState | undefined;
  readonly after: ApiState | RefusedState | undefined;
}

/** What regenerating one API would change. Nothing is written yet. */
export interface PreparedApi {
  readonly api: Api;
  /** What the change is compared with, where that is not in git; `undefined` where it is, and so can be read again. */
  readonly uncommittedBase: Sources | undefined;
  /** `undefined` where the state before cannot be read. */
  readonly diff: ContractDiff | undefined;
  readonly states: ApiStates;
  readonly changes: readonly TreeChange[];
  /** Notes that `generated/` is up to date, once the changes are made. */
  readonly remember: () => Promise<void>;
  readonly notes: readonly string[];
  readonly reviews: readonly ActionReview[];
}

/** Why an API cannot be regenerated. Thrown before anything is written. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly #error: SpecError;
  readonly failure: Failure;
  readonly reviews: readonly ActionReview[];
  /** What the refused document changes, as far as it can be read; `undefined` where it cannot. */
  readonly diff: ContractDiff | undefined;
  readonly notes: readonly string[];

  constructor(
    stage: Failure["stage"],
    error: SpecError,
    reviews: readonly ActionReview[] = [],
    compared: { readonly diff?: ContractDiff | undefined; readonly notes?: readonly string[] } = {},
  ) {
    super(error.message, { cause: error });
    this.diff = compared.diff;
    this.notes = compared.notes ?? [];
    this.#error = error;
    const { code, place, others } = error;
    const more =
      others.length === 0
        ? ""
        : code === "overlay/no-match"
          ? ` ${others.length} more corrections match nothing: the list of overlay actions has all of them.`
          : ` ${others.length} more: \`npm run generate\` lists them.`;
    const none = { operationIds: [], methods: [], places: [], output: "" };
    this.failure = { stage, code, pointer: place.pointer, message: error.toLine() + more, ...none };
    this.reviews = reviews;
  }

  /** The same with what the document changes. */
  with(diff: ContractDiff | undefined, notes: readonly string[]): RefusedError {
    return new RefusedError(this.failure.stage, this.#error, this.reviews, { diff, notes });
  }
}

/**
 * Pulls, compares and generates in memory.
 *
 * @throws RefusedError when the document, an overlay or the contract has an error
 */
export async function prepareApi(api: Api, options: PrepareOptions): Promise<PreparedApi> {
  const { root } = options;
  options.onStage?.("pull");
  const pull = await during("pull", () => pullChanges(api, options));
  const present = await during("generate", () => readSources(root, api));
  const change = pull.changes.find(({ path }) => path === present.spec.file);
  const pulled: Sources =
    change?.kind === "file"
      ? { spec: { file: present.spec.file, text: change.text }, overlays: present.overlays }
      : present;
  const fromGit = options.base === undefined ? await readBase(root, api, options.revision) : undefined;
  const base = options.base ?? fromGit ?? present;

  options.onStage?.("generate");
  const same = keyOf(base) === keyOf(pulled);
  const before = same ? undefined : comparable(api, base);
  const generated = await attempt(() => generate(api, options, pulled, before));
  options.onStage?.("diff");
  if (generated[0] === undefined) {
    const [, error] = generated;
    if (!(error instanceof RefusedError)) throw error;
    // A reviewer needs to know what the document changes most where it cannot simply be taken over.
    const diff = before && diffOf(api, before, comparable(api, pulled));
    throw error.with(diff, [...pull.notes, ...(diff?.notes ?? [])]);
  }
  const [{ plan, reviews }] = generated;
  const after = stateOf(api, pulled, plan, before);
  const diff = same ? emptyDiff(api) : before && diffOf(api, before, after);
  const release =
    diff === undefined || same
      ? UNCOMPARED
      : await compareWithRelease(root, api, { diff, base, after, sources: pulled });
  const changes = [
    ...pull.changes,
    ...(await generatedChanges(root, api, plan)),
    ...(diff === undefined ? [] : await planNotes(root, api, { ...release, diff, base: keyOf(base).slice(0, 8) })),
  ];
  const lost = diff !== undefined ? [] : ["The previous contract cannot be read, so nothing is compared."];
  return {
    api,
    uncommittedBase: fromGit === undefined ? base : undefined,
    diff,
    states: { before, after },
    changes,
    remember: plan.remember,
    notes: [...pull.notes, ...(diff?.notes ?? []), ...lost, ...release.notes],
    reviews,
  };
}

/** What a pull would change. */
async function pullChanges(
  api: Api,
  { root, from, date, acceptLoss }: PrepareOptions,
): Promise<{ changes: readonly TreeChange[]; notes: readonly string[] }> {
  if (from === undefined) return { changes: [], notes: [] };
  const folder = join(root, "specs", api.id);
  const namesFile = join(folder, "names.yaml");
  const { notes, files } = await preparePull(root, { api, from: [from], folder, namesFile, date, acceptLoss });
  return { changes: fileChanges(root, files), notes };
}

async function generate(
  api: Api,
  { root }: PrepareOptions,
  after: Sources,
  before: ApiState | RefusedState | undefined,
): Promise<{ plan: GenerationPlan; reviews: readonly ActionReview[] }> {
  const reviews: ActionReview[] = [];
  const actions: ActionInPlace[] = [];
  const unmatched: SpecError[] = [];
  const planOptions = {
    useCache: true,
    onNoMatch: (error: SpecError) => unmatched.push(error),
    onAction: (action: ActionInPlace) => {
      actions.push(action);
      const review = reviewAction(action, before?.spec.document);
      if (review !== undefined) reviews.push(review);
    },
  };
  const [plan, error] = await attempt(async () => {
    const planned = await planGeneration(root, api, after, planOptions);
    await typeCheck(root, [planned]);
    return planned;
  });
  // Whatever else is wrong may follow from a correction that was left out.
  const [first, ...others] = unmatched;
  if (first !== undefined) throw new RefusedError("overlay", first.with(others), reviews);
  for (const left of plan?.generated?.state.unmatched ?? []) {
    // An action without a match has been reviewed when it was met.
    if (left.code === "overlay/undeclared") reviews.push(reviewUndeclared(left, actions));
  }
  if (plan !== undefined) return { plan, reviews };
  if (!(error instanceof SpecError)) throw error;
  throw new RefusedError(error.code.startsWith("overlay/") ? "overlay" : "generate", error, reviews);
}

/**
 * As far as a contract can be read, without the corrections that do not fit it. `undefined` for what is no OpenAPI document: the base
 * was one once; if it is not today, there is nothing to compare with, and the new state is generated all the same.
 */
function comparable(api: Api, sources: Sources): ApiState | RefusedState | undefined {
  try {
    return buildComparable(api, sources, { onNoMatch: leaveOut });
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
}

function diffOf(
  api: Api,
  before: ApiState | RefusedState,
  after: ApiState | RefusedState | undefined,
): ContractDiff | undefined {
  // What has no match is reported with the overlay actions, not as notes of the comparison.
  return after && diffContracts(api, before, { ...after, unmatched: [] });
}

function stateOf(
  api: Api,
  after: Sources,
  { generated }: GenerationPlan,
  before: ApiState | RefusedState | undefined,
): ApiState | RefusedState | undefined {
  if (generated !== undefined) return generated.state;
  return before === undefined ? undefined : comparable(api, after);
}

async function generatedChanges(root: string, api: Api, plan: GenerationPlan): Promise<TreeChange[]> {
  if (plan.generated === undefined || plan.changedFiles.length === 0) return [];
  const list = await listExports(root, api, plan.generated.files);
  return [...plan.changes, ...(list === undefined ? [] : [list])];
}

interface SinceRelease {
  readonly sinceRelease: ContractDiff | undefined;
  readonly notes: readonly string[];
}

const UNCOMPARED: SinceRelease = { sinceRelease: undefined, notes: [] };

/** What users of the last release get: what was added and taken back since is no change for them. */
async function compareWithRelease(
  root: string,
  api: Api,
  change: { diff: ContractDiff; base: Sources; after: ApiState | RefusedState | undefined; sources: Sources },
): Promise<SinceRelease> {
  const release = await findRelease(root);
  const unknown = (why: string): SinceRelease => {
    return {
      sinceRelease: undefined,
      notes: [`The change note compares with the contract before this change: ${why}.`],
    };
  };
  if ("missing" in release) return unknown(release.missing);
  const released = await readBase(root, api, release.commit);
  if (released === undefined) return unknown(`${release.name} has no contract of this API`);
  const key = keyOf(released);
  if (key === keyOf(change.base)) return { sinceRelease: change.diff, notes: [] };
  if (key === keyOf(change.sources)) return { sinceRelease: emptyDiff(api), notes: [] };
  const before = comparable(api, released);
  const sinceRelease = before && diffOf(api, before, change.after);
  return sinceRelease === undefined
    ? unknown(`the contract of ${release.name} cannot be read`)
    : { sinceRelease, notes: [] };
}

function keyOf({ spec, overlays }: Sources): string {
  return hashOf(spec.text, ...overlays.map(({ text }) => text));
}

async function during<Result>(stage: Failure["stage"], run: () => Promise<Result>): Promise<Result> {
  const [result, error] = await attempt(run);
  if (result !== undefined) return result;
  throw error instanceof SpecError ? new RefusedError(stage, error) : error;
}

async function attempt<Result>(run: () => Promise<Result>): Promise<[Result, undefined] | [undefined, unknown]> {
  try {
    return [await run(), undefined];
  } catch (error) {
    return [undefined, error];
  }
}
