import { describe, expect, test } from "vitest";
import * as door from "../../../src/runtime/index.js";
import { client, failureOf, fault, json, networkError } from "../support.js";

describe("errors", () => {
  test("every class of them is a static member of the clients", () => {
    // The helpers for amounts throw the other; no call does.
    const classes = Object.entries(door).filter(([name]) => name.endsWith("Error") && name !== "MoneyError");
    expect(classes.length).toBe(20);
    for (const [name, value] of classes) expect(door.ClientCore).toHaveProperty(name, value);
  });

  test.each([
    [400, "BadRequestError", door.BadRequestError],
    [401, "AuthenticationError", door.AuthenticationError],
    [403, "PermissionDeniedError", door.PermissionDeniedError],
    [404, "NotFoundError", door.NotFoundError],
    [409, "ConflictError", door.ConflictError],
    [410, "GoneError", door.GoneError],
    [418, "APIError", door.APIError],
    [422, "UnprocessableEntityError", door.UnprocessableEntityError],
    [429, "RateLimitError", door.RateLimitError],
    [500, "InternalServerError", door.InternalServerError],
    [503, "InternalServerError", door.InternalServerError],
  ])("%i is %s", async (status, name, Class) => {
    const { things } = client([fault(status, "No such thing.", { "x-request-id": "req_1" })], { maxRetries: 0 });
    const error = await failureOf(things.retrieve("secret_id"));
    expect(error).toBeInstanceOf(Class);
    expect(error).toBeInstanceOf(door.APIError);
    expect(error.message).toBe(`${status} GET /things/{id}: No such thing.`);
    expect(error).toMatchObject({
      name,
      status,
      type: "kind",
      code: "a_code",
      param: "a_param",
      requestId: "req_1",
      operationId: "retrieveThing",
      method: "GET",
      path: "/things/{id}",
      attempts: 1,
      body: { error: { type: "kind", message: "No such thing.", code: "a_code", param: "a_param" } },
    });
    expect(error.headers?.get("x-request-id")).toBe("req_1");
  });

  test.each<[string, Response, string, unknown]>([
    [
      "no type",
      json({ error: { message: "m", code: "c" } }, { status: 400 }),
      "400 GET /things/{id}: m",
      { error: { message: "m", code: "c" } },
    ],
    ["flat", json({ message: "m" }, { status: 400 }), "400 GET /things/{id}: m", { message: "m" }],
    [
      "error is a text",
      json({ error: "invalid_token" }, { status: 400 }),
      "400 GET /things/{id}: invalid_token",
      { error: "invalid_token" },
    ],
    ["an array", json(["m"], { status: 400 }), "400 GET /things/{id}", ["m"]],
    ["null", json(null, { status: 400 }), "400 GET /things/{id}", null],
    ["HTML", new Response("<h1>Bad</h1>", { status: 400 }), "400 GET /things/{id}", "<h1>Bad</h1>"],
    ["empty", new Response("", { status: 400 }), "400 GET /things/{id}", undefined],
    [
      "a message with line breaks",
      json({ message: "a\r\nb\u2028c" }, { status: 400 }),
      "400 GET /things/{id}: a b c",
      { message: "a\r\nb\u2028c" },
    ],
    [
      "a message that is no text",
      json({ error: { message: { x: 1 } } }, { status: 400 }),
      "400 GET /things/{id}",
      { error: { message: { x: 1 } } },
    ],
  ])("a body of another shape: %s", async (_name, answer, message, body) => {
    const { things } = client([answer]);
    const error = await failureOf(things.retrieve("x"));
    expect([error.message, error.body]).toEqual([message, body]);
  });

  test("a very long message is cut", async () => {
    const { things } = client([json({ message: "x".repeat(5_000) }, { status: 400 })]);
    expect((await failureOf(things.retrieve("x"))).message).toHaveLength("400 GET /things/{id}: ".length + 500);
  });

  test.each([
    ["at the end of the cut", `${"x".repeat(499)}\u{1f600}`, "x".repeat(499)],
    ["before it", "x\u{1f600}y", "x\u{1f600}y"],
  ])("no character is cut in two: one of two code units %s", async (_name, message, want) => {
    const { things } = client([json({ message }, { status: 400 })]);
    expect((await failureOf(things.retrieve("x"))).message).toBe(`400 GET /things/{id}: ${want}`);
  });

  test.each<[string, () => Response]>([
    ["no JSON", () => new Response("<p>", { headers: { "x-from": "here" } })],
    ["a redirect", () => new Response(null, { status: 302, headers: { "x-from": "here" } })],
  ])("a response that cannot be used has its headers and the text that was read: %s", async (_name, answer) => {
    const error = await failureOf(client([answer]).things.retrieve("x"));
    expect([error.headers?.get("x-from"), error.body]).toEqual(["here", error.status === 200 ? "<p>" : undefined]);
  });

  test.each([
    [404, " (an earlier attempt of this call may have succeeded)"],
    [409, " (an earlier attempt of this call may have succeeded)"],
    [422, ""],
  ])("%i after an attempt that may have been acted on says so", async (status, hint) => {
    const { things } = client([fault(500), fault(status)]);
    const error = await failureOf(things.delete("x"));
    expect(error.message).toBe(`${status} DELETE /things/{id}: No.${hint}`);
    expect(error).toMatchObject({ operationId: "deleteThing", attempts: 2 });
  });

  test.each([404, 409])("%i after an attempt that was not acted on does not", async (status) => {
    const { things } = client([fault(429), fault(status)]);
    expect((await failureOf(things.delete("x"))).message).toBe(`${status} DELETE /things/{id}: No.`);
  });

  test("a rate limit names its wait", async () => {
    const { things } = client([fault(429, "Try again in 90 seconds.")]);
    expect(await failureOf(things.create({ name: "x" }))).toMatchObject({
      name: "RateLimitError",
      retryAfterMs: 90_000,
      attempts: 1,
    });
  });

  test("no connection", async () => {
    const { things } = client([networkError("ECONNRESET", "read")], { maxRetries: 0 });
    const error = (await failureOf(things.retrieve("x"))) as door.APIConnectionError;
    expect(error).toBeInstanceOf(door.APIConnectionError);
    expect(error).toMatchObject({ name: "APIConnectionError", maybeSent: true, attempts: 1 });
    expect(error.message).toBe("GET /things/{id}: connection failed (ECONNRESET)");
    expect(error.cause).toMatchObject({ code: "ECONNRESET" });
    expect(String(error.cause)).toBe("Cause: ECONNRESET");
  });

  test("JSON of an error: the printable facts", async () => {
    const { things } = client([fault(404)]);
    expect(JSON.parse(JSON.stringify(await failureOf(things.retrieve("x"))))).toEqual({
      name: "NotFoundError",
      message: "404 GET /things/{id}: No.",
      status: 404,
      type: "kind",
      code: "a_code",
      param: "a_param",
      operationId: "retrieveThing",
      method: "GET",
      path: "/things/{id}",
      attempts: 1,
    });
  });
});
