import { describe, expectTypeOf, test } from "vitest";
import type {
  APIError,
  ApiFailure,
  ApiPromise,
  ClientOptions,
  CursorPage,
  CursorPager,
  Failure,
  IdPage,
  PageInfo,
  Result,
} from "../../../src/runtime/index.js";
import { scriptedFetch } from "../../support/scripted-fetch.js";
import type { Case, Fault, File, Row, RowsBody, Thing, ThingList, ThingsApiFailure } from "../../things/models.js";
import { json, Things } from "../support.js";

const things = new Things({ fetch: scriptedFetch().fetch });

/** Types are checked by the compiler; nothing here is to be run. */
const unrun = (_check: () => unknown): void => {};

describe("calls", () => {
  test("the result's type is inferred from the contract", () => {
    unrun(async () => {
      const byId = { path: { id: "x" } };
      expectTypeOf(things.request("GET", "/things/{id}", byId, {}, "x")).toEqualTypeOf<ApiPromise<Thing>>();
      expectTypeOf(things.request("DELETE", "/things/{id}", byId, {}, "x")).toEqualTypeOf<ApiPromise<boolean>>();
      expectTypeOf(things.request("GET", "/things", {}, {}, "x")).toEqualTypeOf<ApiPromise<ThingList>>();
    });
  });

  test("what each request decides for itself does not compile among the options of fetch", () => {
    unrun(() => {
      const id = { params: { path: { id: "x" } } };
      const decided: { [Field in "method" | "headers" | "body" | "signal" | "redirect"]: unknown } = {
        // @ts-expect-error
        method: things.retrieve("x", { fetchOptions: { method: "GET" } }),
        // @ts-expect-error
        headers: things.retrieve("x", { fetchOptions: { headers: { a: "b" } } }),
        // @ts-expect-error
        body: things.retrieve("x", { fetchOptions: { body: "a" } }),
        // @ts-expect-error
        signal: things.retrieve("x", { fetchOptions: { signal: null } }),
        // @ts-expect-error
        redirect: things.retrieve("x", { fetchOptions: { redirect: "follow" } }),
      };
      // @ts-expect-error
      const byPath = things.http.GET("/things/{id}", { ...id, redirect: "follow" });
      // @ts-expect-error
      const otherVerb = things.http.GET("/things/{id}", { ...id, method: "DELETE" });
      return [
        decided,
        byPath,
        otherVerb,
        things.retrieve("x", { fetchOptions: { cache: "no-store", method: undefined } }),
      ];
    });
  });

  test("a wrong path, verb, body or parameter does not compile", () => {
    unrun(() => {
      // @ts-expect-error no such path
      things.request("GET", "/thing", {}, {}, "x");
      // @ts-expect-error no such verb there
      things.request("PATCH", "/things", {}, {}, "x");
      // @ts-expect-error the body needs a name
      things.request("POST", "/things", { body: {} }, {}, "x");
      // @ts-expect-error the request needs a body
      things.request("POST", "/things", {}, {}, "x");
      // @ts-expect-error no such property of the body
      things.request("POST", "/things", { body: { name: "x", nam: "y" } }, {}, "x");
      // @ts-expect-error the path needs an id
      things.request("GET", "/things/{id}", { path: {} }, {}, "x");
      // @ts-expect-error the path has no such parameter
      things.request("GET", "/things/{id}", { path: { id: "x", other: "y" } }, {}, "x");
      // @ts-expect-error no query there
      things.request("GET", "/things/{id}", { path: { id: "x" }, query: { a: "b" } }, {}, "x");
      // @ts-expect-error a required query parameter is missing
      things.nextCursorList({ cursor: "cursor", next: "n" }, "/rows", { query: {} }, {}, "x");
      // @ts-expect-error the result is of another type
      const wrong: ApiPromise<boolean> = things.request("GET", "/things/{id}", { path: { id: "x" } }, {}, "x");
      // @ts-expect-error the items are of another type
      const others: CursorPager<Case> = things.cursorList("/things", {}, {}, "x");
      // @ts-expect-error what has no page_info is no list of this kind
      const rows: CursorPager<Row> = things.cursorList("/rows", { query: { resource: "r" } }, {}, "x");
      return [wrong, others, rows];
    });
  });

  test("what can be asked of a call", () => {
    unrun(async () => {
      expectTypeOf(await things.retrieve("x")).toEqualTypeOf<Thing>();
      expectTypeOf(await things.delete("x")).toEqualTypeOf<boolean>();
      expectTypeOf(await things.touch("x")).toEqualTypeOf<undefined>();
      expectTypeOf(await things.retrieve("x").asResponse()).toEqualTypeOf<Response>();
      const { data, requestId, idempotencyKey } = await things.retrieve("x").withResponse();
      expectTypeOf(data).toEqualTypeOf<Thing>();
      expectTypeOf(requestId).toEqualTypeOf<string | undefined>();
      expectTypeOf(idempotencyKey).toEqualTypeOf<string | undefined>();
      expectTypeOf(things.retrieve("x")).toExtend<Promise<Thing>>();
    });
  });
});

describe("results", () => {
  test("a success is told from a failure by ok", () => {
    unrun(async () => {
      const result = await things.retrieve("x").toResult();
      expectTypeOf(result).toEqualTypeOf<Result<Thing, ThingsApiFailure>>();
      if (result.ok) expectTypeOf(result.data).toEqualTypeOf<Thing>();
      else {
        expectTypeOf(result.error).toEqualTypeOf<Fault>();
        expectTypeOf(result.status).toEqualTypeOf<400 | 401 | 404 | 429 | 500>();
        expectTypeOf(result.cause).toEqualTypeOf<APIError>();
      }
      // @ts-expect-error there may be no data
      result.data;
    });
  });

  test("where the contract names no failure, it may be anything", () => {
    unrun(async () => {
      const result = await things.upload(new Blob()).toResult();
      expectTypeOf(result).toEqualTypeOf<Result<File, ApiFailure>>();
      if (result.ok) return;
      expectTypeOf(result.error).toEqualTypeOf<unknown>();
      expectTypeOf(result.status).toEqualTypeOf<number>();
    });
  });

  test("a method may name its failures, and they are told apart by status", () => {
    type Failures = Failure<400, Fault> | Failure<404, { gone: true }>;
    const retrieve = (): ApiPromise<Thing, Failures> =>
      things.request("GET", "/things/{id}", { path: { id: "x" } }, undefined, "x");
    unrun(async () => {
      const result = await retrieve().toResult();
      if (result.ok) return;
      switch (result.status) {
        case 400:
          expectTypeOf(result.error).toEqualTypeOf<Fault>();
          break;
        case 404:
          expectTypeOf(result.error).toEqualTypeOf<{ gone: true }>();
          break;
        default:
          expectTypeOf(result).toBeNever();
      }
    });
  });
});

describe("lists", () => {
  test("pages and items", () => {
    unrun(async () => {
      expectTypeOf(things.list()).toEqualTypeOf<CursorPager<Thing, ThingsApiFailure>>();
      const page = await things.list();
      expectTypeOf(page).toEqualTypeOf<CursorPage<Thing>>();
      expectTypeOf(page.data).toEqualTypeOf<Thing[]>();
      expectTypeOf(page.page_info).toEqualTypeOf<PageInfo>();
      expectTypeOf(await page.getNextPage()).toEqualTypeOf<CursorPage<Thing>>();
      for await (const thing of things.list()) expectTypeOf(thing).toEqualTypeOf<Thing>();
      for await (const thing of page) expectTypeOf(thing).toEqualTypeOf<Thing>();
      for await (const next of things.list().iterPages()) expectTypeOf(next).toEqualTypeOf<CursorPage<Thing>>();
      expectTypeOf(await things.list().toArray({ limit: 3 })).toEqualTypeOf<Thing[]>();
      expectTypeOf(await things.cases()).toEqualTypeOf<IdPage<Case>>();
    });
  });

  test("a next-cursor read keeps the other fields of its answer", () => {
    unrun(async () => {
      const page = await things.rows({ resource: "r" });
      expectTypeOf(page.columns).toEqualTypeOf<string[]>();
      expectTypeOf(page).toExtend<RowsBody>();
      expectTypeOf((await page.getNextPage()).columns).toEqualTypeOf<string[]>();
      for await (const row of page) expectTypeOf(row).toEqualTypeOf<Row>();
    });
  });

  test("parameters are the contract's", () => {
    unrun(() => {
      // @ts-expect-error a required one is missing
      things.rows({});
      // @ts-expect-error no such parameter
      things.list({ limit: 3 });
    });
  });
});

test("options may be passed on as they came, undefined or not", () => {
  const environment: Record<string, string | undefined> = {};
  expectTypeOf({ apiKey: environment.KEY, baseURL: environment.URL }).toExtend<ClientOptions>();
  // @ts-expect-error not a level
  unrun(() => new Things({ logLevel: "verbose" }));
  unrun(() => new Things({ fetch: globalThis.fetch, logger: console, apiKey: async () => "k" }));
  unrun(() => json({}));
});
