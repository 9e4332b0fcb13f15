import type { ContractChange, Direction, MergedChange } from "./change.js";

/** Whom a change concerns: an operation or an event; `undefined` for the API as a whole. */
export type Owner = { readonly operationId: string } | { readonly event: string } | undefined;

/** The same change, found by way of several operations or in both directions, is one. */
export class ChangeMerger {
  readonly #changes = new Map<string, Entry>();

  add(change: ContractChange, owner: Owner): void {
    const { kind, pointer, before, after, direction } = change;
    // What an operation declares by itself stands in each of them: said of several, it is one change all the same.
    const key = JSON.stringify([kind, DECLARED_BY_EACH.test(kind) ? "" : pointer, before, after]);
    const entry = this.#changes.get(key) ?? newEntry(change);
    this.#changes.set(key, entry);
    for (const matchKey of change.matchKeys) entry.matchKeys.add(matchKey);
    if (direction !== undefined) entry.directions.add(direction);
    if (owner === undefined) return;
    if ("event" in owner) entry.events.add(owner.event);
    else entry.operationIds.add(owner.operationId);
  }

  all(): MergedChange[] {
    return [...this.#changes.values()].map(({ change, directions, matchKeys, operationIds, events }) => ({
      kind: change.kind,
      pointer: change.pointer,
      before: change.before,
      after: change.after,
      subject: change.subject,
      matchKeys: [...matchKeys],
      directions,
      affected: { operationIds: [...operationIds], events: [...events] },
    }));
  }
}

const DECLARED_BY_EACH =
  /^(?:(?:success-|other-)?status-|(?:required-)?(?:response-)?header-|security-(?!scheme)|scopes?-|credentials-)/;

interface Entry {
  /** As it was first found. */
  readonly change: ContractChange;
  readonly directions: Set<Direction>;
  readonly matchKeys: Set<string>;
  readonly operationIds: Set<string>;
  readonly events: Set<string>;
}

function newEntry(change: ContractChange): Entry {
  return { change, directions: new Set(), matchKeys: new Set(), operationIds: new Set(), events: new Set() };
}
