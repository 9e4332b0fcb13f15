import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Decisionly } from "../../../src/decisionly.js";
import { Whop } from "../../../src/whop.js";
import { scriptedFetch } from "../../support/scripted-fetch.js";
import { client, json, KEY } from "../support.js";

/** One that passes all on, and is the `this` of whatever is called through it. */
const shallow = <T extends object>(target: T): T => new Proxy(target, {});

/** The same for all that is reached through it, as reactive frameworks do. */
function deep<T extends object>(target: T): T {
  return new Proxy(target, {
    get(of, key, receiver) {
      const value: unknown = Reflect.get(of, key, receiver);
      return typeof value === "object" && value !== null ? deep(value) : value;
    },
  });
}

const page = (ids: string[], next: string | null) =>
  json({ data: ids.map((id) => ({ id })), page_info: { has_next_page: next !== null, end_cursor: next } });

describe.each([
  ["shallow", shallow],
  ["deep", deep],
] as const)("a %s Proxy", (_name, wrap) => {
  test("around a client calls methods, lists and paths", async () => {
    const { things, sent } = client([json({ id: "1" }), page(["1"], null), json({ id: "1" })]);
    const proxy = wrap(things);
    expect(await proxy.calls.retrieve("1")).toEqual({ id: "1" });
    expect(await proxy.calls.list().toArray()).toEqual([{ id: "1" }]);
    expect((await proxy.http.GET("/things/{id}", { params: { path: { id: "1" } } })).data).toEqual({ id: "1" });
    expect(proxy.keyStartsWith("sk_")).toBe(true);
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`Bearer ${KEY}`));
  });

  test("around a client has the middleware that was added to it", async () => {
    const { things, sent } = client([json({})]);
    things.http.use({ onRequest: ({ request }) => request.headers.set("x-seen", "yes") });
    await wrap(things).http.GET("/things/{id}", { params: { path: { id: "1" } } });
    expect(sent[0]?.headers["x-seen"]).toBe("yes");
  });

  test("around a page walks on", async () => {
    const { things } = client([page(["1"], "c"), page(["2"], null), page(["2"], null)]);
    const proxy = wrap(await things.list());
    expect(proxy.data).toEqual([{ id: "1" }]);
    expect(proxy.hasNextPage()).toBe(true);
    expect((await proxy.getNextPage()).data).toEqual([{ id: "2" }]);
    const ids: unknown[] = [];
    for await (const { id } of proxy) ids.push(id);
    expect(ids).toEqual(["1", "2"]);
  });

  test("around the clients of the entries works with what is written by hand", async () => {
    const { fetch, sent } = scriptedFetch(json({ id: "file_1", file_id: "f" }));
    const proxy = wrap(new Decisionly({ apiKey: "test_k", fetch }));
    expect(proxy.isTestMode).toBe(true);
    await proxy.v1.files.upload(new TextEncoder().encode("%PDF-1.7"));
    expect(sent[0]?.url).toBe("https://api.decisionly.com/v1/issuer/files");

    const whop = wrap(new Whop({ apiKey: "k", webhookKey: "ws_0123456789abcdef", appID: "app_1", fetch }));
    const refused = whop.webhooks.unwrap("{}", { headers: {} });
    await expect(refused).rejects.toMatchObject({ name: "WebhookVerificationError", reason: "missing-header" });
    await expect(whop.verifyUserToken("a.b.c", { publicKey: "{}" })).rejects.toThrow(/publicKey/);
  });
});

test("what makes that work shows nowhere", async () => {
  const { things } = client([page(["1"], null)]);
  const shown = inspect([things, things.calls, await things.list()], { depth: 9 });
  expect(shown).not.toMatch(/_engine|_client|self|sk_/);
  expect(Object.keys(things.calls)).toEqual([]);
  expect(JSON.stringify(things)).not.toContain(KEY);
});
