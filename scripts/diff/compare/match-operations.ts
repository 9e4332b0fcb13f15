import type { OperationAt } from "./operation-at.js";

export interface OperationMatch {
  readonly pairs: readonly (readonly [before: OperationAt, after: OperationAt])[];
  readonly removed: readonly OperationAt[];
  readonly added: readonly OperationAt[];
}

/** Finds each operation again: by its id, which a method is named after, then by verb and path, whatever path parameters are called. */
export function matchOperations(before: readonly OperationAt[], after: readonly OperationAt[]): OperationMatch {
  const pairs: (readonly [OperationAt, OperationAt])[] = [];
  let removed = before;
  let added = after;
  for (const keyOf of [byAll, byId, byPath, byShape]) {
    const free = new Map(added.map((operation) => [keyOf(operation), operation]));
    removed = removed.filter((operation) => {
      const key = keyOf(operation);
      const other = key === undefined ? undefined : free.get(key);
      if (other === undefined) return true;
      pairs.push([operation, other]);
      free.delete(key);
      return false;
    });
    const taken = new Set(pairs.map(([, other]) => other));
    added = added.filter((operation) => !taken.has(operation));
  }
  const order = new Map(after.map((operation, index) => [operation, index]));
  return { pairs: pairs.sort(([, a], [, b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0)), removed, added };
}

type KeyOf = (operation: OperationAt) => string | undefined;

const byAll: KeyOf = ({ verb, key, operation }) => `${verb} ${key} ${operation.operationId}`;
const byId: KeyOf = ({ operation }) => operation.operationId;
const byPath: KeyOf = ({ verb, key }) => `${verb} ${key}`;
const byShape: KeyOf = ({ verb, key }) => `${verb} ${key.replaceAll(/\{[^{}]*\}/g, "{}")}`;
