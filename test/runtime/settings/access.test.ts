import { describe, expect, test } from "vitest";
import { ClientCore, type ClientOptions, createHttp } from "../../../src/runtime/index.js";
import { type Answering, scriptedFetch } from "../../support/scripted-fetch.js";
import { thingsConfig } from "../../things/client.js";
import type { paths } from "../../things/paths.js";
import { failureOf, fault, json, KEY } from "../support.js";

/** A client for which `GET /things` has this access, with a call by method and one by path. */
function setUp(access: string, options: ClientOptions, ...answers: Answering[]) {
  const { fetch, sent } = scriptedFetch(...answers);
  const core = new ClientCore<paths>({ ...thingsConfig, access: { "GET /things": access } }, { fetch, ...options });
  const acts = {
    method: (headers = {}) => core.request("GET", "/things", {}, { headers }, "listThing"),
    path: (headers = {}) => createHttp<paths>(core).GET("/things", { headers }),
  };
  return { acts, sent, core };
}

describe.each(["method", "path"] as const)("by %s", (by) => {
  test("optional: without a key nothing is sent in its place", async () => {
    const { acts, sent } = setUp("optional", {}, json({}));
    await acts[by]();
    expect(sent[0]?.headers.authorization).toBeUndefined();
  });

  test("optional: with a key it is sent", async () => {
    const { acts, sent } = setUp("optional", { apiKey: KEY }, json({}));
    await acts[by]();
    expect(sent[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test.each<[string, ClientOptions]>([
    ["a key", { apiKey: KEY }],
    ["no key", {}],
  ])("session: refused with %s, before anything is sent", async (_name, options) => {
    const { acts, sent } = setUp("session", options, json({}));
    const error = await failureOf(acts[by]());
    expect(error.name).toBe("InvalidRequestError");
    expect(error.message).toMatch(/^GET \/things: no API key can call this operation/);
    expect(sent).toEqual([]);
  });

  test("session: the caller's own header goes out as it is", async () => {
    const { acts, sent } = setUp("session", { apiKey: KEY }, json({}));
    await acts[by]({ Authorization: "Bearer session" });
    expect(sent[0]?.headers.authorization).toBe("Bearer session");
  });
});

test.each([
  [401, "an OAuth token", "401 GET /things: No. (this operation accepts no other credentials than an OAuth token)"],
  [403, "an OAuth token", "403 GET /things: No. (this operation accepts no other credentials than an OAuth token)"],
  [404, "an OAuth token", "404 GET /things: No."],
  [401, "optional", "401 GET /things: No."],
])("%i where %s is accepted", async (status, access, message) => {
  const { acts } = setUp(access, { apiKey: KEY }, fault(status));
  expect((await failureOf(acts.method())).message).toBe(message);
});

test("the operations that are not listed need a key", async () => {
  const { core, sent } = setUp("optional", {});
  const error = await failureOf(core.request("GET", "/things/{id}", { path: { id: "x" } }, undefined, "retrieveThing"));
  expect(error.message).toBe("GET /things/{id}: apiKey is missing: pass it, or set THINGS_API_KEY");
  expect(sent).toEqual([]);
});

test("without a key a server's message is quoted as it is", async () => {
  const { acts } = setUp("optional", {}, fault(404, "No such thing."));
  expect((await failureOf(acts.method())).message).toBe("404 GET /things: No such thing.");
});
