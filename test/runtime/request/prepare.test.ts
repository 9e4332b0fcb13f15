import { expect, test } from "vitest";
import { parameters } from "../../../src/runtime/encode/parameters.js";
import { client, json } from "../support.js";

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
