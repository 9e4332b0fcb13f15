export type Query = Readonly<Record<string, unknown>>;

/** The query parameter that names the following page, and its value, which a server may fail to give. */
export type Step = readonly [parameter: string, cursor: unknown];

/** How one kind of list is paged. Responses are what a server sent: nothing about them is certain. */
export interface Scheme<Item> {
  items(body: object): readonly Item[];
  /** Why a body is not one of this kind; `undefined` when it is. */
  fault?(body: object): string | undefined;
  /** The query parameter that names where a page begins. */
  parameter(query: Query): string;
  /** `undefined` at the end of the list. */
  next(body: object, query: Query): Step | undefined;
  /** Whether the walk goes towards the start of the list; absent where there is no way back. */
  backward?(query: Query): boolean;
}

/** The place of a page in its list. */
export interface PageInfo {
  /** Cursor of the last item: as `after` it leads to what follows. It is filled on the last page as well, so read `has_next_page`. */
  end_cursor: string | null;
  /** Cursor of the first item: as `before` it leads to what comes before this page. When it is `null` is not documented. */
  start_cursor: string | null;
  /** Whether items follow this page. */
  has_next_page: boolean;
  /** Whether items come before this page. */
  has_previous_page: boolean;
}

/** The body of a page with `page_info`. */
export interface CursorBody<Item> {
  /** The items of this page alone; iterate the page for those after it as well. */
  data: Item[];
  /** Where this page is in its list. */
  page_info: PageInfo;
}

/** The body of a page with `has_more`. */
export interface IdBody<Item> {
  /** The items of this page alone; iterate the page for those after it as well. */
  data?: Item[] | undefined;
  /** Whether items follow this page. Where it is absent, the list ends here. */
  has_more?: boolean | undefined;
}

/** The names that a next-cursor read uses. */
export interface NextCursorNames {
  /** Query parameter. */
  readonly cursor: string;
  /** Dotted path of the following cursor in the response. */
  readonly next: string;
  /** Dotted path of a flag that is false on the last page, for a cursor that is there on each. */
  readonly more?: string;
}

/** `first`/`after`, or `last`/`before` for the way back. The end is what `page_info` says, not an empty page. */
export function cursorScheme<Item>(): Scheme<Item> {
  const backward = ({ first, after, last, before }: Query): boolean =>
    (last ?? before) != null && (first ?? after) == null;
  return {
    items,
    backward,
    parameter: (query) => (backward(query) ? "before" : "after"),
    fault(body) {
      return (body as Partial<CursorBody<Item>>).page_info ? undefined : "the response has no page_info";
    },
    next(body, query) {
      const info = (body as CursorBody<Item>).page_info;
      if (backward(query)) return info.has_previous_page ? ["before", info.start_cursor] : undefined;
      return info.has_next_page ? ["after", info.end_cursor] : undefined;
    },
  };
}

/** `starting_after`, or `ending_before` for the way back; the cursor is the property `id` of the outermost item. */
export function idScheme<Item>(id: string): Scheme<Item> {
  const backward = ({ starting_after: after, ending_before: before }: Query): boolean =>
    before != null && after == null;
  const parameter = (query: Query): string => (backward(query) ? "ending_before" : "starting_after");
  return {
    items,
    backward,
    parameter,
    next(body, query) {
      if (!(body as IdBody<Item>).has_more) return undefined;
      const outermost = items<Record<string, unknown>>(body).at(backward(query) ? 0 : -1);
      return [parameter(query), outermost?.[id]];
    },
  };
}

/** One opaque cursor that leads forward. */
export function nextCursorScheme<Item>({ cursor, next, more }: NextCursorNames): Scheme<Item> {
  return {
    items,
    parameter: () => cursor,
    next(body) {
      if (more && at(body, more) === false) return undefined;
      const value = at(body, next);
      return value ? [cursor, value] : undefined;
    },
  };
}

function at(body: object, path: string): unknown {
  return path.split(".").reduce<unknown>((node, key) => (node as Query | null | undefined)?.[key], body);
}

function items<Item>(body: object): readonly Item[] {
  const { data } = body as IdBody<Item>;
  return Array.isArray(data) ? data : [];
}
