import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { ClientOptions, RequestOptions } from "../../../src/runtime/index.js";
import { ConflictError, InternalServerError, InvalidRequestError } from "../../../src/runtime/index.js";
import type { Answering } from "../../support/scripted-fetch.js";
import { client, failureOf, fault, json, networkError, type Things } from "../support.js";

type Act = (things: Things, params: { name: string; key?: string }, options?: RequestOptions) => Promise<unknown>;

/** The same call in both ways, for an operation with the header alone and for one with header and field. */
const ways: readonly (readonly [name: string, header: Act, both: Act])[] = [
  [
    "by method",
    (things, ...given) => things.createByKey(...given),
    (things, ...given) => things.createByBoth(...given),
  ],
  [
    "by path",
    (things, body, options) => byPath(things.http.POST("/keyed_things", { ...options, body })),
    (things, body, options) => byPath(things.http.POST("/twice_keyed_things", { ...options, body })),
  ],
];

async function byPath(call: Promise<{ error?: unknown }>): Promise<unknown> {
  return await call;
}

const KEY = "idempotency-key";

describe.each(ways)("%s", (_way, byHeader, byBoth) => {
  test.each<[string, ClientOptions, RequestOptions, string | undefined]>([
    ["one is made", {}, {}, "uuid-1"],
    ["the caller's option", {}, { idempotencyKey: "mine" }, "mine"],
    ["the caller's header, in any case", {}, { headers: { "IDEMPOTENCY-Key": "own" } }, "own"],
    ["the header wins over the option", {}, { idempotencyKey: "mine", headers: { [KEY]: "own" } }, "own"],
    [
      "the option wins over the client's header",
      { defaultHeaders: { [KEY]: "all" } },
      { idempotencyKey: "mine" },
      "mine",
    ],
    ["the client's header", { defaultHeaders: { "Idempotency-Key": "all" } }, {}, "all"],
    ["the key's header alone, among others", {}, { headers: { "x-a": "a", [KEY]: "own", "x-b": "b" } }, "own"],
    ["one is made, beside other headers", { defaultHeaders: { "x-a": "a" } }, { headers: { "x-b": "b" } }, "uuid-1"],
    ["none, by the call's null", {}, { headers: { [KEY]: null } }, undefined],
    ["none, by the client's null", { defaultHeaders: { [KEY]: null } }, {}, undefined],
    [
      "the option in spite of the client's null",
      { defaultHeaders: { [KEY]: null } },
      { idempotencyKey: "mine" },
      "mine",
    ],
    ["255 characters", {}, { idempotencyKey: "k".repeat(255) }, "k".repeat(255)],
  ])("%s", async (_name, options, own, want) => {
    const { things, sent } = client([json({ id: "1" })], options);
    await byHeader(things, { name: "x" }, own);
    expect(sent[0]?.headers[KEY]).toBe(want);
    expect(JSON.parse(sent[0]?.body as string)).toEqual({ name: "x" });
  });

  test("the attempts of a call carry the same one, and are made as for a read", async () => {
    const { things, sent } = client([fault(500), networkError("ECONNRESET"), json({ id: "1" })]);
    await byHeader(things, { name: "x" });
    expect(sent.map(({ headers }) => headers[KEY])).toEqual(["uuid-1", "uuid-1", "uuid-1"]);
  });

  test("the header is a key in spite of the client's null, and what carries it is repeated", async () => {
    const { things, sent } = client([networkError("ECONNRESET"), json({ id: "1" })], {
      defaultHeaders: { [KEY]: null },
    });
    await byHeader(things, { name: "x" }, { headers: { [KEY]: "own" } });
    expect(sent.map(({ headers }) => headers[KEY])).toEqual(["own", "own"]);
  });

  test("without a key nothing is repeated", async () => {
    const { things, sent } = client([networkError("ECONNRESET")]);
    await failureOf(byHeader(things, { name: "x" }, { headers: { [KEY]: null } }));
    expect(sent).toHaveLength(1);
  });

  test.each<[string, { name: string; key?: string }, RequestOptions, string]>([
    ["a new one", { name: "x" }, {}, "uuid-1"],
    ["the option's", { name: "x" }, { idempotencyKey: "mine" }, "mine"],
    ["the header's", { name: "x" }, { headers: { [KEY]: "own" } }, "own"],
    ["the body's", { name: "x", key: "field" }, { idempotencyKey: "mine" }, "field"],
    ["the same in both", { name: "x", key: "one" }, { headers: { [KEY]: "one" } }, "one"],
  ])("header and field have one key: %s", async (_name, params, own, want) => {
    const { things, sent } = client([json({ id: "1" })]);
    await byBoth(things, params, own);
    expect([sent[0]?.headers[KEY], JSON.parse(sent[0]?.body as string).key]).toEqual([want, want]);
  });

  test.each<[string, RequestOptions, string]>([
    ["empty", { idempotencyKey: "" }, "1 to 255 visible ASCII characters (got a string of 0)"],
    ["256 characters", { idempotencyKey: "k".repeat(256) }, "(got a string of 256)"],
    ["a blank", { idempotencyKey: "a b" }, "visible ASCII"],
    ["beyond ASCII", { idempotencyKey: "schlüssel" }, "visible ASCII"],
    ["a line break", { headers: { [KEY]: "a\nb" } }, "visible ASCII"],
    ["no text", { idempotencyKey: 7 as never }, "(got number)"],
  ])("refused: %s", async (_name, own, message) => {
    const { things, sent } = client([]);
    const failure = await failureOf(byHeader(things, { name: "x" }, own));
    expect(failure).toBeInstanceOf(InvalidRequestError);
    expect(failure.message).toMatch(/^POST \/keyed_things: /);
    expect(failure.message).toContain(message);
    expect(sent).toEqual([]);
  });

  test("two keys in two places are refused", async () => {
    const { things, sent } = client([]);
    const failure = await failureOf(byBoth(things, { name: "x", key: "one" }, { headers: { [KEY]: "other" } }));
    expect(failure.message).toBe(
      "POST /twice_keyed_things: the body and the headers have two different idempotency keys",
    );
    expect(sent).toEqual([]);
  });

  test("an operation without the header gets none, and a caller's own is not taken for a key", async () => {
    const { things, sent } = client([json({}), networkError("ECONNRESET")]);
    await things.create({ name: "x" });
    expect(sent[0]?.headers[KEY]).toBeUndefined();
    await failureOf(things.create({ name: "x" }, { headers: { [KEY]: "own" } }));
    expect(sent.map(({ headers }) => headers[KEY])).toEqual([undefined, "own"]);
  });
});

describe("an operation with the field alone", () => {
  test.each<[unknown, string]>([
    ["", "a string of 0"],
    [7, "number"],
  ])("refuses the key %j", async (key, got) => {
    const { things, sent } = client([]);
    const failure = await failureOf(things.createSafely({ name: "x" }, { idempotencyKey: key as string }));
    expect(failure.message).toBe(`POST /safe_things: the idempotency key must be a non-empty string (got ${got})`);
    expect(sent).toEqual([]);
  });

  test("takes one of any length and characters", async () => {
    const { things, sent } = client([json({ id: "1" })]);
    const idempotencyKey = "schl\u00fcssel ".repeat(100);
    await things.createSafely({ name: "x" }, { idempotencyKey });
    expect(JSON.parse(sent[0]?.body as string)).toEqual({ name: "x", key: idempotencyKey });
    expect(sent[0]?.headers[KEY]).toBeUndefined();
  });

  test("has it as its whole body where there is none", async () => {
    const { things, sent } = client([json({ id: "1" })]);
    await things.request("POST", "/safe_things", {} as never, undefined, {
      id: "createThingSafely",
      idempotency: { field: "key" },
    });
    expect(sent[0]?.body).toBe('{"key":"uuid-1"}');
  });
});

test("to a body that takes no property, a key in the header can be added", async () => {
  const { things, sent } = client([json({ id: "1" })]);
  await things.request("POST", "/keyed_things", { body: ["a"] } as never, undefined, {
    id: "createThingByKey",
    idempotency: { header: 255 },
  });
  expect([sent[0]?.body, sent[0]?.headers[KEY]]).toEqual(['["a"]', "uuid-1"]);
});

test("middleware of calls by path may set it: what is sent is what is reported", async () => {
  const { things, sent } = client([networkError("ECONNREFUSED", "connect")], { maxRetries: 0 });
  things.http.use({ onRequest: ({ request }) => request.headers.set("Idempotency-Key", "middle") });
  const failure = await failureOf(things.http.POST("/keyed_things", { body: { name: "x" } }));
  expect([sent[0]?.headers[KEY], failure.idempotencyKey]).toEqual(["middle", "middle"]);
});

describe("the key is given back", () => {
  test("with the response, which says whether it is a replay", async () => {
    const replay = json({ id: "1" }, { headers: { "Idempotent-Replayed": "true" } });
    const { things } = client([json({ id: "1" }), replay]);
    const read = async () => {
      const { idempotencyKey, replayed } = await things.createByKey({ name: "x" }).withResponse();
      return [idempotencyKey, replayed];
    };
    expect([await read(), await read()]).toEqual([
      ["uuid-1", false],
      ["uuid-1", true],
    ]);
  });

  test.each<[string, Answering]>([
    ["a status", fault(418)],
    ["no connection", networkError("ECONNRESET")],
    ["a redirect", new Response(null, { status: 302, headers: { location: "/x" } })],
    ["an answer that cannot be read", new Response("<")],
  ])("on the error: %s", async (_name, answer) => {
    const { things } = client([answer], { maxRetries: 0 });
    const failure = await failureOf(things.createByKey({ name: "x" }));
    expect(failure.idempotencyKey).toBe("uuid-1");
    // It may say something of the caller's business.
    expect(JSON.stringify(failure) + inspect(failure)).not.toContain("uuid-1");
  });

  test("on both results of toResult(), and with its cause", async () => {
    const { things } = client([json({ id: "1" }), fault(404)]);
    expect(await things.createByKey({ name: "x" }).toResult()).toMatchObject({ ok: true, idempotencyKey: "uuid-1" });
    expect(await things.createByKey({ name: "x" }).toResult()).toMatchObject({
      ok: false,
      idempotencyKey: "uuid-1",
      cause: expect.objectContaining({ idempotencyKey: "uuid-1" }),
    });
  });
});

test.each<[string, Answering, (things: Things) => Promise<unknown>, string]>([
  [
    "by header",
    fault(409, "Wait."),
    (things) => things.createByKey({ name: "x" }),
    "409 POST /keyed_things: Wait. (a call with this key is still running or its outcome is unknown)",
  ],
  [
    "by header, and no word of the server's",
    new Response(null, { status: 409 }),
    (things) => things.createByKey({ name: "x" }),
    "409 POST /keyed_things (a call with this key is still running or its outcome is unknown)",
  ],
  ["by field", fault(409, "Wait."), (things) => things.createSafely({ name: "x" }), "409 POST /safe_things: Wait."],
  [
    "without the header",
    fault(409, "Wait."),
    (things) => things.createByKey({ name: "x" }, { headers: { [KEY]: null } }),
    "409 POST /keyed_things: Wait.",
  ],
])("a 409 to a call %s", async (_name, answer, act, want) => {
  const { things } = client([answer]);
  const failure = await failureOf(act(things));
  expect(failure).toBeInstanceOf(ConflictError);
  expect(failure.message).toBe(want);
});

test("another status says nothing of the key", async () => {
  const { things } = client([fault(500, "Oh.")], { maxRetries: 0 });
  const failure = await failureOf(things.createByKey({ name: "x" }));
  expect(failure).toBeInstanceOf(InternalServerError);
  expect(failure.message).toBe("500 POST /keyed_things: Oh.");
});
