import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as door from "../../../src/runtime/index.js";
import { VERSION } from "../../../src/runtime/version.js";
import type { Sent } from "../../support/scripted-fetch.js";
import { client, failureOf, fault, json, KEY, networkError } from "../support.js";

test("the version that is sent is the package's", () => {
  const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
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

  test("a form goes out as bytes with its boundary, whatever `fetch` knows of forms", async () => {
    const { things, sent } = client([json({ file_id: "f" })]);
    await things.upload(new File(["x"], "a.pdf"), { category: "receipt" });
    const { body, headers } = sent[0]!;
    expect(body).toBeInstanceOf(Uint8Array);
    const form = await new Response(body as Uint8Array<ArrayBuffer>, { headers }).formData();
    expect([form.get("category"), (form.get("file") as File).name]).toEqual(["receipt", "a.pdf"]);
  });

  test("redirects are never followed, and the caller's fetch options travel along", async () => {
    const { things, sent } = client([json({}), json({})], { fetchOptions: { cache: "no-store", redirect: undefined } });
    await things.retrieve("x");
    await things.retrieve("x", { fetchOptions: { cache: "reload", method: undefined } });
    expect(sent.map(({ init }) => [init.redirect, init.cache, init.method])).toEqual([
      ["manual", "no-store", "GET"],
      ["manual", "reload", "GET"],
    ]);
  });

  test.each([
    ["an Object", {}],
    ["an AbortController", new AbortController()],
    ["a string", "stop"],
    ["0", 0],
  ])("a signal that is %s is refused: it would never end the call", async (got, wrong) => {
    const { things, sent } = client([]);
    const signal = wrong as never;
    const params = { path: { id: "x" } };
    const failures = await Promise.all(
      [
        things.retrieve("x", { signal }),
        things.http.GET("/things/{id}", { params, signal }),
        things.list({}, { signal }),
        things.list({}, { signal }).toArray({ limit: 1 }),
        things.list({}, { signal, prefetch: true }).toArray({ limit: 1 }),
      ].map(failureOf),
    );
    const refusal = new door.ConfigurationError(`signal must be an AbortSignal (got ${got})`);
    expect(failures).toEqual(failures.map(() => refusal));
    expect(sent).toEqual([]);
  });

  test.each(["method", "headers", "body", "signal", "redirect"])(
    "fetchOptions.%s is refused: each request decides it for itself",
    async (field) => {
      const fetchOptions = { [field]: "x" } as never;
      const message = `fetchOptions must not have ${field}, which each request decides for itself`;
      expect(() => client([], { fetchOptions })).toThrow(new door.ConfigurationError(message));
      const { things, sent } = client([]);
      expect((await failureOf(things.retrieve("x", { fetchOptions }))).message).toBe(message);
      const id = { params: { path: { id: "x" } } };
      expect((await failureOf(things.http.GET("/things/{id}", { ...id, fetchOptions }))).message).toBe(message);
      expect(sent).toEqual([]);
    },
  );

  test.each([{ redirect: "follow" }, { method: "DELETE" }])(
    "by path, %j is no field of the call, either",
    async (field) => {
      const { things, sent } = client([]);
      const call = things.http.GET("/things/{id}", { params: { path: { id: "x" } }, ...(field as object) });
      expect(await failureOf(call)).toBeInstanceOf(door.ConfigurationError);
      expect(sent).toEqual([]);
    },
  );

  const collections = [
    new Map([["kinds", "a"]]),
    new URLSearchParams("kinds=a"),
    "kinds=a",
    ["a"],
  ] as unknown as object[];

  test.each(collections)("a query that is %s is refused, and no list comes unfiltered", async (query) => {
    const { things, sent } = client([], { maxRetries: 0 });
    const calls = [
      things.list(query),
      things.list(query, { query: { beta: true } }),
      things.list(query).toArray({ limit: 1 }),
      things.http.GET("/things", { params: { query } }),
      things.request("GET", "/new", { query: query as never }),
    ];
    for (const call of calls)
      expect((await failureOf(call)).message).toMatch(/^GET \/\w+: the query is an? \w+, not an object$/);
    expect(sent).toEqual([]);
  });

  test.each(collections)("client options that are %s are refused, as they would vanish", (value) => {
    const rule = /must be an object \(got an? \w+\)$/;
    expect(() => client([], { defaultQuery: value as never })).toThrow(rule);
    expect(() => client([], { fetchOptions: value as never })).toThrow(rule);
  });

  test.each([
    ["a list", [1]],
    ["text", "a"],
    ["null", null],
    ["a number", 1],
    ["what writes itself", { toJSON: () => ({}) }],
  ])("%s has no place for an idempotency key, and is not sent in pieces", async (_name, body) => {
    const { things, sent } = client([]);
    expect((await failureOf(things.createSafely(body as never))).message).toMatch(
      /^POST \S+: body is .+, to which no idempotency key can be added$/,
    );
    expect(sent).toEqual([]);
  });

  test.each<[string, (values: Record<string, string>) => door.HeaderValues]>([
    ["Headers", (values) => new Headers(values)],
    ["a Map", (values) => new Map(Object.entries(values))],
    ["pairs", (values) => Object.entries(values) as never],
    ["Headers of another realm", (values) => ({ [Symbol.iterator]: () => new Headers(values).entries() }) as never],
  ])("headers can be %s", async (_name, of) => {
    const { things, sent } = client([json({}), json({}), json({}), json({})], { defaultHeaders: of({ "X-App": "1" }) });
    await things.retrieve("x", { headers: of({ "X-Own": "2" }) });
    await things.http.GET("/things/{id}", { params: { path: { id: "x" } }, headers: of({ "X-Own": "2" }) });
    await things.createByKey({ name: "x" }, { headers: of({ "Idempotency-Key": "mine" }) });
    await things.withOptions({ apiKey: undefined }).retrieve("x");
    expect(sent.map(({ headers }) => [headers["x-app"], headers["x-own"], headers["idempotency-key"]])).toEqual([
      ["1", "2", undefined],
      ["1", "2", undefined],
      ["1", undefined, "mine"],
      ["1", undefined, undefined],
    ]);
  });

  test("headers: a Map can remove one, and can say who calls", async () => {
    const { things, sent } = client([json({})], { apiKey: undefined });
    const headers = new Map([
      ["authorization", "Bearer own"],
      ["user-agent", null],
    ]);
    await things.retrieve("x", { headers });
    expect(sent[0]?.headers).toEqual({ accept: "application/json", authorization: "Bearer own" });
  });

  test.each([["text"], [[1, 2]], [[["a", "b"], "c"]], [new Set(["a"])]])(
    "headers: %j has no names, and is refused",
    async (headers) => {
      const { things, sent } = client([]);
      const error = await failureOf(things.retrieve("x", { headers: headers as never }));
      expect(error.message).toMatch(/^headers must be an object, Headers or a Map \(got an? /);
      expect(sent).toEqual([]);
      expect(() => client([], { defaultHeaders: headers as never })).toThrow(/headers must be/);
    },
  );

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
