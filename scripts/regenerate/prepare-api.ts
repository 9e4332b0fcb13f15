import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Api } from "../apis.js";
import { SpecError } from "../diagnostics.js";
import { diffContracts } from "../diff/diff-contracts.js";
import { emptyDiff } from "../diff/report/api-finding.js";
import type { ContractDiff } from "../diff/report/findings.js";
import { type ApiRun, prepareSources, readSources } from "../generate-api.js";
import type { Generation } from "../model/generation.js";
import type { TreeChange } from "../output/journal.js";
import { hashOf } from "../output/stamp.js";
import type { ActionInPlace } from "../overlay/apply-overlays.js";
import { type ActionReview, reviewAction, reviewUndeclared } from "../overlay/review-action.js";
import { runForComparison, type Sources } from "../pipeline.js";
import { preparePull } from "../pull/pull-contract.js";
import { noteOf } from "./change-note.js";
import { listExports } from "./list-exports.js";
import { isCommitted, readBase } from "./read-base.js";
import type { Failure } from "./result.js";

export interface PrepareOptions {
  readonly root: string;
  /** The provider's document, a file or a URL; absent for a contract that is written by hand. */
  readonly from: string | undefined;
  /** The git revision that the contract is compared with. @default HEAD */
  readonly revision: string | undefined;
  /** What it is compared with instead, where a killed run has noted it. */
  readonly base: Sources | undefined;
  readonly date: string;
  readonly acceptLoss: boolean;
}

/** What regenerating one API would change. Nothing is written yet. */
export interface PreparedApi {
  readonly api: Api;
  /** What the change is measured against; `undefined` when it is no git revision, and so will not be found again. */
  readonly looseBase: Sources | undefined;
  readonly diff: ContractDiff;
  readonly states: { readonly before: Generation | undefined; readonly after: Generation | undefined };
  readonly changes: readonly TreeChange[];
  /** Notes that `generated/` is up to date, once the changes are made. */
  readonly remember: () => Promise<void>;
  readonly notes: readonly string[];
  readonly reviews: readonly ActionReview[];
}

/** Why an API cannot be regenerated. Thrown before anything is written. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly failure: Failure;
  readonly reviews: readonly ActionReview[];

  constructor(stage: Failure["stage"], error: SpecError, reviews: readonly ActionReview[] = []) {
    super(error.message, { cause: error });
    const { code, place } = error;
    const none = { operationIds: [], methods: [], places: [], output: "" };
    this.failure = { stage, code, pointer: place.pointer, message: error.toLine(), ...none };
    this.reviews = reviews;
  }
}

/**
 * Pulls, compares and generates in memory.
 *
 * @throws RefusedError when the document, an overlay or the contract is at fault
 */
export async function prepareApi(api: Api, options: PrepareOptions): Promise<PreparedApi> {
  const { root } = options;
  const pull = await during("pull", () => pullTexts(api, options));
  const standing = await during("generate", () => readSources(root, api));
  const text = pull.texts.get(standing.spec.file);
  const after = text === undefined ? standing : { ...standing, spec: { ...standing.spec, text } };
  const fromGit = options.base === undefined ? await readBase(root, api, options.revision) : undefined;
  const base = options.base ?? fromGit ?? standing;

  const same = keyOf(base) === keyOf(after);
  const before = same ? undefined : comparable(api, base);
  const { run, reviews } = await generate(api, options, after, before);
  const state = stateOf(api, after, run, before);
  const diff = before && state ? diffContracts(api, before, state) : emptyDiff(api);
  const changes = [
    ...[...pull.texts].map(([path, value]): TreeChange => ({ kind: "file", path, text: value })),
    ...(await generatedChanges(root, api, run)),
    ...(await noteChanges(root, diff, keyOf(base), fromGit !== undefined)),
  ];
  const lost = same || before !== undefined ? [] : ["The contract before cannot be read, so nothing is compared."];
  return {
    api,
    looseBase: fromGit === undefined ? base : undefined,
    diff,
    states: { before, after: state },
    changes,
    remember: run.remember,
    notes: [...pull.notes, ...diff.notes, ...lost],
    reviews,
  };
}

/** The files of a pull that change, by their path below the root. */
async function pullTexts(
  api: Api,
  { root, from, date, acceptLoss }: PrepareOptions,
): Promise<{ texts: ReadonlyMap<string, string>; notes: readonly string[] }> {
  if (from === undefined) return { texts: new Map(), notes: [] };
  const folder = `specs/${api.id}`;
  const { contract, files } = await preparePull({
    api,
    from,
    folder: join(root, folder),
    namesFile: join(root, folder, "names.yaml"),
    date,
    acceptLoss,
  });
  const texts = new Map([...files].map(([file, text]) => [file.slice(join(root, "/").length), text]));
  return { texts, notes: contract.notes };
}

async function generate(
  api: Api,
  { root }: PrepareOptions,
  after: Sources,
  before: Generation | undefined,
): Promise<{ run: ApiRun; reviews: readonly ActionReview[] }> {
  const reviews: ActionReview[] = [];
  const actions: ActionInPlace[] = [];
  const misses: SpecError[] = [];
  const watch = {
    onNoMatch: (error: SpecError) => misses.push(error),
    onAction: (action: ActionInPlace) => {
      actions.push(action);
      const review = reviewAction(action, before?.spec.document);
      if (review !== undefined) reviews.push(review);
    },
  };
  const [run, error] = await attempt(() => prepareSources(root, api, after, { useCache: true, watch }));
  // Whatever else is wrong may follow from a correction that was left out.
  const [miss] = misses;
  if (miss !== undefined) throw new RefusedError("overlay", miss, reviews);
  for (const ghost of run?.generated?.ghosts ?? []) reviews.push(reviewUndeclared(ghost, actions));
  if (run !== undefined) return { run, reviews };
  if (!(error instanceof SpecError)) throw error;
  throw new RefusedError(error.code.startsWith("overlay/") ? "overlay" : "generate", error, reviews);
}

/** The base was good once; should it not be now, there is nothing to compare with, and the new state is generated all the same. */
function comparable(api: Api, sources: Sources): Generation | undefined {
  try {
    return runForComparison(api, sources);
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
}

function stateOf(
  api: Api,
  after: Sources,
  { generated }: ApiRun,
  before: Generation | undefined,
): Generation | undefined {
  if (generated !== undefined) return { spec: generated.spec, model: generated.model, misses: [] };
  return before === undefined ? undefined : runForComparison(api, after);
}

async function generatedChanges(root: string, api: Api, run: ApiRun): Promise<TreeChange[]> {
  if (run.generated === undefined || run.changedFiles.length === 0) return [];
  const { files } = run.generated;
  const list = await listExports(root, api, files);
  return [{ kind: "folder", path: `generated/${api.id}`, files }, ...(list === undefined ? [] : [list])];
}

/** The note's name comes from what is compared with: a second regeneration before the first is committed replaces its note. */
async function noteChanges(root: string, diff: ContractDiff, base: string, fromGit: boolean): Promise<TreeChange[]> {
  const path = `.changeset/${diff.api}-${base.slice(0, 8)}.md`;
  const present = await readFile(join(root, path), "utf8").catch(() => undefined);
  if (diff.verdict !== "none") {
    const text = noteOf(diff);
    return present === text ? [] : [{ kind: "file", path, text }];
  }
  // A change that was taken back before it was committed leaves no note.
  const isOurs = present !== undefined && fromGit && !(await isCommitted(root, path));
  return isOurs ? [{ kind: "removal", path }] : [];
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
