import type { Client } from "openapi-fetch";
import { describe, expectTypeOf, test } from "vitest";
import type { paths as DecisionlyPaths } from "../../generated/decisionly/paths.js";
import type { paths as WhopPaths } from "../../generated/whop/paths.js";
import type { Http } from "../../src/runtime/index.js";

/** Checked by the compiler in `npm run check`: nothing here calls a server. */
declare const ours: Http<WhopPaths>;
declare const theirs: Client<WhopPaths>;
declare const ourDecisionly: Http<DecisionlyPaths>;
declare const theirDecisionly: Client<DecisionlyPaths>;

const id = { params: { path: { id: "x" } } };

describe("calls by path have the types that openapi-fetch gives them", () => {
  test("a read", () => {
    const mine = () => ours.GET("/disputes/{id}", id);
    const peer = () => theirs.GET("/disputes/{id}", id);
    expectTypeOf<Data<typeof mine>>().toEqualTypeOf<Data<typeof peer>>();
    expectTypeOf<Failure<typeof mine>>().toEqualTypeOf<Failure<typeof peer>>();
  });

  test("a list with a required query", () => {
    const query = { params: { query: { company_id: "biz_x" } } };
    const mine = () => ours.GET("/disputes", query);
    const peer = () => theirs.GET("/disputes", query);
    expectTypeOf<Data<typeof mine>>().toEqualTypeOf<Data<typeof peer>>();
    // @ts-expect-error `company_id` is required
    () => ours.GET("/disputes", { params: { query: {} } });
    // @ts-expect-error the second argument is required
    () => ours.GET("/disputes");
  });

  test("a write with a body", () => {
    const body = { amount: 1, currency: "usd", origin_id: "biz_a", destination_id: "biz_b" } as const;
    const mine = () => ours.POST("/transfers", { body });
    const peer = () => theirs.POST("/transfers", { body });
    expectTypeOf<Data<typeof mine>>().toEqualTypeOf<Data<typeof peer>>();
    // @ts-expect-error the body lacks required members
    () => ours.POST("/transfers", { body: { amount: 1 } });
    // @ts-expect-error so it does without any
    () => ours.POST("/transfers");
  });

  test("an answer that is no object, and the other ways to read one", () => {
    const mine = () => ours.DELETE("/products/{id}", id);
    expectTypeOf<Data<typeof mine>>().toEqualTypeOf<boolean>();
    const text = () => ours.GET("/disputes/{id}", { ...id, parseAs: "text" });
    const blob = () => ours.GET("/disputes/{id}", { ...id, parseAs: "blob" });
    expectTypeOf<Data<typeof text>>().toEqualTypeOf<string>();
    expectTypeOf<Data<typeof blob>>().toEqualTypeOf<Blob>();
  });

  test("a call whose parameters are all optional needs no second argument", () => {
    const mine = () => ourDecisionly.GET("/v2/issuer/cases");
    const peer = () => theirDecisionly.GET("/v2/issuer/cases");
    expectTypeOf<Data<typeof mine>>().toEqualTypeOf<Data<typeof peer>>();
  });

  test("request() takes the verb in either case", () => {
    const mine = () => ours.request("get", "/disputes/{id}", id);
    const upper = () => ours.request("GET", "/disputes/{id}", id);
    const peer = () => theirs.request("get", "/disputes/{id}", id);
    expectTypeOf<Data<typeof mine>>().toEqualTypeOf<Data<typeof peer>>();
    expectTypeOf<Data<typeof upper>>().toEqualTypeOf<Data<typeof peer>>();
  });

  test("a path that has not this verb, or that is not in the contract, is refused", () => {
    // @ts-expect-error there is no such verb
    () => ours.PATCH("/disputes/{id}", id);
    // @ts-expect-error there is no such path
    () => ours.GET("/dispute/{id}", id);
    // @ts-expect-error a path parameter has another name
    () => ours.GET("/disputes/{id}", { params: { path: { ident: "x" } } });
  });
});

type Data<Call extends () => Promise<{ data?: unknown }>> = NonNullable<Awaited<ReturnType<Call>>["data"]>;
type Failure<Call extends () => Promise<{ error?: unknown }>> = NonNullable<Awaited<ReturnType<Call>>["error"]>;
