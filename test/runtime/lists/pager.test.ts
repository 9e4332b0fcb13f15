import { describe, expect, test } from "vitest";
import {
  InvalidRequestError,
  NotFoundError,
  PaginationError,
  type RequestOptions,
} from "../../../src/runtime/index.js";
import type { Answering, Sent } from "../../support/scripted-fetch.js";
import type { CallListParams } from "../../things/models.js";
import { client, failureOf, fault, json } from "../support.js";

const page = (ids: string[], next: string | null, more = next !== null): Response =>
  json({
    data: ids.map((id) => ({ id })),
    page_info: { end_cursor: next, start_cursor: null, has_next_page: more, has_previous_page: false },
  });
const pageBefore = (ids: string[], previous: string | null): Response =>
  json({
    data: ids.map((id) => ({ id })),
    page_info: { end_cursor: "end", start_cursor: previous, has_next_page: true, has_previous_page: previous !== null },
  });
const idPage = (ids: string[], more: boolean): Response =>
  json({ data: ids.map((case_id) => ({ case_id })), has_more: more });
const rows = (ids: number[], next: string | null): Response =>
  json({ columns: ["n"], data: ids.map((n) => ({ n })), pagination: { next_cursor: next } });
const search = (sent: Sent[]): string[] => sent.map(({ url }) => decodeURIComponent(new URL(url).search));

async function ids(list: AsyncIterable<{ id: string }>): Promise<string[]> {
  const all: string[] = [];
  for await (const { id } of list) all.push(id);
  return all;
}

describe("a list by cursor", () => {
  test("nothing is sent before it is used", async () => {
    const { things, sent } = client([]);
    things.list();
    await new Promise(setImmediate);
    expect(sent).toEqual([]);
  });

  test("every item of every page, the query carried along, no request too many", async () => {
    const { things, sent } = client([page(["a", "b"], "c1"), page(["c"], "c2"), page(["d"], "c3", false)]);
    expect(await ids(things.list({ kinds: ["k"], first: 2 }))).toEqual(["a", "b", "c", "d"]);
    expect(search(sent)).toEqual(["?kinds[]=k&first=2", "?kinds[]=k&first=2&after=c1", "?kinds[]=k&first=2&after=c2"]);
  });

  test("an empty page in the middle does not end the walk", async () => {
    const { things } = client([page(["a"], "c1"), page([], "c2"), page(["b"], null)]);
    expect(await ids(things.list())).toEqual(["a", "b"]);
  });

  test("a field of the answer cannot take a method's place", async () => {
    const page_info = { end_cursor: "c1", has_next_page: true };
    const { things } = client([
      json({ data: [{ id: "a" }], page_info, getNextPage: 1, hasNextPage: 2 }),
      page([], null),
    ]);
    const first = await things.list();
    expect([first.hasNextPage(), (await first.getNextPage()).data]).toEqual([true, []]);
  });

  test("an empty list", async () => {
    const { things } = client([page([], null)]);
    expect(await ids(things.list())).toEqual([]);
  });

  test("awaited it is its first page", async () => {
    const { things, sent } = client([page(["a"], "c1"), page(["b"], null)]);
    const list = things.list();
    const first = await list;
    expect(first).toEqual({
      data: [{ id: "a" }],
      page_info: { end_cursor: "c1", start_cursor: null, has_next_page: true, has_previous_page: false },
    });
    expect([(await list).data, first.hasNextPage(), sent.length]).toEqual([[{ id: "a" }], true, 1]);
    const second = await first.getNextPage();
    expect([second.data, second.hasNextPage()]).toEqual([[{ id: "b" }], false]);
    await expect(second.getNextPage()).rejects.toThrow(
      new PaginationError("GET /things: there is no next page: ask hasNextPage() first"),
    );
  });

  test("a page walks on to all items after it, and to all pages", async () => {
    const { things } = client([
      page(["a"], "c1"),
      page(["b"], "c2"),
      page(["c"], null),
      page(["b"], "c2"),
      page(["c"], null),
    ]);
    const first = await things.list();
    expect(await ids(first)).toEqual(["a", "b", "c"]);
    const pages: string[][] = [];
    for await (const { data } of first.iterPages()) pages.push(data.map(({ id }) => id));
    expect(pages).toEqual([["a"], ["b"], ["c"]]);
  });

  test("awaited and then iterated: the first page is not asked for again", async () => {
    const { things, sent } = client([page(["a"], "c1"), page(["b"], null)]);
    const list = things.list();
    await list;
    expect(await ids(list)).toEqual(["a", "b"]);
    expect(sent).toHaveLength(2);
  });

  test("pages", async () => {
    const { things } = client([page(["a"], "c1"), page(["b", "c"], null)]);
    const sizes: number[] = [];
    for await (const { data } of things.list().iterPages()) sizes.push(data.length);
    expect(sizes).toEqual([1, 2]);
  });

  test("backwards: previous pages, each from its end", async () => {
    const { things, sent } = client([
      pageBefore(["e", "f"], "p1"),
      pageBefore(["c", "d"], "p2"),
      pageBefore(["a", "b"], null),
    ]);
    expect(await ids(things.list({ last: 2 }))).toEqual(["f", "e", "d", "c", "b", "a"]);
    expect(search(sent)).toEqual(["?last=2", "?last=2&before=p1", "?last=2&before=p2"]);
  });

  test.each<[string, CallListParams, string]>([
    ["`before` alone leads backwards", { before: "x" }, "?before=p1"],
    ["with `first` it only bounds the way forward", { before: "x", first: 2 }, "?before=x&first=2&after=end"],
    ["null says nothing", { last: 1, first: null, after: null }, "?last=1&first=&after=&before=p1"],
  ])("%s", async (_name, params, want) => {
    const { things, sent } = client([pageBefore(["a"], "p1"), pageBefore([], null)]);
    await (await things.list(params)).getNextPage();
    expect(search(sent)[1]).toBe(want);
  });

  test("withResponse and asResponse give the first page", async () => {
    const { things } = client([
      json({ data: [], page_info: { has_next_page: false } }, { headers: { "x-request-id": "r" } }),
      page(["a"], null),
    ]);
    const { data, requestId } = await things.list().withResponse();
    expect([data.hasNextPage(), requestId]).toEqual([false, "r"]);
    expect(await (await things.list().asResponse()).json()).toMatchObject({ data: [{ id: "a" }] });
  });

  test("toResult", async () => {
    const { things } = client([page(["a"], null), fault(404)]);
    const good = await things.list().toResult();
    expect(good.ok && [good.data.data, good.data.hasNextPage()]).toEqual([[{ id: "a" }], false]);
    expect(await things.list().toResult()).toMatchObject({ ok: false, status: 404 });
  });

  test("a failure is thrown where the page is needed", async () => {
    const { things } = client([fault(404), fault(404), fault(404)]);
    await expect(things.list()).rejects.toBeInstanceOf(NotFoundError);
    await expect(things.list().catch((reason) => (reason as Error).name)).resolves.toBe("NotFoundError");
    await expect(ids(things.list())).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe("a list that does not keep its promises", () => {
  test.each<[string, Answering[], string[], string]>([
    [
      "the same cursor at once",
      [page(["a"], "c1"), page(["b"], "c1")],
      ["a", "b"],
      "pagination loop: the server returned the same cursor twice",
    ],
    [
      "a cursor of long ago",
      [page(["a"], "c1"), page(["b"], "c2"), page(["c"], "c3"), page(["d"], "c1")],
      ["a", "b", "c", "d"],
      "pagination loop: the server returned the same cursor twice",
    ],
    [
      "more, but no cursor",
      [page(["a"], null, true)],
      ["a"],
      "the response says there are more pages but has no cursor",
    ],
    [
      "more, but an empty cursor",
      [page(["a"], "", true)],
      ["a"],
      "the response says there are more pages but has no cursor",
    ],
    ["no page_info", [json({ data: [{ id: "a" }] })], [], "the response has no page_info"],
    ["an empty answer", [new Response(null, { status: 204 })], [], "the response is not a page"],
    ["a list without its envelope", [json(null)], [], "the response is not a page"],
  ])("%s", async (_name, answers, want, message) => {
    const { things } = client(answers);
    const got: string[] = [];
    const walk = (async () => {
      for await (const { id } of things.list()) got.push(id);
    })();
    await expect(walk).rejects.toThrow(new PaginationError(`GET /things: ${message}`));
    expect(got).toEqual(want);
  });

  test("the cursor that the caller began with counts", async () => {
    const { things } = client([page(["a"], "c0")]);
    await expect(ids(things.list({ after: "c0" }))).rejects.toThrow("the same cursor twice");
  });

  test("asking a page twice for the next one is no circle", async () => {
    const { things } = client([page(["a"], "c1"), page(["b"], "c2"), page(["b"], "c2"), page(["c"], null)]);
    const first = await things.list();
    await (await first.getNextPage()).getNextPage().catch(() => {});
    expect((await first.getNextPage()).data).toEqual([{ id: "c" }]);
  });

  test("walking the list twice is no circle", async () => {
    const answers = [page(["a"], "c1"), page(["b"], null)];
    const { things } = client([...answers, page(["a"], "c1"), page(["b"], null)]);
    const list = things.list();
    expect([await ids(list), await ids(list)]).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  test("an own __proto__ in the answer stays a field", async () => {
    const { things } = client([new Response('{"data":[],"page_info":{"has_next_page":false},"__proto__":{"x":1}}')]);
    const first = await things.list();
    expect([first.hasNextPage(), Object.hasOwn(first, "__proto__")]).toEqual([false, true]);
  });
});

describe("how far a walk goes", () => {
  const endless = (): Answering[] =>
    Array.from({ length: 20 }, (_, index) => page([`${index}a`, `${index}b`], `c${index}`));

  test.each<[string, RequestOptions, string[], number]>([
    ["maxItems in the middle of a page", { maxItems: 3 }, ["0a", "0b", "1a"], 2],
    ["maxItems at the end of a page", { maxItems: 2 }, ["0a", "0b"], 1],
    ["maxPages", { maxPages: 2 }, ["0a", "0b", "1a", "1b"], 2],
    ["no items", { maxItems: 0 }, [], 0],
    ["no pages", { maxPages: 0 }, [], 0],
    ["the nearer of both", { maxPages: 1, maxItems: 9 }, ["0a", "0b"], 1],
    ["maxItems with prefetch asks for nothing more", { maxItems: 2, prefetch: true }, ["0a", "0b"], 1],
  ])("%s", async (_name, options, want, requests) => {
    const { things, sent } = client(endless());
    expect(await ids(things.list({}, options))).toEqual(want);
    await new Promise(setImmediate);
    expect(sent).toHaveLength(requests);
  });

  test("toArray", async () => {
    const { things, sent } = client([page(["a", "b"], "c1"), page(["c", "d"], null), page(["a", "b"], "c1")]);
    expect((await things.list().toArray()).map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
    expect((await things.list().toArray({ limit: 1 })).map(({ id }) => id)).toEqual(["a"]);
    expect(sent).toHaveLength(3);
  });

  test("a limit that is no number is refused", async () => {
    const { things, sent } = client([]);
    const refusal = new InvalidRequestError("GET /things: maxItems, maxPages and limit must be numbers");
    await expect(things.list().toArray({ limit: Number.NaN })).rejects.toThrow(refusal);
    await expect(ids(things.list({}, { maxPages: Number.NaN }))).rejects.toThrow(refusal);
    expect(sent).toEqual([]);
  });

  test("leaving the loop stops the requests", async () => {
    const { things, sent } = client(endless());
    for await (const { id } of things.list()) if (id === "1a") break;
    await new Promise(setImmediate);
    expect(sent).toHaveLength(2);
  });

  test("many callers of one iterator get each item once, in order", async () => {
    const { things } = client([page(["a", "b"], "c1"), page(["c"], "c2"), page(["d"], null)]);
    const iterator = things.list()[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 6 }, () => iterator.next()));
    expect(results.map(({ value }) => value?.id)).toEqual(["a", "b", "c", "d", undefined, undefined]);
  });
});

test("an item that is at hand is given at once, also after several callers had to wait", async () => {
  const { things } = client([page(["a", "b", "c", "d"], null)]);
  const iterator = things.list()[Symbol.asyncIterator]();
  const first = async (): Promise<unknown> => (await Promise.race([iterator.next(), Promise.resolve()]))?.value;
  await Promise.all([iterator.next(), iterator.next()]);
  expect([await first(), await first()]).toEqual([{ id: "c" }, { id: "d" }]);
});

test("an iterator can be iterated, from where it is", async () => {
  const { things } = client([page(["a", "b", "c"], null)]);
  const iterator = things.list()[Symbol.asyncIterator]() as AsyncIterableIterator<{ id: string }>;
  await iterator.next();
  expect(await ids(iterator)).toEqual(["b", "c"]);
});

test("whoever leaves while a page is on its way gets no item of it, and keeps their place before it", async () => {
  const { things } = client([page(["a", "b"], "c1"), page(["c", "d"], null)]);
  const list = things.list();
  const iterator = list[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.next();
  const waiting = iterator.next();
  await Promise.resolve();
  await iterator.return?.();
  expect([await waiting, await iterator.next()]).toEqual(Array(2).fill({ done: true, value: undefined }));
  expect(list.position).toEqual({ cursor: "c1", skip: 0 });
});

test("consoles see what it is", () => {
  expect(String(client([]).things.list())).toBe("[object Pager]");
});

test("a caller who comes while others wait does not overtake them", async () => {
  const { things } = client([page(["a", "b", "c", "d"], null)]);
  const iterator = things.list()[Symbol.asyncIterator]();
  const waiting = [iterator.next(), iterator.next(), iterator.next()];
  await waiting[0];
  const late = iterator.next();
  expect((await Promise.all([...waiting, late])).map(({ value }) => value?.id)).toEqual(["a", "b", "c", "d"]);
});

describe("resuming", () => {
  test("after a failure in the middle the list's cursor is where it stopped", async () => {
    const { things, sent } = client([page(["a"], "c1"), page(["b"], "c2"), fault(404), page(["c"], null)]);
    const list = things.list({ first: 1 });
    await failureOf(ids(list));
    expect(list.cursor).toBe("c2");
    expect(await ids(things.list({ first: 1, after: list.cursor! }))).toEqual(["c"]);
    expect(search(sent).slice(2)).toEqual(["?first=1&after=c2", "?first=1&after=c2"]);
  });

  test("a page can be asked again for the next one", async () => {
    const { things } = client([page(["a"], "c1"), fault(404), page(["b"], null)]);
    const first = await things.list();
    await failureOf(first.getNextPage());
    expect((await first.getNextPage()).data).toEqual([{ id: "b" }]);
  });

  test("in the middle of a page it is where that page begins, and the position is exact", async () => {
    const { things } = client([page(["a", "b", "c"], "c1"), page(["d", "e", "f"], "c2")]);
    const list = things.list();
    const places: unknown[] = [list.position];
    for await (const { id } of list) {
      places.push([id, list.cursor, list.position?.skip]);
      if (id === "e") break;
    }
    expect([...places, list.position]).toEqual([
      { cursor: undefined, skip: 0 },
      ["a", undefined, 0],
      ["b", undefined, 1],
      ["c", undefined, 2],
      ["d", "c1", 0],
      ["e", "c1", 1],
      { cursor: "c1", skip: 1 },
    ]);
  });

  test.each<[string, CallListParams, (string | undefined)[]]>([
    ["what the caller began with is the first page's", { after: "c0" }, ["c0", "c0"]],
    ["also on the way back", { last: 1, before: "b9", after: null }, ["b9", "b9"]],
    ["nothing", { after: null }, [undefined, undefined]],
  ])("the cursor before and in the first page: %s", async (_name, params, want) => {
    const { things } = client([pageBefore(["a", "b"], "p1")]);
    const list = things.list(params);
    const before = list.cursor;
    for await (const _ of list) break;
    expect([before, list.cursor]).toEqual(want);
  });

  test("a bound in the middle of a page is a place too, of toArray as well", async () => {
    const { things } = client([page(["a", "b", "c"], "c1"), page(["a", "b", "c"], "c1"), page(["a", "b"], "c1")]);
    const list = things.list({}, { maxItems: 2 });
    await ids(list);
    const array = things.list();
    await array.toArray({ limit: 1 });
    const whole = things.list({}, { maxItems: 2 });
    await ids(whole);
    expect([list.position, array.position, whole.position]).toEqual([
      { cursor: undefined, skip: 2 },
      { cursor: undefined, skip: 1 },
      { cursor: "c1", skip: 0 },
    ]);
  });

  test("a page that promises more without a cursor is passed over, for there is no way to what follows", async () => {
    const { things } = client([page(["a"], "c1"), page(["b"], null, true)]);
    const list = things.list();
    await failureOf(ids(list));
    expect(list.position).toEqual({ cursor: "c1", skip: 1 });
  });

  test("what toArray could not give is not skipped", async () => {
    const { things } = client([page(["a"], "c1"), fault(404)]);
    const list = things.list();
    await failureOf(list.toArray());
    expect(list.position).toEqual({ cursor: undefined, skip: 0 });
  });

  test("a walk that goes on from a page counts as the latest", async () => {
    const { things } = client([page(["a"], "c1"), page(["b", "c"], "c2")]);
    const list = things.list();
    for await (const { id } of await list) if (id === "c") break;
    expect(list.position).toEqual({ cursor: "c1", skip: 1 });
  });

  test("at the end there is no position either", async () => {
    const { things } = client([page(["a"], null)]);
    const list = things.list();
    await ids(list);
    expect(list.position).toBeUndefined();
  });

  test("at the end there is no cursor", async () => {
    const { things } = client([page(["a"], "c1"), page(["b"], "c2", false)]);
    const list = things.list();
    await ids(list);
    expect(list.cursor).toBeUndefined();
  });
});

describe("prefetch", () => {
  test("the next page is asked for while the current one is used", async () => {
    const { things, sent } = client([page(["a", "b"], "c1"), page(["c"], "c2"), page(["d"], null)]);
    const seen: [string, number][] = [];
    for await (const { id } of things.list({}, { prefetch: true })) {
      await new Promise(setImmediate);
      seen.push([id, sent.length]);
    }
    expect(seen).toEqual([
      ["a", 2],
      ["b", 2],
      ["c", 3],
      ["d", 3],
    ]);
  });

  test("leaving the loop ends the request that is ahead", async () => {
    const { things, sent } = client([page(["a"], "c1"), () => new Promise(() => {})]);
    for await (const _ of things.list({}, { prefetch: true })) break;
    expect(sent[1]?.init.signal?.aborted).toBe(true);
  });

  test("a failure ahead is told after the current page", async () => {
    const { things } = client([page(["a", "b"], "c1"), fault(404)]);
    const got: string[] = [];
    const list = things.list({}, { prefetch: true });
    const walk = (async () => {
      for await (const { id } of list) {
        await new Promise(setImmediate);
        got.push(id);
      }
    })();
    await expect(walk).rejects.toBeInstanceOf(NotFoundError);
    expect([got, list.cursor]).toEqual([["a", "b"], "c1"]);
  });

  test("the caller's signal ends it too", async () => {
    const controller = new AbortController();
    // Once the request is on its way, and before the time of these tests can pass: else the attempt's own limit may be first.
    const onItsWay = () => {
      queueMicrotask(() => controller.abort("enough"));
      return new Promise<Response>(() => {});
    };
    const { things, sent } = client([page(["a"], "c1"), onItsWay]);
    const walk = ids(things.list({}, { prefetch: true, signal: controller.signal }));
    expect(await failureOf(walk)).toMatchObject({ name: "APIUserAbortError", cause: "enough" });
    expect(sent[1]?.init.signal?.aborted).toBe(true);
  });
});

describe("a list by id", () => {
  const caseIds = async (list: AsyncIterable<{ case_id: string }>) => ids(map(list));
  async function* map(list: AsyncIterable<{ case_id: string }>) {
    for await (const { case_id } of list) yield { id: case_id };
  }

  test("forwards from the last item", async () => {
    const { things, sent } = client([idPage(["a", "b"], true), idPage(["c"], false)]);
    expect(await caseIds(things.cases({ limit: 2 }))).toEqual(["a", "b", "c"]);
    expect(search(sent)).toEqual(["?limit=2", "?limit=2&starting_after=b"]);
  });

  test("backwards from the first item", async () => {
    const { things, sent } = client([idPage(["c", "d"], true), idPage(["a", "b"], false)]);
    expect(await caseIds(things.cases({ ending_before: "e" }))).toEqual(["d", "c", "b", "a"]);
    expect(search(sent)).toEqual(["?ending_before=e", "?ending_before=c"]);
  });

  test("with `starting_after`, `ending_before` only bounds the way forward", async () => {
    const { things, sent } = client([idPage(["a", "b"], true), idPage(["c"], false)]);
    expect(await caseIds(things.cases({ starting_after: "x", ending_before: "e" }))).toEqual(["a", "b", "c"]);
    expect(search(sent)[1]).toBe("?starting_after=b&ending_before=e");
  });

  test("a page", async () => {
    const { things } = client([json({ data: [{ case_id: "a" }], has_more: false })]);
    const first = await things.cases();
    expect([{ ...first }, first.hasNextPage()]).toEqual([{ data: [{ case_id: "a" }], has_more: false }, false]);
  });

  test.each([
    ["no data", json({}), []],
    ["no has_more", json({ data: [{ case_id: "a" }] }), ["a"]],
  ])("an answer with %s ends the list", async (_name, answer, want) => {
    const { things } = client([answer]);
    expect(await caseIds(things.cases())).toEqual(want);
  });

  test.each([
    ["an empty page that promises more", idPage([], true)],
    ["an item without its id", json({ data: [{}], has_more: true })],
  ])("%s", async (_name, answer) => {
    const { things } = client([answer]);
    await expect(caseIds(things.cases())).rejects.toThrow("the response says there are more pages but has no cursor");
  });

  test("a list that repeats its last item", async () => {
    const { things } = client([idPage(["a"], true), idPage(["a"], true)]);
    await expect(caseIds(things.cases())).rejects.toThrow("the same cursor twice");
  });
});

describe("a read by next cursor", () => {
  test("rows of all answers, and the other fields of each", async () => {
    const { things, sent } = client([rows([1, 2], "n1"), rows([3], null), rows([1], null)]);
    const all: unknown[] = [];
    for await (const row of things.rows({ resource: "r" })) all.push(row.n);
    expect(all).toEqual([1, 2, 3]);
    expect(search(sent)).toEqual(["?resource=r", "?resource=r&cursor=n1"]);
    expect(await things.rows({ resource: "r" })).toEqual({
      columns: ["n"],
      data: [{ n: 1 }],
      pagination: { next_cursor: null },
    });
  });

  test.each<[string, unknown, number[]]>([
    ["false ends the list, whatever the cursor", false, [1]],
    ["true goes on", true, [1, 2]],
    ["an absent one leaves it to the cursor", undefined, [1, 2]],
  ])("a flag of more pages: %s", async (_name, more, want) => {
    const answer = (n: number, next: string | null, more: unknown): Response =>
      json({ columns: [], data: [{ n }], pagination: { next_cursor: next, more } });
    const { things } = client([answer(1, "n1", more), answer(2, null, more)]);
    const names = { cursor: "cursor", next: "pagination.next_cursor", more: "pagination.more" };
    const list = things.nextCursorList(names, "/rows", { query: { resource: "r" } }, {}, "listRows");
    expect((await list.toArray()).map(({ n }) => n)).toEqual(want);
  });

  test.each([
    ["data", json({ columns: [], data: null, pagination: { next_cursor: null } })],
    ["pagination", json({ columns: [], data: null, pagination: null })],
  ])("no %s", async (_name, answer) => {
    const { things } = client([answer]);
    expect(await things.rows({ resource: "r" }).toArray()).toEqual([]);
  });
});

test("a hundred thousand items in order, one page held", async () => {
  let asked = 0;
  const answer = (): Response => {
    const start = asked++ * 100;
    return page(
      Array.from({ length: 100 }, (_, index) => String(start + index)),
      asked === 1_000 ? null : `c${asked}`,
    );
  };
  const { things } = client(Array(1_000).fill(answer), { platform: {} });
  let count = 0;
  for await (const { id } of things.list()) if (id === String(count)) count++;
  expect(count).toBe(100_000);
});

describe("empty pages", () => {
  const empty = (count: number, last: Answering): Answering[] => [
    ...Array.from({ length: count }, (_, index) => page([], `c${index}`)),
    last,
  ];

  test.each<[string, RequestOptions]>([
    ["without limits", {}],
    ["with maxItems", { maxItems: 5 }],
    ["with prefetch", { prefetch: true }],
  ])("twenty in a row are an error, and no request more: %s", async (_name, options) => {
    const { things, sent } = client(empty(20, page(["a"], null)));
    const list = things.list({}, options);
    await expect(ids(list)).rejects.toThrow(new PaginationError("GET /things: 20 empty pages in a row"));
    expect([sent.length, list.position]).toEqual([20, { cursor: "c19", skip: 0 }]);
  });

  test("of toArray with a limit, too", async () => {
    const { things } = client(empty(20, page(["a"], null)));
    await expect(things.list().toArray({ limit: 3 })).rejects.toBeInstanceOf(PaginationError);
  });

  test("of pages that are asked for one by one, too", async () => {
    const { things, sent } = client(empty(20, page(["a"], null)));
    let current = await things.list();
    const walking = async (): Promise<void> => {
      while (current.hasNextPage()) current = await current.getNextPage();
    };
    await expect(walking()).rejects.toThrow(new PaginationError("GET /things: 20 empty pages in a row"));
    expect(sent.length).toBe(20);
    await expect(current.iterPages().next()).resolves.toMatchObject({ done: false });
  });

  test("nineteen are none, nor twenty that end the list, nor more with an item between", async () => {
    for (const [answers, want] of [
      [empty(19, page(["a"], null)), ["a"]],
      [empty(19, page([], null)), []],
      [
        [...empty(19, page(["a"], "d")), ...empty(19, page(["b"], null)).map(renamed)],
        ["a", "b"],
      ],
    ] as const)
      expect(await ids(client([...answers]).things.list())).toEqual(want);
  });

  /** With a cursor of its own. */
  const renamed = (answer: Answering, index: number, { length }: readonly Answering[]): Answering =>
    index === length - 1 ? answer : page([], `e${index}`);
});
