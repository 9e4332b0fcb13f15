import { isDeepStrictEqual } from "node:util";
import type { ResolvedOperation } from "../../load/resolved-operation.js";
import type { ContractChange, OperationChangeKind } from "./change.js";

type Security = ResolvedOperation["security"];

/** What credentials an operation needs: the ways to authenticate, and the permissions of each. */
export function compareSecurity(before: Security, after: Security): ContractChange[] {
  const pointer = after.node.length === 0 && after.pointer === "/security" ? before.pointer : after.pointer;
  const change = (kind: OperationChangeKind, from: string | null, to: string | null): ContractChange => {
    return { kind, direction: undefined, pointer, before: from, after: to, subject: "", matchKeys: [] };
  };
  const waysBefore = waysOf(before);
  const waysAfter = waysOf(after);
  const removed = [...waysBefore.keys()].filter((way) => !waysAfter.has(way));
  const added = [...waysAfter.keys()].filter((way) => !waysBefore.has(way));
  const changes: ContractChange[] = [];
  if (added.length > 0 && removed.length > 0 && !waysAfter.has(NONE))
    changes.push(change("security-changed", removed.join(", "), added.join(", ")));
  else if (added.includes(NONE))
    changes.push(change("security-lifted", removed.join(", ") || [...waysBefore.keys()].join(", "), null));
  else if (added.length > 0) changes.push(change("security-added", null, added.join(", ")));
  else if (removed.includes(NONE)) changes.push(change("security-changed", NONE, [...waysAfter.keys()].join(", ")));
  else if (removed.length > 0) changes.push(change("security-removed", removed.join(", "), null));
  for (const [way, scopesAfter] of waysAfter) {
    const scopesBefore = waysBefore.get(way);
    if (scopesBefore === undefined || isDeepStrictEqual(scopesBefore, scopesAfter)) continue;
    const addedScopes = scopesAfter.filter((scope) => !scopesBefore.includes(scope));
    const removedScopes = scopesBefore.filter((scope) => !scopesAfter.includes(scope));
    if (addedScopes.length > 0) changes.push(change("scope-added", null, quoted(addedScopes)));
    if (removedScopes.length > 0) changes.push(change("scope-removed", quoted(removedScopes), null));
  }
  return changes;
}

const NONE = "none";

/** Each way by the names of its schemes, with all permissions that it asks for. */
function waysOf({ node }: Security): Map<string, string[]> {
  const ways = node.map((requirement): [string, string[]] => [
    Object.keys(requirement).sort().join(" and ") || NONE,
    [...new Set(Object.values(requirement).flat())].sort(),
  ]);
  return new Map(ways.length === 0 ? [[NONE, []]] : ways);
}

function quoted(scopes: readonly string[]): string {
  return scopes.map((scope) => `\`${scope}\``).join(", ");
}
