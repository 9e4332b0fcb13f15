import { type Api, apis } from "../apis.js";
import { UsageError } from "../diagnostics.js";
import type { Source } from "../load/read-source.js";
import type { Sources } from "../pipeline.js";
import { readSide, type Side } from "./read-state.js";
import { diffOfWhole, emptyDiff } from "./report/api-finding.js";
import type { ContractDiff } from "./report/findings.js";

export interface DiffOptions {
  /** The project's folder, with `specs/`. */
  readonly root: string;
  /** The old state: a file, or else a git revision. @default "HEAD" */
  readonly from?: string | undefined;
  /** The new state: a file, or else a git revision. @default the working tree */
  readonly to?: string | undefined;
  /** @default all APIs; where a side is a file, the one whose contract it is */
  readonly api?: Api | undefined;
}

/**
 * Compares two states of one API or of all.
 *
 * @throws SpecError when a side cannot be read, or is no valid contract
 */
export async function diffStates({ root, from = "HEAD", to, api }: DiffOptions): Promise<ContractDiff[]> {
  const [before, after] = [await readSide(root, from), await readSide(root, to)];
  const chosen = api === undefined ? await chooseApis(before, after) : [api];
  const diffs: ContractDiff[] = [];
  for (const each of chosen) {
    const file = before.fileOf(each);
    if (file !== undefined && file === after.fileOf(each))
      throw new UsageError(`Both sides are ${before.name}: give --from or --to another one.`);
    const [was, is] = [await before.read(each), await after.read(each)];
    if (was !== undefined && is !== undefined) diffs.push(await diffSources(each, was, is));
    else if (is !== undefined) diffs.push(diffOfWhole(each, "added"));
    else if (was !== undefined) diffs.push(diffOfWhole(each, "removed"));
    else diffs.push(emptyDiff(each, [`Neither side has a contract of ${each.name}.`]));
  }
  return diffs;
}

/**
 * What changed between two states of one API, given as texts. Equal texts are not even parsed.
 *
 * @throws SpecError when one of them is no valid contract
 */
export async function diffSources(api: Api, before: Sources, after: Sources): Promise<ContractDiff> {
  if (textsOf(before) === textsOf(after)) return emptyDiff(api);
  // Compilers are loaded only when there is something to compare.
  const { buildState, leaveOut, readOverlays } = await import("../pipeline.js");
  const { diffContracts } = await import("./diff-contracts.js");
  const old = readOverlays(before);
  // Overlays are mostly the same on both sides, and long.
  const same = JSON.stringify(before.overlays.map(textOf)) === JSON.stringify(after.overlays.map(textOf));
  const states = [
    buildState(api, before, { overlays: old, onNoMatch: leaveOut }),
    buildState(api, after, { overlays: same ? old : undefined, onNoMatch: leaveOut }),
  ] as const;
  return diffContracts(api, ...states);
}

function textsOf({ spec, overlays }: Sources): string {
  return JSON.stringify([spec, ...overlays].map(textOf));
}

function textOf({ text }: Source): string {
  return text;
}

/** All APIs, unless a side is a file: that is the contract of one. */
async function chooseApis(before: Side, after: Side): Promise<readonly Api[]> {
  const [was, is] = [await before.findApi(), await after.findApi()];
  if (was !== undefined && is !== undefined && was.id !== is.id)
    throw new UsageError(`${before.name} is a contract of ${was.name}, and ${after.name} one of ${is.name}.`);
  const found = was ?? is;
  return found === undefined ? apis : [found];
}
