import { isDeepStrictEqual } from "node:util";
import type { SecurityRequirement } from "../../load/openapi.js";
import type { Change, OperationChangeKind } from "./change.js";
import type { PartAt } from "./operation-at.js";

type Requirements = PartAt<readonly SecurityRequirement[]>;

/** What credentials an operation needs: the ways to authenticate, and the permissions of each. */
export function compareSecurity(before: Requirements, after: Requirements): Change[] {
  const pointer = after.part.length === 0 && after.pointer === "/security" ? before.pointer : after.pointer;
  const change = (kind: OperationChangeKind, was: string | null, is: string | null): Change => ({
    ...{ kind, use: undefined, pointer, before: was, after: is, subject: "", members: [] },
  });
  const [was, is] = [waysOf(before), waysOf(after)];
  const gone = [...was.keys()].filter((way) => !is.has(way));
  const come = [...is.keys()].filter((way) => !was.has(way));
  const changes: Change[] = [];
  if (come.length > 0 && gone.length > 0 && !is.has(NONE))
    changes.push(change("security-changed", gone.join(", "), come.join(", ")));
  else if (come.includes(NONE))
    changes.push(change("security-lifted", gone.join(", ") || [...was.keys()].join(", "), null));
  else if (come.length > 0) changes.push(change("security-added", null, come.join(", ")));
  else if (gone.includes(NONE)) changes.push(change("security-changed", NONE, [...is.keys()].join(", ")));
  else if (gone.length > 0) changes.push(change("security-removed", gone.join(", "), null));
  for (const [way, scopes] of is) {
    const others = was.get(way);
    if (others === undefined || isDeepStrictEqual(others, scopes)) continue;
    const [more, less] = [
      scopes.filter((scope) => !others.includes(scope)),
      others.filter((scope) => !scopes.includes(scope)),
    ];
    if (more.length > 0) changes.push(change("scope-added", null, quoted(more)));
    if (less.length > 0) changes.push(change("scope-removed", quoted(less), null));
  }
  return changes;
}

const NONE = "none";

/** Each way by the names of its schemes, with all permissions that it asks for. */
function waysOf({ part }: Requirements): Map<string, string[]> {
  const ways = part.map((requirement): [string, string[]] => [
    Object.keys(requirement).sort().join(" and ") || NONE,
    [...new Set(Object.values(requirement).flat())].sort(),
  ]);
  return new Map(ways.length === 0 ? [[NONE, []]] : ways);
}

function quoted(scopes: readonly string[]): string {
  return scopes.map((scope) => `\`${scope}\``).join(", ");
}
