import { ApiPromise, type CallPlan } from "../promise/api-promise.js";
import type { ApiFailure } from "../promise/result.js";
import { ItemIterator } from "./item-iterator.js";
import { type CursorPage, type IdPage, type List, ListPage, type NextCursorPage } from "./page.js";
import type { Query } from "./schemes.js";

export type CursorPager<Item, Failure = ApiFailure> = Pager<Item, CursorPage<Item>, Failure>;
export type IdPager<Item, Failure = ApiFailure> = Pager<Item, IdPage<Item>, Failure>;
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

  /** Cursor of the page that the latest walk would ask for next: after an error, or a `break`, a new list can start there. */
  get cursor(): string | undefined {
    return this.#list.cursor;
  }

  [Symbol.asyncIterator](): AsyncIterator<Item> {
    return new ItemIterator(this.#walk(this.#list), ListPage.items<Item>, this.#list.limits.maxItems);
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
    for await (const page of this.#walk({ ...this.#list, limits: { ...limits, maxItems } })) {
      for (const item of ListPage.items(page)) items.push(item);
    }
    return items.slice(0, maxItems);
  }

  #walk(list: List<Item>): AsyncGenerator<ListPage<Item>, void, undefined> {
    const fetchFirst = (): PromiseLike<ListPage<Item>> =>
      list.fetchPage(this.#query, list.limits.signal, (body) => new ListPage(list, body, this.#query));
    // A page that was awaited is at hand; otherwise it is not kept, so that a long walk holds one page.
    return ListPage.walk(list, this.wanted ? () => this as unknown as PromiseLike<ListPage<Item>> : fetchFirst);
  }
}
