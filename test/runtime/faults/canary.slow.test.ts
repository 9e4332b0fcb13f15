import { inspect } from "node:util";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Decisionly } from "../../../src/decisionly.js";
import { type FetchFunction, nodeFetch } from "../../../src/node.js";
import { openTelemetry } from "../../../src/runtime/index.js";
import { type ClientOptions, Whop } from "../../../src/whop.js";
import { cellTime, type Fault, FaultServer } from "./fault-server.js";

/** In each key, header, query value, body and answer below. It may come out nowhere. */
const CANARY = "canary5eed";
const KEY = `test_${CANARY}`;
/** In each path. Messages and logs name the template; only a trace has the address, as OpenTelemetry wants it. */
const ID = "id_c0ffee";
const TIMEOUT = 55_555;

const secretive = {
  "set-cookie": `session=${CANARY}`,
  "x-account": CANARY,
  "x-request-id": "req_1",
};
const fault = (status: number, extra: object = {}): Fault => ({
  status,
  headers: secretive,
  body: JSON.stringify({ error: { message: `No, ${KEY}.`, type: KEY, code: "a_code", ...extra }, detail: CANARY }),
});

const faults: [string, Fault][] = [
  ["success", { status: 200, headers: secretive }],
  ["cut-off JSON", { status: 200, headers: secretive, cut: 2 }],
  ["HTML", { status: 200, headers: { "content-type": "text/html" }, body: `<h1>${CANARY}</h1>` }],
  ["empty", { status: 204, headers: secretive }],
  ["redirect", { status: 307, headers: { location: `https://${CANARY}.test/?q=${CANARY}` }, body: CANARY }],
  ["400", fault(400, { param: KEY })],
  ["401 that quotes the key", fault(401)],
  ["403", fault(403)],
  ["404", fault(404)],
  ["409", fault(409)],
  ["422", fault(422)],
  ["429", fault(429)],
  ["500", fault(500)],
  ["500 in HTML", { status: 500, headers: { "content-type": "text/html" }, body: `<h1>${CANARY}</h1>` }],
  ["reset after it was read", { at: "request", end: "reset" }],
  ["reset in the middle of the answer", { at: "answer", end: "reset" }],
  ["stalled headers", { at: "request", end: "stall" }],
  ["stalled body", { at: "answer", end: "stall" }],
  ["something that is not HTTP", { at: "raw", text: `${CANARY} ${CANARY}\r\n\r\n` }],
  ["a header that is not HTTP", { at: "raw", text: `HTTP/1.1 200 OK\r\n${CANARY}\u0001: ${CANARY}\r\n\r\n` }],
];

const own = { headers: { "x-own": CANARY } };
const acts: [string, (clients: { whop: Whop; decisionly: Decisionly }) => PromiseLike<unknown>][] = [
  ["GET", ({ whop }) => whop.disputes.retrieve(ID, own)],
  ["list", ({ whop }) => whop.disputes.list({ company_id: CANARY, after: CANARY }, own)],
  ["walk", ({ whop }) => whop.disputes.list({ company_id: CANARY }, { ...own, prefetch: true }).toArray()],
  ["POST", ({ whop }) => whop.disputes.updateEvidence(ID, { notes: CANARY }, own)],
  [
    "POST with a key",
    ({ whop }) =>
      whop.transfers.create(
        { amount: 1, currency: "usd", origin_id: CANARY, destination_id: CANARY, notes: CANARY },
        { ...own, idempotencyKey: CANARY },
      ),
  ],
  ["POST with basic authorization", ({ decisionly }) => decisionly.v2.cases.file(ID, { file_mode: "auto" }, own)],
  ["POST of a form", ({ decisionly }) => decisionly.v1.files.upload(new TextEncoder().encode(`%PDF-1.4 ${CANARY}`))],
  ["by path", ({ whop }) => whop.http.GET("/disputes/{id}", { params: { path: { id: ID } }, ...own })],
  [
    "a raw answer",
    ({ whop }) =>
      whop.disputes
        .retrieve(ID, own)
        .asResponse()
        .then((response) => response.text())
        .then(() => {}),
  ],
  [
    "a result",
    ({ whop }) =>
      whop.disputes
        .retrieve(ID, own)
        .toResult()
        .then(() => {}),
  ],
  ["a body that cannot be sent", ({ whop }) => whop.disputes.updateEvidence(ID, { notes: `${CANARY}\ud800` })],
  ["a path that cannot be sent", ({ whop }) => whop.disputes.retrieve(`${ID}\ud800${CANARY}`)],
  ["a header that cannot be sent", ({ whop }) => whop.disputes.retrieve(ID, { headers: { "x-own": `${CANARY}\n` } })],
];

const server = new FaultServer();
const printed: string[] = [];
const traced: string[] = [];
const keep =
  (where: string[]) =>
  (...values: unknown[]): void => {
    for (const value of values) where.push(show(value));
  };

beforeEach(() => {
  printed.length = 0;
  traced.length = 0;
  for (const method of ["log", "debug", "info", "warn", "error"] as const) {
    vi.spyOn(console, method).mockImplementation(keep(printed));
  }
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => server.end());

const fetches: readonly (readonly [name: string, fetch: FetchFunction | undefined])[] = [
  ["fetch", undefined],
  ["nodeFetch", nodeFetch()],
];

describe.each(faults)("%s", (_name, fault) => {
  test.each(fetches)("nothing of the request or the answer is printed, over %s", async (_fetchName, fetch) => {
    await Promise.all(acts.map(([, act]) => observe(act, fault, { logLevel: "debug", fetch })));
    expect(printed.join("\n")).toMatch(/attempt 1/); // there was something to find it in
    expectNoSecret();
  });
});

test.each(["off", "error", "warn", "info", "debug"] as const)("level %s, to the console", async (logLevel) => {
  for (const [, fault] of faults.filter(([name]) => /^(?:success|401|500|reset|stalled)/.test(name))) {
    for (const [, act] of acts.slice(0, 6)) await observe(act, fault, { logLevel, logger: undefined });
  }
  expectNoSecret();
});

/** Makes the call and prints whatever there is to print. */
async function observe(act: (typeof acts)[number][1], fault: Fault, options: ClientOptions): Promise<void> {
  const { platform, expire } = cellTime(TIMEOUT);
  const info = `"page_info":{"has_next_page":true,"end_cursor":"${CANARY}"}`;
  const good = `{"id":"x","data":[{"id":"${CANARY}"}],${info},"note":"${CANARY}"}`;
  const port = await server.open({ fault, times: 1e9, good }, expire);
  const print = keep(printed);
  const trace = keep(traced);
  const shared: ClientOptions = {
    apiKey: KEY,
    baseURL: `http://127.0.0.1:${port}`,
    timeout: TIMEOUT,
    platform,
    defaultHeaders: { "x-default": CANARY },
    defaultQuery: { q: CANARY },
    logger: { debug: print, info: print, warn: print, error: print },
    onAttempt: print,
    tracing: openTelemetry({
      startSpan: (...args) => {
        trace(args);
        return { setAttribute: trace, setStatus: trace, end() {} };
      },
    }),
    ...options,
  };
  const whop = new Whop({ ...shared, webhookKey: `ws_${CANARY}`, appID: CANARY });
  const decisionly = new Decisionly({ ...shared, apiKey: async () => KEY });
  const call = act({ whop, decisionly });
  print(call, whop, whop.http, whop.webhooks, whop.files, decisionly);
  await call.then(
    () => {},
    (error: Error & { toJSON(): unknown }) => {
      print(
        error,
        error.stack,
        error.message,
        error.cause,
        error.toJSON(),
        Object.values(error),
        structuredClone(error),
      );
      print(new Error("outer", { cause: error }), new AggregateError([error], "several"));
    },
  );
  // A promise of the platform shows what it holds, which the caller asked for; ours do not.
  print(call instanceof Promise ? "" : call, whop, decisionly);
  await server.close(port);
}

function expectNoSecret(): void {
  const text = printed.join("\n");
  for (const secret of [CANARY, btoa(`${KEY}:`), encodeURIComponent(CANARY)]) {
    expect(lineWith(text, secret)).toBe("");
    expect(lineWith(traced.join("\n"), secret)).toBe("");
  }
  expect(lineWith(text, ID)).toBe("");
}

function lineWith(text: string, secret: string): string {
  return text.split("\n").find((line) => line.includes(secret)) ?? "";
}

function show(value: unknown): string {
  const deep = inspect(value, { depth: 8, showHidden: true, maxStringLength: null, maxArrayLength: null });
  return `${deep}\n${JSON.stringify(value)}\n${String(value)}`;
}
