import type { ResolvedOperation } from "../../load/resolved-operation.js";

export interface OperationMatch {
  readonly pairs: readonly (readonly [before: ResolvedOperation, after: ResolvedOperation])[];
  readonly removed: readonly ResolvedOperation[];
  readonly added: readonly ResolvedOperation[];
}

/**
 * Finds each operation of the one contract in the other: by its id, which a method is named after, then by method and path,
 * whatever the path parameters are called.
 */
export function matchOperations(
  before: readonly ResolvedOperation[],
  after: readonly ResolvedOperation[],
): OperationMatch {
  const pairs: (readonly [ResolvedOperation, ResolvedOperation])[] = [];
  let removed = before;
  let added = after;
  for (const keyOf of [byAll, byId, byPath, byTemplate]) {
    const free = new Map(added.map((operation) => [keyOf(operation), operation]));
    removed = removed.filter((operation) => {
      const key = keyOf(operation);
      const match = key === undefined ? undefined : free.get(key);
      if (match === undefined) return true;
      pairs.push([operation, match]);
      free.delete(key);
      return false;
    });
    const taken = new Set(pairs.map(([, match]) => match));
    added = added.filter((operation) => !taken.has(operation));
  }
  const order = new Map(after.map((operation, index) => [operation, index]));
  return { pairs: pairs.sort(([, a], [, b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0)), removed, added };
}

/** What an operation is known by: where it has no id of its own, by its method and path. */
export function idOf({ name, node }: Pick<ResolvedOperation, "name" | "node">): string {
  return node.operationId || name;
}

type KeyOf = (operation: ResolvedOperation) => string | undefined;

const byAll: KeyOf = ({ name, node }) => `${name} ${node.operationId}`;
const byId: KeyOf = ({ node }) => node.operationId;
const byPath: KeyOf = ({ name }) => name;
const byTemplate: KeyOf = ({ method, path }) => `${method} ${path.replaceAll(/\{[^{}]*\}/g, "{}")}`;
