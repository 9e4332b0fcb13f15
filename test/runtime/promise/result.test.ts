import { describe, expect, test } from "vitest";
import * as door from "../../../src/runtime/index.js";
import { client, failureOf, fault, json, networkError } from "../support.js";

describe("toResult", () => {
  test("a success", async () => {
    const { things } = client([json({ id: "1" }, { headers: { "x-request-id": "req_1" } })]);
    expect(await things.retrieve("x").toResult()).toMatchObject({
      ok: true,
      status: 200,
      data: { id: "1" },
      requestId: "req_1",
    });
  });

  test("a declared failure is a value", async () => {
    const { things } = client([fault(404, "gone")]);
    const result = await things.retrieve("x").toResult();
    expect(result).toMatchObject({ ok: false, status: 404, error: { error: { message: "gone" } } });
    expect(result.ok || result.cause).toBeInstanceOf(door.NotFoundError);
  });

  test.each([
    ["an undeclared status", fault(418)],
    ["an answer that cannot be read", new Response("<", { status: 200 })],
    ["no connection", networkError("ECONNRESET")],
  ])("%s is thrown", async (_name, answer) => {
    const { things } = client([answer], { maxRetries: 0 });
    expect(await failureOf(things.retrieve("x").toResult())).toBeInstanceOf(door.APIError);
  });

  test("an operation's own list of failures counts", async () => {
    const { things } = client([fault(404), fault(418)]);
    const call = () =>
      things.request("GET", "/things/{id}", { path: { id: "x" } }, undefined, { id: "x", failures: [418] });
    expect(await failureOf(call().toResult())).toMatchObject({ status: 404 });
    expect(await call().toResult()).toMatchObject({ ok: false, status: 418 });
  });
});
