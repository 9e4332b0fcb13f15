import { isDeepStrictEqual } from "node:util";
import type { OpenApiDocument } from "../../load/openapi.js";
import type { ResolvedOperation } from "../../load/resolved-operation.js";
import { readAlternatives, type SecurityAlternative } from "../../load/security.js";
import { quotable } from "../../printed-text.js";
import type { ContractChange, OperationChangeKind } from "./change.js";

type Change = (kind: OperationChangeKind, from: string | null, to: string | null) => ContractChange;

/** The two documents that the operations are in. */
interface Documents {
  readonly before: OpenApiDocument;
  readonly after: OpenApiDocument;
}

/** What credentials an operation needs: the ways to authenticate, the permissions of each, and the kinds of keys it accepts. */
export function compareSecurity(
  before: ResolvedOperation,
  after: ResolvedOperation,
  documents: Documents,
): ContractChange[] {
  const { node, pointer: place } = after.security;
  const pointer = node.length === 0 && place === "/security" ? before.security.pointer : place;
  const change: Change = (kind, from, to) => {
    return { kind, direction: undefined, pointer, before: from, after: to, subject: "", matchKeys: [] };
  };
  const schemes = schemesOf(documents);
  const waysBefore = waysOf(readAlternatives(schemes, before.security.node));
  const waysAfter = waysOf(readAlternatives(schemes, node));
  return [
    ...compareWays(waysBefore, waysAfter, change),
    ...[...waysAfter].flatMap(([way, alternatives]) => {
      const had = waysBefore.get(way);
      if (had === undefined) return [];
      return [...compareNames(had, alternatives, change), ...compareScopes(had, alternatives, change)];
    }),
    ...compareCredentials(before, after, change),
  ];
}

const NONE = "none";

/** A scheme that is declared in another way is one change of the document, so here it is what it was. */
function schemesOf({ before, after }: Documents): OpenApiDocument {
  const securitySchemes = { ...after.components?.securitySchemes, ...before.components?.securitySchemes };
  return { openapi: after.openapi, info: after.info, components: { securitySchemes } };
}

/** The alternatives by what goes out for them. */
function waysOf(alternatives: readonly SecurityAlternative[]): Map<string, SecurityAlternative[]> {
  const none = { schemes: [], sent: [], scopes: [] };
  const all = alternatives.length === 0 ? [none] : alternatives;
  const ways = new Map<string, SecurityAlternative[]>();
  for (const alternative of all) {
    const way = alternative.sent.join(" and ") || NONE;
    ways.set(way, [...(ways.get(way) ?? []), alternative]);
  }
  return ways;
}

function compareWays(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  change: Change,
): ContractChange[] {
  const removed = [...before.keys()].filter((way) => !after.has(way));
  const added = [...after.keys()].filter((way) => !before.has(way));
  if (added.length > 0 && removed.length > 0 && !after.has(NONE))
    return [change("security-changed", removed.join(", "), added.join(", "))];
  if (added.includes(NONE))
    return [change("security-lifted", (removed.length > 0 ? removed : [...before.keys()]).join(", "), null)];
  if (added.length > 0) return [change("security-added", null, added.join(", "))];
  if (removed.includes(NONE)) return [change("security-changed", NONE, [...after.keys()].join(", "))];
  return removed.length > 0 ? [change("security-removed", removed.join(", "), null)] : [];
}

/** The same goes out under another scheme: what the server makes of it may differ. */
function compareNames(
  before: readonly SecurityAlternative[],
  after: readonly SecurityAlternative[],
  change: Change,
): ContractChange[] {
  const from = namesOf(before);
  const to = namesOf(after);
  return from === to ? [] : [change("security-renamed", from, to)];
}

function namesOf(alternatives: readonly SecurityAlternative[]): string {
  return [...new Set(alternatives.map(({ schemes }) => schemes.join(" and ")))].sort().join(", ");
}

/** A key is let in by any of the alternatives whose permissions it has. */
function compareScopes(
  before: readonly SecurityAlternative[],
  after: readonly SecurityAlternative[],
  change: Change,
): ContractChange[] {
  const from = scopeListsOf(before);
  const to = scopeListsOf(after);
  if (isDeepStrictEqual(from, to)) return [];
  if (from.length > 1 || to.length > 1) {
    const isLetIn = (had: readonly string[]) => to.some((needed) => needed.every((scope) => had.includes(scope)));
    // Only what differs: of a long list a report shows the beginning.
    const gone = from.filter((scopes) => !to.some((other) => isDeepStrictEqual(scopes, other)));
    const added = to.filter((scopes) => !from.some((other) => isDeepStrictEqual(scopes, other)));
    if (gone.length === 0) return [change("scopes-alternative-added", null, inWords(added))];
    const needed = added.length > 0 ? inWords(added) : "those of another alternative";
    return [change(from.every(isLetIn) ? "scopes-widened" : "scopes-narrowed", inWords(gone), needed)];
  }
  const [scopesBefore = []] = from;
  const [scopesAfter = []] = to;
  const added = scopesAfter.filter((scope) => !scopesBefore.includes(scope));
  const removed = scopesBefore.filter((scope) => !scopesAfter.includes(scope));
  return [
    ...(added.length > 0 ? [change("scope-added", null, quoted(added, ", "))] : []),
    ...(removed.length > 0 ? [change("scope-removed", quoted(removed, ", "), null)] : []),
  ];
}

/** Without repeats, in an order of their own. */
function scopeListsOf(alternatives: readonly SecurityAlternative[]): (readonly string[])[] {
  const lists = new Map(alternatives.map(({ scopes }) => [scopes.join(" "), scopes]));
  return [...lists].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, scopes]) => scopes);
}

function compareCredentials(before: ResolvedOperation, after: ResolvedOperation, change: Change): ContractChange[] {
  const from = before.node["x-whop-credentials"];
  const to = after.node["x-whop-credentials"];
  if (isDeepStrictEqual(from && new Set(from), to && new Set(to))) return [];
  const takesKeys = (kinds: readonly string[] | undefined) => kinds === undefined || kinds.includes("account_api_key");
  const kind = takesKeys(from) && !takesKeys(to) ? "credentials-narrowed" : "credentials-changed";
  return [change(kind, kindsText(from), kindsText(to))];
}

function kindsText(kinds: readonly string[] | undefined): string {
  if (kinds === undefined) return "any key";
  return kinds.length === 0 ? "a signed-in session only" : quoted(kinds, ", ");
}

function inWords(lists: readonly (readonly string[])[]): string {
  return lists.map((scopes) => quoted(scopes, " and ") || "no permission").join(", or ");
}

function quoted(scopes: readonly string[], between: string): string {
  return scopes.map((scope) => `\`${quotable(scope)}\``).join(between);
}
