import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Api } from "../apis.js";
import type { ContractDiff } from "../diff/report/findings.js";
import type { TreeChange } from "../output/journal.js";
import { noteOf } from "./change-note.js";
import { committedTexts } from "./read-base.js";

/** What the change notes of an API are made from. */
export interface NoteSource {
  /** The change that this run makes. */
  readonly diff: ContractDiff;
  /** What has changed since the last release; `undefined` where that cannot be told, and where this run changes nothing. */
  readonly sinceRelease: ContractDiff | undefined;
  /** Eight digits that stand for what `diff` compares with. */
  readonly base: string;
}

/**
 * The change notes of an API: one that compares with the last release, in place of all that were there, so that what was added and taken
 * back in between is not told. Where the release is not known, a note for this change beside those that are committed.
 */
export async function planNotes(root: string, api: Api, source: NoteSource): Promise<TreeChange[]> {
  const isOwn = (name: string): boolean => noteNames(api).test(name);
  const present = await presentNotes(root, isOwn);
  const committed = await committedTexts(root, ".changeset", isOwn);
  const wanted = wantedNotes(api, source, committed ?? present);
  return [
    ...[...wanted].filter(([name, text]) => present.get(name) !== text).map(([name, text]) => fileChange(name, text)),
    ...[...present.keys()].filter((name) => !wanted.has(name)).map((name) => removal(name)),
  ];
}

function wantedNotes(
  api: Api,
  { diff, sinceRelease, base }: NoteSource,
  committed: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (sinceRelease !== undefined) {
    return new Map(sinceRelease.verdict === "none" ? [] : [[`contract-${api.id}.md`, noteOf(sinceRelease)]]);
  }
  // Named after the base: a second change before the first is committed replaces its note.
  return diff.verdict === "none" ? committed : new Map([...committed, [`${api.id}-${base}.md`, noteOf(diff)]]);
}

function noteNames({ id }: Api): RegExp {
  return new RegExp(`^(?:contract-${id}|${id}-[0-9a-f]{8})\\.md$`);
}

async function presentNotes(root: string, isOwn: (name: string) => boolean): Promise<Map<string, string>> {
  const names = await readdir(join(root, ".changeset")).catch(() => []);
  const texts = names
    .filter(isOwn)
    .sort()
    .map(async (name) => [name, await readFile(join(root, ".changeset", name), "utf8")] as const);
  return new Map(await Promise.all(texts));
}

function fileChange(name: string, text: string): TreeChange {
  return { kind: "file", path: `.changeset/${name}`, text };
}

function removal(name: string): TreeChange {
  return { kind: "removal", path: `.changeset/${name}` };
}
