import { describe, expectTypeOf, test } from "vitest";
import type { paths as DecisionlyPaths } from "../../../generated/decisionly/paths.js";
import type { components, paths as WhopPaths } from "../../../generated/whop/paths.js";
import type { Http } from "../../../src/runtime/index.js";
import type { DisputeStatuses } from "../../../src/whop.js";

/** Checked by the compiler in `npm run check`: nothing here calls a server. */
declare const whop: Http<WhopPaths>;
declare const decisionly: Http<DecisionlyPaths>;
type Json<
  Path extends keyof WhopPaths,
  Verb extends keyof WhopPaths[Path],
  Status extends number,
> = WhopPaths[Path][Verb] extends {
  responses: { [status in Status]: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;

const id = { params: { path: { id: "x" } } };

describe("calls by path have the types of the contract", () => {
  test("a read", () => {
    const call = () => whop.GET("/disputes/{id}", id);
    expectTypeOf<Data<typeof call>>().toEqualTypeOf<components["schemas"]["Dispute"]>();
    expectTypeOf<Data<typeof call>["status"]>().toEqualTypeOf<DisputeStatuses>();
    expectTypeOf<Failure<typeof call>>().toEqualTypeOf<Json<"/disputes/{id}", "get", 404>>();
  });

  test("a list with a required query", () => {
    const query = { params: { query: { company_id: "biz_x" } } };
    const call = () => whop.GET("/disputes", query);
    expectTypeOf<Data<typeof call>>().toEqualTypeOf<Json<"/disputes", "get", 200>>();
    // @ts-expect-error `company_id` is required
    () => whop.GET("/disputes", { params: { query: {} } });
    // @ts-expect-error the second argument is required
    () => whop.GET("/disputes");
  });

  test("a write with a body", () => {
    const body = { amount: 1, currency: "usd", origin_id: "biz_a", destination_id: "biz_b" } as const;
    const call = () => whop.POST("/transfers", { body });
    expectTypeOf<Data<typeof call>>().toEqualTypeOf<Json<"/transfers", "post", 200>>();
    // @ts-expect-error the body lacks required members
    () => whop.POST("/transfers", { body: { amount: 1 } });
    // @ts-expect-error so it does without any
    () => whop.POST("/transfers");
  });

  test("an answer that is no object, and the other ways to read one", () => {
    const call = () => whop.DELETE("/products/{id}", id);
    expectTypeOf<Data<typeof call>>().toEqualTypeOf<boolean>();
    const text = () => whop.GET("/disputes/{id}", { ...id, parseAs: "text" });
    const blob = () => whop.GET("/disputes/{id}", { ...id, parseAs: "blob" });
    expectTypeOf<Data<typeof text>>().toEqualTypeOf<string>();
    expectTypeOf<Data<typeof blob>>().toEqualTypeOf<Blob>();
  });

  test("a call whose parameters are all optional needs no second argument", () => {
    const call = () => decisionly.GET("/v2/issuer/cases");
    expectTypeOf<Data<typeof call>["has_more"]>().toEqualTypeOf<boolean>();
  });

  test("request() takes the verb in either case", () => {
    const lower = () => whop.request("get", "/disputes/{id}", id);
    const upper = () => whop.request("GET", "/disputes/{id}", id);
    expectTypeOf<Data<typeof lower>>().toEqualTypeOf<components["schemas"]["Dispute"]>();
    expectTypeOf<Data<typeof upper>>().toEqualTypeOf<components["schemas"]["Dispute"]>();
  });

  test("a path that has not this verb, or that is not in the contract, is refused", () => {
    // @ts-expect-error there is no such verb
    () => whop.PATCH("/disputes/{id}", id);
    // @ts-expect-error there is no such path
    () => whop.GET("/dispute/{id}", id);
    // @ts-expect-error a path parameter has another name
    () => whop.GET("/disputes/{id}", { params: { path: { ident: "x" } } });
  });
});

type Data<Call extends () => Promise<{ data?: unknown }>> = NonNullable<Awaited<ReturnType<Call>>["data"]>;
type Failure<Call extends () => Promise<{ error?: unknown }>> = NonNullable<Awaited<ReturnType<Call>>["error"]>;
