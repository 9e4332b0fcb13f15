import type { SurfaceSide } from "./compare-surfaces.js";
import { contractName } from "./compare-types.js";
import type { SurfaceChange } from "./surface-change.js";
import { closureOf } from "./type-graph.js";

/** A change, and what is exported no more or newly because of it. */
export interface FoldedChange extends SurfaceChange {
  /** Names that a program may import, and that are gone or have another name. Each makes the change major. */
  readonly gone: readonly string[];
}

/**
 * Gives each export that came or went to the change that explains it: the method, property or event that had it. What nothing
 * explains becomes a change of its own.
 */
export function foldExports(
  before: SurfaceSide,
  after: SurfaceSide,
  { changes, renamed }: { changes: readonly SurfaceChange[]; renamed: ReadonlyMap<string, string> },
): FoldedChange[] {
  const gone = new Map<string, string>();
  for (const name of exportsOf(before)) if (!exportsOf(after).has(name)) gone.set(name, name);
  const come = new Set([...exportsOf(after)].filter((name) => !exportsOf(before).has(name)));
  const folded = changes.map((change): FoldedChange => {
    // A method that moved had another place before.
    const owner = change.kind === "method-renamed" ? (change.before ?? change.owner) : change.owner;
    const lost = exportedWith(change.mentioned.before, before, owner).filter((name) => gone.delete(name));
    for (const name of exportedWith(change.mentioned.after, after, change.owner)) come.delete(name);
    const names = lost.map((name) => describe(name, renamed));
    for (const to of lost.map((name) => renamed.get(name))) if (to !== undefined) come.delete(to);
    return { ...change, severity: names.length > 0 ? "major" : change.severity, gone: names };
  });
  const rest = [...gone.keys()].filter((name) => !isFollower(name, gone, before));
  const others = rest.map((name): FoldedChange => {
    const to = renamed.get(name);
    if (to !== undefined) for (const twin of followers(to, after)) come.delete(twin);
    return exportChange(
      name,
      before,
      to,
      [...followers(name, before)].filter((twin) => gone.has(twin) && twin !== name),
    );
  });
  const news = [...come].filter((name) => !isFollower(name, new Map([...come].map((key) => [key, key])), after));
  return [...folded, ...others, ...news.map((name) => newExport(name, after))];
}

function exportsOf({ surface }: SurfaceSide): Set<string> {
  return new Set([...surface.types.keys(), ...surface.lists.keys(), ...surface.classes.keys()]);
}

/** The exports that stand or fall with these names. */
function exportedWith(mentioned: readonly string[], side: SurfaceSide, owner: string): string[] {
  const names = new Set(closureOf(mentioned, side.graph.mentions));
  for (const [className, place] of side.surface.classes) if (owner.startsWith(`${place}.`)) names.add(className);
  for (const [list, item] of side.surface.lists) if (names.has(item) || item === owner) names.add(list);
  return [...names];
}

function describe(name: string, renamed: ReadonlyMap<string, string>): string {
  const to = renamed.get(name);
  return to === undefined ? `\`${name}\` is gone` : `\`${name}\` is now \`${to}\``;
}

/** `Status`, `KnownStatus` and `StatusValues` come and go together. */
function followers(name: string, { surface }: SurfaceSide): Set<string> {
  const base = contractName(name);
  return new Set(
    [base, `Known${base}`, `${base}Input`, `${base}Values`].filter(
      (twin) => surface.types.has(twin) || surface.lists.has(twin),
    ),
  );
}

/** Whether the name is told with another one of the same list. */
function isFollower(name: string, list: ReadonlyMap<string, string>, side: SurfaceSide): boolean {
  const item = side.surface.lists.get(name);
  const base = contractName(item ?? name);
  return base !== name && (list.has(base) || (item !== undefined && list.has(item)));
}

function exportChange(name: string, side: SurfaceSide, to: string | undefined, twins: readonly string[]): FoldedChange {
  const { uses, reach } = side.graph.useOf(name);
  return {
    kind: to === undefined ? "export-removed" : "type-renamed",
    severity: "major",
    owner: name,
    members: [`type ${contractName(name)}`],
    uses,
    reach: [...reach],
    before: name,
    after: to ?? null,
    statement: to === undefined ? `the export \`${name}\` is gone` : `the type \`${name}\` is now \`${to}\``,
    advice: to === undefined ? "Stop importing it." : "Import it by its new name.",
    mentioned: { before: [], after: [] },
    gone: twins.map((twin) => `\`${twin}\` likewise`),
  };
}

function newExport(name: string, side: SurfaceSide): FoldedChange {
  const { uses, reach } = side.graph.useOf(name);
  return {
    kind: "export-added",
    severity: "minor",
    owner: name,
    members: [`type ${contractName(name)}`],
    uses,
    reach: [...reach],
    before: null,
    after: name,
    statement: `new export \`${name}\``,
    advice: "Use it where you need it.",
    mentioned: { before: [], after: [] },
    gone: [],
  };
}
