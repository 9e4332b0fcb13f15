import { describe, expect, test } from "vitest";
import { readConnectionFault } from "../../../src/runtime/request/connection.js";
import {
  nextDelay,
  type Outcome,
  RetryBudget,
  type RetryPolicy,
  retryPolicy,
} from "../../../src/runtime/request/retry.js";
import { readRetryAfter } from "../../../src/runtime/request/retry-after.js";
import { networkError } from "../support.js";

const now = Date.UTC(2026, 0, 1);

const should = (value: string) => new Headers({ "x-should-retry": value });

describe("nextDelay", () => {
  const any: RetryPolicy = { maxRetries: 2, repeat: "any", maxWait: 60_000 };
  const unsent: RetryPolicy = { ...any, repeat: "unsent" };
  test.each<[string, RetryPolicy, number, Outcome, number | undefined]>([
    ["first failure", any, 0, { status: 500 }, 250],
    ["second failure", any, 1, { status: 500 }, 500],
    ["the last attempt", any, 2, { status: 500 }, undefined],
    ["the ceiling of the backoff", { ...any, maxRetries: 9 }, 8, { status: 500 }, 4_000],
    ["the server's wait wins", any, 0, { status: 503, retryAfterMs: 3_000 }, 3_000],
    ["a wait at the limit", any, 0, { status: 429, retryAfterMs: 60_000 }, 60_000],
    ["a wait past the limit", any, 0, { status: 429, retryAfterMs: 60_001 }, undefined],
    ["408", any, 0, { status: 408 }, 250],
    ["502", any, 0, { status: 502 }, 250],
    ["504", any, 0, { status: 504 }, 250],
    ["501 will not change", any, 0, { status: 501 }, undefined],
    ["409 needs a decision", any, 0, { status: 409 }, undefined],
    ["404", any, 0, { status: 404 }, undefined],
    ["no answer, harmless to repeat", any, 0, { maybeSent: true }, 250],
    ["neither answer nor connection failure", any, 0, {}, undefined],
    ["money: 500", unsent, 0, { status: 500 }, undefined],
    ["money: 503", unsent, 0, { status: 503 }, undefined],
    ["money: 408", unsent, 0, { status: 408 }, undefined],
    ["money: 429", unsent, 0, { status: 429 }, 250],
    ["money: maybe sent", unsent, 0, { maybeSent: true }, undefined],
    ["money: surely not sent", unsent, 0, { maybeSent: false }, 250],
    ["never", { ...any, repeat: "none" }, 0, { status: 429 }, undefined],
    ["a status that only ends like one of these", any, 0, { status: 1500 }, undefined],
    ["a status that only begins like one of these", any, 0, { status: 5000 }, undefined],
    ["the server forbids: 500", any, 0, { status: 500, headers: should("false") }, undefined],
    ["the server forbids: 429", any, 0, { status: 429, headers: should("false") }, undefined],
    ["the server forbids: money, 429", unsent, 0, { status: 429, headers: should("false") }, undefined],
    ["the server asks for it: 409", any, 0, { status: 409, headers: should("true") }, 250],
    ["the server asks for it: 400", any, 0, { status: 400, headers: should("true") }, 250],
    ["the server asks for it: 200 that cannot be read", any, 0, { status: 200, headers: should("true") }, undefined],
    ["the server asks for it: a redirect", any, 0, { status: 399, headers: should("true") }, undefined],
    [
      "the server asks for it: never",
      { ...any, repeat: "none" },
      0,
      { status: 500, headers: should("true") },
      undefined,
    ],
    ["the server asks for a second payment: 500", unsent, 0, { status: 500, headers: should("true") }, undefined],
    ["the server asks for a second payment: 409", unsent, 0, { status: 409, headers: should("true") }, undefined],
    ["a refused certificate", any, 0, { maybeSent: false, code: "CERT_HAS_EXPIRED" }, undefined],
    ["a refused certificate, money", unsent, 0, { maybeSent: false, code: "CERT_HAS_EXPIRED" }, undefined],
    ["a code of the server's own that looks like one", any, 0, { status: 500, code: "CERT_HAS_EXPIRED" }, 250],
    ["the server says neither", any, 0, { status: 500, headers: should("maybe") }, 250],
  ])("%s", (_name, policy, attempt, outcome, want) => {
    expect(nextDelay(policy, attempt, outcome, 0.5)).toBe(want);
  });

  test("full jitter: anything from nothing to the ceiling", () => {
    expect([0, 0.999].map((random) => nextDelay(any, 0, { status: 500 }, random))).toEqual([0, 499.5]);
  });
});

describe("retryPolicy", () => {
  test.each([
    ["GET", false, "auto", "any"],
    ["HEAD", false, "auto", "any"],
    ["PUT", false, "auto", "any"],
    ["DELETE", false, "auto", "any"],
    ["POST", false, "auto", "unsent"],
    ["PATCH", false, "auto", "unsent"],
    ["POST", true, "auto", "any"],
    ["POST", false, "always", "any"],
    ["GET", false, "never", "none"],
    ["OPTIONS", false, "auto", "any"],
    ["patch", false, "auto", "unsent"],
    ["post", false, "auto", "unsent"],
    ["MERGE", false, "auto", "unsent"],
    ["GETS", false, "auto", "unsent"],
    ["FORGET", false, "auto", "unsent"],
    ["POST", true, "never", "none"],
  ] as const)("%s, key %s, %s: %s", (method, hasKey, choice, want) => {
    expect(retryPolicy(method, hasKey, choice, 2).repeat).toBe(want);
  });
});

const IN_7 = "Thu, 01 Jan 2026 00:00:07 GMT";

describe("the wait that an answer asks for", () => {
  test.each<[string, number, Record<string, string>, string, number | undefined]>([
    ["nothing", 503, {}, "", undefined],
    ["seconds", 503, { "retry-after": "3" }, "", 3_000],
    ["fractions", 503, { "retry-after": "0.5" }, "", 500],
    ["a date", 503, { "retry-after": "Thu, 01 Jan 2026 00:00:07 GMT" }, "", 7_000],
    ["a date that is over", 503, { "retry-after": "Wed, 31 Dec 2025 23:59:00 GMT" }, "", undefined],
    [
      "a date, and another clock",
      503,
      { "retry-after": IN_7, date: "Sun, 01 Jan 2023 00:00:00 GMT" },
      "",
      94_694_407_000,
    ],
    [
      "a date by the clock of the response",
      503,
      { "retry-after": IN_7, date: "Thu, 01 Jan 2026 00:00:05 GMT" },
      "",
      2_000,
    ],
    ["a date before the response", 503, { "retry-after": IN_7, date: "Thu, 01 Jan 2026 00:00:08 GMT" }, "", undefined],
    ["a date, and none of the response that can be read", 503, { "retry-after": IN_7, date: "yesterday" }, "", 7_000],
    ["seconds are no matter of clocks", 503, { "retry-after": "3", date: "Sun, 01 Jan 2023 00:00:00 GMT" }, "", 3_000],
    ["seconds twice", 503, { "retry-after": "120, 120" }, "", 120_000],
    ["seconds of two senders: the longer", 503, { "retry-after": "2,30" }, "", 30_000],
    ["milliseconds twice", 503, { "retry-after-ms": "40, 40" }, "", 40],
    ["a date twice", 503, { "retry-after": `${IN_7}, ${IN_7}` }, "", 7_000],
    ["two dates: the later", 503, { "retry-after": `Thu, 01 Jan 2026 00:00:03 GMT,${IN_7}` }, "", 7_000],
    ["seconds and a date: the longer", 503, { "retry-after": `3, ${IN_7}` }, "", 7_000],
    ["a date as it was written in 1994", 503, { "retry-after": "Thursday, 01-Jan-26 00:00:07 GMT" }, "", 7_000],
    ["two points", 503, { "retry-after": "1.2.3" }, "", undefined],
    ["two points in the milliseconds", 503, { "retry-after": "3", "retry-after-ms": "1.2.3" }, "", 3_000],
    ["a list that ends", 503, { "retry-after": "3," }, "", undefined],
    ["nothing after the name", 503, { "retry-after": "" }, "", undefined],
    ["nothing after the name of a 429", 429, { "retry-after": "" }, "in 12 seconds", 12_000],
    ["a plus", 503, { "retry-after": "+3" }, "", 3_000],
    ["nought", 503, { "retry-after": "0" }, "", undefined],
    ["negative", 503, { "retry-after": "-5" }, "", undefined],
    ["no number", 503, { "retry-after": "NaN" }, "", undefined],
    ["nonsense", 503, { "retry-after": "soon" }, "", undefined],
    ["huge", 503, { "retry-after": "99999999999999999999" }, "", 1e23],
    ["milliseconds win", 503, { "retry-after": "3", "retry-after-ms": "40" }, "", 40],
    ["the message of a 429", 429, {}, "Rate limit exceeded. Try again in 12 seconds.", 12_000],
    ["fractions in the message", 429, {}, "try again in 1.25 seconds", 1_250],
    ["fractions of more digits", 503, { "retry-after": "0.125" }, "", 125],
    ["one second", 429, {}, "try again in 1 second", 1_000],
    ["a header wins over the message", 429, { "retry-after": "2" }, "in 12 seconds", 2_000],
    ["other statuses' messages say nothing", 503, {}, "in 12 seconds", undefined],
  ])("%s", (_name, status, headers, message, want) => {
    expect(readRetryAfter(status, new Headers(headers), message, now)).toBe(want);
  });
});

describe("connection failures", () => {
  const coded = (code: string) => Object.assign(new Error("x"), { code });
  test.each<[string, unknown, boolean, string]>([
    ["Node: refused", networkError("ECONNREFUSED", "connect"), false, "ECONNREFUSED"],
    ["Node: name not resolved", networkError("ENOTFOUND", "getaddrinfo"), false, "ENOTFOUND"],
    ["Node: name service down", networkError("EAI_AGAIN", "getaddrinfo"), false, "EAI_AGAIN"],
    ["Node: timed out while connecting", networkError("ETIMEDOUT", "connect"), false, "ETIMEDOUT"],
    ["Node: timed out while reading", networkError("ETIMEDOUT", "read"), true, "ETIMEDOUT"],
    ["undici: timed out while connecting", networkError("UND_ERR_CONNECT_TIMEOUT"), false, "UND_ERR_CONNECT_TIMEOUT"],
    ["Node: reset", networkError("ECONNRESET", "read"), true, "ECONNRESET"],
    ["undici: other side closed", networkError("UND_ERR_SOCKET"), true, "UND_ERR_SOCKET"],
    ["Bun: refused", coded("ConnectionRefused"), false, "ConnectionRefused"],
    ["Bun: closed", coded("ConnectionClosed"), true, "ConnectionClosed"],
    [
      "Deno: connecting",
      new TypeError(
        "error sending request for url (http://h/?q=1): client error (Connect): tcp connect error: Connection refused",
      ),
      false,
      "no code",
    ],
    [
      "Deno: sending",
      new TypeError("error sending request: client error (SendRequest): connection closed"),
      true,
      "no code",
    ],
    ["browser", new TypeError("Failed to fetch"), true, "no code"],
    ["Workers", new Error("Network connection lost."), true, "no code"],
    ["not even an error", "ECONNREFUSED", true, "no code"],
    ["a code that is a text", coded("secret: abc"), true, "no code"],
    ["a code with a secret behind it", coded("ECONNREFUSED\nsecret"), true, "no code"],
  ])("%s", (_name, reason, maybeSent, code) => {
    expect(readConnectionFault(reason)).toEqual({ maybeSent, code });
  });
});

test("the budget: a reserve of 100 repeats, then one for five calls", () => {
  const budget = new RetryBudget();
  const spend = (times: number) => Array.from({ length: times }, () => budget.spend()).filter(Boolean).length;
  expect(spend(150)).toBe(100);
  for (let calls = 0; calls < 50; calls++) budget.earn();
  expect(spend(50)).toBe(10);
});
