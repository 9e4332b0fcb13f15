import { InvalidRequestError, PaginationError } from "../errors.js";
import { hide } from "../hide.js";
import { checkSignal, onAbort } from "../request/abort.js";
import { ItemIterator } from "./item-iterator.js";
import type { CursorBody, IdBody, Query, Scheme, Step } from "./schemes.js";

/** What every page can do, whichever way its list is paged. Iterating a page goes on to all items after it. */
export interface PageMethods<Item, Page> extends AsyncIterable<Item> {
  /** Whether the response says that more follows. Sends nothing. @throws PaginationError when the response is not a page */
  hasNextPage(): boolean;
  /**
   * Requests the page after this one.
   * @throws PaginationError when there is none, its cursor has come before, or this is the twentieth page in a row without items
   */
  getNextPage(): Promise<Page>;
  /** This page and all that follow. */
  iterPages(): AsyncIterableIterator<Page>;
}

/** A page of a list with `page_info`. */
export interface CursorPage<Item> extends PageMethods<Item, CursorPage<Item>>, CursorBody<Item> {}

/** A page of a list with `has_more`. */
export interface IdPage<Item> extends PageMethods<Item, IdPage<Item>>, IdBody<Item> {}

/** A response that names the cursor of the following one. */
export type NextCursorPage<Item, Body> = Body & PageMethods<Item, NextCursorPage<Item, Body>>;

/** All that paging knows of the network: give me the page that this query names, made of the response's body by `wrap`. */
export type FetchPage = <T>(
  query: Query,
  signal: AbortSignal | undefined,
  wrap: (body: unknown) => T,
) => PromiseLike<T>;

/** How far a walk goes. */
export interface WalkLimits {
  readonly maxItems: number;
  readonly maxPages: number;
  readonly prefetch: boolean;
  readonly signal: AbortSignal | undefined;
}

/** A place in a list, before the first item that a walk is not done with. */
export interface ListPosition {
  /** Where the page of that item begins; `undefined` is the start of the list. */
  readonly cursor: string | undefined;
  /** How many items of that page, in the order of the walk, come before it. */
  readonly skip: number;
}

/** How far a walk has come. */
export interface Walk {
  cursor: string | undefined;
  skip: number;
  /** Whether it has come to the end of the list. */
  ended: boolean;
  /** What takes the items one by one, if anything does. */
  reader?: { readonly done: number };
}

/** A filter that lets nothing through is no reason to read a whole list; a server that sends nothing is none to go on for ever. */
const MAX_EMPTY_PAGES = 20;

/** How a list is read. */
export interface List<Item> {
  /** What messages call it: `GET /disputes`. */
  readonly name: string;
  readonly fetchPage: FetchPage;
  readonly scheme: Scheme<Item>;
  readonly limits: WalkLimits;
  /** The latest. */
  walk: Walk;
}

/** Where a page has a function that gives the page itself, for a `Proxy` around it. */
const SELF = Symbol("self");

type PageFields = Record<string, PropertyDescriptor>;

/** The response's own fields, and the methods of a page. */
export class ListPage<Item> implements PageMethods<Item, ListPage<Item>> {
  readonly #list: List<Item>;
  readonly #query: Query;
  /** Cursors of the way here, each with the number of the page that it led to. Shared along the way. */
  readonly #seen: Map<unknown, number>;
  readonly #number: number;
  /** How many pages without items there were in a row, up to this one. */
  readonly #empty: number;

  constructor(
    list: List<Item>,
    body: unknown,
    query: Query,
    seen: Map<unknown, number> = new Map(),
    number: number = 0,
    empty: number = 0,
  ) {
    if (typeof body !== "object" || body === null)
      throw new PaginationError(`${list.name}: the response is not a page`);
    this.#list = list;
    this.#query = query;
    this.#seen = seen;
    this.#number = number;
    this.#empty = list.scheme.items(body).length > 0 ? 0 : empty + 1;
    // A field of one of these names must not take the method's place.
    const { hasNextPage, getNextPage, iterPages, ...fields } = Object.getOwnPropertyDescriptors(body) as PageFields;
    // Not by assignment: a response may have a field named `__proto__`.
    Object.defineProperties(this, fields);
    hide(this, SELF, () => this);
  }

  /** Page after page, with at most one request ahead of the caller. Leaving the loop ends that request. */
  static async *walk<Item>(
    list: List<Item>,
    walk: Walk,
    first: () => PromiseLike<ListPage<Item>>,
  ): AsyncGenerator<ListPage<Item>, void, undefined> {
    const { maxItems, maxPages, prefetch, signal } = list.limits;
    if (Number.isNaN(maxItems + maxPages))
      throw new InvalidRequestError(`${list.name}: maxItems, maxPages and limit must be numbers`);
    checkSignal(signal);
    if (maxItems <= 0 || maxPages <= 0) return;
    const ahead = new AbortController();
    const ignore = signal && onAbort(signal, () => ahead.abort(signal.reason));
    try {
      let coming = first();
      for (let pages = 1, items = 0; ; pages++) {
        const page = await coming;
        const step = page.#step();
        const { length } = list.scheme.items(page);
        items += length;
        const last = !step || pages >= maxPages || items >= maxItems;
        const next = prefetch && !last ? page.#next(ahead.signal) : undefined;
        next?.catch(() => {}); // the caller gets it when they come to that page
        yield page;
        // Whoever asks for more is done with this page, or with what `maxItems` left of it.
        walk.skip = 0;
        if (items > maxItems) walk.skip = length - (items - maxItems);
        else if (!step) walk.ended = true;
        else if (isCursor(step[1])) walk.cursor = step[1];
        else walk.skip = length;
        if (last) return;
        coming = next ?? page.#next(signal);
      }
    } finally {
      ignore?.();
      ahead.abort();
    }
  }

  /** In the order of the walk: a walk towards the start takes each page from its end. */
  static items<Item>(page: ListPage<Item>): readonly Item[] {
    const { scheme } = page.#list;
    const items = scheme.items(page);
    return scheme.backward?.(page.#query) ? [...items].reverse() : items;
  }

  hasNextPage(): boolean {
    return selfOf(this).#step() !== undefined;
  }

  getNextPage(): Promise<ListPage<Item>> {
    const page = selfOf(this);
    return page.#next(page.#list.limits.signal);
  }

  iterPages(): AsyncGenerator<ListPage<Item>, void, undefined> {
    const page = selfOf(this);
    return ListPage.walk(page.#list, beginWalk(page.#list, page.#query), async () => page);
  }

  [Symbol.asyncIterator](): AsyncIterator<Item> {
    return ListPage.iterate(selfOf(this).#list, this.iterPages());
  }

  /** Item by item of the walk that has just begun. */
  static iterate<Item>(
    list: List<Item>,
    pages: AsyncGenerator<ListPage<Item>, void, undefined>,
  ): ItemIterator<Item, ListPage<Item>> {
    const iterator = new ItemIterator(pages, ListPage.items<Item>, list.limits.maxItems);
    list.walk.reader = iterator;
    return iterator;
  }

  #step(): Step | undefined {
    const { scheme } = this.#list;
    const fault = scheme.fault?.(this);
    if (fault) throw this.#error(fault);
    return scheme.next(this, this.#query);
  }

  #error(what: string): PaginationError {
    return new PaginationError(`${this.#list.name}: ${what}`);
  }

  async #next(signal: AbortSignal | undefined): Promise<ListPage<Item>> {
    const step = this.#step();
    if (!step) throw this.#error("there is no next page: ask hasNextPage() first");
    if (this.#empty >= MAX_EMPTY_PAGES) throw this.#error(`${MAX_EMPTY_PAGES} empty pages in a row`);
    const [parameter, cursor] = step;
    if (!isCursor(cursor)) throw this.#error("the response says there are more pages but has no cursor");
    const seen = this.#seen.set(this.#query[parameter], this.#number);
    if (seen.get(cursor)! <= this.#number)
      throw this.#error("pagination loop: the server returned the same cursor twice");
    const query = { ...this.#query, [parameter]: cursor };
    const wrap = (body: unknown): ListPage<Item> =>
      new ListPage(this.#list, body, query, seen, this.#number + 1, this.#empty);
    return this.#list.fetchPage(query, signal, wrap);
  }
}

/** The page itself, also for a `Proxy` around it. */
function selfOf<Page extends object>(page: Page): Page {
  return (page as { [SELF]?: () => Page })[SELF]!();
}

/** A walk of the list from where the query begins, which is its latest from now on. */
export function beginWalk<Item>(list: List<Item>, query: Query): Walk {
  list.walk = startOf(list.scheme, query);
  return list.walk;
}

/** Before the first item of what the query asks for. */
export function startOf<Item>(scheme: Scheme<Item>, query: Query): Walk {
  const cursor = query[scheme.parameter(query)];
  return { cursor: isCursor(cursor) ? cursor : undefined, skip: 0, ended: false };
}

function isCursor(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
