import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ConfigurationError, InvalidRequestError, type RequestOptions } from "../../../src/runtime/index.js";
import { client, failureOf, fault, json, KEY, type Things } from "../support.js";

afterEach(() => vi.unstubAllGlobals());

type Act = (things: Things, options: RequestOptions) => PromiseLike<unknown>;

const id = { path: { id: "x" } };
const lists: [string, Act][] = [
  ["list", (things, options) => things.list({ first: 2 }, options)],
  ["walk", (things, options) => things.list({ first: 2 }, options).toArray()],
];
const reads: [string, Act][] = [
  ["method", (things, options) => things.retrieve("x", options)],
  ["list", (things, options) => things.list({}, options)],
  ["path", (things, { body: _, ...options }) => things.http.GET("/things/{id}", { params: id, ...options })],
  ["undocumented path", (things, options) => things.request("GET", "/new/{id}", id, options)],
];
const writes: [string, Act][] = [
  ["method", (things, options) => things.create({ name: "x" }, options)],
  ["undocumented path", (things, options) => things.request("POST", "/things", { body: { name: "x" } }, options)],
];
const page = { data: [{ id: "1" }], page_info: { has_next_page: false } };

describe("apiKey of a call", () => {
  test.each(reads)("by %s: it is sent, and the client's is not", async (_by, act) => {
    const { things, sent } = client([json(page), json(page)]);
    await act(things, { apiKey: " sk_account\n" });
    await act(things, { apiKey: undefined });
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(["Bearer sk_account", `Bearer ${KEY}`]);
  });

  test.each(reads)("by %s: it does where the client has none", async (_by, act) => {
    const { things, sent } = client([json(page)], { apiKey: undefined });
    await act(things, { apiKey: "sk_account" });
    expect(sent[0]?.headers.authorization).toBe("Bearer sk_account");
  });

  test.each(reads.filter(([by]) => by !== "path"))("by %s: it is masked as the client's", async (_by, act) => {
    const { things } = client([fault(403, "sk_account may not do this")]);
    const error = await failureOf(act(things, { apiKey: "sk_account" }));
    expect(error.message).toContain("*** may not do this");
    expect(inspect(error, { depth: 9, showHidden: false })).not.toContain("sk_account");
    expect(JSON.stringify(error)).not.toContain("sk_account");
  });

  test("by path: neither middleware nor fetch sees it but as the header", async () => {
    const seen: unknown[] = [];
    const { things, sent } = client([json({})]);
    things.http.use({ onRequest: (event) => void seen.push({ ...event, request: { ...event.request } }) });
    await things.http.GET("/things/{id}", { params: id, apiKey: "sk_account", timeout: 5, cache: "no-store" });
    expect(seen).toHaveLength(1);
    expect(inspect(seen, { depth: 99 })).not.toMatch(new RegExp(`sk_account|${KEY}`));
    expect(sent[0]?.init).toMatchObject({ cache: "no-store" });
    expect(Object.keys(sent[0]?.init ?? {})).not.toContain("apiKey");
    expect(Object.keys(sent[0]?.init ?? {})).not.toContain("timeout");
  });

  test("a walk sends it with each page", async () => {
    const more = { data: [{ id: "1" }], page_info: { has_next_page: true, end_cursor: "c" } };
    const { things, sent } = client([json(more), json(page)]);
    await things.list({}, { apiKey: "sk_account" }).toArray();
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(Array(2).fill("Bearer sk_account"));
  });

  test("a 401 does not ask the client's function for another one", async () => {
    const apiKey = vi.fn(async () => "sk_client");
    const { things, sent } = client([fault(401)], { apiKey });
    expect(await failureOf(things.retrieve("x", { apiKey: "sk_account" }))).toMatchObject({ status: 401 });
    expect([sent.length, apiKey.mock.calls.length]).toEqual([1, 0]);
  });

  test.each(["", " ", "a b", "a\r\nx: y", null, 7, () => "sk_account"])(
    "%j is refused, and the client's is not sent in its place",
    async (apiKey) => {
      for (const [, act] of reads) {
        const { things, sent } = client([]);
        const error = await failureOf(act(things, { apiKey: apiKey as string }));
        expect(error).toEqual(new ConfigurationError("apiKey must be a non-empty string of visible ASCII characters"));
        expect(sent).toEqual([]);
      }
    },
  );

  test.each(reads)("by %s: a page in a browser may not have it, either", async (_by, act) => {
    vi.stubGlobal("document", {});
    vi.stubGlobal("window", {});
    const { things, sent } = client([json(page)], { apiKey: undefined });
    expect(await failureOf(act(things, { apiKey: "sk_account" }))).toBeInstanceOf(ConfigurationError);
    expect(sent).toEqual([]);
    const allowed = client([json(page)], { apiKey: undefined, dangerouslyAllowBrowser: true });
    await act(allowed.things, { apiKey: "sk_account" });
    expect(allowed.sent[0]?.headers.authorization).toBe("Bearer sk_account");
  });
});

describe("query of a call", () => {
  test.each(reads)("by %s: adds parameters that the contract does not have", async (_by, act) => {
    const { things, sent } = client([json(page)], { defaultQuery: { v: 1, beta: "no" } });
    await act(things, { query: { beta: ["a", "b"], since: new Date(0), none: undefined } });
    expect(new URL(sent[0]!.url).search).toBe("?v=1&beta%5B%5D=a&beta%5B%5D=b&since=1970-01-01T00%3A00%3A00.000Z");
  });

  test.each<[string, Act]>([
    ...lists,
    ["path", (things, { query }) => things.http.GET("/things", { params: { query: { first: 2 } }, query })],
    ["undocumented path", (things, options) => things.request("GET", "/new", { query: { first: 2 } }, options)],
  ])("by %s: what the call has already is refused", async (_by, act) => {
    const { things, sent } = client([]);
    const error = await failureOf(act(things, { query: { first: 3 } }));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error.message).toMatch(/^GET \/\w+: query "first" is given by the call and by its option query$/);
    expect(sent).toEqual([]);
  });

  test("a walk has it on each page, and a cursor in it counts", async () => {
    const more = { data: [{ id: "1" }], page_info: { has_next_page: true, end_cursor: "c2" } };
    const { things, sent } = client([json(more), json(page)]);
    await things.list({ first: 1 }, { query: { beta: "yes", after: "c1" } }).toArray();
    expect(sent.map(({ url }) => new URL(url).search)).toEqual([
      "?first=1&beta=yes&after=c1",
      "?first=1&beta=yes&after=c2",
    ]);
  });
});

describe("body of a call", () => {
  test.each(writes)("by %s: adds properties that the contract does not have", async (_by, act) => {
    const { things, sent } = client([json({})]);
    await act(things, { body: { beta: true, name: undefined } });
    expect(sent[0]?.body).toBe('{"name":"x","beta":true}');
  });

  test.each(writes)("by %s: what the call has already is refused", async (_by, act) => {
    const { things, sent } = client([]);
    const error = await failureOf(act(things, { body: { name: "y" } }));
    expect(error).toEqual(
      new InvalidRequestError('POST /things: body "name" is given by the call and by its option body'),
    );
    expect(sent).toEqual([]);
  });

  test("it is the body of an operation that has none in the contract", async () => {
    const { things, sent } = client([json({})]);
    await things.touch("x", { body: { beta: true } });
    expect([sent[0]?.body, sent[0]?.headers["content-type"]]).toEqual(['{"beta":true}', "application/json"]);
  });

  test("of a form, it is a part", async () => {
    const { things, sent } = client([json({})]);
    await things.upload(new Blob(["x"]), {}, { body: { beta: "yes" } });
    const { body, headers } = sent[0]!;
    const form = await new Response(body as BodyInit, {
      headers: { "content-type": headers["content-type"] ?? "" },
    }).formData();
    expect(form.get("beta")).toBe("yes");
  });

  test("an idempotency key among it counts as one in the body", async () => {
    const { things, sent } = client([json({})]);
    const { idempotencyKey } = await things.createSafely({ name: "x" }, { body: { key: "mine" } }).withResponse();
    expect([sent[0]?.body, idempotencyKey]).toEqual(['{"name":"x","key":"mine"}', "mine"]);
  });

  test("a request that cannot have one refuses it", async () => {
    const { things, sent } = client([]);
    for (const call of [things.retrieve("x", { body: { a: 1 } }), things.list({}, { body: { a: 1 } })])
      expect((await failureOf(call)).message).toMatch(/^GET \/things.*: a request with this method has no body/);
    expect(sent).toEqual([]);
  });

  test("by path, it is the body itself", async () => {
    const { things, sent } = client([json({})]);
    const body = { name: "x", beta: true };
    await things.http.POST("/things", { body });
    expect(sent[0]?.body).toBe('{"name":"x","beta":true}');
  });
});
