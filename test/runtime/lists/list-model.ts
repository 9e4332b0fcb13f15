import fc from "fast-check";
import { json, Things } from "../support.js";

/** How a list is read: by which scheme, and in which direction. */
const kinds = ["cursor", "cursor-back", "id", "id-back", "next-cursor"] as const;
type Kind = (typeof kinds)[number];

/** One walk, which may end early in several ways. */
interface Round {
  readonly mode: "items" | "pages" | "array";
  /** The loop is left at this item or page, before anything is done with it. */
  readonly stopAt: number;
  readonly by: "throw" | "break";
  /** This request of the walk fails. */
  readonly failAt: number;
  readonly maxItems: number;
  readonly maxPages: number;
  readonly prefetch: boolean;
}

export interface Story {
  readonly kind: Kind;
  /** The size of each page in the order of the walk. */
  readonly sizes: readonly number[];
  readonly rounds: readonly Round[];
}

const NEVER = Number.POSITIVE_INFINITY;
const maybe = (max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constant(NEVER), fc.integer({ min: 0, max }), fc.integer({ min: 0, max }));
const round: fc.Arbitrary<Round> = fc.record({
  mode: fc.constantFrom("items", "items", "pages", "array"),
  stopAt: maybe(12),
  by: fc.constantFrom("throw", "break"),
  failAt: maybe(5),
  maxItems: maybe(15),
  maxPages: maybe(5),
  prefetch: fc.boolean(),
});
export const story: fc.Arbitrary<Story> = fc.constantFrom(...kinds).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    // By id, an empty page in the middle has no cursor.
    sizes: fc.array(fc.integer({ min: kind.startsWith("id") ? 1 : 0, max: 5 }), { minLength: 1, maxLength: 8 }),
    rounds: fc.array(round, { maxLength: 6 }),
  }),
);
const whole: Round = {
  mode: "items",
  stopAt: NEVER,
  by: "break",
  failAt: NEVER,
  maxItems: NEVER,
  maxPages: NEVER,
  prefetch: false,
};

/** What was handled, round by round, and what the reference says of each. */
export interface Told {
  readonly handled: number[];
  /** Items that came in each round, also those that were passed over, beside how many the reference gives out. */
  readonly counts: { readonly came: number; readonly want: number }[];
  readonly requests: { readonly sent: number; readonly most: number }[];
}

/** Lives a story: walk, fail, resume, until the list is at its end. With `exact` by `position`, otherwise by `cursor` alone. */
export async function live({ kind, sizes, rounds }: Story, exact: boolean): Promise<Told> {
  const pages = numbered(sizes);
  const told: Told = { handled: [], counts: [], requests: [] };
  let position: { cursor: string | undefined; skip: number } | undefined = { cursor: undefined, skip: 0 };
  for (const one of [...rounds, whole]) {
    const from: { cursor: string | undefined; skip: number } = position;
    let sent = 0;
    const things = new Things({
      fetch: async (url) => {
        if (sent++ === one.failAt) return json({ error: { message: "No." } }, { status: 404 });
        return json(answer(kind, pages, new URL(url).searchParams));
      },
    });
    const list = listOf(things, kind, from.cursor, one);
    let skip = exact ? from.skip : 0;
    let came = 0;
    const handle = (n: number): void => {
      came++;
      if (skip-- <= 0) told.handled.push(n);
    };
    try {
      let index = 0;
      if (one.mode === "items") {
        for await (const item of list) {
          if (index++ === one.stopAt)
            if (one.by === "throw") throw new Error("left");
            else break;
          handle(numberOf(item));
        }
      } else if (one.mode === "pages") {
        for await (const page of list.iterPages()) {
          if (index++ === one.stopAt)
            if (one.by === "throw") throw new Error("left");
            else break;
          for (const item of inOrder(kind, page.data ?? [])) handle(numberOf(item));
        }
      } else for (const item of await list.toArray({ limit: one.stopAt })) handle(numberOf(item));
    } catch (error) {
      if ((error as Error).message !== "left" && (error as { status?: number }).status !== 404) throw error;
    }
    told.counts.push({ came, want: reference(sizes.slice(pageOf(kind, pages, from.cursor)), one) });
    told.requests.push({ sent, most: sizes.length });
    if (list.cursor !== list.position?.cursor) throw new Error("cursor and position differ");
    // Whoever has not passed over all keeps the place that they had.
    position = skip > 0 && list.position ? from : list.position;
    if (!position) return told;
  }
  throw new Error("a whole walk did not come to the end");
}

export const itemsOf = ({ sizes }: Story): number[] => numbered(sizes).flat();

/** How many items a walk gives out, from the sizes of the pages before it. No cursor, no iterator. */
function reference(sizes: readonly number[], { mode, stopAt, failAt, maxItems, maxPages }: Round): number {
  const limit = mode === "array" ? Math.min(stopAt, maxItems) : mode === "pages" ? NEVER : maxItems;
  if (limit <= 0 || maxPages <= 0) return 0;
  let given = 0;
  for (const [index, size] of sizes.slice(0, maxPages).entries()) {
    if (index === failAt) return mode === "array" ? 0 : given;
    if (mode === "pages" && index === stopAt) return given;
    given += size;
    if (mode === "items" && given > stopAt) return Math.min(stopAt, limit);
    if (given >= limit) return limit;
  }
  return given;
}

/** Items are numbered in the order of the walk. */
function numbered(sizes: readonly number[]): number[][] {
  let next = 0;
  return sizes.map((size) => Array.from({ length: size }, () => next++));
}

interface AnyList extends AsyncIterable<unknown> {
  readonly cursor: string | undefined;
  readonly position: { readonly cursor: string | undefined; readonly skip: number } | undefined;
  iterPages(): AsyncIterable<{ readonly data?: readonly unknown[] | null | undefined }>;
  toArray(options: { limit: number }): Promise<unknown[]>;
}

function listOf(things: Things, kind: Kind, cursor: string | undefined, one: Round): AnyList {
  // Whole pages are handled by page, so a bound within one has no meaning there.
  const maxItems = one.mode === "pages" ? NEVER : one.maxItems;
  const options = { maxItems, maxPages: one.maxPages, prefetch: one.prefetch, maxRetries: 0 };
  const at = <Name extends string>(name: Name): { [Key in Name]?: string } =>
    (cursor === undefined ? {} : { [name]: cursor }) as { [Key in Name]?: string };
  switch (kind) {
    case "cursor":
      return things.list({ first: 5, ...at("after") }, options);
    case "cursor-back":
      return things.list({ last: 5, ...at("before") }, options);
    case "id":
      return things.cases(at("starting_after"), options);
    case "id-back":
      // Towards the start there is no other way to begin.
      return things.cases({ ending_before: cursor ?? "end" }, options);
    case "next-cursor":
      return things.rows({ resource: "r", ...at("cursor") }, options);
  }
}

/** What the server says: a page's items lie in the order of the list, which a walk back meets from its end. */
function answer(kind: Kind, pages: readonly number[][], query: URLSearchParams): unknown {
  const given = ["after", "before", "starting_after", "ending_before", "cursor"].map((name) => query.get(name));
  const index = pageOf(kind, pages, given.find((value) => value !== null) ?? undefined);
  const page = inOrder(kind, pages[index]!);
  const more = index < pages.length - 1;
  const next = more ? `c${index + 1}` : null;
  switch (kind) {
    case "cursor":
      return {
        data: page.map(withId),
        page_info: { has_next_page: more, end_cursor: next, has_previous_page: true, start_cursor: "wrong" },
      };
    case "cursor-back":
      return {
        data: page.map(withId),
        page_info: { has_previous_page: more, start_cursor: next, has_next_page: true, end_cursor: "wrong" },
      };
    case "id":
    case "id-back":
      return { data: page.map((n) => ({ case_id: `i${n}` })), has_more: more };
    case "next-cursor":
      return { columns: [], data: page.map((n) => ({ n })), pagination: { next_cursor: next } };
  }
}

function pageOf(kind: Kind, pages: readonly number[][], cursor: string | undefined): number {
  if (cursor === undefined || cursor === "end") return 0;
  const index = kind.startsWith("id")
    ? pages.findIndex((page) => `i${page.at(-1)}` === cursor) + 1
    : Number(cursor.slice(1));
  if (!(index > 0 && index < pages.length)) throw new Error(`nobody was given the cursor ${cursor}`);
  return index;
}

const withId = (n: number): { id: string } => ({ id: `i${n}` });

function inOrder<Item>(kind: Kind, items: readonly Item[]): Item[] {
  return kind.endsWith("back") ? [...items].reverse() : [...items];
}

function numberOf(item: unknown): number {
  const { id, case_id, n } = item as { id?: string; case_id?: string; n?: number };
  return n ?? Number((id ?? case_id)!.slice(1));
}
