import { describe, expect, test } from "vitest";
import type { HeaderSource } from "../../../src/runtime/webhooks/header-source.js";
import { signWebhook } from "../../../src/runtime/webhooks/sign-webhook.js";
import { verifyWebhook } from "../../../src/runtime/webhooks/verify-webhook.js";
import type { WebhookBody } from "../../../src/runtime/webhooks/webhook-bytes.js";
import type { WebhookSecret } from "../../../src/runtime/webhooks/webhook-secret.js";
import { BODY, BYTES, delivery, NOW, OTHER, oracle, oracleAccepts, RAW, SENT, STANDARD, signature } from "./support.js";

interface Row {
  readonly name: string;
  readonly headers: HeaderSource;
  readonly secret?: WebhookSecret | readonly WebhookSecret[];
  readonly body?: WebhookBody;
  readonly tolerance?: number;
  readonly now?: Date;
  /** The same delivery as the reference implementation can take it. */
  readonly oracle?: { secret: string | Uint8Array; body: string; headers: Record<string, string> };
}

const same = (
  secret: string | Uint8Array,
  headers: Record<string, string>,
  body = BODY,
): NonNullable<Row["oracle"]> => ({
  secret,
  headers,
  body,
});
const at = (seconds: number): Date => new Date((SENT + seconds) * 1000);
const shout = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
const unicode = '{"type":"payment.failed","data":{"note":"Ünïcödé 💳 \\u0000"}}';
const binary = Uint8Array.from([0xff, 0xfe, 0x00, 0x80]);

const rows: readonly Row[] = [
  { name: "plain object, ws_ secret", headers: delivery(), oracle: same(RAW, delivery()) },
  { name: "Headers", headers: new Headers(delivery()) },
  {
    name: "headers of a Request",
    headers: new Request("https://example.test", { method: "POST", headers: delivery() }).headers,
  },
  { name: "plain object in upper case", headers: shout(delivery()), oracle: same(RAW, shout(delivery())) },
  {
    name: "plain object in mixed case",
    headers: { "Webhook-Id": "msg_1", "Webhook-Timestamp": String(SENT), "Webhook-Signature": signature(RAW) },
    oracle: same(RAW, {
      "Webhook-Id": "msg_1",
      "Webhook-Timestamp": String(SENT),
      "Webhook-Signature": signature(RAW),
    }),
  },
  {
    name: "Node headers with lists of one, and headers left undefined",
    headers: {
      host: "x",
      "set-cookie": ["a=1", "b=2"],
      te: undefined,
      "webhook-id": ["msg_1"],
      "webhook-timestamp": [String(SENT)],
      "webhook-signature": [signature(RAW)],
    },
  },
  { name: "an object without prototype", headers: Object.assign(Object.create(null), delivery()) as HeaderSource },
  { name: "a Map", headers: new Map(Object.entries(delivery())) as unknown as HeaderSource },
  {
    name: "whsec_ secret",
    secret: STANDARD,
    headers: delivery({}, STANDARD),
    oracle: same(STANDARD, delivery({}, STANDARD)),
  },
  { name: "secret in bytes", secret: BYTES, headers: delivery({}, BYTES), oracle: same(BYTES, delivery({}, BYTES)) },
  { name: "secret in a Buffer", secret: Buffer.from(RAW), headers: delivery() },
  { name: "ws_ secret wrapped in base64", secret: btoa(RAW), headers: delivery(), oracle: same(btoa(RAW), delivery()) },
  {
    name: "the shortest secret there is",
    secret: "ws_1234567890123",
    headers: delivery({}, "ws_1234567890123"),
    oracle: same("ws_1234567890123", delivery({}, "ws_1234567890123")),
  },
  {
    name: "the shortest secret in bytes",
    secret: BYTES.slice(0, 16),
    headers: delivery({}, BYTES.slice(0, 16)),
    oracle: same(BYTES.slice(0, 16), delivery({}, BYTES.slice(0, 16))),
  },
  {
    name: "32 signatures, the last ours",
    headers: delivery({
      "webhook-signature": [...Array.from({ length: 31 }, () => signature(OTHER)), signature(RAW)].join(" "),
    }),
  },
  {
    name: "a signature in a header of 4,096 characters",
    headers: delivery({ "webhook-signature": `${signature(RAW)} v2,`.padEnd(4_096, "x") }),
  },
  { name: "several secrets, the second matches", secret: [OTHER, RAW], headers: delivery() },
  { name: "several secrets of different forms", secret: [STANDARD, BYTES, RAW], headers: delivery() },
  {
    name: "several signatures, the last matches",
    headers: delivery({ "webhook-signature": `${signature(OTHER)} ${signature(RAW)}` }),
    oracle: same(RAW, delivery({ "webhook-signature": `${signature(OTHER)} ${signature(RAW)}` })),
  },
  {
    name: "signatures of other schemes beside ours",
    headers: delivery({ "webhook-signature": `v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw== v2,AAAA ${signature(RAW)}` }),
    oracle: same(
      RAW,
      delivery({ "webhook-signature": `v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw== v2,AAAA ${signature(RAW)}` }),
    ),
  },
  { name: "exactly five minutes old", headers: delivery(), now: at(300), oracle: same(RAW, delivery()) },
  { name: "exactly five minutes early", headers: delivery(), now: at(-300), oracle: same(RAW, delivery()) },
  { name: "an hour old with a tolerance of an hour", headers: delivery(), now: at(3600), tolerance: 3600 },
  { name: "same second with a tolerance of 0", headers: delivery(), tolerance: 0 },
  { name: "body in bytes", headers: delivery(), body: new TextEncoder().encode(BODY) },
  { name: "body in a Buffer", headers: delivery(), body: Buffer.from(BODY) },
  { name: "body in an ArrayBuffer", headers: delivery(), body: new TextEncoder().encode(BODY).buffer as ArrayBuffer },
  { name: "body as a part of a bigger buffer", headers: delivery(), body: Buffer.from(`xx${BODY}xx`).subarray(2, -2) },
  {
    name: "text beyond ASCII",
    body: unicode,
    headers: delivery({ "webhook-signature": signature(RAW, { body: unicode }) }),
    oracle: same(RAW, delivery({ "webhook-signature": signature(RAW, { body: unicode }) }), unicode),
  },
  {
    name: "a body that is no UTF-8",
    body: binary,
    headers: await signWebhook(binary, { secret: RAW, id: "msg_1", timestamp: NOW }),
  },
  {
    name: "an empty body",
    body: "",
    headers: delivery({ "webhook-signature": signature(RAW, { body: "" }) }),
    oracle: same(RAW, delivery({ "webhook-signature": signature(RAW, { body: "" }) }), ""),
  },
];

test("so many forms of good deliveries", () => {
  expect(rows.length).toBe(31);
  expect(rows.filter((row) => row.oracle).length).toBe(14);
});

describe("accepted", () => {
  test.each(rows)("$name", async ({ headers, secret = RAW, body = BODY, tolerance, now = NOW, oracle: reference }) => {
    const verified = await verifyWebhook(body, { headers, secret, tolerance, now });
    expect(verified.id).toBe("msg_1");
    expect(verified.timestamp.getTime()).toBe(1_767_225_600_000);
    expect(verified.body).toEqual(typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body));
    if (reference) expect(oracleAccepts(reference.secret, reference.body, reference.headers, now)).toBe(true);
  });
});

describe("signing", () => {
  test("gives the published signature of Standard Webhooks", async () => {
    const signed = await signWebhook('{"test": 2432232314}', {
      secret: STANDARD,
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      timestamp: new Date(1_614_265_330_000),
    });
    expect(signed).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  test.each([
    { name: "ws_", secret: RAW },
    { name: "whsec_", secret: STANDARD },
    { name: "bytes", secret: BYTES },
  ])("agrees with the reference for a secret in $name", async ({ secret }) => {
    const signed = await signWebhook(BODY, { secret, id: "msg_9", timestamp: NOW });
    expect(signed["webhook-signature"]).toBe(oracle(secret).sign("msg_9", NOW, BODY));
  });

  test("a ws_ secret is the key itself, not base64 of it", async () => {
    const signed = await signWebhook(BODY, { secret: "ws_0123456789abc", id: "msg_1", timestamp: NOW });
    const raw = await signWebhook(BODY, {
      secret: new TextEncoder().encode("ws_0123456789abc"),
      id: "msg_1",
      timestamp: NOW,
    });
    expect(signed).toEqual(raw);
  });

  test("signs with each secret while they are rotated, and makes its own id", async () => {
    const headers = await signWebhook(BODY, { secret: [OTHER, RAW], timestamp: NOW });
    expect(headers["webhook-id"]).toMatch(/^msg_[0-9a-f-]{36}$/);
    for (const secret of [OTHER, RAW]) {
      const { id } = await verifyWebhook(BODY, { headers, secret, now: NOW });
      expect(id).toBe(headers["webhook-id"]);
    }
  });

  test.each([
    { name: "an id with a dot", options: { secret: RAW, id: "msg.1" }, want: /^id must be/ },
    { name: "an id with a comma", options: { secret: RAW, id: "a,b" }, want: /^id must be/ },
    {
      name: "a date that is none",
      options: { secret: RAW, timestamp: new Date(Number.NaN) },
      want: /^timestamp must be/,
    },
    { name: "an empty secret", options: { secret: "" }, want: /^the webhook secret is missing/ },
  ])("refuses $name", async ({ options, want }) => {
    await expect(signWebhook(BODY, options)).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringMatching(want) as string,
    });
  });
});
