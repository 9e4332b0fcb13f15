import type { PackageState } from "./compare-public-apis.js";
import { asUnused, contractName, isUsed } from "./compare-types.js";
import type { ExportChange, Rename } from "./export-change.js";
import { closureOf } from "./type-graph.js";

/** A change, and the exports that were removed or renamed because of it. */
export interface FoldedChange extends ExportChange {
  /** One statement for each name that a program may import. Each makes the change major. */
  readonly consequences: readonly string[];
  /** The methods and types that only have another name because of it. */
  readonly renames: readonly Rename[];
}

/**
 * Gives each export that was added or removed to the change that explains it: the method, property or event that had it. What
 * nothing explains becomes a change of its own.
 */
export function foldExports(
  before: PackageState,
  after: PackageState,
  { changes, renamed }: { changes: readonly ExportChange[]; renamed: ReadonlyMap<string, string> },
): FoldedChange[] {
  const exportsBefore = exportsOf(before);
  const exportsAfter = exportsOf(after);
  const removed = new Set([...exportsBefore].filter((name) => !exportsAfter.has(name)));
  const added = new Set([...exportsAfter].filter((name) => !exportsBefore.has(name)));
  const folded = changes.map((change): FoldedChange => {
    // A renamed method had another place before.
    const owner = change.kind === "method-renamed" ? (change.before ?? change.owner) : change.owner;
    const lost = exportedWith(change.mentioned.before, before, owner).filter((name) => removed.delete(name));
    for (const name of exportedWith(change.mentioned.after, after, change.owner)) added.delete(name);
    for (const to of lost.map((name) => renamed.get(name))) if (to !== undefined) added.delete(to);
    if (lost.length === 0) return { ...change, consequences: [], renames: namesLostTo(change) };
    return {
      ...change,
      severity: "major",
      advice: change.severity === "major" ? change.advice : importAdvice(lost, change.mentioned.after, renamed),
      consequences: lost.map((name) => lossText(name, renamed)),
      renames: [...namesLostTo(change), ...renamedTypes(lost, renamed)],
    };
  });
  const unexplained = [...removed].filter((name) => !isFollower(name, removed, before));
  const alone = unexplained.map((name): FoldedChange => {
    const to = renamed.get(name);
    if (to !== undefined) for (const follower of followersOf(to, after)) added.delete(follower);
    const others = followersOf(name, before).filter((follower) => removed.has(follower) && follower !== name);
    return removedExport(name, before, to, others);
  });
  const news = [...added].filter((name) => !isFollower(name, added, after));
  return [...folded, ...alone, ...news.map((name) => addedExport(name, after))];
}

function exportsOf({ publicApi }: PackageState): Set<string> {
  return new Set([...publicApi.types.keys(), ...publicApi.lists.keys(), ...publicApi.classes.keys()]);
}

/** The exports that are there because of these names. */
function exportedWith(mentioned: readonly string[], { publicApi, graph }: PackageState, owner: string): string[] {
  const names = new Set(closureOf(mentioned, graph.mentions));
  for (const [className, path] of publicApi.classes) if (owner.startsWith(`${path}.`)) names.add(className);
  for (const [list, item] of publicApi.lists) if (names.has(item) || item === owner) names.add(list);
  return [...names];
}

function namesLostTo({ kind, affected, before, after }: ExportChange): Rename[] {
  if (kind === "type-split") {
    // An enum that may also be sent with values that are not known is one type.
    const names = (before ?? "").split(", ");
    return names.map((name) => ({ operationId: undefined, before: name, after: name }));
  }
  const [operationId] = affected.operationIds;
  const isRenamed = kind === "method-renamed" && operationId !== undefined && before !== null && after !== null;
  return isRenamed ? [{ operationId, before, after }] : [];
}

/** An enum's list of values and the form for sending follow the type's own name. */
function renamedTypes(lost: readonly string[], renamed: ReadonlyMap<string, string>): Rename[] {
  return lost.flatMap((before) => {
    const after = renamed.get(before);
    const isOwn = after !== undefined && contractName(before) === before && contractName(after) === after;
    return isOwn ? [{ operationId: undefined, before, after }] : [];
  });
}

/** What an import of a name that is gone becomes. */
function importAdvice(
  lost: readonly string[],
  mentioned: readonly string[],
  renamed: ReadonlyMap<string, string>,
): string {
  const [first = "", ...others] = lost;
  const to = renamed.get(first) ?? (mentioned.length === 1 ? mentioned[0] : undefined);
  if (others.length > 0 || to === undefined) return "Stop importing what is gone.";
  return `Import \`${to}\` where you import \`${first}\`.`;
}

function lossText(name: string, renamed: ReadonlyMap<string, string>): string {
  const to = renamed.get(name);
  return to === undefined ? `\`${name}\` was removed` : `\`${name}\` is now \`${to}\``;
}

/** `Status`, `KnownStatus` and `StatusValues` are added and removed together. */
function followersOf(name: string, { publicApi }: PackageState): string[] {
  const base = contractName(name);
  const types = [base, `Known${base}`, `${base}Input`].filter((follower) => publicApi.types.has(follower));
  const lists = [...publicApi.lists].filter(([, item]) => contractName(item) === base).map(([list]) => list);
  return [...new Set([...types, ...lists])];
}

/** Whether the name is reported with another one of these. */
function isFollower(name: string, names: ReadonlySet<string>, { publicApi }: PackageState): boolean {
  const item = publicApi.lists.get(name);
  const base = contractName(item ?? name);
  return base !== name && (names.has(base) || (item !== undefined && names.has(item)));
}

function removedExport(
  name: string,
  { graph }: PackageState,
  to: string | undefined,
  followers: readonly string[],
): FoldedChange {
  const { directions, affected } = graph.usageOf(name);
  const change: FoldedChange = {
    kind: to === undefined ? "export-removed" : "type-renamed",
    severity: "major",
    owner: name,
    matchKeys: [`type ${contractName(name)}`],
    directions,
    affected,
    before: name,
    after: to ?? null,
    statement: to === undefined ? `the export \`${name}\` was removed` : `the type \`${name}\` is now \`${to}\``,
    advice: to === undefined ? "Stop importing it." : "Import it by its new name.",
    mentioned: { before: [], after: [] },
    consequences: followers.map((follower) => `\`${follower}\` likewise`),
    renames: to === undefined ? [] : [{ operationId: undefined, before: name, after: to }],
  };
  return isUsed(affected) ? change : asUnused(change);
}

function addedExport(name: string, { graph }: PackageState): FoldedChange {
  const { directions, affected } = graph.usageOf(name);
  const change: FoldedChange = {
    kind: "export-added",
    severity: "minor",
    owner: name,
    matchKeys: [`type ${contractName(name)}`],
    directions,
    affected,
    before: null,
    after: name,
    statement: `new export \`${name}\``,
    advice: "Use it where you need it.",
    mentioned: { before: [], after: [] },
    consequences: [],
    renames: [],
  };
  return isUsed(affected) ? change : asUnused(change);
}
