import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RedirectError } from "../../../src/runtime/index.js";
import { client, failureOf, json, networkError } from "../support.js";

/** A response with some members of its own. */
function having(response: Response, members: Record<string, unknown>): Response {
  for (const [name, value] of Object.entries(members)) Object.defineProperty(response, name, { value });
  return response;
}

describe("redirects", () => {
  test.each<[string, Response, number]>([
    ["the first status of them", new Response("moved", { status: 300 }), 300],
    ["308", new Response("moved", { status: 308 }), 308],
    ["the last status of them", new Response("moved", { status: 399 }), 399],
    ["one that a browser hides", having(new Response(null), { type: "opaqueredirect", status: 0, ok: false }), 0],
    ["one that fetch has followed", having(json({}), { redirected: true }), 200],
  ])("%s: refused", async (_name, response, status) => {
    const { things, sent } = client([response]);
    const error = await failureOf(things.retrieve("x"));
    expect(error).toBeInstanceOf(RedirectError);
    expect(error.message).toBe(`${status} GET /things/{id}: redirects are not followed`);
    expect(sent).toHaveLength(1);
  });

  test("304 is none", async () => {
    const error = await failureOf(client([new Response(null, { status: 304 })]).things.retrieve("x"));
    expect([error.name, error.message]).toEqual(["APIError", "304 GET /things/{id}"]);
  });
});

describe("asResponse", () => {
  test("of a response without a body: nothing is left that could end it", async () => {
    const { things, time } = client([new Response(null, { status: 204 })]);
    expect((await things.retrieve("x").asResponse()).status).toBe(204);
    expect(time.pending()).toBe(0);
  });

  test("has the address that the response says", async () => {
    const { things } = client([having(json({}), { url: "https://elsewhere.test/things/x" })]);
    expect((await things.retrieve("x").asResponse()).url).toBe("https://elsewhere.test/things/x");
  });

  test("is the platform's own where `fetch` makes one only when it is asked to", async () => {
    const real = [new Response(null, { status: 204 }), json({})] as const;
    const lazy = real.map((response) => {
      const { status, ok, headers, body } = response;
      return {
        status,
        ok,
        headers,
        body,
        text: () => response.text(),
        toResponse: () => response,
      } as unknown as Response;
    });
    const { things } = client(lazy);
    expect(await things.retrieve("x").asResponse()).toBe(real[0]);
    expect((await things.retrieve("x").withResponse()).response).toBe(real[1]);
  });
});

describe("where the platform hides why a body broke off, as Chromium does", () => {
  const { Response: platform } = globalThis;
  beforeAll(() => {
    globalThis.Response = class extends platform {
      override text(): Promise<string> {
        return super.text().catch(() => {
          throw new TypeError("network error");
        });
      }
    } as typeof Response;
  });
  afterAll(() => {
    globalThis.Response = platform;
  });

  test("a call by path says it all the same", async () => {
    const body = new ReadableStream({ start: (controller) => controller.error(networkError("ECONNRESET")) });
    const { things } = client([new Response(body)]);
    const init = { params: { path: { id: "x" } }, parseAs: "text" } as const;
    const error = await failureOf(things.http.GET("/things/{id}", init));
    expect(error).toMatchObject({ name: "APIConnectionError", code: "ECONNRESET", maybeSent: true });
  });
});

describe("where scripts know no streams, but the `fetch` that is handed in does", () => {
  const { ReadableStream: streams } = globalThis;
  // Made before, as the platform's own needs them.
  const answers = [json({ id: "1" }), json({ id: "2" })];
  beforeAll(() => {
    Reflect.deleteProperty(globalThis, "ReadableStream");
  });
  afterAll(() => {
    globalThis.ReadableStream = streams;
  });

  test("a call has its data", async () => {
    expect(await client([answers[0]!]).things.retrieve("x")).toEqual({ id: "1" });
  });

  test("a response can be read, and its deadline keeps no process alive", async () => {
    const timers = { set: 0, cancelled: 0, unref: 0 };
    const timer = () => {
      timers.set++;
      return Object.assign(() => timers.cancelled++, { unref: () => timers.unref++ });
    };
    const { things } = client([answers[1]!], { platform: { timer } });
    const response = await things.retrieve("x").asResponse();
    expect(await response.json()).toEqual({ id: "2" });
    expect(timers).toEqual({ set: 1, cancelled: 0, unref: 1 });
  });
});
