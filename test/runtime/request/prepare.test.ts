import { expect, test, vi } from "vitest";
import { parameters } from "../../../src/runtime/encode/parameters.js";
import { ClientCore } from "../../../src/runtime/index.js";
import { scriptedFetch } from "../../support/scripted-fetch.js";
import { thingsConfig } from "../../things/client.js";
import type { paths } from "../../things/paths.js";
import { client, failureOf, json } from "../support.js";

test("parameters that an operation writes its own way: path, query and headers, beside the headers of its types", async () => {
  const { things, sent } = client([json({})], { defaultQuery: { "x-all": "1" } });
  const styles = { query: { tags: "pipes" }, header: { "x-list": "list" } } as const;
  const parts = { path: { id: "a/b" }, query: { tags: ["a", "b"] }, header: { "x-list": ["c", "d"] } };
  await things.request("GET", "/things/{id}", parts as never, undefined, {
    id: "retrieveThing",
    write: parameters(styles),
    headers: { accept: "text/csv" },
  });
  expect(sent[0]?.url).toBe("https://api.things.test/v1/things/a%2Fb?x-all=1&tags=a|b");
  expect(sent[0]?.headers).toMatchObject({ accept: "text/csv", "x-list": "c,d" });
});

test("a body that is absent is not given to what would write it", async () => {
  const { things, sent } = client([json({})]);
  const serialize = (): string => "written";
  await things.request(
    "POST",
    "/things/{id}/touch",
    { path: { id: "x" }, serialize } as never,
    undefined,
    "touchThing",
  );
  expect(sent[0]?.init.body).toBeNull();
});

test.each(["GET", "HEAD"] as const)("the option body is refused for %s, which has none", async (method) => {
  const { things, sent } = client([]);
  const call = things.request(
    method as "GET",
    "/things/{id}",
    { path: { id: "x" } },
    { body: { a: 1 } },
    "retrieveThing",
  );
  expect((await failureOf(call)).message).toBe(
    `${method} /things/{id}: a request with this method has no body: leave the option body out`,
  );
  expect(sent).toEqual([]);
});

test("a page in a browser can make a call that needs no key", async () => {
  vi.stubGlobal("document", {});
  vi.stubGlobal("window", {});
  const { fetch, sent } = scriptedFetch(json({}));
  const config = { ...thingsConfig, access: { "GET /things": "optional" } };
  await new ClientCore<paths>(config, { fetch }).request("GET", "/things", {}, {}, "listThing");
  vi.unstubAllGlobals();
  expect(sent).toHaveLength(1);
});
