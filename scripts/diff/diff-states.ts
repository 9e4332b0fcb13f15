import { type Api, apis, titleOf } from "../apis.js";
import type { Sources } from "../build-state.js";
import { UsageError } from "../diagnostics.js";
import type { Source } from "../load/read-source.js";
import { readState, type State } from "./read-state.js";
import { diffOfWholeApi, emptyDiff } from "./report/api-finding.js";
import type { ContractDiff } from "./report/findings.js";

export interface DiffOptions {
  /** The project's folder, with `specs/`. */
  readonly root: string;
  /** The state before: a file, or else a git revision. @default "HEAD" */
  readonly from?: string | undefined;
  /** The state after: a file, or else a git revision. @default the working tree */
  readonly to?: string | undefined;
  /** @default all APIs; where a state is a file, the one whose contract it is */
  readonly api?: Api | undefined;
}

/**
 * Compares two states of one API or of all.
 *
 * @throws SpecError when a state cannot be read, or is not a valid contract
 * @throws UsageError when there is no such state, or both are the same file
 */
export async function diffStates({ root, from = "HEAD", to, api }: DiffOptions): Promise<ContractDiff[]> {
  const before = await readState(root, from);
  const after = await readState(root, to);
  const chosen = api === undefined ? await chooseApis(before, after) : [api];
  const diffs: ContractDiff[] = [];
  for (const each of chosen) diffs.push(await diffApi(root, each, before, after));
  return diffs;
}

async function diffApi(root: string, api: Api, before: State, after: State): Promise<ContractDiff> {
  const file = before.fileOf(api);
  if (file !== undefined && file === after.fileOf(api))
    throw new UsageError(`Both states are ${before.name}: give another one with --from or --to.`);
  const sourcesBefore = await before.read(api);
  const sourcesAfter = await after.read(api);
  if (sourcesBefore !== undefined && sourcesAfter !== undefined)
    return diffSources(api, sourcesBefore, sourcesAfter, root);
  if (sourcesAfter !== undefined) return diffOfWholeApi(api, "added");
  if (sourcesBefore !== undefined) return diffOfWholeApi(api, "removed");
  return emptyDiff(api, [`Neither state has a contract of ${titleOf(api)}.`]);
}

/**
 * What changed between two states of one API, given as texts. Equal texts are not even parsed.
 *
 * @param root the project's folder, where what is made of the state before can be kept for the next time
 * @throws SpecError when one of them is not a valid contract
 */
export async function diffSources(api: Api, before: Sources, after: Sources, root?: string): Promise<ContractDiff> {
  if (textsOf(before) === textsOf(after)) return emptyDiff(api);
  // Compilers are loaded only when there is something to compare.
  const { buildComparable, leaveOut, readOverlays } = await import("../build-state.js");
  const { diffContracts } = await import("./diff-contracts.js");
  const { cachedState, stateCache } = await import("./state-cache.js");
  // Overlays are mostly the same in both states, and long.
  const isSame = JSON.stringify(before.overlays.map(textOf)) === JSON.stringify(after.overlays.map(textOf));
  const shared = isSame ? readOverlays(after) : undefined;
  const cache = root === undefined ? undefined : await stateCache(root);
  const stateBefore = await cachedState(cache, api, before, () =>
    buildComparable(api, before, { overlays: shared, onNoMatch: leaveOut }),
  );
  return diffContracts(api, stateBefore, buildComparable(api, after, { overlays: shared, onNoMatch: leaveOut }));
}

function textsOf({ spec, overlays }: Sources): string {
  return JSON.stringify([spec, ...overlays].map(textOf));
}

function textOf({ text }: Source): string {
  return text;
}

/** All APIs, unless a state is a file: that is the contract of one. */
async function chooseApis(before: State, after: State): Promise<readonly Api[]> {
  const apiBefore = await before.findApi();
  const apiAfter = await after.findApi();
  if (apiBefore !== undefined && apiAfter !== undefined && apiBefore.id !== apiAfter.id)
    throw new UsageError(
      `${before.name} is a contract of ${apiBefore.name}, and ${after.name} one of ${apiAfter.name}: compare two contracts of one API.`,
    );
  const found = apiBefore ?? apiAfter;
  return found === undefined ? apis : [found];
}
