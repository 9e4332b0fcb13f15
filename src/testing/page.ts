import type { Entity, Pagination } from "./contract.js";
import { Refusal } from "./refusal.js";

/** One page of a list: the items, and what the response says of the place. */
export interface MockPage {
  readonly items: readonly Entity[];
  /** Beside `data` in the response. */
  readonly about: Entity;
}

/** Cuts a page out of all items, newest first, as the scheme says. */
export function cutPage(
  all: readonly Entity[],
  query: Readonly<Record<string, unknown>>,
  pagination: Pagination,
  pageSize: number,
): MockPage {
  if (pagination.scheme === "cursor") return byCursor(all, query, pageSize);
  if (pagination.scheme === "id") return byId(all, query, pagination.id, pageSize);
  return byNextCursor(all, query, pagination, pageSize);
}

const PREFIX = "mock_cursor_";

function byCursor(all: readonly Entity[], query: Readonly<Record<string, unknown>>, pageSize: number): MockPage {
  const after = positionOf(query.after, "after");
  const before = positionOf(query.before, "before");
  const backwards = query.last !== undefined && query.last !== null;
  const size = sizeOf(query.first ?? query.last, pageSize);
  const low = after === undefined ? 0 : after + 1;
  const high = before === undefined ? all.length : Math.min(before, all.length);
  const start = backwards ? Math.max(low, high - size) : low;
  const end = backwards ? high : Math.min(high, low + size);
  const items = all.slice(start, end);
  const page_info = {
    start_cursor: items.length === 0 ? null : PREFIX + start,
    end_cursor: items.length === 0 ? null : PREFIX + (end - 1),
    has_previous_page: items.length > 0 && start > 0,
    has_next_page: end < all.length && items.length > 0,
  };
  return { items, about: { page_info } };
}

function byId(
  all: readonly Entity[],
  query: Readonly<Record<string, unknown>>,
  id: string,
  pageSize: number,
): MockPage {
  const size = sizeOf(query.limit, pageSize);
  const [after, before] = [query.starting_after, query.ending_before].map((value) => indexOf(all, id, value));
  const low = after === undefined ? 0 : after + 1;
  const high = before ?? all.length;
  const backwards = before !== undefined && after === undefined;
  const start = backwards ? Math.max(low, high - size) : low;
  const end = backwards ? high : Math.min(high, low + size);
  return { items: all.slice(start, end), about: { has_more: backwards ? start > 0 : end < all.length } };
}

function byNextCursor(
  all: readonly Entity[],
  query: Readonly<Record<string, unknown>>,
  { cursor, next, more }: Extract<Pagination, { scheme: "next-cursor" }>,
  pageSize: number,
): MockPage {
  const size = sizeOf(query.limit ?? query.first, pageSize);
  const start = (positionOf(query[cursor], cursor) ?? -1) + 1;
  const end = Math.min(all.length, start + size);
  const about: Entity = {};
  put(about, next, end < all.length ? PREFIX + (end - 1) : null);
  if (more !== undefined) put(about, more, end < all.length);
  return { items: all.slice(start, end), about };
}

function sizeOf(given: unknown, pageSize: number): number {
  return typeof given === "number" ? Math.max(0, Math.min(given, 100)) : pageSize;
}

function positionOf(cursor: unknown, param: string): number | undefined {
  if (cursor === undefined || cursor === null) return undefined;
  const text = String(cursor);
  const index = Number(text.slice(PREFIX.length));
  if (!text.startsWith(PREFIX) || !Number.isInteger(index)) {
    throw new Refusal(400, `Invalid cursor: ${param}`, { code: "parameter_invalid", param });
  }
  return index;
}

function indexOf(all: readonly Entity[], id: string, value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const index = all.findIndex((entity) => entity[id] === value);
  if (index < 0) throw new Refusal(400, `No such item: ${String(value)}`, { code: "parameter_invalid" });
  return index;
}

function put(target: Entity, dotted: string, value: unknown): void {
  const names = dotted.split(".");
  const last = names.pop() ?? "";
  let at = target;
  for (const name of names) {
    at[name] ??= {};
    at = at[name] as Entity;
  }
  at[last] = value;
}
