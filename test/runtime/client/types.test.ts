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
  test("the answer's type is inferred from the contract", () => {
    unrun(async () => {
      const byId = { params: { path: { id: "x" } } };
      expectTypeOf(
        things.call("x", undefined, (http, init) => http.GET("/things/{id}", { ...init, ...byId })),
      ).toEqualTypeOf<ApiPromise<Thing>>();
      expectTypeOf(
        things.call("x", undefined, (http, init) => http.DELETE("/things/{id}", { ...init, ...byId })),
      ).toEqualTypeOf<ApiPromise<boolean>>();
      expectTypeOf(things.call("x", undefined, (http, init) => http.GET("/things", init))).toEqualTypeOf<
        ApiPromise<ThingList>
      >();
    });
  });

  test("a wrong path, verb, body or parameter does not compile", () => {
    unrun(() => {
      // @ts-expect-error no such path
      things.call("x", undefined, (http, init) => http.GET("/thing", { ...init }));
      // @ts-expect-error no such verb there
      things.call("x", undefined, (http, init) => http.PATCH("/things", { ...init }));
      // @ts-expect-error the body needs a name
      things.call("x", undefined, (http, init) => http.POST("/things", { ...init, body: {} }));
      // @ts-expect-error the path needs an id
      things.call("x", undefined, (http, init) => http.GET("/things/{id}", { ...init, params: { path: {} } }));
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
      things.call("x", undefined, (http, init) => http.GET("/things/{id}", { ...init, params: { path: { id: "x" } } }));
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
