import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type ApiConfig, ClientCore } from "../../../src/runtime/index.js";
import { type Sent, scriptedFetch } from "../../support/scripted-fetch.js";
import { thingsConfig } from "../../things/client.js";
import type { paths } from "../../things/paths.js";
import { client, failureOf, json, KEY, type Things } from "../support.js";

const sentBy = async (act: (things: Things) => PromiseLike<unknown>): Promise<Sent> => {
  const { things, sent } = client([json({ id: "1" })]);
  await act(things);
  return sent[0]!;
};
const file = new File(["x"], "a.pdf");

describe("a body", () => {
  test("of a form: its type has the boundary that its bytes have", async () => {
    const { headers, body } = await sentBy((things) => things.upload(file));
    expect(headers["content-type"]).toMatch(/^multipart\/form-data; boundary=./);
    expect(body).toBeInstanceOf(Uint8Array);
  });

  test("that is absent has no type, and goes out as null", async () => {
    const { headers, init } = await sentBy((things) => things.touch("x"));
    expect([headers["content-type"], init.body]).toEqual([undefined, null]);
  });
});

/** Its `fetch` repeats a request by itself when the connection breaks, unless the body is a stream or a Blob. */
describe("on Deno", () => {
  beforeAll(() => {
    Object.assign(globalThis, { Deno: {} });
  });
  afterAll(() => {
    Reflect.deleteProperty(globalThis, "Deno");
  });

  test.each<[string, (things: Things) => PromiseLike<unknown>, string, string | undefined]>([
    ["POST", (things) => things.create({ name: "x" }), '{"name":"x"}', "application/json"],
    ["POST without a body", (things) => things.touch("x"), "", undefined],
    [
      "PATCH",
      (things) => things.request("PATCH" as never, "/things/{id}" as never, { path: { id: "x" }, body: { a: 1 } }),
      '{"a":1}',
      "application/json",
    ],
  ])("what must not arrive twice goes as a Blob: %s", async (_name, act, want, type) => {
    const { body, headers } = await sentBy(act);
    expect(body).toBeInstanceOf(Blob);
    expect([await (body as Blob).text(), headers["content-type"]]).toEqual([want, type]);
  });

  test("a stream goes as it is, for nobody can send it twice", async () => {
    const stream = new ReadableStream({ start: (controller) => controller.close() });
    const init = { body: { name: "x" }, bodySerializer: () => stream };
    expect((await sentBy((things) => things.http.POST("/things", init))).body).toBe(stream);
  });

  test("a form is one already", async () => {
    expect((await sentBy((things) => things.upload(file))).body).toBeInstanceOf(Blob);
  });

  test.each<[string, (things: Things) => PromiseLike<unknown>, unknown]>([
    ["GET", (things) => things.retrieve("x"), undefined],
    ["PUT", (things) => things.update("x", {}), "{}"],
    ["POST with a key", (things) => things.createByKey({ name: "x" }), '{"name":"x"}'],
  ])("what may arrive twice goes as it is: %s", async (_name, act, want) => {
    expect((await sentBy(act)).body).toEqual(want);
  });
});

describe("where an API takes its key", () => {
  const inQuery = (key: string): string => `key=${key}`;
  const inHeader = (key: string, headers: Record<string, string>): string => {
    headers["x-key"] = key;
    return "";
  };
  const query = { kinds: ["a"] };

  test.each<[string, ApiConfig["auth"], object, string, Record<string, string>]>([
    ["bearer", "bearer", {}, "", { authorization: `Bearer ${KEY}` }],
    ["basic", "basic", {}, "", { authorization: `Basic ${btoa(`${KEY}:`)}` }],
    ["a header of its own", inHeader, {}, "", { "x-key": KEY }],
    ["the query", inQuery, {}, `?key=${KEY}`, {}],
    ["the query, behind the call's", inQuery, { query }, `?kinds%5B%5D=a&key=${KEY}`, {}],
  ])("%s", async (_name, auth, parts, search, want) => {
    const { fetch, sent } = scriptedFetch(json({}));
    const core = new ClientCore<paths>({ ...thingsConfig, auth }, { fetch, apiKey: KEY });
    await core.request("GET", "/things", parts, undefined, "listThing");
    const { authorization, "x-key": own } = sent[0]!.headers;
    expect([new URL(sent[0]!.url).search, { authorization, "x-key": own }]).toEqual([search, want]);
  });

  test("an operation that takes none gets none", async () => {
    const { fetch, sent } = scriptedFetch(json({}));
    const config = { ...thingsConfig, access: { "GET /things": "none" } };
    await new ClientCore<paths>(config, { fetch, apiKey: KEY }).request("GET", "/things", {}, undefined, "listThing");
    expect([sent[0]?.url, sent[0]?.headers.authorization]).toEqual(["https://api.things.test/v1/things", undefined]);
  });
});

test("a call is on its way when its method returns, also where the API takes its key in the query", () => {
  const { things, sent } = client([json({ id: "1" })]);
  void things.retrieve("x");
  const inQuery = scriptedFetch(json({}));
  const config = { ...thingsConfig, auth: (key: string) => `key=${key}` };
  void new ClientCore<paths>(config, { fetch: inQuery.fetch, apiKey: KEY }).request("GET", "/things", {}, {}, "list");
  expect([sent.length, inQuery.sent.length]).toEqual([1, 1]);
});

test("a page in a browser leaves the header `user-agent` to the browser", async () => {
  vi.stubGlobal("document", {});
  vi.stubGlobal("window", {});
  const { things, sent } = client([json({ id: "1" })], { dangerouslyAllowBrowser: true });
  vi.unstubAllGlobals();
  await things.retrieve("x");
  expect(Object.keys(sent[0]!.headers)).not.toContain("user-agent");
});

test("a call that was ended while its key was asked for is not sent", async () => {
  const controller = new AbortController();
  const apiKey = async (): Promise<string> => {
    controller.abort();
    return KEY;
  };
  const { things, sent } = client([json({})], { apiKey });
  const error = await failureOf(things.retrieve("x", { signal: controller.signal }));
  await new Promise(setImmediate);
  expect([error.name, error.attempts, sent]).toEqual(["APIUserAbortError", 0, []]);
});
