import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { ThingsApi } from "../../things/client.js";
import { failureOf, fakeTime, KEY, networkError, Things } from "../support.js";

/** What a `fetch` may give instead of the platform's `Response`: other packages' responses, and what tests write by hand. */
const DATA = { id: "x" };
const TEXT = JSON.stringify(DATA);

function things(given: unknown): { api: Things; sent: () => number } {
  let count = 0;
  const api = new Things({
    fetch: async () => {
      count++;
      return (typeof given === "function" ? given() : given) as Response;
    },
    platform: fakeTime(),
    logLevel: "off",
  });
  return { api, sent: () => count };
}

const nodeStream = (...chunks: unknown[]): Readable => Readable.from(chunks);
const answers: readonly (readonly [name: string, make: () => unknown])[] = [
  ["json() alone", () => ({ json: async () => DATA })],
  ["json() and ok", () => ({ ok: true, json: async () => DATA })],
  ["json() that is not asynchronous", () => ({ ok: true, status: 200, json: () => DATA })],
  ["text() alone", () => ({ text: async () => TEXT })],
  [
    "text() and headers in an object",
    () => ({ status: 200, headers: { "X-Request-Id": "r" }, text: async () => TEXT }),
  ],
  [
    "text() and headers in a Map",
    () => ({ status: 200, headers: new Map([["X-Request-Id", "r"]]), text: async () => TEXT }),
  ],
  ["text() and headers in pairs", () => ({ status: 200, headers: [["X-Request-Id", "r"]], text: async () => TEXT })],
  ["json() and headers with get alone", () => ({ status: 200, headers: { get: () => null }, json: async () => DATA })],
  [
    "text() and headers with get alone",
    () => ({ status: 200, headers: { get: () => null }, body: null, text: async () => TEXT }),
  ],
  ["a Node stream of bytes", () => ({ status: 200, headers: new Headers(), body: nodeStream(Buffer.from(TEXT)) })],
  [
    "a Node stream of text",
    () => ({ status: 200, headers: new Headers(), body: nodeStream(TEXT.slice(0, 3), TEXT.slice(3)) }),
  ],
  [
    "a Node stream beside text()",
    () => ({ status: 200, body: nodeStream(TEXT), text: () => Promise.reject(new Error("used")) }),
  ],
  ["a web stream without the rest", () => ({ status: 200, body: new Blob([TEXT]).stream() })],
  ["a string as body", () => ({ status: 200, body: TEXT })],
];

describe("a stand-in with", () => {
  test.each(answers)("%s gives the data", async (_name, make) => {
    expect(await things(make()).api.retrieve("x")).toEqual(DATA);
  });

  test.each(answers)("%s gives a real response", async (_name, make) => {
    const response = await things(make()).api.retrieve("x").asResponse();
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.url, await response.json()]).toEqual([
      200,
      "https://api.things.test/v1/things/x",
      DATA,
    ]);
  });

  test.each(answers)("%s works by path", async (_name, make) => {
    const { data } = await things(make()).api.http.GET("/things/{id}", { params: { path: { id: "x" } } });
    expect(data).toEqual(DATA);
  });

  test.each(answers)("%s and a failure's status is a typed error", async (_name, make) => {
    const { api } = things({ ...(make() as object), ok: false, status: 404 });
    expect(await failureOf(api.retrieve("x"))).toMatchObject({ name: "NotFoundError", status: 404, body: DATA });
  });

  test("its request id", async () => {
    for (const [name, make] of answers.filter(([name]) => name.includes("X-") || /object|Map|pairs/.test(name))) {
      expect((await things(make()).api.retrieve("x").withResponse()).requestId, name).toBe("r");
    }
  });

  test("nothing but ok: an empty success; nothing but its opposite: a failure of the server", async () => {
    expect(await things({ ok: true }).api.retrieve("x")).toBeUndefined();
    const error = await failureOf(things({ ok: false, json: async () => ({ message: "no" }) }).api.retrieve("x"));
    expect(error).toMatchObject({ name: "InternalServerError", message: "500 GET /things/{id}: no" });
  });
});

test.each([
  [undefined, "undefined"],
  [null, "null"],
  ["text", "a string"],
  [{ status: 200, body: 5 }, "an Object"],
  [{ status: 200, body: new Map() }, "an Object"],
])("fetch that gives %s is refused with the reason, and the write counts as sent", async (given, what) => {
  const { api, sent } = things(() => given);
  const error = await failureOf(api.create({ name: "x" }));
  expect(error).toMatchObject({
    name: "APIConnectionError",
    message: `POST /things: fetch gave ${what}, which cannot be read as a Response`,
    maybeSent: true,
  });
  expect(sent()).toBe(1);
});

test("a platform without fetch says so, and nothing counts as sent", async () => {
  const { fetch } = globalThis;
  Reflect.deleteProperty(globalThis, "fetch");
  try {
    const error = await failureOf(new Things({ logLevel: "off" }).retrieve("x"));
    expect([error.name, error.message]).toEqual([
      "ConfigurationError",
      "there is no fetch here: pass one as the option fetch",
    ]);
  } finally {
    globalThis.fetch = fetch;
  }
});

describe("a status outside of those that Response takes", () => {
  test.each([600, 700, 999])("%i is a typed error by method, and a response by path", async (status) => {
    const foreign = () => ({
      status,
      ok: false,
      headers: new Headers(),
      body: null,
      text: async () => '{"message":"m"}',
    });
    expect(await failureOf(things(foreign).api.retrieve("x"))).toMatchObject({
      name: "InternalServerError",
      status,
      message: `${status} GET /things/{id}: m`,
    });
    const { error, response } = await things(foreign).api.http.GET("/things/{id}", { params: { path: { id: "x" } } });
    expect([error, response.status, response.ok]).toEqual([{ message: "m" }, status, false]);
  });

  test.each([0, 101])("%i is a typed error", async (status) => {
    const foreign = () => ({ status, ok: false, headers: new Headers(), text: async () => "" });
    expect(await failureOf(things(foreign).api.retrieve("x"))).toMatchObject({ name: "APIError", status });
  });

  test("204 of node-fetch, which has a stream all the same", async () => {
    const none = () => ({ status: 204, ok: true, headers: new Headers(), body: nodeStream(), text: async () => "" });
    expect(await things(none).api.retrieve("x")).toBeUndefined();
    const response = await things(none).api.retrieve("x").asResponse();
    expect([response.status, response.body]).toEqual([204, null]);
  });
});

describe("redirects", () => {
  test.each([
    ["a Node stream as body", () => ({ status: 302, headers: new Headers(), body: nodeStream("moved") })],
    ["a body that cannot be given up", () => stuck(302)],
    [
      "one that fetch has followed",
      () => ({ status: 200, redirected: true, headers: new Headers(), body: null, text: async () => TEXT }),
    ],
  ])("%s: refused, and asked once", async (_name, given) => {
    const { api, sent } = things(given);
    expect(await failureOf(api.retrieve("x"))).toMatchObject({ name: "RedirectError" });
    expect(sent()).toBe(1);
  });
});

describe("giving up", () => {
  test("the caller's cancel does not wait for a body that cannot be given up", async () => {
    const response = await things(() => stuck(200))
      .api.retrieve("x")
      .asResponse();
    await response.body?.cancel();
  });

  test("a Node stream is ended, and so is its request", async () => {
    const body = new PassThrough();
    body.write("{");
    let signal: AbortSignal | null | undefined;
    const fetch = async (_url: string, init: RequestInit) => {
      signal = init.signal;
      // As node-fetch 2 does, also when nobody listens any more.
      signal?.addEventListener("abort", () => body.emit("error", new Error("aborted")));
      return { status: 200, ok: true, headers: new Headers(), body } as unknown as Response;
    };
    const response = await new Things({ fetch }).retrieve("x").asResponse();
    await response.body?.cancel();
    await once(body, "close");
    expect(signal?.aborted).toBe(true);
  });

  test("one that is silent is broken off while it is read", async () => {
    const silent = new PassThrough();
    const response = await things({ status: 200, headers: new Headers(), body: silent }).api.retrieve("x").asResponse();
    const reader = response.body!.getReader();
    void reader.read();
    await reader.cancel();
    await once(silent, "close");
  });
});

test("a Node stream that fails while nobody reads it ends nothing but itself", async () => {
  const body = new PassThrough();
  const response = await things({ status: 200, headers: new Headers(), body }).api.retrieve("x").asResponse();
  const closed = new Promise((resolve) => body.on("close", resolve));
  body.destroy(networkError("ECONNRESET"));
  await closed;
  await expect(response.text()).rejects.toMatchObject({ name: "APIConnectionError", code: "ECONNRESET" });
});

test("a Node stream that nobody wants, and that fails later, does not end the process", async () => {
  const body = new PassThrough();
  await failureOf(things({ status: 302, headers: new Headers(), body }).api.retrieve("x"));
  expect(() => body.emit("error", new Error("late"))).not.toThrow();
});

test("a Node stream that breaks off is a connection that failed", async () => {
  const broken = (): unknown => {
    const body = new PassThrough();
    body.write('{"id":');
    setImmediate(() => body.destroy(networkError("ECONNRESET")));
    return { status: 200, headers: new Headers(), body };
  };
  const { api, sent } = things(broken);
  expect(await failureOf(api.create({ name: "x" }))).toMatchObject({ code: "ECONNRESET", maybeSent: true });
  expect(sent()).toBe(1);
});

test("the deadline of a response that nobody reads lets the process end", async () => {
  const kept = new Set<object>();
  const timer = (_ms: number, _run: () => void) => {
    const id = {};
    kept.add(id);
    return Object.assign(() => kept.delete(id), { unref: () => kept.delete(id) });
  };
  const fetch = async () => Response.json(DATA);
  const api = new Things({ fetch, platform: { timer } });
  await api.retrieve("x").asResponse();
  expect(kept.size).toBe(0);
});

test("a response of the platform has the address of its request where it has none itself", async () => {
  const client = new ThingsApi({ apiKey: KEY, fetch: async () => Response.json(DATA) });
  const { url } = await client.calls.retrieve("x").asResponse();
  expect(url).toBe("https://api.things.test/v1/things/x");
});

/** As a response of which a clone is not read: `cancel` never ends. */
function stuck(status: number): unknown {
  const body = new ReadableStream({ cancel: () => new Promise(() => {}) });
  return { status, headers: new Headers(), body, text: async () => TEXT };
}
