import { describe, expect, test } from "vitest";
import { ConfigurationError } from "../../../src/runtime/errors.js";
import { readWebhook, toEvent } from "../../../src/runtime/webhooks/read-webhook.js";
import { signWebhook } from "../../../src/runtime/webhooks/sign-webhook.js";
import { type VerifyWebhookOptions, verifyWebhook } from "../../../src/runtime/webhooks/verify-webhook.js";
import { equalBytes } from "../../../src/runtime/webhooks/webhook-bytes.js";
import { createWebhookHandler } from "../../../src/runtime/webhooks/webhook-handler.js";
import { BODY, delivery, NOW, OTHER, RAW, SENT, signature } from "./support.js";

const verify = (options: Partial<VerifyWebhookOptions>) =>
  verifyWebhook(BODY, { headers: delivery(), secret: RAW, now: NOW, ...options });

/** A delivery with this id and time, signed as such. */
const sent = (id: string, at = SENT) =>
  delivery({ "webhook-id": id, "webhook-timestamp": String(at), "webhook-signature": signature(RAW, { id, at }) });

describe("what is just allowed, and what is just not", () => {
  test("a tolerance of a day, and no second more", async () => {
    const now = new Date((SENT + 86_400) * 1000);
    await expect(verify({ now, tolerance: 86_400 })).resolves.toMatchObject({ id: "msg_1" });
    const rule = new ConfigurationError("tolerance must be 0 to 86400 seconds");
    await expect(verify({ now, tolerance: 86_401 })).rejects.toThrow(rule);
    await expect(verify({ tolerance: -0.001 })).rejects.toThrow(rule);
  });

  test("a clock from 1970 on", async () => {
    await expect(verify({ now: new Date(0) })).rejects.toMatchObject({ reason: "too-new" });
    const rule = new ConfigurationError("now must be a valid date");
    await expect(verify({ now: new Date(-1) })).rejects.toThrow(rule);
    await expect(verify({ now: new Date(Number.NaN) })).rejects.toThrow(rule);
  });

  test.each([1, 9, 100_000_000_000])("a time of %d seconds", async (at) => {
    await expect(verify({ headers: sent("m", at), now: new Date(at * 1000) })).resolves.toMatchObject({
      timestamp: new Date(at * 1000),
    });
  });

  test.each(["0", "01", ` ${SENT}`, `x${SENT}`, `${SENT} `, "1".repeat(13), "one"])("no time: %j", async (time) => {
    const headers = delivery({ "webhook-timestamp": time });
    await expect(verify({ headers })).rejects.toMatchObject({ reason: "malformed-header" });
  });

  test("ids of 1 to 256 visible characters, without a dot or a comma", async () => {
    for (const id of ["!", "~", "+", "-", "/", "m".repeat(256)])
      await expect(verify({ headers: sent(id) })).resolves.toMatchObject({ id });
    for (const id of ["m".repeat(257), "a.b", " m", "m ", "m\x7f", "\u00fc"])
      await expect(verify({ headers: sent(id) })).rejects.toMatchObject({ reason: "malformed-header" });
  });

  test("a signature with a comma and a tab is two", async () => {
    const headers = delivery({ "webhook-signature": `${signature(RAW)},\tv1,` });
    await expect(verify({ headers })).rejects.toMatchObject({ reason: "duplicate-header" });
  });
});

test.each<[string, Partial<VerifyWebhookOptions>, string]>([
  ["no headers", { headers: null as never }, "no headers were passed"],
  ["text for headers", { headers: "webhook-id: 1" as never }, "no headers were passed"],
  ["one missing", { headers: delivery({ "webhook-id": "" }) }, "webhook-id is missing"],
  ["one twice", { headers: { ...delivery(), "webhook-timestamp": ["1", "2"] } }, "webhook-timestamp is repeated"],
  ["two in one", { headers: delivery({ "webhook-id": "a,b" }) }, "webhook-id is repeated"],
  ["a number", { headers: { ...delivery(), "webhook-signature": 1 } as never }, "webhook-signature is not text"],
  ["an id", { headers: delivery({ "webhook-id": "a b" }) }, "webhook-id is malformed"],
  ["a time", { headers: delivery({ "webhook-timestamp": "x" }) }, "webhook-timestamp is not in Unix seconds"],
  [
    "a scheme",
    { headers: delivery({ "webhook-signature": "v2,x" }) },
    "webhook-signature has no signature of scheme v1",
  ],
  ["late", { now: new Date((SENT + 11) * 1000), tolerance: 10 }, "it was sent more than 10 s ago"],
  ["early", { now: new Date((SENT - 11) * 1000), tolerance: 10 }, "it was sent more than 10 s in the future"],
  ["forged", { headers: sent("m"), secret: OTHER }, "no signature matches (wrong secret, or the body was changed)"],
])("the message says what is wrong: %s", async (_name, options, message) => {
  await expect(verify(options)).rejects.toMatchObject({ message: `webhook refused: ${message}` });
});

test.each<[unknown, string]>([
  [[], "the webhook secret is missing: the list is empty"],
  ["", "the webhook secret is missing"],
  [null, "the webhook secret is missing"],
  [undefined, "the webhook secret is missing"],
  ["x ws_a", "the webhook secret must be ws_… without spaces, whsec_ with strict base64, or bytes"],
  ["ws_\u00fc", "the webhook secret must be ws_… without spaces, whsec_ with strict base64, or bytes"],
  [btoa("x ws_a"), "the webhook secret must be ws_… without spaces, whsec_ with strict base64, or bytes"],
])("the message says what a secret must be: %j", async (secret, message) => {
  const refused = verify({ secret: secret as string });
  await expect(refused).rejects.toBeInstanceOf(ConfigurationError);
  await expect(refused).rejects.toThrow(message);
});

describe("signing", () => {
  test("the id is a new one, and the time is now", async () => {
    const before = Math.floor(Date.now() / 1000);
    const [first, second] = [await signWebhook(BODY, { secret: RAW }), await signWebhook(BODY, { secret: RAW })];
    expect(first["webhook-id"]).toMatch(/^msg_[\da-f-]{36}$/);
    expect(first["webhook-id"]).not.toBe(second["webhook-id"]);
    expect(Number(first["webhook-timestamp"])).toBeGreaterThanOrEqual(before);
    await expect(verifyWebhook(BODY, { headers: first, secret: RAW })).resolves.toMatchObject({
      id: first["webhook-id"],
    });
  });

  test("one signature for each secret, with a space between", async () => {
    const { "webhook-signature": signatures } = await signWebhook(BODY, {
      secret: [RAW, OTHER],
      id: "msg_1",
      timestamp: NOW,
    });
    expect(signatures).toBe(`${signature(RAW)} ${signature(OTHER)}`);
  });

  test("a time is cut to whole seconds, and comes after 1970", async () => {
    const options = { secret: RAW, id: "m" };
    const timestamp = new Date(1_999);
    expect((await signWebhook(BODY, { ...options, timestamp }))["webhook-timestamp"]).toBe("1");
    const rule = new ConfigurationError("timestamp must be a date after 1970");
    for (const time of [0, 999, -1, Number.NaN])
      await expect(signWebhook(BODY, { ...options, timestamp: new Date(time) })).rejects.toThrow(rule);
  });

  test("an id that no receiver would take is refused", async () => {
    const rule = new ConfigurationError("id must be 1 to 256 visible ASCII characters without dot and comma");
    await expect(signWebhook(BODY, { secret: RAW, id: "a.b" })).rejects.toThrow(rule);
  });
});

test.each<[number[], number[], boolean]>([
  [[], [], true],
  [[1, 2], [1, 2], true],
  [[1, 2], [1, 3], false],
  [[1, 2], [0, 2], false],
  [[1, 2], [1], false],
  [[1], [1, 2], false],
  [[0], [], false],
  [[], [0], false],
  [[2, 0], [2], false],
])("the bytes %j and %j: %s", (left, right, want) => {
  expect(equalBytes(Uint8Array.from(left), Uint8Array.from(right))).toBe(want);
});

test("what is no event says why", async () => {
  const message = "webhook refused: its body is not a JSON object with a type";
  for (const value of [null, 1, "a", {}, { type: 1 }, undefined])
    expect(() => toEvent(value)).toThrow(expect.objectContaining({ message }));
  const headers = await signWebhook("{", { secret: RAW, timestamp: NOW });
  const reading = readWebhook("{", { headers, secret: RAW, now: NOW });
  await expect(reading).rejects.toMatchObject({ message: "webhook refused: its body is not JSON in UTF-8" });
});

test("headers whose reader has none, or that hold null and undefined, are missing", async () => {
  for (const nothing of [null, undefined]) {
    await expect(verify({ headers: { get: () => nothing } as never })).rejects.toMatchObject({
      reason: "missing-header",
    });
    const headers = { ...delivery(), "webhook-id": nothing } as never;
    await expect(verify({ headers })).rejects.toMatchObject({ reason: "missing-header" });
  }
});

test("a header that is undefined in another case does not count", async () => {
  await expect(verify({ headers: { ...delivery(), "WEBHOOK-ID": undefined } })).resolves.toMatchObject({ id: "msg_1" });
});

test("a body in bytes is taken", async () => {
  const verifying = verifyWebhook(new TextEncoder().encode(BODY), { headers: delivery(), secret: RAW, now: NOW });
  await expect(verifying).resolves.toMatchObject({ id: "msg_1" });
});

test("an ArrayBuffer is copied before anything is awaited", async () => {
  const { buffer } = new TextEncoder().encode(BODY);
  const verifying = verifyWebhook(buffer as ArrayBuffer, { headers: delivery(), secret: RAW, now: NOW });
  new Uint8Array(buffer).fill(0);
  expect(new TextDecoder().decode((await verifying).body)).toBe(BODY);
});

test("a second handler of one type is refused by name", () => {
  const handler = createWebhookHandler<{ a: { type: "a" } }>().on("a", () => {});
  expect(() => handler.on("a" as never, () => {})).toThrow(new ConfigurationError('"a" has two handlers'));
});
