import { describe, expect, test } from "vitest";
import type { AttemptEvent, ClientOptions, RequestOptions } from "../../../src/runtime/index.js";
import { APIConnectionTimeoutError, NotFoundError } from "../../../src/runtime/index.js";
import type { Answering, Sent } from "../../support/scripted-fetch.js";
import { client, failureOf, fault, json, networkError, type Things } from "../support.js";

type Act = (things: Things, options?: RequestOptions) => PromiseLike<unknown>;
const get: Act = (things, options) => things.retrieve("x", options);
const put: Act = (things, options) => things.update("x", {}, options);
const remove: Act = (things, options) => things.delete("x", options);
const post: Act = (things, options) => things.create({ name: "x" }, options);
const safePost: Act = (things, options) => things.createSafely({ name: "x" }, options);

const refused = networkError("ECONNREFUSED", "connect");
const reset = networkError("ECONNRESET", "read");
/** An answer whose body breaks off. */
const broken = (): Response =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"id":'));
        controller.error(networkError("ECONNRESET", "read"));
      },
    }),
  );
/** Never answers, whatever the signal says. */
const stalled = (): Promise<Response> => new Promise(() => {});
/** Answers, and then sends no body. */
const stalledBody = (): Response => new Response(new ReadableStream({ start() {} }));

describe("how often a request is sent", () => {
  test.each<[string, Act, Answering, number, RequestOptions?]>([
    ["GET after 500", get, () => fault(500), 3],
    ["GET after 408", get, () => fault(408), 3],
    ["GET after 429", get, () => fault(429), 3],
    ["GET after 409", get, () => fault(409), 1],
    ["GET after 404", get, () => fault(404), 1],
    ["GET after a reset", get, reset, 3],
    ["GET after a broken body", get, broken, 3],
    ["GET after a stalled answer", get, stalled, 3],
    ["GET after a stalled body", get, stalledBody, 3],
    ["GET after no JSON", get, () => new Response("<"), 1],
    ["GET after a redirect", get, () => new Response(null, { status: 302 }), 1],
    ["GET, never", get, () => fault(500), 1, { retry: "never" }],
    ["GET, five retries", get, () => fault(500), 6, { maxRetries: 5 }],
    ["GET, no retries", get, () => fault(500), 1, { maxRetries: 0 }],
    ["PUT after 503", put, () => fault(503), 3],
    ["DELETE after a reset", remove, reset, 3],
    ["POST after 500", post, () => fault(500), 1],
    ["POST after 503", post, () => fault(503), 1],
    ["POST after 408", post, () => fault(408), 1],
    ["POST after a reset", post, reset, 1],
    ["POST after a broken body", post, broken, 1],
    ["POST after a stalled answer", post, stalled, 1],
    ["POST after a failure that nobody knows", post, new TypeError("Failed to fetch"), 1],
    ["POST after a refused connection", post, refused, 3],
    ["POST after 429", post, () => fault(429), 3],
    ["POST, always", post, () => fault(500), 3, { retry: "always" }],
    ["POST, always, after a reset", post, reset, 3, { retry: "always" }],
    ["POST, never, after a refused connection", post, refused, 1, { retry: "never" }],
    ["POST with a key after 500", safePost, () => fault(500), 3],
    ["POST with a key after a reset", safePost, reset, 3],
    ["GET that the server forbids", get, () => fault(500, "", { "x-should-retry": "false" }), 1],
    ["GET that the server asks for", get, () => fault(409, "", { "x-should-retry": "true" }), 3],
    ["POST that the server forbids", post, () => fault(429, "", { "x-should-retry": "false" }), 1],
    ["POST that the server asks for", post, () => fault(500, "", { "x-should-retry": "true" }), 1],
    ["POST with a key that the server asks for", safePost, () => fault(409, "", { "x-should-retry": "true" }), 3],
    ["POST with a key after 400", safePost, () => fault(400), 1],
  ])("%s: %i", async (_name, act, answer, want, options) => {
    const { things, sent, time } = client(Array(10).fill(answer));
    const error = await failureOf(act(things, options));
    expect(sent).toHaveLength(want);
    expect(error.attempts).toBe(want);
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
    expect(time.pending()).toBe(0);
  });

  test("a success after failures", async () => {
    const { things, sent } = client([fault(500), reset, json({ id: "1" })]);
    expect(await things.retrieve("x")).toEqual({ id: "1" });
    expect(sent).toHaveLength(3);
  });

  test.each<[string, (things: Things) => PromiseLike<unknown>]>([
    ["a GET", (things) => things.retrieve("x")],
    ["a POST without a key", (things) => things.create({ name: "x" })],
  ])("%s that never left, after one that was refused, is sent again", async (_name, act) => {
    const { things, sent } = client([fault(429), networkError("ECONNREFUSED", "connect"), json({ id: "1" })]);
    expect(await act(things)).toEqual({ id: "1" });
    expect(sent).toHaveLength(3);
  });

  test("a body that can be read once is sent once", async () => {
    const { things, sent } = client(Array(3).fill(refused));
    const stream = new ReadableStream({ start: (controller) => controller.close() });
    await failureOf(
      things.http.PUT("/things/{id}", { params: { path: { id: "x" } }, body: {}, bodySerializer: () => stream }),
    );
    expect(sent).toHaveLength(1);
  });

  test("a client whose service is down stops repeating", async () => {
    const { things, sent } = client(Array(1_000).fill(() => fault(503, "", { "retry-after-ms": "1" })));
    for (let call = 0; call < 100; call++) await failureOf(things.retrieve("x"));
    // 100 calls, the reserve of 100 repeats, and what the calls have earned.
    expect(sent.length).toBe(219);
  });
});

describe("waits", () => {
  test.each<[string, Answering[], number[]]>([
    ["half of the ceiling, for a random number of 0.5", [fault(500), fault(500), json({})], [250, 500]],
    ["the server's seconds", [fault(503, "", { "retry-after": "7" }), json({})], [7_000]],
    ["the server's date", [fault(503, "", { "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }), json({})], [30_000]],
    ["the seconds of a 429's message", [fault(429, "Try again in 12 seconds."), json({})], [12_000]],
  ])("%s", async (_name, answers, want) => {
    const { things, time } = client(answers, { timeout: Number.POSITIVE_INFINITY });
    await things.retrieve("x");
    expect(time.waits).toEqual(want);
  });

  test("a wait of more than a minute is an error at once", async () => {
    const { things, sent } = client([fault(503, "", { "retry-after": "61" })]);
    expect(await failureOf(things.retrieve("x"))).toMatchObject({ status: 503, retryAfterMs: 61_000 });
    expect(sent).toHaveLength(1);
  });

  test("the caller can end a wait", async () => {
    const controller = new AbortController();
    const { things, sent, time } = client([fault(503, "", { "retry-after": "50" })], {
      onAttempt: () => setImmediate(() => controller.abort()),
    });
    const error = await failureOf(things.retrieve("x", { signal: controller.signal }));
    expect(error).toMatchObject({ name: "APIUserAbortError", attempts: 1 });
    expect([sent.length, time.pending()]).toEqual([1, 0]);
  });
});

describe("limits", () => {
  test.each<[string, Answering]>([
    ["no answer", stalled],
    ["no body", stalledBody],
    ["a failure without its body", () => new Response(new ReadableStream({ start() {} }), { status: 500 })],
  ])("%s within the time: a timeout", async (_name, answer) => {
    const { things, time } = client([answer], { maxRetries: 0 });
    const error = await failureOf(things.retrieve("x", { timeout: 5_000 }));
    expect(error).toMatchObject({
      name: "APIConnectionTimeoutError",
      message: "GET /things/{id}: timed out",
      maybeSent: true,
    });
    expect(time.now() - Date.UTC(2026, 0, 1)).toBe(5_000);
    expect([time.waits, time.pending()]).toEqual([[5_000], 0]);
  });

  test("the default is a minute for each attempt", async () => {
    const { things, time } = client([stalled, json({})]);
    await things.retrieve("x");
    expect(time.waits).toEqual([60_000, 250, 60_000]);
  });

  test("fetch is told of the end", async () => {
    const { things, sent } = client([stalled], { maxRetries: 0 });
    await failureOf(things.retrieve("x"));
    expect(sent[0]?.init.signal?.aborted).toBe(true);
  });

  test.each<[string, Answering]>([
    ["before the answer", stalled],
    ["while the body is read", stalledBody],
  ])("the caller ends a call %s", async (_name, answer) => {
    const controller = new AbortController();
    const { things, sent, time } = client([answer]);
    const call = failureOf(things.retrieve("x", { signal: controller.signal }));
    setImmediate(() => controller.abort(new Error("enough")));
    expect(await call).toMatchObject({
      name: "APIUserAbortError",
      message: "GET /things/{id}: aborted by the caller",
      attempts: 1,
      cause: new Error("enough"),
    });
    expect([sent.length, sent[0]?.init.signal?.aborted, time.pending()]).toEqual([1, true, 0]);
  });

  test.each<[string, unknown]>([
    ["an error", new Error("enough")],
    ["one of a call", new NotFoundError("no", { method: "GET", path: "/", attempts: 1 })],
    ["text", "enough"],
    ["nought", 0],
  ])("the caller's reason is the cause, whatever it is: %s", async (_name, reason) => {
    for (const [answers, attempts] of [
      [[], 0],
      [[stalled], 1],
      [[stalledBody], 1],
      [[fault(503, "", { "retry-after": "50" })], 1],
    ] as const) {
      const controller = new AbortController();
      if (attempts === 0) controller.abort(reason);
      const { things, sent } = client([...answers], { onAttempt: () => setImmediate(() => controller.abort(reason)) });
      const call = failureOf(things.retrieve("x", { signal: controller.signal }));
      setImmediate(() => setImmediate(() => controller.abort(reason)));
      const error = await call;
      expect(error).toMatchObject({ name: "APIUserAbortError", attempts });
      expect([error.cause, sent.length]).toEqual([reason, attempts]);
    }
  });

  test.each<[string, Answering]>([
    ["before the answer", stalled],
    ["while the body is read", stalledBody],
  ])("a signal of AbortSignal.timeout is a timeout: %s", async (_name, answer) => {
    const events: AttemptEvent[] = [];
    const { things, sent } = client([answer], { onAttempt: (event) => events.push(event), platform: {} });
    const timeout = AbortSignal.timeout(1);
    const signal = AbortSignal.any([timeout, new AbortController().signal]);
    const error = await failureOf(things.retrieve("x", { signal }));
    expect(error).toMatchObject({
      name: "APIConnectionTimeoutError",
      message: "GET /things/{id}: timed out by the caller's signal",
      attempts: 1,
      maybeSent: true,
    });
    expect(error).toBeInstanceOf(APIConnectionTimeoutError);
    expect(error.cause).toBe(timeout.reason);
    // The call is over: no other attempt is announced.
    expect([sent.length, events.map(({ retryInMs }) => retryInMs)]).toEqual([1, [undefined]]);
  });

  test("such a signal ends a wait, and a raw body", async () => {
    const waiting = client([fault(503, "", { "retry-after": "50" })], { platform: {} });
    const ended = { signal: AbortSignal.timeout(1) };
    expect(await failureOf(waiting.things.retrieve("x", ended))).toBeInstanceOf(APIConnectionTimeoutError);
    const { things } = client([stalledBody]);
    const controller = new AbortController();
    const response = await things.retrieve("x", { signal: controller.signal }).asResponse();
    setImmediate(() => controller.abort(new DOMException("", "TimeoutError")));
    expect(await failureOf(response.text())).toBeInstanceOf(APIConnectionTimeoutError);
  });

  test.each(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"])(
    "undici's own limit is told as a timeout: %s",
    async (code) => {
      const { things, sent } = client(Array(3).fill(networkError(code)));
      const error = await failureOf(things.retrieve("x"));
      expect(error).toMatchObject({
        name: "APIConnectionTimeoutError",
        message: `GET /things/{id}: timed out by a limit of fetch, not of the client (${code})`,
        code,
        maybeSent: true,
        cause: { code },
      });
      expect(sent).toHaveLength(3);
      expect(await failureOf(client([networkError(code)]).things.create({ name: "x" }))).toMatchObject({ attempts: 1 });
    },
  );

  test("a signal that has fired already: nothing is sent", async () => {
    const { things, sent } = client([]);
    const error = await failureOf(things.retrieve("x", { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: "APIUserAbortError", attempts: 0 });
    expect(sent).toEqual([]);
  });

  test.each<[string, Answering[]]>([
    ["success", [json({})]],
    ["failure", [fault(404)]],
    ["failures, waits and success", [fault(500), reset, json({})]],
    ["timeouts", [stalled, stalledBody, stalled]],
  ])("no timer and no listener is left after %s", async (_name, answers) => {
    const { signal, count } = countedSignal();
    const { things, time } = client(answers);
    await things.retrieve("x", { signal }).catch(() => {});
    expect([count(), time.pending()]).toEqual([0, 0]);
  });

  test("calls that share a signal share one listener, and all end with it", async () => {
    const { signal, count, abort } = countedSignal();
    const { things, sent } = client(Array(50).fill(stalled));
    const calls = Array.from({ length: 50 }, () => failureOf(things.retrieve("x", { signal })));
    await new Promise(setImmediate);
    expect([sent.length, count()]).toEqual([50, 1]);
    abort();
    expect(new Set((await Promise.all(calls)).map(({ name }) => name))).toEqual(new Set(["APIUserAbortError"]));
    expect(count()).toBe(0);
  });

  test.each<[string, (response: Response) => Promise<unknown>]>([
    ["read", (response) => response.text()],
    ["given up", async (response) => response.body?.cancel()],
  ])("a raw body holds its limit until it is %s", async (_name, finish) => {
    const { signal, count } = countedSignal();
    const { things, time } = client([json({ id: "1" })]);
    const response = await things.retrieve("x", { signal }).asResponse();
    expect([count(), time.pending()]).toEqual([1, 1]);
    await finish(response);
    expect([count(), time.pending()]).toEqual([0, 0]);
  });

  test("a raw body that stalls ends with a timeout", async () => {
    const { things } = client([stalledBody], { timeout: 5_000 });
    const response = await things.retrieve("x").asResponse();
    expect(await failureOf(response.text())).toMatchObject({ name: "APIConnectionTimeoutError", maybeSent: true });
  });

  test("a raw body is ended by the caller's signal", async () => {
    const controller = new AbortController();
    const { things } = client([stalledBody]);
    const response = await things.retrieve("x", { signal: controller.signal }).asResponse();
    setImmediate(() => controller.abort());
    expect(await failureOf(response.text())).toMatchObject({ name: "APIUserAbortError", maybeSent: true });
  });
});

describe("key providers", () => {
  const keys = (...values: string[]) => {
    const asked: string[] = [];
    return { asked, apiKey: async () => values[asked.push("asked") - 1] ?? "none" };
  };
  const auth = (sent: Sent[]) => sent.map(({ headers }) => headers.authorization);

  test("asked once for any number of calls", async () => {
    const { apiKey, asked } = keys("k1");
    const { things, sent } = client([json({}), json({}), json({})], { apiKey });
    await Promise.all([things.retrieve("x"), things.retrieve("x")]);
    await things.retrieve("x");
    expect([asked.length, auth(sent)]).toEqual([1, ["Bearer k1", "Bearer k1", "Bearer k1"]]);
  });

  test.each([
    ["GET", get],
    ["POST", post],
  ])("%s after 401: asked again, and sent again at once", async (_name, act) => {
    const { apiKey, asked } = keys("k1", "k2");
    const { things, sent, time } = client([fault(401), json({}), json({})], { apiKey, maxRetries: 0 });
    await act(things);
    await act(things);
    expect([asked.length, auth(sent)]).toEqual([2, ["Bearer k1", "Bearer k2", "Bearer k2"]]);
    expect(time.waits.filter((ms) => ms > 0 && ms < 60_000)).toEqual([]);
  });

  test("a second 401 is the caller's", async () => {
    const { apiKey, asked } = keys("k1", "k2");
    const { things, sent } = client([fault(401), fault(401)], { apiKey });
    expect(await failureOf(things.retrieve("x"))).toMatchObject({ name: "AuthenticationError", attempts: 2 });
    expect([asked.length, sent.length]).toEqual([2, 2]);
  });

  test("many calls that fail together ask once", async () => {
    const { apiKey, asked } = keys("k1", "k2");
    const answer = ({ headers }: Sent): Response =>
      headers.authorization === "Bearer k1" ? fault(401) : json({ id: "1" });
    const { things, sent } = client(Array(60).fill(answer), { apiKey });
    await Promise.all(Array.from({ length: 30 }, () => things.retrieve("x")));
    expect([asked.length, sent.length]).toEqual([2, 60]);
  });

  test("a refusal of the old key that arrives late does not ask again", async () => {
    const { apiKey, asked } = keys("k1", "k2", "k3");
    let refuse: ((answer: Response) => void) | undefined;
    const late = new Promise<Response>((resolve) => {
      refuse = resolve;
    });
    const { things, sent } = client([() => late, fault(401), json({}), json({})], { apiKey, timeout: Infinity });
    const slow = things.retrieve("x");
    await things.retrieve("x");
    refuse?.(fault(401));
    await slow;
    expect([asked.length, auth(sent)]).toEqual([2, ["Bearer k1", "Bearer k1", "Bearer k2", "Bearer k2"]]);
  });

  test("a fixed key is not asked for again", async () => {
    const { things, sent } = client([fault(401)]);
    expect(await failureOf(things.retrieve("x"))).toMatchObject({ status: 401 });
    expect(sent).toHaveLength(1);
  });

  test.each<[string, ClientOptions["apiKey"], string]>([
    ["throws", () => Promise.reject(new RangeError("secret detail")), "the apiKey function failed (RangeError)"],
    [
      "throws at once",
      () => {
        throw new RangeError("secret detail");
      },
      "the apiKey function failed (RangeError)",
    ],
    ["gives nothing", () => "", "apiKey must be a non-empty string of visible ASCII characters"],
    [
      "gives undefined",
      () => undefined as unknown as string,
      "apiKey must be a non-empty string of visible ASCII characters",
    ],
    ["gives a line break", () => "a\nb", "apiKey must be a non-empty string of visible ASCII characters"],
  ])("a provider that %s", async (_name, apiKey, want) => {
    const { things, sent } = client([], { apiKey });
    const error = await failureOf(things.retrieve("x"));
    expect([error.name, error.message, error.cause]).toEqual(["ConfigurationError", want, undefined]);
    expect(sent).toEqual([]);
  });

  test("a provider that failed is asked anew by the next call", async () => {
    let times = 0;
    const { things, sent } = client([json({})], { apiKey: () => (times++ ? "k" : Promise.reject(new Error())) });
    await failureOf(things.retrieve("x"));
    await things.retrieve("x");
    expect(auth(sent)).toEqual(["Bearer k"]);
  });

  test("a provider that hangs is bound by the call's limit", async () => {
    const { things } = client([], { apiKey: () => new Promise(() => {}), maxRetries: 0 });
    const error = await failureOf(things.retrieve("x"));
    expect(error).toMatchObject({ name: "APIConnectionTimeoutError", attempts: 0, maybeSent: false });
  });
});

describe("what can be watched", () => {
  test("each attempt", async () => {
    const events: AttemptEvent[] = [];
    const { things } = client(
      [fault(503, "", { "x-request-id": "r1" }), reset, json({}, { headers: { "x-request-id": "r3" } })],
      {
        onAttempt: (event) => events.push(event),
      },
    );
    await things.retrieve("x");
    const call = { operationId: "retrieveThing", method: "GET", path: "/things/{id}", durationMs: 0 };
    expect(events).toEqual([
      { ...call, attempt: 1, status: 503, requestId: "r1", error: "InternalServerError", retryInMs: 250 },
      { ...call, attempt: 2, status: undefined, requestId: undefined, error: "APIConnectionError", retryInMs: 500 },
      { ...call, attempt: 3, status: 200, requestId: "r3", error: undefined, retryInMs: undefined },
    ]);
  });

  test("log lines by level", async () => {
    const run = async (logLevel: ClientOptions["logLevel"]): Promise<unknown[]> => {
      const lines: unknown[] = [];
      const write =
        (level: string) =>
        (...args: unknown[]) =>
          lines.push([level, ...args]);
      const logger = { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
      const answer = json({}, { headers: { "x-request-id": "r2", "set-cookie": "secret=1" } });
      const { things } = client([fault(500, "", { "x-request-id": "r1" }), answer], { logger, logLevel });
      await things.retrieve("x");
      return lines;
    };
    const lines = [
      "GET /things/{id} 500 InternalServerError in 0 ms, attempt 1, request r1, next in 250 ms",
      "GET /things/{id} 200 in 0 ms, attempt 2, request r2",
    ];
    expect(await run(undefined)).toEqual([]);
    expect(await run("off")).toEqual([]);
    expect(await run("info")).toEqual(lines.map((line) => ["info", line]));
    expect(await run("debug")).toEqual([
      ["debug", lines[0], { "content-type": "application/json", "x-request-id": "r1" }],
      ["debug", lines[1], { "content-type": "application/json", "x-request-id": "r2" }],
    ]);
  });

  test("a logger or an observer that throws does not undo a call", async () => {
    const fail = (): never => {
      throw new Error("full disk");
    };
    const logger = { debug: fail, info: fail, warn: fail, error: fail };
    const { things, sent } = client([json({ id: "1" })], { logger, logLevel: "debug", onAttempt: fail, tracing: fail });
    expect(await things.create({ name: "x" })).toEqual({ id: "1" });
    expect(sent).toHaveLength(1);
  });
});

/** A signal that counts who listens to it. */
function countedSignal(): { signal: AbortSignal; count: () => number; abort: () => void } {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: EventListenerOrEventListenerObject) => {
    listeners.add(listener);
    add(type, listener);
  };
  signal.removeEventListener = (type: string, listener: EventListenerOrEventListenerObject) => {
    listeners.delete(listener);
    remove(type, listener);
  };
  return { signal, count: () => listeners.size, abort: () => controller.abort() };
}
