import { ApiPromise, type CallPlan } from "../promise/api-promise.js";
import type { ApiFailure } from "../promise/result.js";
import {
  beginWalk,
  type CursorPage,
  type IdPage,
  type List,
  ListPage,
  type ListPosition,
  type NextCursorPage,
} from "./page.js";
import type { Query } from "./schemes.js";

/** A list whose pages have `page_info`: await it for a page, or iterate it for all items. */
export type CursorPager<Item, Failure = ApiFailure> = Pager<Item, CursorPage<Item>, Failure>;
/** A list whose pages have `has_more`: await it for a page, or iterate it for all items. */
export type IdPager<Item, Failure = ApiFailure> = Pager<Item, IdPage<Item>, Failure>;
/** A list whose pages name the cursor of the following one: await it for a page, or iterate it for all items. */
export type NextCursorPager<Item, Body, Failure = ApiFailure> = Pager<Item, NextCursorPage<Item, Body>, Failure>;

/**
 * A list. Awaited it is its first page; iterated it is all of its items, page after page. Nothing is sent before that, and one
 * page is held at a time (two with `prefetch`). Iterating again starts again.
 */
export class Pager<Item, Page, Failure = ApiFailure> extends ApiPromise<Page, Failure> implements AsyncIterable<Item> {
  override readonly [Symbol.toStringTag]: string = "Pager";
  readonly #list: List<Item>;
  readonly #query: Query;

  /** @internal */
  constructor(plan: CallPlan<Page>, list: List<Item>, query: Query) {
    super({ ...plan, wrap: (body) => new ListPage(list, body, query) as unknown as Page });
    this.#list = list;
    this.#query = query;
  }

  /**
   * Where a new list can start after an error or a `break` in the latest walk, so that nothing is skipped: within a page, where that page
   * begins. Its items come again. `undefined` is the start of the list, or its end: `position` tells these apart.
   */
  get cursor(): string | undefined {
    return this.#list.walk.ended ? undefined : this.#list.walk.cursor;
  }

  /**
   * The same to the item: a list that starts at `cursor` with the same page size, and whose first `skip` items you pass over, begins with
   * the first item that you were not done with. You are done with an item once you ask for the one after it, and with a page of
   * `iterPages` or the items of `toArray` likewise. It counts on a list that has not changed, and on one reader. `undefined` at the end
   * of the list.
   */
  get position(): ListPosition | undefined {
    const { cursor, skip, ended, reader } = this.#list.walk;
    return ended ? undefined : { cursor, skip: skip + (reader?.done ?? 0) };
  }

  [Symbol.asyncIterator](): AsyncIterator<Item> {
    return ListPage.iterate(this.#list, this.#walk(this.#list));
  }

  /** Page after page. */
  iterPages(): AsyncIterableIterator<Page> {
    return this.#walk(this.#list) as unknown as AsyncIterableIterator<Page>;
  }

  /** All items, or the first `limit` of them. */
  async toArray({ limit = Number.POSITIVE_INFINITY }: { limit?: number | undefined } = {}): Promise<Item[]> {
    const { limits } = this.#list;
    const maxItems = Math.min(limit, limits.maxItems);
    const items: Item[] = [];
    const list = { ...this.#list, limits: { ...limits, maxItems } };
    for await (const page of this.#walk(list)) {
      for (const item of ListPage.items(page)) items.push(item);
    }
    // Not before: what an error takes away was given to nobody.
    this.#list.walk = list.walk;
    return items.slice(0, maxItems);
  }

  #walk(list: List<Item>): AsyncGenerator<ListPage<Item>, void, undefined> {
    const fetchFirst = (): PromiseLike<ListPage<Item>> =>
      list.fetchPage(this.#query, list.limits.signal, (body) => new ListPage(list, body, this.#query));
    // A page that was awaited is at hand; otherwise it is not kept, so that a long walk holds one page.
    return ListPage.walk(
      list,
      beginWalk(list, this.#query),
      this.wanted ? () => this as unknown as PromiseLike<ListPage<Item>> : fetchFirst,
    );
  }
}
