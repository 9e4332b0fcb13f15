import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Decisionly } from "../../../src/decisionly.js";
import {
  type APIError,
  type ApiConfig,
  type ApiKey,
  type AttemptEvent,
  ClientCore,
  type ClientOptions,
  credentialsOf,
  keyIn,
} from "../../../src/runtime/index.js";
import { scriptedFetch } from "../../support/scripted-fetch.js";
import { thingsConfig } from "../../things/client.js";
import { client, failureOf, json, type Things } from "../support.js";

/** In the key and in each header of the caller's. It may come out of no call, however the server quotes it. */
const CANARY = "canary5eed";
const KEY = `sk_live_${CANARY}`;
const BASIC = btoa(`${KEY}:`);

/** What was in the request, as a server may quote it. */
const quotes: [string, (sent: Record<string, string>) => string][] = [
  ["the key", () => KEY],
  ["the header", ({ authorization }) => authorization!],
  ["what follows the scheme", ({ authorization }) => authorization!.split(" ")[1]!],
  ["the header without padding", ({ authorization }) => authorization!.replace(/=+$/, "")],
  ["the header in an address", ({ authorization }) => encodeURIComponent(authorization!)],
  ["a header of the call", (sent) => sent["x-own"]!],
  ["a header of the client", (sent) => sent["x-default"]!],
  ["a cookie", () => `session-${CANARY}`],
  ["all headers", (sent) => JSON.stringify(sent)],
];

/** Where it quotes them. */
const places: [string, (text: string) => Response][] = [
  ["message", (text) => json({ error: { message: `Refused ${text}.` } }, { status: 400 })],
  ["code", (text) => json({ error: { message: "No.", code: text } }, { status: 400 })],
  ["type and parameter", (text) => json({ error: { message: "No.", type: text, param: text } }, { status: 400 })],
  ["another property", (text) => json({ error: { message: "No." }, seen: { [text]: [text] } }, { status: 500 })],
  ["JSON with escapes", (text) => new Response(`{"message":"${escapeAll(text)}"}`, { status: 400 })],
  ["text", (text) => new Response(`<p>${text}</p>`, { status: 502 })],
  ["a success that is not JSON", (text) => new Response(`<p>${text}</p>`)],
  [
    "headers",
    (text) => {
      const headers = { "x-request-id": text, "www-authenticate": text, "x-ratelimit-key": text, "retry-after": text };
      return json({ error: { message: "No." } }, { status: 401, headers });
    },
  ],
  ["the request id", (text) => json({}, { status: 404, headers: { "request-id": text.replace(/[^\w.:-]/g, "") } })],
  ["a redirect", (text) => new Response(null, { status: 302, headers: { location: `https://x.test/${text}` } })],
];

const clients: [string, (options: ClientOptions) => (options: object) => PromiseLike<unknown>][] = [
  ["Bearer", (options) => (own) => client([], options).things.retrieve("x", own)],
  ["Basic", (options) => (own) => new Decisionly(options).v2.cases.retrieve("case_1", own)],
  [
    "by path",
    (options) => async (own) => {
      const { error } = await client([], options).things.http.GET("/things/{id}", {
        params: { path: { id: "x" } },
        ...own,
      });
      if (error) throw error;
    },
  ],
];

describe.each(clients)("%s", (_client, callOf) => {
  describe.each(places)("in %s", (_place, answer) => {
    test.each(quotes)("a server quotes %s: nothing of it comes out", async (_quote, quote) => {
      const printed: unknown[] = [];
      const events: AttemptEvent[] = [];
      const print = (...values: unknown[]): unknown => printed.push(...values);
      const { fetch, sent } = scriptedFetch(({ headers }) => answer(quote(headers)));
      const call = callOf({
        apiKey: KEY,
        fetch,
        maxRetries: 0,
        defaultHeaders: { "x-default": `default-${CANARY}`, cookie: `a=session-${CANARY}; b=2` },
        logger: { debug: print, info: print, warn: print, error: print },
        logLevel: "debug",
        onAttempt: (event) => events.push(event),
      });
      const error = await Promise.resolve(call({ headers: { "x-own": `own-${CANARY}` } })).then(
        () => undefined,
        (reason) => reason as APIError,
      );
      expect(sent).toHaveLength(1);
      const text = [...printed, ...events, error, error?.stack, error?.body, error?.headers, error?.requestId]
        .concat(["www-authenticate", "retry-after", "location"].map((name) => error?.headers?.get?.(name)))
        .map((value) => inspect(value, { depth: 9, showHidden: true }))
        .join("\n");
      expect(text).toContain("/");
      for (const secret of [CANARY, BASIC.slice(0, -1), encodeURIComponent(BASIC)]) expect(text).not.toContain(secret);
    });
  });
});

describe("a key in another place", () => {
  const failing = { error: { message: `No ${KEY}, nor ${encodeURIComponent(KEY)}.` } };
  const message = "400 GET /things: No ***, nor ***.";
  const make = (auth: ApiConfig["auth"], options: ClientOptions = {}) => {
    const { fetch, sent } = scriptedFetch(json(failing, { status: 400 }));
    return { sent, client: new ClientCore<object>({ ...thingsConfig, auth }, { apiKey: KEY, fetch, ...options }) };
  };

  test.each(["header", "query", "cookie"] as const)("%s", async (place) => {
    const { client: core, sent } = make(keyIn(place, "key"));
    const error = await failureOf(core.request("GET", "/things"));
    expect([error.message, error.body]).toEqual([message, { error: { message: "No ***, nor ***." } }]);
    expect(sent[0]!.url + JSON.stringify(sent[0]!.headers)).toContain(KEY);
  });

  test.each([` ${KEY}\n`, () => `${KEY}\r\n`, async () => KEY])("credentials of one operation", async (given) => {
    const { client: core, sent } = make("bearer", { credentials: { session: given } });
    const operation = { id: "list", authorize: credentialsOf({ session: keyIn("query", "session") }) };
    const error = await failureOf(core.request("GET", "/things" as never, {} as never, {}, operation));
    expect([error.message, sent[0]!.url]).toEqual([message, `https://api.things.test/v1/things?session=${KEY}`]);
  });

  test.each<[string, ApiKey, string]>([
    ["not a key", "a b", 'credentials["session"] must be a non-empty string of visible ASCII characters'],
    ["empty", () => "\n", 'credentials["session"] must be a non-empty string of visible ASCII characters'],
    [
      "a function that fails",
      () => Promise.reject(new RangeError(KEY)),
      'the credentials["session"] function failed (RangeError)',
    ],
  ])("credentials that are %s are refused without being quoted", async (_name, given, want) => {
    const { client: core, sent } = make("bearer", { credentials: { session: given } });
    const operation = { id: "list", authorize: credentialsOf({ session: "bearer" }) };
    const error = await failureOf(core.request("GET", "/things" as never, {} as never, {}, operation));
    expect([error.name, error.message, sent]).toEqual(["ConfigurationError", want, []]);
  });
});

test("what was masked is still to be read", async () => {
  const { things } = client(
    [
      ({ headers }) =>
        json({ error: { message: `Unknown token ${headers.authorization}, try again` } }, { status: 401 }),
    ],
    { apiKey: KEY },
  );
  const error = await failureOf(things.retrieve("x"));
  expect(error.message).toBe("401 GET /things/{id}: Unknown token Bearer ***, try again");
  expect(error.body).toEqual({ error: { message: "Unknown token Bearer ***, try again" } });
  expect(error.stack).toContain("Unknown token Bearer ***, try again");
});

test("a short key stays where it is a part of a word", async () => {
  const { things } = client([json({ error: { message: "test is not the latest key" } }, { status: 401 })], {
    apiKey: "test",
  });
  expect((await failureOf(things.retrieve("x"))).message).toBe("401 GET /things/{id}: *** is not the latest key");
});

test("the key that was sent counts, not the one that replaced it", async () => {
  const keys = ["first-key-1", "second-key"];
  const { things } = client(
    [json({}, { status: 401 }), json({ error: { message: "second-key, not first-key-1" } }, { status: 401 })],
    { apiKey: () => keys.shift()! },
  );
  expect((await failureOf(things.retrieve("x"))).message).toBe("401 GET /things/{id}: ***, not first-key-1");
});

describe("request ids", () => {
  const run = async (things: Things): Promise<unknown[]> => {
    const { requestId } = await things.retrieve("x").withResponse();
    return [requestId, (await failureOf(things.retrieve("x"))).requestId];
  };

  test.each<[string, Record<string, string>, string | undefined]>([
    ["letters, digits and _.:-", { "x-request-id": "Req_1.a:b-2" }, "Req_1.a:b-2"],
    ["128 characters", { "x-request-id": "a".repeat(128) }, "a".repeat(128)],
    ["129 characters", { "x-request-id": "a".repeat(129) }, undefined],
    ["a space", { "x-request-id": "a b" }, undefined],
    ["an escape sequence", { "x-request-id": "a\x9b31m" }, undefined],
    ["markup", { "x-request-id": "<script>" }, undefined],
    ["empty", { "x-request-id": "" }, undefined],
    ["the other name", { "request-id": "b" }, "b"],
    ["the other name, where the first has none", { "x-request-id": "a b", "request-id": "b" }, "b"],
    ["none", {}, undefined],
  ])("%s", async (_name, headers, want) => {
    const events: AttemptEvent[] = [];
    const { things } = client([json({}, { headers }), json({}, { status: 400, headers })], {
      onAttempt: (event) => events.push(event),
    });
    expect([...(await run(things)), ...events.map(({ requestId }) => requestId)]).toEqual([want, want, want, want]);
  });
});

test.each([" key-from-file\r\n", "key-from-file\n", "key-from-file"])(
  "white space around a key is no part of it",
  async (apiKey) => {
    for (const given of [apiKey, () => apiKey, async () => apiKey]) {
      const { things, sent } = client([json({})], { apiKey: given });
      await things.retrieve("x");
      expect(sent[0]!.headers.authorization).toBe("Bearer key-from-file");
    }
  },
);

/** As JSON can write any text. */
function escapeAll(text: string): string {
  return [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}
