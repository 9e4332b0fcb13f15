import { describe, expect, expectTypeOf, test } from "vitest";
import type { ApiPromise, AttemptEvent } from "../../../src/runtime/index.js";
import { APIConnectionError, InvalidRequestError, NotFoundError } from "../../../src/runtime/index.js";
import { client, failureOf, fault, json, KEY, networkError, Things } from "../support.js";

describe("a call that the contract does not have", () => {
  test("has values in path, query and body, each where it belongs", async () => {
    const { things, sent } = client([json({ id: "1" })], { defaultHeaders: { "x-app": "1" } });
    const parts = { path: { id: "a/../b" }, query: { kinds: ["a"] }, body: { name: "x" } };
    const data = await things.request("PUT", "/accounts/{id}", parts, { headers: { "x-own": "2" } });
    expectTypeOf(data).toEqualTypeOf<unknown>();
    expect(data).toEqual({ id: "1" });
    expect(sent[0]).toMatchObject({
      method: "PUT",
      url: "https://api.things.test/v1/accounts/a%2F..%2Fb?kinds%5B%5D=a",
      body: '{"name":"x"}',
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json", "x-app": "1", "x-own": "2" },
    });
  });

  test("starts at once, and needs nothing but method and path", async () => {
    const { things, sent } = client([json(null)]);
    const call = things.request("GET", "/new");
    expectTypeOf(call).toEqualTypeOf<ApiPromise<unknown>>();
    expect(await call).toBeNull();
    expect(sent[0]?.url).toBe("https://api.things.test/v1/new");
  });

  test("can be asked for all that a method can", async () => {
    const { things } = client([
      json({ id: "1" }, { headers: { "x-request-id": "r" } }),
      new Response("text"),
      json({ why: "gone" }, { status: 418 }),
      json({ id: "1" }),
    ]);
    expect(await things.request("GET", "/new").withResponse()).toMatchObject({ requestId: "r", data: { id: "1" } });
    expect(await (await things.request("GET", "/new").asResponse()).text()).toBe("text");
    // No failure is declared, so all are values.
    expect(await things.request("GET", "/new").toResult()).toMatchObject({
      ok: false,
      status: 418,
      error: { why: "gone" },
    });
    expect(await things.request("GET", "/new").toResult()).toMatchObject({ ok: true, data: { id: "1" } });
  });

  test("throws what is no response also from toResult()", async () => {
    const { things } = client([networkError("ECONNRESET"), new Response("text")], { maxRetries: 0 });
    expect(await failureOf(things.request("GET", "/new").toResult())).toBeInstanceOf(APIConnectionError);
    expect(await failureOf(things.request("GET", "/new").toResult())).toMatchObject({ name: "ResponseParseError" });
  });

  test("fails as a method does, under the name of its template", async () => {
    const events: AttemptEvent[] = [];
    const { things } = client([fault(404)], { onAttempt: (event) => events.push(event) });
    const error = await failureOf(things.request("GET", "/accounts/{id}", { path: { id: "acct_1" } }));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ method: "GET", path: "/accounts/{id}", operationId: undefined });
    expect(events).toMatchObject([{ path: "/accounts/{id}", status: 404 }]);
  });

  test.each([
    ["GET", 3],
    ["PUT", 3],
    ["DELETE", 3],
    ["POST", 1],
    ["PATCH", 1],
  ] as const)("%s: a connection that breaks off leaves %i requests", async (method, requests) => {
    const broken = networkError("ECONNRESET");
    const { things, sent } = client([broken, broken, broken]);
    const error = await failureOf(things.request(method, "/new"));
    expect([sent.length, error.maybeSent, error.attempts]).toEqual([requests, true, requests]);
  });

  test("a POST is repeated where the caller says that it does no harm", async () => {
    const { things, sent } = client([fault(500), json({})]);
    await things.request("POST", "/new", { body: {} }, { retry: "always" });
    expect(sent).toHaveLength(2);
  });

  test("one that the contract has after all keeps its idempotency key", async () => {
    const { things, sent } = client([fault(500), json({}), json({})]);
    await things.request("POST", "/safe_things", { body: { name: "x" } });
    expect(sent.map(({ body }) => body)).toEqual(Array(2).fill('{"name":"x","key":"uuid-1"}'));
    const { idempotencyKey } = await things
      .request("POST", "/keyed_things", { body: { name: "x" } }, { idempotencyKey: "mine" })
      .withResponse();
    expect([sent[2]?.headers["idempotency-key"], idempotencyKey]).toEqual(["mine", "mine"]);
  });

  test("one without a place for a key refuses it", async () => {
    const { things, sent } = client([]);
    const call = things.request("POST", "/new", { body: {} }, { idempotencyKey: "mine" });
    expect((await failureOf(call)).message).toBe("POST /new: idempotencyKey is not supported by this operation");
    expect(sent).toEqual([]);
  });
});

describe("what is refused before anything is sent", () => {
  type Arguments = Parameters<Things["request"]>;
  const of = (...given: unknown[]): Arguments => given as unknown as Arguments;

  test.each<[string, Arguments, string]>([
    ["another origin", of("GET", "https://evil.test/a"), 'the path must begin with "/"'],
    ["a query in the path", of("GET", "/a?b=1"), 'the path must begin with "/"'],
    ["a way out of the base path", of("GET", "/../../internal"), 'the path must begin with "/"'],
    ["no path", of("GET"), 'the path must begin with "/"'],
    ["a value that is missing", of("GET", "/a/{id}"), 'path parameter "id" must be a non-empty string'],
    ["a value that would name another resource", of("GET", "/a/{id}", { path: { id: ".." } }), 'path parameter "id"'],
    ["a value without a place", of("GET", "/a", { path: { id: "x" } }), 'the path /a has no parameter "id"'],
    ["a method in small letters", of("post", "/a"), "the method must be GET, PUT, POST"],
    ["a method that does not exist", of("FETCH", "/a"), "the method must be GET, PUT, POST"],
    ["no method", of({ toString: () => "GET" }, "/a"), "the method must be GET, PUT, POST"],
    ["an option among the parts", of("GET", "/a", { timeout: 5 }), '"timeout" is none of path, query and body'],
    ["parts that are none", of("GET", "/a", null), "the third argument must be { path, query, body } (got null)"],
    ["a body of a GET", of("GET", "/a", { body: {} }), "a request with this method has no body"],
    ["what JSON cannot hold", of("POST", "/a", { body: { a: Number.NaN } }), 'body "a" is NaN'],
    ["what a query cannot hold", of("GET", "/a", { query: { a: new Map() } }), 'query "a" is a Map'],
  ])("%s", async (_name, given, message) => {
    const { things, sent } = client([]);
    const error = await failureOf(things.request(...given));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error.message).toContain(message);
    expect(sent).toEqual([]);
  });

  test("a call without a key, which the operation may need", async () => {
    const things = new Things({ apiKey: undefined });
    const error = await failureOf(things.request("GET", "/new"));
    expect(error.message).toBe("GET /new: apiKey is missing: pass it, or set THINGS_API_KEY");
  });

  test("types refuse what they can", () => {
    const things = new Things();
    const wrong = () => [
      // @ts-expect-error no path
      things.request("GET", "new"),
      // @ts-expect-error no method
      things.request("post", "/new"),
      // @ts-expect-error options come last
      things.request("GET", "/new", { timeout: 5 }),
      // @ts-expect-error a path value is text
      things.request("GET", "/new/{id}", { path: { id: 5 } }),
      // @ts-expect-error nothing is known of the result
      things.request("GET", "/new").then(({ id }) => id),
    ];
    expect(wrong).toBeTypeOf("function");
  });
});
