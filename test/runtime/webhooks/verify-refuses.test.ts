import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { WebhookFault } from "../../../src/runtime/errors.js";
import { ConfigurationError, WebhookVerificationError } from "../../../src/runtime/errors.js";
import { readWebhook } from "../../../src/runtime/webhooks/read-webhook.js";
import { signWebhook } from "../../../src/runtime/webhooks/sign-webhook.js";
import { type VerifyWebhookOptions, verifyWebhook } from "../../../src/runtime/webhooks/verify-webhook.js";
import { BODY, delivery, NOW, OTHER, oracleAccepts, RAW, SENT, STANDARD, signature } from "./support.js";

interface Row {
  readonly name: string;
  readonly want: WebhookFault;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly secret?: string | readonly string[];
  readonly now?: Date;
  /** What the reference implementation says, where it can be asked: text bodies and plain headers. */
  readonly oracle: boolean | "cannot be asked";
}

const at = (seconds: number): Date => new Date((SENT + seconds) * 1000);
const without = (name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(delivery()).filter(([key]) => key !== name));
const signed = (text: string): Record<string, string> => delivery({ "webhook-signature": text });
const good = signature(RAW);
const mac = good.slice("v1,".length);
const flipped = `v1,${mac[0] === "A" ? "B" : "A"}${mac.slice(1)}`;
const bits = Buffer.from(mac, "base64");
const lastFlipped = `v1,${Buffer.from(bits.map((byte, at) => (at === 31 ? byte ^ 1 : byte))).toString("base64")}`;
const signedBody = (body: string): { headers: Record<string, string>; body: string } => ({
  headers: signed(signature(RAW, { body })),
  body,
});
const at0 = (time: string): Record<string, string> => delivery({ "webhook-timestamp": time });

/** JSON but for one byte. */
const noUtf8 = Buffer.from('{"type":"\xff"}', "latin1");

const rows: readonly Row[] = [
  // Forged.
  { name: "signed with another secret", headers: signed(signature(OTHER)), want: "signature-mismatch", oracle: false },
  {
    name: "signed with another kind of secret",
    headers: signed(signature(STANDARD)),
    want: "signature-mismatch",
    oracle: false,
  },
  { name: "one bit of the signature changed", headers: signed(flipped), want: "signature-mismatch", oracle: false },
  {
    name: "last bit of the signature changed",
    headers: signed(lastFlipped),
    want: "signature-mismatch",
    oracle: false,
  },
  {
    name: "body changed",
    headers: delivery(),
    body: BODY.replace("dspt_1", "dspt_2"),
    want: "signature-mismatch",
    oracle: false,
  },
  { name: "body with a space more", headers: delivery(), body: `${BODY} `, want: "signature-mismatch", oracle: false },
  {
    name: "body re-serialised",
    headers: delivery(),
    body: JSON.stringify(JSON.parse(BODY), null, 1),
    want: "signature-mismatch",
    oracle: false,
  },
  { name: "body empty", headers: delivery(), body: "", want: "signature-mismatch", oracle: false },
  {
    name: "id of another delivery",
    headers: delivery({ "webhook-id": "msg_2" }),
    want: "signature-mismatch",
    oracle: false,
  },
  { name: "time moved by a second", headers: at0(String(SENT + 1)), want: "signature-mismatch", oracle: false },
  {
    name: "signature over the body alone",
    headers: signed(`v1,${createHmac("sha256", RAW).update(BODY).digest("base64")}`),
    want: "signature-mismatch",
    oracle: false,
  },
  { name: "signature cut short", headers: signed(good.slice(0, 20)), want: "signature-mismatch", oracle: false },
  {
    name: "signature of the first byte alone",
    headers: signed(`v1,${btoa(atob(mac).slice(0, 1))}`),
    want: "signature-mismatch",
    oracle: false,
  },
  {
    name: "signature with bytes appended",
    headers: signed(`v1,${btoa(`${atob(mac)}xx`)}`),
    want: "signature-mismatch",
    oracle: false,
  },
  { name: "empty signature", headers: signed("v1,"), want: "signature-mismatch", oracle: false },
  { name: "two signatures joined, both empty", headers: signed("v1, v1,"), want: "duplicate-header", oracle: false },
  {
    name: "signature in hexadecimal",
    headers: signed(`v1,${Buffer.from(mac, "base64").toString("hex")}`),
    want: "signature-mismatch",
    oracle: false,
  },
  {
    name: "signature in the URL alphabet without padding",
    headers: signed(`v1,${Buffer.from(mac, "base64").toString("base64url")}`),
    want: "signature-mismatch",
    oracle: false,
  },
  {
    name: "signature without padding",
    headers: signed(good.replace("=", "")),
    want: "signature-mismatch",
    oracle: false,
  },
  { name: "signature that is no base64", headers: signed("v1,!!!!"), want: "signature-mismatch", oracle: false },
  {
    name: "our signature under the asymmetric scheme",
    headers: signed(good.replace("v1,", "v1a,")),
    want: "no-v1-signature",
    oracle: false,
  },
  {
    name: "our signature under a scheme to come",
    headers: signed(good.replace("v1,", "v2,")),
    want: "no-v1-signature",
    oracle: false,
  },
  { name: "signature without scheme", headers: signed(mac), want: "no-v1-signature", oracle: false },
  { name: "scheme in upper case", headers: signed(good.replace("v1", "V1")), want: "no-v1-signature", oracle: false },
  {
    name: "32 signatures, none ours",
    headers: signed(Array.from({ length: 32 }, () => signature(OTHER)).join(" ")),
    want: "signature-mismatch",
    oracle: false,
  },
  {
    name: "33 signatures, the last ours",
    headers: signed([...Array.from({ length: 32 }, () => signature(OTHER)), good].join(" ")),
    want: "malformed-header",
    oracle: true,
  },
  {
    name: "33 entries of other schemes, and ours",
    headers: signed([good, ...Array.from({ length: 32 }, () => "v1a,x")].join(" ")),
    want: "malformed-header",
    oracle: true,
  },
  {
    name: "ours in a header of 4,097 characters",
    headers: signed(`${good} v2,${"x".repeat(4_096 - good.length - 3)}`),
    want: "malformed-header",
    oracle: true,
  },
  {
    name: "the secret wrapped in base64 taken for the key",
    headers: signed(signature(new TextEncoder().encode(btoa(RAW)))),
    want: "signature-mismatch",
    oracle: false,
  },
  {
    name: "no secret of several matches",
    secret: [OTHER, STANDARD],
    headers: delivery(),
    want: "signature-mismatch",
    oracle: "cannot be asked",
  },
  {
    name: "id and time cut elsewhere in the signed text",
    headers: {
      "webhook-id": `msg_1.${SENT}`,
      "webhook-timestamp": String(SENT),
      "webhook-signature": signature(RAW, { body: `${SENT}.x` }),
    },
    body: "x",
    want: "malformed-header",
    oracle: true,
  },
  // Stale or from the future.
  { name: "a second older than five minutes", headers: delivery(), now: at(301), want: "too-old", oracle: false },
  { name: "a replay a day later", headers: delivery(), now: at(86_400), want: "too-old", oracle: false },
  { name: "a second beyond five minutes ahead", headers: delivery(), now: at(-301), want: "too-new", oracle: false },
  { name: "time in milliseconds", headers: at0(`${SENT}000`), want: "malformed-header", oracle: false },
  {
    name: "time with text behind it",
    headers: { ...at0(`${SENT}abc`), "webhook-signature": good },
    want: "malformed-header",
    oracle: true,
  },
  { name: "time as a date", headers: at0("2026-01-01T00:00:00Z"), want: "malformed-header", oracle: false },
  { name: "time with a sign", headers: at0(`+${SENT}`), want: "malformed-header", oracle: true },
  { name: "negative time", headers: at0("-1"), want: "malformed-header", oracle: false },
  { name: "time with a fraction", headers: at0(`${SENT}.5`), want: "malformed-header", oracle: true },
  { name: "time in hexadecimal", headers: at0("0x69560000"), want: "malformed-header", oracle: false },
  { name: "time NaN", headers: at0("NaN"), want: "malformed-header", oracle: false },
  { name: "time Infinity", headers: at0("Infinity"), want: "malformed-header", oracle: false },
  // Headers missing, double or malformed.
  { name: "no webhook-id", headers: without("webhook-id"), want: "missing-header", oracle: false },
  { name: "no webhook-timestamp", headers: without("webhook-timestamp"), want: "missing-header", oracle: false },
  { name: "no webhook-signature", headers: without("webhook-signature"), want: "missing-header", oracle: false },
  { name: "empty webhook-id", headers: delivery({ "webhook-id": "" }), want: "missing-header", oracle: false },
  { name: "no headers at all", headers: {}, want: "missing-header", oracle: false },
  { name: "headers undefined", headers: undefined, want: "missing-header", oracle: "cannot be asked" },
  { name: "headers null", headers: null, want: "missing-header", oracle: "cannot be asked" },
  { name: "headers in a prototype only", headers: Object.create(delivery()), want: "missing-header", oracle: false },
  {
    name: "header of another library's name",
    headers: { "svix-id": "msg_1", "svix-timestamp": String(SENT), "svix-signature": good },
    want: "missing-header",
    oracle: false,
  },
  {
    name: "id twice in a list",
    headers: { ...delivery(), "webhook-id": ["msg_1", "msg_1"] },
    want: "duplicate-header",
    oracle: "cannot be asked",
  },
  {
    name: "time twice in a list",
    headers: { ...delivery(), "webhook-timestamp": [String(SENT), "1"] },
    want: "duplicate-header",
    oracle: "cannot be asked",
  },
  {
    name: "signature twice in a list",
    headers: { ...delivery(), "webhook-signature": [signature(OTHER), good] },
    want: "duplicate-header",
    oracle: "cannot be asked",
  },
  {
    name: "id in two cases",
    headers: { ...delivery(), "Webhook-Id": "msg_2" },
    want: "duplicate-header",
    oracle: "cannot be asked",
  },
  {
    name: "id appended to Headers",
    headers: appended("webhook-id", "msg_2"),
    want: "duplicate-header",
    oracle: "cannot be asked",
  },
  {
    name: "time appended to Headers",
    headers: appended("webhook-timestamp", String(SENT)),
    want: "duplicate-header",
    oracle: "cannot be asked",
  },
  {
    name: "signature appended to Headers",
    headers: appended("webhook-signature", good),
    want: "duplicate-header",
    oracle: "cannot be asked",
  },
  {
    name: "signatures joined by Node",
    headers: signed(`${signature(OTHER)}, ${good}`),
    want: "duplicate-header",
    oracle: true,
  },
  {
    name: "id is a number",
    headers: { ...delivery(), "webhook-id": 5 },
    want: "malformed-header",
    oracle: "cannot be asked",
  },
  {
    name: "time is a number",
    headers: { ...delivery(), "webhook-timestamp": SENT },
    want: "malformed-header",
    oracle: "cannot be asked",
  },
  { name: "id with spaces", headers: delivery({ "webhook-id": "msg 1" }), want: "malformed-header", oracle: false },
  {
    name: "id of 300 characters",
    headers: delivery({ "webhook-id": "m".repeat(300) }),
    want: "malformed-header",
    oracle: false,
  },
  // Not the raw body.
  { name: "body parsed", body: JSON.parse(BODY), headers: delivery(), want: "body-not-raw", oracle: "cannot be asked" },
  { name: "body undefined", body: undefined, headers: delivery(), want: "body-not-raw", oracle: "cannot be asked" },
  { name: "body null", body: null, headers: delivery(), want: "body-not-raw", oracle: "cannot be asked" },
  {
    name: "body a stream",
    body: new ReadableStream(),
    headers: delivery(),
    want: "body-not-raw",
    oracle: "cannot be asked",
  },
  { name: "body a list", body: [BODY], headers: delivery(), want: "body-not-raw", oracle: "cannot be asked" },
  {
    name: "body another text's bytes with a lone surrogate",
    body: '{"type":"\ud800"}',
    headers: signed(signature(RAW, { body: '{"type":"x"}' })),
    want: "signature-mismatch",
    oracle: false,
  },
  // Proven, but no event.
  { name: "signed, no JSON", ...signedBody("{"), want: "malformed-body", oracle: "cannot be asked" },
  { name: "signed, empty", ...signedBody(""), want: "malformed-body", oracle: "cannot be asked" },
  { name: "signed, a list", ...signedBody('[{"type":"x"}]'), want: "malformed-body", oracle: "cannot be asked" },
  { name: "signed, null", ...signedBody("null"), want: "malformed-body", oracle: "cannot be asked" },
  { name: "signed, text", ...signedBody('"dispute.created"'), want: "malformed-body", oracle: "cannot be asked" },
  { name: "signed, no type", ...signedBody("{}"), want: "malformed-body", oracle: "cannot be asked" },
  { name: "signed, type a number", ...signedBody('{"type":1}'), want: "malformed-body", oracle: "cannot be asked" },
  { name: "signed, two documents", ...signedBody(`${BODY}${BODY}`), want: "malformed-body", oracle: "cannot be asked" },
  {
    name: "signed, no UTF-8",
    headers: await signWebhook(noUtf8, { secret: RAW, timestamp: NOW }),
    body: noUtf8,
    want: "malformed-body",
    oracle: "cannot be asked",
  },
];

test("so many refusals, and so many of them put to the reference", () => {
  expect(rows.length).toBe(79);
  expect(rows.filter(({ oracle }) => oracle === false).length).toBe(45);
});

describe("refused", () => {
  test.each(rows)("$name: $want", async ({ want, headers, secret = RAW, now = NOW, oracle, ...row }) => {
    const body = "body" in row ? row.body : BODY;
    const failure = await readWebhook(body as string, { headers, secret, now } as VerifyWebhookOptions).then(
      () => "accepted",
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(WebhookVerificationError);
    expect(failure).toMatchObject({ name: "WebhookVerificationError", reason: want });
    // Neither the secret nor the body may be in what a log prints.
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toMatch(/ws_4f1d|whsec_Mf|dspt_1/);
    if (oracle !== "cannot be asked") {
      expect(oracleAccepts(secret as string, body as string, headers as Record<string, string>, now)).toBe(oracle);
    }
  });
});

describe("a secret or an option that cannot be", () => {
  test.each([
    ["undefined", undefined],
    ["null", null],
    ["empty", ""],
    ["an empty list", []],
    ["a list with an empty one", [RAW, ""]],
    ["a bare prefix ws_", "ws_"],
    ["a bare prefix whsec_", "whsec_"],
    ["lenient base64", `${STANDARD}!!!!`],
    ["base64 without padding", "whsec_QUJDREVGR0hJSktMTU5PUA"],
    ["base64 with white space", "whsec_QUJDREVGR0hJ SktMTU5PUA=="],
    ["base64 with a line break", `${STANDARD}\n`],
    ["base64 with stray bits", "whsec_QUJDREVGR0hJSktMTU5PUB=="],
    ["base64 in the URL alphabet", "whsec_QUJDREVGR0hJSktMTU5PQ-_w"],
    ["a line break at the end", `${RAW}\n`],
    ["a space in it", "ws_ab cd"],
    ["the text null", "null"],
    ["the text undefined", "undefined"],
    ["other base64 without prefix", btoa("some other key")],
    ["the asymmetric scheme's key", "whpk_QUJDREVGR0hJSktMTU5PUA=="],
    ["no bytes", new Uint8Array()],
    ["15 bytes", new Uint8Array(15)],
    ["base64 of 15 bytes", `whsec_${btoa("123456789012345")}`],
    ["15 characters", "ws_123456789012"],
    ["15 characters, wrapped in base64", btoa("ws_123456789012")],
    ["a short one among several", [RAW, "ws_123456789012"]],
    ["a number", 5],
    ["an object", {}],
  ])("secret %s", async (_name, secret) => {
    const options = { headers: delivery(), secret, now: NOW } as unknown as VerifyWebhookOptions;
    await expect(verifyWebhook(BODY, options)).rejects.toBeInstanceOf(ConfigurationError);
    await expect(signWebhook(BODY, { secret: secret as never })).rejects.toBeInstanceOf(ConfigurationError);
  });

  test("one that is too short says so, and how long it is", async () => {
    const verifying = verifyWebhook(BODY, { headers: delivery(), secret: "ws_123456789012", now: NOW });
    await expect(verifying).rejects.toThrow(
      "the webhook secret must be a key of 16 bytes or more (got 15): a shorter one can be guessed",
    );
  });

  test.each([
    ["tolerance NaN", { tolerance: Number.NaN }],
    ["tolerance Infinity", { tolerance: Number.POSITIVE_INFINITY }],
    ["negative tolerance", { tolerance: -1 }],
    ["tolerance above a day", { tolerance: 86_401 }],
    ["a date that is none", { now: new Date(Number.NaN) }],
  ])("%s", async (_name, options) => {
    await expect(
      verifyWebhook(BODY, { headers: delivery(), secret: RAW, now: NOW, ...options }),
    ).rejects.toBeInstanceOf(ConfigurationError);
  });

  test("the message says what is wrong without the secret", async () => {
    const error = await verifyWebhook(BODY, { headers: delivery(), secret: "sk_canary" }).catch(
      (reason: unknown) => reason,
    );
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
  });
});

test("what was checked is what is read, even if the caller's buffer changes meanwhile", async () => {
  const buffer = new TextEncoder().encode(BODY);
  const reading = readWebhook<{ type: string }>(buffer, { headers: delivery(), secret: RAW, now: NOW });
  buffer.set(new TextEncoder().encode('{"type":"payment.succeeded"} '.padEnd(buffer.length)));
  expect((await reading).event.type).toBe("dispute.created");
});

test("a parsed body is refused with a word on how to get the raw one", async () => {
  const options = { headers: delivery(), secret: RAW, now: NOW };
  await expect(verifyWebhook(JSON.parse(BODY) as string, options)).rejects.toThrow(
    /not a parsed object: use `await request\.text\(\)`/,
  );
});

function appended(name: string, value: string): Headers {
  const headers = new Headers(delivery());
  headers.append(name, value);
  return headers;
}
