import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as door from "../../src/runtime/index.js";
import { VERSION } from "../../src/runtime/version.js";
import { client, failureOf, fault, json, KEY, networkError, type Sent } from "./support.js";

test("the version that is sent is the package's", () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(VERSION).toBe(version);
});

describe("what is sent", () => {
  test.each<[string, (things: ReturnType<typeof client>["things"]) => PromiseLike<unknown>, Partial<Sent>]>([
    [
      "a read",
      (things) => things.retrieve("a/b"),
      {
        method: "GET",
        url: "https://api.things.test/v1/things/a%2Fb",
        headers: { accept: "application/json", authorization: `Bearer ${KEY}`, "user-agent": `disputekit/${VERSION}` },
        body: undefined,
      },
    ],
    [
      "a JSON body",
      (things) => things.create({ name: "x" }),
      {
        method: "POST",
        url: "https://api.things.test/v1/things",
        headers: {
          accept: "application/json",
          authorization: `Bearer ${KEY}`,
          "user-agent": `disputekit/${VERSION}`,
          "content-type": "application/json",
        },
        body: '{"name":"x"}',
      },
    ],
    ["an optional body left out", (things) => things.update("x"), { method: "PUT", body: "{}" }],
    [
      "no body at all",
      (things) => things.touch("x"),
      {
        method: "POST",
        url: "https://api.things.test/v1/things/x/touch",
        headers: { accept: "application/json", authorization: `Bearer ${KEY}`, "user-agent": `disputekit/${VERSION}` },
        body: undefined,
      },
    ],
    [
      "a query",
      (things) => things.list({ kinds: ["a", "b"], after: null, filters: { k: 1 } }),
      { url: "https://api.things.test/v1/things?kinds%5B%5D=a&kinds%5B%5D=b&after=&filters%5Bk%5D=1" },
    ],
  ])("%s", async (_name, call, want) => {
    const { things, sent } = client([json({ data: [], page_info: { has_next_page: false } })]);
    await call(things);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject(want);
    expect(sent[0]?.headers).toEqual(want.headers ?? sent[0]?.headers);
  });

  test("a form goes out as a form, its content type left to the platform", async () => {
    const { things, sent } = client([json({ file_id: "f" })]);
    await things.upload({ file: new File(["x"], "a.pdf"), category: "receipt" });
    expect(sent[0]?.body).toBeInstanceOf(FormData);
    expect(sent[0]?.body instanceof FormData && sent[0].body.get("category")).toBe("receipt");
    expect(sent[0]?.headers).not.toHaveProperty("content-type");
  });

  test("redirects are never followed, and the caller's fetch options travel along", async () => {
    const { things, sent } = client([json({}), json({})], { fetchOptions: { cache: "no-store", redirect: "follow" } });
    await things.retrieve("x");
    await things.retrieve("x", { fetchOptions: { cache: "reload", method: "DELETE" } });
    expect(sent.map(({ init }) => [init.redirect, init.cache, init.method])).toEqual([
      ["manual", "no-store", "GET"],
      ["manual", "reload", "GET"],
    ]);
  });

  test("headers: the call's win over the client's, theirs over ours, null removes", async () => {
    const { things, sent } = client([json({}), json({})], {
      defaultHeaders: { "X-App": "1", Accept: "application/vnd.x+json", "user-agent": null },
    });
    await things.retrieve("x");
    await things.retrieve("x", { headers: { "x-app": null, authorization: "Bearer other" } });
    expect(sent.map(({ headers }) => headers)).toEqual([
      { accept: "application/vnd.x+json", authorization: `Bearer ${KEY}`, "x-app": "1" },
      { accept: "application/vnd.x+json", authorization: "Bearer other" },
    ]);
  });

  test("the default query goes with each request; a call's own parameters win", async () => {
    const { things, sent } = client([json({}), json({ data: [], page_info: {} })], {
      defaultQuery: { v: 1, first: 5 },
    });
    await things.retrieve("x");
    await things.list({ first: 9 });
    expect(sent.map(({ url }) => new URL(url).search)).toEqual(["?v=1&first=5", "?v=1&first=9"]);
  });
});

describe("what is refused before anything is sent", () => {
  test.each<[string, (things: ReturnType<typeof client>["things"]) => PromiseLike<unknown>]>([
    ["an empty id", (things) => things.retrieve("")],
    ["dot dot", (things) => things.delete("..")],
    ["a missing id", (things) => things.retrieve(undefined as unknown as string)],
    ["NaN in a body", (things) => things.create({ name: "x", amount: Number.NaN })],
    ["NaN in a query", (things) => things.list({ first: Number.NaN })],
    ["a line break in a header", (things) => things.retrieve("x", { headers: { x: "a\r\nb: c" } })],
    [
      "a key for an operation without a place for it",
      (things) => things.create({ name: "x" }, { idempotencyKey: "k" }),
    ],
    ["a timeout of nought", (things) => things.retrieve("x", { timeout: 0 })],
    ["a negative number of retries", (things) => things.retrieve("x", { maxRetries: -1 })],
  ])("%s", async (_name, call) => {
    const { things, sent } = client([]);
    expect(await failureOf(call(things))).toBeInstanceOf(door.ClientError);
    expect(sent).toEqual([]);
  });
});

describe("what comes back", () => {
  test.each<[string, Response, unknown]>([
    ["an object", json({ id: "1" }), { id: "1" }],
    ["true", json(true), true],
    ["false", json(false), false],
    ["null", json(null), null],
    ["204", new Response(null, { status: 204 }), undefined],
    ["an empty 200", new Response("", { headers: { "content-type": "application/json" } }), undefined],
    [
      "JSON under another content type",
      new Response('{"id":"1"}', { headers: { "content-type": "text/plain" } }),
      { id: "1" },
    ],
    ["an own __proto__ stays a field", new Response('{"__proto__":{"x":1}}'), JSON.parse('{"__proto__":{"x":1}}')],
  ])("%s", async (_name, answer, want) => {
    const { things } = client([answer]);
    expect(await things.delete("x")).toEqual(want);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test.each([
    ["HTML", "<html>secret page</html>"],
    ["JSON that is cut off", '{"id":"secret'],
  ])("%s is a ResponseParseError that quotes nothing", async (_name, text) => {
    const { things, sent } = client([new Response(text, { headers: { "x-request-id": "req_1" } })]);
    const error = await failureOf(things.retrieve("x"));
    expect(error).toMatchObject({
      name: "ResponseParseError",
      status: 200,
      requestId: "req_1",
      attempts: 1,
      body: text,
    });
    expect(error.message).toBe("200 GET /things/{id}: the server accepted the request, but its response is not JSON");
    expect(error.cause).toBeUndefined();
    expect(sent).toHaveLength(1);
  });

  test("withResponse", async () => {
    const { things } = client([json({ id: "1" }, { headers: { "x-request-id": "req_1" } })]);
    const { data, response, requestId, idempotencyKey, attempts } = await things.retrieve("x").withResponse();
    expect([data, response.status, requestId, idempotencyKey, attempts]).toEqual([
      { id: "1" },
      200,
      "req_1",
      undefined,
      1,
    ]);
  });

  test("asResponse leaves the body to the caller", async () => {
    const { things } = client([new Response("a,b\n1,2", { headers: { "content-type": "text/csv" } })]);
    const response = await things.retrieve("x").asResponse();
    expect([response.bodyUsed, response.headers.get("content-type"), await response.text()]).toEqual([
      false,
      "text/csv",
      "a,b\n1,2",
    ]);
  });

  test("asResponse of an answer without a body", async () => {
    const { things } = client([new Response(null, { status: 204 })]);
    expect((await things.touch("x").asResponse()).status).toBe(204);
  });

  test("a promise that was asked for its response still has its data", async () => {
    const { things, sent } = client([json({ id: "1" })]);
    const call = things.retrieve("x");
    expect((await call.asResponse()).status).toBe(200);
    expect(await call).toEqual({ id: "1" });
    expect(sent).toHaveLength(1);
  });

  test("asResponse throws for a failure as everything else does, once", async () => {
    const unhandled: unknown[] = [];
    const keep = (reason: unknown): number => unhandled.push(reason);
    process.on("unhandledRejection", keep);
    const { things } = client([fault(404)]);
    await expect(things.retrieve("x").asResponse()).rejects.toBeInstanceOf(door.NotFoundError);
    await new Promise(setImmediate);
    process.off("unhandledRejection", keep);
    expect(unhandled).toEqual([]);
  });

  test("a call starts without being awaited, and is made once however often it is asked", async () => {
    const { things, sent } = client([json({ id: "1" })]);
    const call = things.retrieve("x");
    await new Promise(setImmediate);
    expect(sent).toHaveLength(1);
    expect(await Promise.all([call, call.withResponse().then(({ data }) => data), call.finally(() => {})])).toEqual(
      Array(3).fill({ id: "1" }),
    );
    expect(sent).toHaveLength(1);
  });
});

describe("errors", () => {
  test("every class of them is a static member of the clients", () => {
    const classes = Object.entries(door).filter(([name]) => name.endsWith("Error"));
    expect(classes.length).toBe(19);
    for (const [name, value] of classes) expect(door.ClientCore).toHaveProperty(name, value);
  });

  test.each([
    [400, "BadRequestError", door.BadRequestError],
    [401, "AuthenticationError", door.AuthenticationError],
    [403, "PermissionDeniedError", door.PermissionDeniedError],
    [404, "NotFoundError", door.NotFoundError],
    [409, "ConflictError", door.ConflictError],
    [418, "APIError", door.APIError],
    [422, "UnprocessableEntityError", door.UnprocessableEntityError],
    [429, "RateLimitError", door.RateLimitError],
    [500, "InternalServerError", door.InternalServerError],
    [503, "InternalServerError", door.InternalServerError],
  ])("%i is %s", async (status, name, Class) => {
    const { things } = client([fault(status, "No such thing.", { "x-request-id": "req_1" })], { maxRetries: 0 });
    const error = await failureOf(things.retrieve("secret_id"));
    expect(error).toBeInstanceOf(Class);
    expect(error).toBeInstanceOf(door.APIError);
    expect(error.message).toBe(`${status} GET /things/{id}: No such thing.`);
    expect(error).toMatchObject({
      name,
      status,
      type: "kind",
      code: "a_code",
      param: "a_param",
      requestId: "req_1",
      operationId: "retrieveThing",
      method: "GET",
      path: "/things/{id}",
      attempts: 1,
      body: { error: { type: "kind", message: "No such thing.", code: "a_code", param: "a_param" } },
    });
    expect(error.headers?.get("x-request-id")).toBe("req_1");
  });

  test.each<[string, Response, string, unknown]>([
    [
      "no type",
      json({ error: { message: "m", code: "c" } }, { status: 400 }),
      "400 GET /things/{id}: m",
      { error: { message: "m", code: "c" } },
    ],
    ["flat", json({ message: "m" }, { status: 400 }), "400 GET /things/{id}: m", { message: "m" }],
    [
      "error is a text",
      json({ error: "invalid_token" }, { status: 400 }),
      "400 GET /things/{id}: invalid_token",
      { error: "invalid_token" },
    ],
    ["an array", json(["m"], { status: 400 }), "400 GET /things/{id}", ["m"]],
    ["null", json(null, { status: 400 }), "400 GET /things/{id}", null],
    ["HTML", new Response("<h1>Bad</h1>", { status: 400 }), "400 GET /things/{id}", "<h1>Bad</h1>"],
    ["empty", new Response("", { status: 400 }), "400 GET /things/{id}", undefined],
    [
      "a message with line breaks",
      json({ message: "a\r\nb\u2028c" }, { status: 400 }),
      "400 GET /things/{id}: a b c",
      { message: "a\r\nb\u2028c" },
    ],
    [
      "a message that is no text",
      json({ error: { message: { x: 1 } } }, { status: 400 }),
      "400 GET /things/{id}",
      { error: { message: { x: 1 } } },
    ],
  ])("a body of another shape: %s", async (_name, answer, message, body) => {
    const { things } = client([answer]);
    const error = await failureOf(things.retrieve("x"));
    expect([error.message, error.body]).toEqual([message, body]);
  });

  test("a very long message is cut", async () => {
    const { things } = client([json({ message: "x".repeat(5_000) }, { status: 400 })]);
    expect((await failureOf(things.retrieve("x"))).message).toHaveLength("400 GET /things/{id}: ".length + 500);
  });

  test("a rate limit names its wait", async () => {
    const { things } = client([fault(429, "Try again in 90 seconds.")]);
    expect(await failureOf(things.create({ name: "x" }))).toMatchObject({
      name: "RateLimitError",
      retryAfterMs: 90_000,
      attempts: 1,
    });
  });

  test("no connection", async () => {
    const { things } = client([networkError("ECONNRESET", "read")], { maxRetries: 0 });
    const error = (await failureOf(things.retrieve("x"))) as door.APIConnectionError;
    expect(error).toBeInstanceOf(door.APIConnectionError);
    expect(error).toMatchObject({ name: "APIConnectionError", maybeSent: true, attempts: 1 });
    expect(error.message).toBe("GET /things/{id}: connection failed (ECONNRESET)");
    expect(error.cause).toMatchObject({ code: "ECONNRESET" });
  });

  test("JSON of an error: the printable facts", async () => {
    const { things } = client([fault(404)]);
    expect(JSON.parse(JSON.stringify(await failureOf(things.retrieve("x"))))).toEqual({
      name: "NotFoundError",
      message: "404 GET /things/{id}: No.",
      status: 404,
      type: "kind",
      code: "a_code",
      param: "a_param",
      operationId: "retrieveThing",
      method: "GET",
      path: "/things/{id}",
      attempts: 1,
    });
  });
});

describe("toResult", () => {
  test("a success", async () => {
    const { things } = client([json({ id: "1" }, { headers: { "x-request-id": "req_1" } })]);
    expect(await things.retrieve("x").toResult()).toMatchObject({
      ok: true,
      status: 200,
      data: { id: "1" },
      requestId: "req_1",
    });
  });

  test("a declared failure is a value", async () => {
    const { things } = client([fault(404, "gone")]);
    const result = await things.retrieve("x").toResult();
    expect(result).toMatchObject({ ok: false, status: 404, error: { error: { message: "gone" } } });
    expect(result.ok || result.cause).toBeInstanceOf(door.NotFoundError);
  });

  test.each([
    ["an undeclared status", fault(418)],
    ["an answer that cannot be read", new Response("<", { status: 200 })],
    ["no connection", networkError("ECONNRESET")],
  ])("%s is thrown", async (_name, answer) => {
    const { things } = client([answer], { maxRetries: 0 });
    expect(await failureOf(things.retrieve("x").toResult())).toBeInstanceOf(door.APIError);
  });

  test("an operation's own list of failures counts", async () => {
    const { things } = client([fault(404), fault(418)]);
    const call = () =>
      things.request("GET", "/things/{id}", { path: { id: "x" } }, undefined, { id: "x", failures: [418] });
    expect(await failureOf(call().toResult())).toMatchObject({ status: 404 });
    expect(await call().toResult()).toMatchObject({ ok: false, status: 418 });
  });
});

describe("idempotency keys", () => {
  test.each<[string, string | null | undefined, string | undefined, string]>([
    ["one is made", undefined, undefined, "uuid-1"],
    ["the caller's option is used", undefined, "mine", "mine"],
    ["the caller's field is used", "field", undefined, "field"],
    ["the field wins over the option", "field", "mine", "field"],
    ["null is no key", null, undefined, "uuid-1"],
    ["an empty text is no key", "", undefined, "uuid-1"],
  ])("%s", async (_name, key, idempotencyKey, want) => {
    const { things, sent } = client([json({ id: "1" })]);
    const params = key === undefined ? { name: "x" } : { name: "x", key };
    const answer = await things.createSafely(params, { idempotencyKey }).withResponse();
    expect(answer.idempotencyKey).toBe(want);
    expect(JSON.parse(sent[0]?.body as string)).toEqual({ name: "x", key: want });
    expect(params).toEqual(key === undefined ? { name: "x" } : { name: "x", key });
  });

  test("all attempts carry the same one", async () => {
    const { things, sent } = client([fault(500), networkError("ECONNRESET"), json({ id: "1" })]);
    expect((await things.createSafely({ name: "x" }).withResponse()).attempts).toBe(3);
    expect(sent.map(({ body }) => JSON.parse(body as string).key)).toEqual(["uuid-1", "uuid-1", "uuid-1"]);
  });

  test("two calls have two", async () => {
    const { things, sent } = client([json({}), json({})], { platform: {} });
    await things.createSafely({ name: "x" });
    await things.createSafely({ name: "x" });
    const [first, second] = sent.map(({ body }) => JSON.parse(body as string).key);
    expect(first).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/);
    expect(first).not.toBe(second);
  });
});
