import { describe, expect, test } from "vitest";
import * as door from "../../../src/runtime/index.js";
import { client, failureOf, fault, json } from "../support.js";

describe("what comes back", () => {
  test.each<[string, Response, unknown]>([
    ["an object", json({ id: "1" }), { id: "1" }],
    ["true", json(true), true],
    ["false", json(false), false],
    ["null", json(null), null],
    ["204", new Response(null, { status: 204 }), undefined],
    ["an empty 200", new Response("", { headers: { "content-type": "application/json" } }), undefined],
    [
      "JSON under another content type",
      new Response('{"id":"1"}', { headers: { "content-type": "text/plain" } }),
      { id: "1" },
    ],
    ["an own __proto__ stays a field", new Response('{"__proto__":{"x":1}}'), JSON.parse('{"__proto__":{"x":1}}')],
  ])("%s", async (_name, answer, want) => {
    const { things } = client([answer]);
    expect(await things.delete("x")).toEqual(want);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test.each([
    ["HTML", "<html>secret page</html>"],
    ["JSON that is cut off", '{"id":"secret'],
  ])("%s is a ResponseParseError that quotes nothing", async (_name, text) => {
    const { things, sent } = client([new Response(text, { headers: { "x-request-id": "req_1" } })]);
    const error = await failureOf(things.retrieve("x"));
    expect(error).toMatchObject({
      name: "ResponseParseError",
      status: 200,
      requestId: "req_1",
      attempts: 1,
      body: text,
    });
    expect(error.message).toBe("200 GET /things/{id}: the server accepted the request, but its response is not JSON");
    expect(error.cause).toBeUndefined();
    expect(sent).toHaveLength(1);
  });

  test("withResponse", async () => {
    const { things } = client([json({ id: "1" }, { headers: { "x-request-id": "req_1" } })]);
    const { data, response, requestId, idempotencyKey, attempts } = await things.retrieve("x").withResponse();
    expect([data, response.status, requestId, idempotencyKey, attempts]).toEqual([
      { id: "1" },
      200,
      "req_1",
      undefined,
      1,
    ]);
  });

  test("asResponse leaves the body to the caller", async () => {
    const { things } = client([new Response("a,b\n1,2", { headers: { "content-type": "text/csv" } })]);
    const response = await things.retrieve("x").asResponse();
    expect([response.bodyUsed, response.headers.get("content-type"), await response.text()]).toEqual([
      false,
      "text/csv",
      "a,b\n1,2",
    ]);
  });

  test("asResponse of an answer without a body", async () => {
    const { things } = client([new Response(null, { status: 204 })]);
    expect((await things.touch("x").asResponse()).status).toBe(204);
  });

  test("a promise that was asked for its response still has its data", async () => {
    const { things, sent } = client([json({ id: "1" })]);
    const call = things.retrieve("x");
    expect((await call.asResponse()).status).toBe(200);
    expect(await call).toEqual({ id: "1" });
    expect(sent).toHaveLength(1);
  });

  test("asResponse throws for a failure as everything else does, once", async () => {
    const unhandled: unknown[] = [];
    const keep = (reason: unknown): number => unhandled.push(reason);
    process.on("unhandledRejection", keep);
    const { things } = client([fault(404)]);
    await expect(things.retrieve("x").asResponse()).rejects.toBeInstanceOf(door.NotFoundError);
    await new Promise(setImmediate);
    process.off("unhandledRejection", keep);
    expect(unhandled).toEqual([]);
  });

  test("a call starts without being awaited, and is made once however often it is asked", async () => {
    const { things, sent } = client([json({ id: "1" })]);
    const call = things.retrieve("x");
    await new Promise(setImmediate);
    expect(sent).toHaveLength(1);
    expect(await Promise.all([call, call.withResponse().then(({ data }) => data), call.finally(() => {})])).toEqual(
      Array(3).fill({ id: "1" }),
    );
    expect(sent).toHaveLength(1);
  });
});
