import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { type ErrorHeaders, toErrorHeaders } from "../../src/runtime/error-headers.js";
import { client, failureOf, fault, json } from "./support.js";

const received = {
  "set-cookie": "session=1",
  "content-length": "3",
  "content-encoding": "gzip",
  "content-type": "text/html",
  "transfer-encoding": "chunked",
  connection: "close",
  "keep-alive": "timeout=5",
  "www-authenticate": "Basic",
  "access-control-allow-origin": "*",
  "cache-control": "public",
  "strict-transport-security": "max-age=1",
  etag: '"1"',
  location: "https://elsewhere.test/",
  "x-account": "acct_1",
  "retry-after": "5",
  "retry-after-ms": "5000",
  "x-request-id": "req_1",
  "request-id": "req_2",
  "x-ratelimit-remaining": "0",
  "ratelimit-policy": "100;w=60",
  deprecation: "@1688169599",
  sunset: "Sat, 31 Dec 2022 23:59:59 GMT",
  "idempotent-replayed": "true",
};

const passedOn = [
  "deprecation",
  "idempotent-replayed",
  "ratelimit-policy",
  "request-id",
  "retry-after",
  "retry-after-ms",
  "sunset",
  "x-ratelimit-remaining",
  "x-request-id",
];

/** The ways in which frameworks and libraries copy headers. */
const copies: [string, (headers: object) => Record<string, unknown>][] = [
  [
    "for…in",
    (headers) => {
      const copy: Record<string, unknown> = {};
      for (const name in headers) copy[name] = (headers as Record<string, unknown>)[name];
      return copy;
    },
  ],
  ["Object.keys", (headers) => Object.fromEntries(Object.keys(headers).map((name) => [name, headers[name as never]]))],
  ["Object.entries", (headers) => Object.fromEntries(Object.entries(headers))],
  ["spread", (headers) => ({ ...headers })],
  ["Object.assign", (headers) => Object.assign({}, headers)],
  ["JSON", (headers) => JSON.parse(JSON.stringify(headers))],
  ["Headers", (headers) => Object.fromEntries(new Headers(headers as ErrorHeaders))],
];

test.each(copies)("copied by %s it is what may be passed on", async (_name, copy) => {
  const { things } = client([fault(400, "No.", received)], { logLevel: "off" });
  const { headers } = await failureOf(things.retrieve("x"));
  const got = copy(headers!);
  expect(Object.keys(got).sort()).toEqual(passedOn);
  for (const name of passedOn) expect(got[name]).toBe(received[name as keyof typeof received]);
});

test("Node sets each of them on a response", async () => {
  const { things } = client([fault(400, "No.", received)], { logLevel: "off" });
  const { headers } = await failureOf(things.retrieve("x"));
  const server = createServer((_, response) => {
    for (const name in headers) response.setHeader(name, String(headers[name]));
    response.end("own");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const response = await fetch(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
  expect([response.headers.get("x-request-id"), await response.text()]).toEqual(["req_1", "own"]);
  await new Promise((done) => server.close(done));
});

describe("get", () => {
  test("gives any header by its name, in any case, but no cookie", async () => {
    const { things } = client([fault(400, "No.", received)], { logLevel: "off" });
    const { headers } = await failureOf(things.retrieve("x"));
    expect(headers!.get("Retry-After")).toBe("5");
    expect(headers!.get("Content-Type")).toBe("text/html");
    expect(headers!.get("x-account")).toBe("acct_1");
    expect(headers!.get("not-there")).toBeNull();
    expect(headers!.get("Set-Cookie")).toBeNull();
    expect(headers!.get("set-cookie2")).toBeNull();
  });

  test("is no header", () => {
    const headers = toErrorHeaders(new Headers({ get: "x", "retry-after": "5" }), (value) => value);
    expect(Object.keys(headers)).toEqual(["retry-after"]);
    expect(headers.get("get")).toBe("x");
  });
});

test.each<[string, [string, string][], object]>([
  ["names in other letters", [["Retry-After", "5"]], { "retry-after": "5" }],
  [
    "a request id that is none",
    [
      ["x-request-id", "<b>"],
      ["request-id", "r".repeat(129)],
    ],
    {},
  ],
  [
    "characters that a header cannot have",
    [
      ["ratelimit-policy", "日本"],
      ["retry-after", "5"],
    ],
    { "retry-after": "5" },
  ],
])("of a foreign Headers: %s", (_name, pairs, want) => {
  const foreign = Object.assign(pairs, { get: (name: string) => new Map(pairs).get(name) ?? null });
  expect({ ...toErrorHeaders(foreign as unknown as Headers, (value) => value) }).toEqual(want);
});

test("a value that is masked away is passed on as far as it may be", () => {
  const headers = toErrorHeaders(
    new Headers({ "x-request-id": "sk_live_1", "x-ratelimit-key": "sk_live_1" }),
    () => "***",
  );
  expect({ ...headers }).toEqual({ "x-ratelimit-key": "***" });
});

test("it is the same object each time, and absent without a response", async () => {
  const { things } = client([fault(400), Object.assign(new Error("down"), { code: "ECONNREFUSED" })], {
    maxRetries: 0,
  });
  const error = await failureOf(things.retrieve("x"));
  expect(error.headers).toBe(error.headers);
  expect((await failureOf(things.retrieve("x"))).headers).toBeUndefined();
});

test("a redirect, and a success that is not JSON, have them as well", async () => {
  const { things } = client([
    new Response(null, { status: 307, headers: { location: "https://elsewhere.test/", "x-request-id": "req_1" } }),
    new Response("<", { headers: { "x-request-id": "req_2" } }),
  ]);
  expect({ ...(await failureOf(things.retrieve("x"))).headers }).toEqual({ "x-request-id": "req_1" });
  expect({ ...(await failureOf(things.retrieve("x"))).headers }).toEqual({ "x-request-id": "req_2" });
});

test("by path, the response of a failure has the headers as they came", async () => {
  const { things } = client([json({ error: { message: "No." } }, { status: 404, headers: { "x-account": "acct_1" } })]);
  const { response } = await things.http.GET("/things/{id}", { params: { path: { id: "x" } } });
  expect([response.headers.get("x-account"), response.headers.get("content-type")]).toEqual([
    "acct_1",
    "application/json",
  ]);
});
