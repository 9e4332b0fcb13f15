import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, expectTypeOf, test } from "vitest";
import { isKnownEvent, type WebhookEvent, type WebhookEventMap } from "../../generated/whop/webhooks.js";
import { createWebhookHandler } from "../../src/runtime/webhooks/webhook-handler.js";
import { unwrapDelivery, unwrapWebhook } from "../../src/whop/unwrap-webhook.js";
import { BODY, delivery, NOW, OTHER, RAW, signature } from "../runtime/webhooks/support.js";

const ENV = "WHOP_WEBHOOK_SECRET";

afterEach(() => {
  delete process.env[ENV];
});

describe("where the key comes from", () => {
  test.each([
    { name: "the call", key: RAW, byDefault: undefined, env: undefined },
    { name: "the client", key: undefined, byDefault: RAW, env: undefined },
    { name: "the client, when the call says null", key: null, byDefault: RAW, env: undefined },
    { name: "the environment", key: undefined, byDefault: undefined, env: RAW },
    { name: "the environment, with a line break behind it", key: undefined, byDefault: null, env: `${RAW}\n` },
    { name: "the environment, wrapped in base64", key: undefined, byDefault: undefined, env: btoa(RAW) },
    { name: "the call before the client", key: RAW, byDefault: OTHER, env: OTHER },
    { name: "the client before the environment", key: undefined, byDefault: RAW, env: OTHER },
    { name: "a list of the call", key: [OTHER, RAW], byDefault: undefined, env: undefined },
  ])("$name", async ({ key, byDefault, env }) => {
    if (env) process.env[ENV] = env;
    const event = await unwrapWebhook<WebhookEvent>(BODY, { headers: delivery(), key, now: NOW }, byDefault);
    expect(event).toEqual({ id: "evt_1", api_version: "v1", type: "dispute.created", data: { id: "dspt_1" } });
  });

  test.each([
    { name: "no key anywhere", key: undefined },
    { name: "an empty key", key: "" },
  ])("$name is said with the names of all places", async ({ key }) => {
    const failing = unwrapWebhook(BODY, { headers: delivery(), key, now: NOW });
    await expect(failing).rejects.toMatchObject({
      name: "ConfigurationError",
      message:
        "webhooks.unwrap: the secret is missing: pass key or the client option webhookKey, or set WHOP_WEBHOOK_SECRET",
    });
  });
});

describe("there is no way around the check", () => {
  test.each([
    { name: "headers undefined", options: { headers: undefined, key: RAW } },
    { name: "headers left out", options: { key: RAW } },
    { name: "headers empty", options: { headers: {}, key: RAW } },
  ])("$name", async ({ options }) => {
    const failing = unwrapWebhook(BODY, options as never);
    await expect(failing).rejects.toMatchObject({ name: "WebhookVerificationError", reason: "missing-header" });
  });

  test("options left out", async () => {
    process.env[ENV] = RAW;
    const failing = unwrapWebhook(BODY, undefined as never);
    await expect(failing).rejects.toMatchObject({ name: "WebhookVerificationError", reason: "missing-header" });
  });

  test("another key than the sender's", async () => {
    const failing = unwrapWebhook(BODY, { headers: delivery(), key: OTHER, now: NOW });
    await expect(failing).rejects.toMatchObject({ name: "WebhookVerificationError", reason: "signature-mismatch" });
  });
});

test("the delivery has the id that its repeats share", async () => {
  const { id, timestamp } = await unwrapDelivery<WebhookEvent>(BODY, { headers: delivery(), key: RAW, now: NOW });
  expect([id, timestamp.toISOString()]).toEqual(["msg_1", "2026-01-01T00:00:00.000Z"]);
});

test("a delivery as Node's own server receives it", async () => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const options = { headers: request.headers, key: RAW, now: NOW };
    const event = await unwrapWebhook<WebhookEvent>(Buffer.concat(chunks), options).catch((error: Error) => error);
    response.end("type" in event ? event.type : event.message);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers: delivery(), body: BODY });
  expect(await response.text()).toBe("dispute.created");
  server.close();
});

test("an event that is newer than the contract is delivered like any other, and gets to its handler", async () => {
  const body = JSON.stringify({ id: "msg_1", api_version: "v1", type: "dispute.paused", data: { pause: 3 } });
  const headers = delivery({ "webhook-signature": signature(RAW, { body }) });
  const event = await unwrapWebhook<WebhookEvent>(body, { headers, key: RAW, now: NOW });
  expect([isKnownEvent(event), event]).toEqual([false, JSON.parse(body)]);
  const handler = createWebhookHandler<WebhookEventMap, unknown[]>()
    .on("dispute.created", (_, seen) => seen.push("known"))
    .fallback(({ type, data }, seen) => seen.push(type, data));
  const seen: unknown[] = [];
  expect([await handler.dispatch(event, seen), seen]).toEqual(["fallback", ["dispute.paused", { pause: 3 }]]);
  handler.on("dispute.paused", ({ data }, again) => again.push(data));
  const again: unknown[] = [];
  expect([await handler.dispatch(event, again), again]).toEqual(["handled", [{ pause: 3 }]]);
});

test("the event is the contract's union", () => {
  const unwrap = unwrapWebhook<WebhookEvent>;
  expectTypeOf<Awaited<ReturnType<typeof unwrap>>>().toEqualTypeOf<WebhookEvent>();
});
