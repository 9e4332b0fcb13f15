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
