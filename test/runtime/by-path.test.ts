import { describe, expect, test } from "vitest";
import { APIConnectionError, type AttemptEvent, ClientError } from "../../src/runtime/index.js";
import { client, failureOf, fault, json, KEY, networkError } from "./support.js";

test("a success", async () => {
  const { things, sent } = client([json({ id: "1" }, { headers: { "x-request-id": "r" } })]);
  const { data, error, response } = await things.http.GET("/things/{id}", { params: { path: { id: "a b" } } });
  expect([data, error, response.status, response.headers.get("x-request-id")]).toEqual([
    { id: "1" },
    undefined,
    200,
    "r",
  ]);
  expect(sent[0]).toMatchObject({
    url: "https://api.things.test/v1/things/a%20b",
    headers: { authorization: `Bearer ${KEY}`, accept: "application/json" },
  });
});

test("a failure that the server answers with is a value", async () => {
  const { things } = client([fault(404, "gone", { "x-request-id": "r" })]);
  const { data, error, response } = await things.http.GET("/things/{id}", { params: { path: { id: "x" } } });
  expect([data, response.status, response.headers.get("x-request-id")]).toEqual([undefined, 404, "r"]);
  expect(error?.error.message).toBe("gone");
});

test.each([
  ["without a body", () => new Response(null, { status: 500, headers: { "content-length": "0" } }), "500 GET /things"],
  ["that is text", () => new Response("oops", { status: 500 }), "oops"],
])("a failure %s is never an empty error", async (_name, answer, want) => {
  const { things } = client([answer], { maxRetries: 0 });
  const { data, error } = await things.http.GET("/things");
  expect([data, error]).toEqual([undefined, want]);
});

test("it repeats, and tells the observer its template", async () => {
  const events: AttemptEvent[] = [];
  const { things, sent } = client([fault(500), networkError("ECONNRESET"), json({ id: "1" })], {
    onAttempt: (event) => events.push(event),
  });
  const { data } = await things.http.GET("/things/{id}", { params: { path: { id: "x" } } });
  expect([data, sent.length]).toEqual([{ id: "1" }, 3]);
  expect(events.map(({ path, method, operationId }) => [path, method, operationId])).toEqual(
    Array(3).fill(["/things/{id}", "GET", undefined]),
  );
});

test("a POST is not repeated", async () => {
  const { things, sent } = client([networkError("ECONNRESET")]);
  await expect(things.http.POST("/things", { body: { name: "x" } })).rejects.toBeInstanceOf(APIConnectionError);
  expect(sent[0]).toMatchObject({ body: '{"name":"x"}', headers: { "content-type": "application/json" } });
  expect(sent).toHaveLength(1);
});

test("a call's own options travel in `init`", async () => {
  const { things, sent } = client([fault(500), fault(500)]);
  await things.http.POST("/things", {
    body: { name: "x" },
    retry: "always",
    maxRetries: 1,
    headers: { "x-a": "1", accept: null },
  });
  expect(sent).toHaveLength(2);
  expect(sent[0]?.headers).toMatchObject({ "x-a": "1" });
  expect(sent[0]?.headers).not.toHaveProperty("accept");
});

test("the caller's signal", async () => {
  const { things } = client([() => new Promise(() => {})]);
  const controller = new AbortController();
  const call = things.http.GET("/things", { signal: controller.signal });
  controller.abort();
  expect(await failureOf(call)).toMatchObject({ name: "APIUserAbortError" });
});

test.each<[string, string]>([
  ["is empty", ""],
  ["is dot dot", ".."],
])("a path value that %s is refused", async (_name, id) => {
  const { things, sent } = client([]);
  await expect(things.http.DELETE("/things/{id}", { params: { path: { id } } })).rejects.toBeInstanceOf(ClientError);
  expect(sent).toEqual([]);
});

test("a missing path value is refused", async () => {
  const { things, sent } = client([]);
  await expect(things.http.GET("/things/{id}", {} as never)).rejects.toThrow(
    'GET /things/{id}: path parameter "id" must be a non-empty string other than "." and ".." (got undefined)',
  );
  expect(sent).toEqual([]);
});

test("a success that is not JSON quotes nothing", async () => {
  const { things } = client([new Response("<html>secret")]);
  const error = await failureOf(things.http.GET("/things"));
  expect([error.name, error.message, error.cause]).toEqual([
    "ResponseParseError",
    "200 GET /things: the server accepted the request, but its response is not JSON",
    undefined,
  ]);
});

test("a stream is the caller's to read", async () => {
  const { things } = client([new Response("a,b")]);
  const { data } = await things.http.GET("/things", { parseAs: "stream" });
  expect(await new Response(data).text()).toBe("a,b");
});

test("request() is the same by another name", async () => {
  const { things, sent } = client([json({ id: "1" })]);
  const { data } = await things.http.request("get", "/things/{id}", { params: { path: { id: "x" } } });
  expect([data, sent[0]?.method]).toEqual([{ id: "1" }, "GET"]);
});

test("middleware may add headers, and sees the answer", async () => {
  const { things, sent } = client([json({ id: "1" })]);
  const seen: unknown[] = [];
  things.http.use({
    onRequest({ request, schemaPath }) {
      request.headers.set("x-added", "1");
      seen.push(schemaPath);
      return request;
    },
    onResponse({ response }) {
      seen.push(response.status);
    },
  });
  await things.http.GET("/things");
  expect(sent[0]?.headers).toMatchObject({ "x-added": "1", authorization: `Bearer ${KEY}` });
  expect(seen).toEqual(["/things", 200]);
});

test("a fetch of the call's own gets a Request", async () => {
  const { things, sent } = client([]);
  const urls: string[] = [];
  const { data } = await things.http.GET("/things/{id}", {
    params: { path: { id: "x" } },
    fetch: async (request) => {
      urls.push(request.url);
      return json({ id: request.headers.get("authorization") });
    },
  });
  expect([data?.id, urls, sent.length]).toEqual([`Bearer ${KEY}`, ["https://api.things.test/v1/things/x"], 0]);
});

test("the client is made once, on first use", () => {
  const { things } = client([]);
  expect(things.http).toBe(things.http);
});

describe("a call's own options", () => {
  test("the idempotency key goes where the contract has its field, and is kept across attempts", async () => {
    const { things, sent } = client([networkError("ECONNRESET"), json({ id: "1" })]);
    await things.http.POST("/safe_things", { body: { name: "x" }, idempotencyKey: "order-7" });
    expect(sent.map(({ body }) => body)).toEqual(Array(2).fill('{"name":"x","key":"order-7"}'));
  });

  test("without one, a key is made, as for a method", async () => {
    const { things, sent } = client([json({ id: "1" })]);
    await things.http.POST("/safe_things", { body: { name: "x" } });
    expect(sent[0]?.body).toBe('{"name":"x","key":"uuid-1"}');
  });

  test("a key that has no place is refused", async () => {
    const { things, sent } = client([]);
    await expect(things.http.POST("/things", { body: { name: "x" }, idempotencyKey: "k" })).rejects.toThrow(
      "POST /things: idempotencyKey is not supported by this operation",
    );
    expect(sent).toEqual([]);
  });

  test.each([{ maxItems: 1 }, { maxPages: 1 }, { prefetch: true }])("%o is for lists", async (options) => {
    const { things, sent } = client([]);
    const [name] = Object.keys(options);
    await expect(things.http.GET("/things", options)).rejects.toThrow(
      `GET /things: ${name} is an option of lists, which calls by path are not`,
    );
    expect(sent).toEqual([]);
  });
});
