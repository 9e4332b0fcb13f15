import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FetchFunction, nodeFetch } from "../../../src/node.js";
import type { APIError, ClientOptions } from "../../../src/runtime/index.js";
import { type Act, acts } from "./acts.js";
import { type CellRecord, cellTime, type Fault, FaultServer, refusedPort } from "./fault-server.js";

/**
 * One fault and what the callers get: `outcome attempts/seen/read`, then the waits between the attempts in milliseconds.
 * `attempts` is what the client says it made; `seen` and `read` are what the server saw begin and what it read to its end.
 */
interface Row {
  readonly name: string;
  readonly fault: Fault;
  /** How many requests meet the fault. @default all */
  readonly times?: number;
  /** GET, list, PUT, DELETE and the POSTs with an idempotency key. */
  readonly any: string;
  /** The list, where it differs. */
  readonly list?: string;
  /** PATCH and the POSTs without an idempotency key. */
  readonly unsent: string;
  /** @default a function, which gives another key each time */
  readonly apiKey?: string;
}

const json = { "content-type": "application/json" };
const html = { "content-type": "text/html" };
const said = (message: string): string => JSON.stringify({ error: { message } });
const answered = (status: number, headers: Record<string, string> = {}, body = said("No.")): Fault => ({
  status,
  headers,
  body,
});

const rows: readonly Row[] = [
  // Connections.
  {
    name: "reset before the request is read",
    fault: { at: "arrival", end: "reset" },
    any: "APIConnectionError 3/3/0 +250 +500",
    unsent: "APIConnectionError 1/1/0",
  },
  {
    name: "reset before the request is read, once",
    fault: { at: "arrival", end: "reset" },
    times: 1,
    any: "value 2/2/1 +250",
    unsent: "APIConnectionError 1/1/0",
  },
  {
    name: "accepted and never read",
    fault: { at: "arrival", end: "stall" },
    any: "APIConnectionTimeoutError 3/3/0 +250 +500",
    unsent: "APIConnectionTimeoutError 1/1/0",
  },
  {
    name: "reset after it was read",
    fault: { at: "request", end: "reset" },
    any: "APIConnectionError 3/3/3 +250 +500",
    unsent: "APIConnectionError 1/1/1",
  },
  {
    name: "reset after it was read, twice",
    fault: { at: "request", end: "reset" },
    times: 2,
    any: "value 3/3/3 +250 +500",
    unsent: "APIConnectionError 1/1/1",
  },
  {
    name: "reset in the middle of the answer",
    fault: { at: "answer", end: "reset", headers: { "content-length": "1000" } },
    any: "APIConnectionError 3/3/3 +250 +500",
    unsent: "APIConnectionError 1/1/1",
  },
  {
    name: "reset in the middle of the answer, once",
    fault: { at: "answer", end: "reset" },
    times: 1,
    any: "value 2/2/2 +250",
    unsent: "APIConnectionError 1/1/1",
  },
  {
    name: "closed before the end that content-length promises",
    fault: { at: "answer", end: "close", headers: { "content-length": "1000" } },
    any: "APIConnectionError 3/3/3 +250 +500",
    unsent: "APIConnectionError 1/1/1",
  },
  {
    name: "closed between chunks",
    fault: { at: "answer", end: "close" },
    any: "APIConnectionError 3/3/3 +250 +500",
    unsent: "APIConnectionError 1/1/1",
  },
  {
    name: "something that is not HTTP",
    fault: { at: "raw", text: "SSH-2.0-OpenSSH_9.2\r\n" },
    any: "APIConnectionError 3/3/3 +250 +500",
    unsent: "APIConnectionError 1/1/1",
  },
  {
    name: "headers without an end",
    fault: { at: "raw", text: `HTTP/1.1 200 OK\r\nx-long: ${"x".repeat(40_000)}` },
    any: "APIConnectionError 3/3/3 +250 +500",
    unsent: "APIConnectionError 1/1/1",
  },

  // Timeouts.
  {
    name: "stalled headers",
    fault: { at: "request", end: "stall" },
    any: "APIConnectionTimeoutError 3/3/3 +250 +500",
    unsent: "APIConnectionTimeoutError 1/1/1",
  },
  {
    name: "stalled headers, once",
    fault: { at: "request", end: "stall" },
    times: 1,
    any: "value 2/2/2 +250",
    unsent: "APIConnectionTimeoutError 1/1/1",
  },
  {
    name: "stalled body",
    fault: { at: "answer", end: "stall" },
    any: "APIConnectionTimeoutError 3/3/3 +250 +500",
    unsent: "APIConnectionTimeoutError 1/1/1",
  },
  {
    name: "stalled body, once",
    fault: { at: "answer", end: "stall" },
    times: 1,
    any: "value 2/2/2 +250",
    unsent: "APIConnectionTimeoutError 1/1/1",
  },

  // Answers that say success. They are never asked for again.
  { name: "a good answer", fault: { status: 200 }, any: "value 1/1/1", unsent: "value 1/1/1" },
  { name: "201", fault: { status: 201 }, any: "value 1/1/1", unsent: "value 1/1/1" },
  { name: "103, then 200", fault: { status: 200, early: true }, any: "value 1/1/1", unsent: "value 1/1/1" },
  {
    name: "cut-off JSON",
    fault: { status: 200, cut: 2 },
    any: "ResponseParseError 1/1/1",
    unsent: "ResponseParseError 1/1/1",
  },
  {
    name: "JSON that says it is HTML",
    fault: { status: 200, headers: html },
    any: "value 1/1/1",
    unsent: "value 1/1/1",
  },
  {
    name: "HTML that says it is HTML",
    fault: { status: 200, headers: html, body: "<h1>Hello</h1>" },
    any: "ResponseParseError 1/1/1",
    unsent: "ResponseParseError 1/1/1",
  },
  {
    name: "HTML that says it is JSON",
    fault: { status: 200, headers: json, body: "<h1>Hello</h1>" },
    any: "ResponseParseError 1/1/1",
    unsent: "ResponseParseError 1/1/1",
  },
  {
    name: "an empty body",
    fault: { status: 200, body: "" },
    any: "undefined 1/1/1",
    list: "PaginationError 1/1/1",
    unsent: "undefined 1/1/1",
  },
  {
    name: "204",
    fault: { status: 204 },
    any: "undefined 1/1/1",
    list: "PaginationError 1/1/1",
    unsent: "undefined 1/1/1",
  },
  { name: "10 MB", fault: { status: 200, pad: 10 << 20 }, any: "value 1/1/1", unsent: "value 1/1/1" },
  {
    name: "more than maxResponseBytes",
    fault: { status: 200, pad: 65 << 20 },
    any: "ResponseParseError 1/1/1",
    unsent: "ResponseParseError 1/1/1",
  },

  // Redirects: neither followed nor repeated, whatever the method.
  ...[301, 302, 303, 307, 308].flatMap((status) =>
    ["same", "other"].map((location) => ({
      name: `${status} to the ${location} origin`,
      fault: answered(status, { location }),
      any: "RedirectError 1/1/1",
      unsent: "RedirectError 1/1/1",
    })),
  ),

  // The key.
  {
    name: "401 to the first key",
    fault: answered(401),
    times: 1,
    any: "value 2/2/2 +0",
    unsent: "value 2/2/2 +0",
  },
  {
    name: "401 to each key",
    fault: answered(401),
    any: "AuthenticationError 2/2/2 +0",
    unsent: "AuthenticationError 2/2/2 +0",
  },
  {
    name: "401 to a key that stays",
    fault: answered(401),
    apiKey: "key",
    any: "AuthenticationError 1/1/1",
    unsent: "AuthenticationError 1/1/1",
  },

  // Refusals that a repeat would not change.
  { name: "400", fault: answered(400), any: "BadRequestError 1/1/1", unsent: "BadRequestError 1/1/1" },
  { name: "403", fault: answered(403), any: "PermissionDeniedError 1/1/1", unsent: "PermissionDeniedError 1/1/1" },
  { name: "404", fault: answered(404), any: "NotFoundError 1/1/1", unsent: "NotFoundError 1/1/1" },
  { name: "409", fault: answered(409), any: "ConflictError 1/1/1", unsent: "ConflictError 1/1/1" },
  {
    name: "422",
    fault: answered(422),
    any: "UnprocessableEntityError 1/1/1",
    unsent: "UnprocessableEntityError 1/1/1",
  },
  { name: "304", fault: answered(304), any: "APIError 1/1/1", unsent: "APIError 1/1/1" },
  { name: "418", fault: answered(418), any: "APIError 1/1/1", unsent: "APIError 1/1/1" },
  { name: "501", fault: answered(501), any: "InternalServerError 1/1/1", unsent: "InternalServerError 1/1/1" },

  // 408 and 5xx: the server may have acted.
  { name: "408", fault: answered(408), any: "APIError 3/3/3 +250 +500", unsent: "APIError 1/1/1" },
  { name: "408, once", fault: answered(408), times: 1, any: "value 2/2/2 +250", unsent: "APIError 1/1/1" },
  ...[500, 502, 503, 504].map((status) => ({
    name: `${status}`,
    fault: answered(status),
    any: "InternalServerError 3/3/3 +250 +500",
    unsent: "InternalServerError 1/1/1",
  })),
  {
    name: "500, twice",
    fault: answered(500),
    times: 2,
    any: "value 3/3/3 +250 +500",
    unsent: "InternalServerError 1/1/1",
  },
  {
    name: "503 with retry-after",
    fault: answered(503, { "retry-after": "2" }),
    any: "InternalServerError 3/3/3 +2000 +2000",
    unsent: "InternalServerError 1/1/1",
  },
  {
    name: "500 with a MB",
    fault: { status: 500, body: said("No."), pad: 1_000_000 },
    times: 1,
    any: "value 2/2/2 +250",
    unsent: "InternalServerError 1/1/1",
  },
  // More than is read of a failure: the next one would be as large.
  {
    name: "500 with 10 MB",
    fault: { status: 500, body: said("No."), pad: 10 << 20 },
    times: 1,
    any: "ResponseParseError 1/1/1",
    unsent: "ResponseParseError 1/1/1",
  },
  {
    name: "401 with 10 MB",
    fault: { status: 401, body: said("No."), pad: 10 << 20 },
    times: 1,
    any: "ResponseParseError 1/1/1",
    unsent: "ResponseParseError 1/1/1",
  },

  // 429: refused before it was acted on, so everything is repeated, after the wait that the server asks for.
  {
    name: "429 without a wait",
    fault: answered(429),
    any: "RateLimitError 3/3/3 +250 +500",
    unsent: "RateLimitError 3/3/3 +250 +500",
  },
  { name: "429, once", fault: answered(429), times: 1, any: "value 2/2/2 +250", unsent: "value 2/2/2 +250" },
  {
    name: "429 with seconds",
    fault: answered(429, { "retry-after": "3" }),
    any: "RateLimitError 3/3/3 +3000 +3000",
    unsent: "RateLimitError 3/3/3 +3000 +3000",
  },
  {
    name: "429 with a date",
    // By the clock of the server, which is 26 years behind.
    fault: answered(429, { "retry-after": "Sat, 01 Jan 2000 00:00:07 GMT", date: "Sat, 01 Jan 2000 00:00:00 GMT" }),
    any: "RateLimitError 3/3/3 +7000 +7000",
    unsent: "RateLimitError 3/3/3 +7000 +7000",
  },
  {
    name: "429 with a date in the past",
    fault: answered(429, { "retry-after": "Wed, 31 Dec 2025 23:59:59 GMT", date: "Thu, 01 Jan 2026 00:00:00 GMT" }),
    any: "RateLimitError 3/3/3 +250 +500",
    unsent: "RateLimitError 3/3/3 +250 +500",
  },
  {
    name: "429 with seconds below zero",
    fault: answered(429, { "retry-after": "-5" }),
    any: "RateLimitError 3/3/3 +250 +500",
    unsent: "RateLimitError 3/3/3 +250 +500",
  },
  {
    name: "429 with a minute",
    fault: answered(429, { "retry-after": "60" }),
    times: 1,
    any: "value 2/2/2 +60000",
    unsent: "value 2/2/2 +60000",
  },
  {
    name: "429 with more than a minute",
    fault: answered(429, { "retry-after": "61" }),
    any: "RateLimitError 1/1/1",
    unsent: "RateLimitError 1/1/1",
  },
  {
    name: "429 with a huge number",
    fault: answered(429, { "retry-after": "99999999999999999999" }),
    any: "RateLimitError 1/1/1",
    unsent: "RateLimitError 1/1/1",
  },
  {
    name: "429 with a wait that is no number",
    fault: answered(429, { "retry-after": "NaN" }),
    any: "RateLimitError 3/3/3 +250 +500",
    unsent: "RateLimitError 3/3/3 +250 +500",
  },
  {
    name: "429 with retry-after-ms, which wins",
    fault: answered(429, { "retry-after-ms": "1234", "retry-after": "9" }),
    any: "RateLimitError 3/3/3 +1234 +1234",
    unsent: "RateLimitError 3/3/3 +1234 +1234",
  },
  {
    name: "429 with the seconds in its message",
    fault: answered(429, {}, said("Too many requests. Try again in 4 seconds.")),
    any: "RateLimitError 3/3/3 +4000 +4000",
    unsent: "RateLimitError 3/3/3 +4000 +4000",
  },
];

/** What came of the cells that have run, and what they ran over. */
const done = { cells: 0, failed: 0, readWithoutKey: 0, repeatedAfterRead: 0 };
let over: FetchFunction | undefined;
const server = new FaultServer();
const TIMEOUT = 55_555;

afterAll(() => server.end());

const fetches: readonly (readonly [name: string, fetch: FetchFunction | undefined])[] = [
  ["fetch", undefined],
  ["nodeFetch", nodeFetch()],
];

describe.each(fetches)("over %s", (name, fetch) => {
  beforeAll(() => {
    over = fetch;
    Object.assign(done, { cells: 0, failed: 0, readWithoutKey: 0, repeatedAfterRead: 0 });
  });
  afterAll(() => {
    process.stdout.write(
      `fault matrix over ${name}: ${done.cells} cells, ${done.failed} failures; ${done.readWithoutKey} writes without a key read by ` +
        `the server, ${done.repeatedAfterRead} sent again\n`,
    );
  });

  describe("what the caller gets and the server sees", () => {
    test.each(rows)("$name", async ({ name, fault, times = Number.POSITIVE_INFINITY, any, list, unsent, apiKey }) => {
      const want: Record<string, string> = {};
      const got: Record<string, string> = {};
      await Promise.all(
        acts.map(async (act) => {
          want[act.name] = act.repeat === "unsent" ? unsent : act.name === "list" ? (list ?? any) : any;
          got[act.name] = await runCell(act, { fault, times, good: act.good }, { apiKey });
          if (got[act.name] !== want[act.name]) done.failed++;
        }),
      );
      expect(got, name).toEqual(want);
    });

    test("reset as soon as it is accepted: a POST is tried again where the platform says that it never connected", async () => {
      for (const act of acts) {
        const got = await runCell(act, {
          fault: { at: "accept", end: "reset" },
          times: Number.POSITIVE_INFINITY,
          good: "",
        });
        // Whether an attempt connects before it is reset is up to the kernel. Nothing was read either way.
        const want = ["APIConnectionError 3/3/0 +250 +500"];
        if (act.repeat === "unsent") want.push("APIConnectionError 1/1/0", "APIConnectionError 2/2/0 +250");
        if (!want.includes(got)) done.failed++;
        expect(want, act.name).toContain(got);
      }
    });

    test("connection refused: nothing was sent, so everything is tried again", async () => {
      const busy = await server.open({ fault: { status: 200 }, times: 1, good: "" });
      const { port, free } = await refusedPort(busy);
      const got: Record<string, string> = {};
      for (const act of acts) got[act.name] = await runCell(act, undefined, { port });
      free();
      for (const act of acts) {
        if (got[act.name] !== "APIConnectionError 3/0/0 +250 +500") done.failed++;
        expect(got[act.name], act.name).toBe("APIConnectionError 3/0/0 +250 +500");
      }
      expect(await server.close(busy)).toMatchObject({ requests: [] });
    });
  });

  test("no write without an idempotency key reached the server again after it was read and not refused", () => {
    expect(done).toMatchObject({ cells: (rows.length + 2) * acts.length, repeatedAfterRead: 0 });
    // Each row but the three that are never read has the server read each of the four kinds at least once.
    expect(done.readWithoutKey).toBeGreaterThanOrEqual((rows.length - 3) * 4);
  });

  test.each(acts)("a real clock: $name ends after its 80 ms", async ({ run, good }) => {
    const port = await server.open({ fault: { at: "answer", end: "stall" }, times: 1, good });
    const startedAt = performance.now();
    const error = await Promise.resolve(
      run({ apiKey: "key", baseURL: `http://127.0.0.1:${port}`, fetch, timeout: 80, maxRetries: 0, logLevel: "off" }),
    ).catch((reason: APIError) => reason);
    expect(error).toMatchObject({ name: "APIConnectionTimeoutError", maybeSent: true, attempts: 1 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(79);
    await server.close(port);
  });
});

/** One call against one fault. What holds in every cell is checked here; the rest comes back as a line of the table. */
async function runCell(
  act: Act,
  plan: { fault: Fault; times: number; good: string } | undefined,
  { apiKey, port: refused = 0 }: { apiKey?: string | undefined; port?: number } = {},
): Promise<string> {
  const { platform, waits, expire } = cellTime(TIMEOUT);
  const port = plan ? await server.open(plan, expire) : refused;
  let made = 0;
  let keys = 0;
  const options: ClientOptions = {
    apiKey: apiKey ?? (() => `key-${++keys}`),
    baseURL: `http://127.0.0.1:${port}`,
    fetch: over,
    timeout: TIMEOUT,
    logLevel: "off",
    platform,
    onAttempt: ({ attempt }) => {
      made = attempt;
    },
  };
  const outcome = await Promise.resolve(act.run(options)).then(
    (value) => (value === undefined ? "undefined" : sameJson(value, act.good) ? "value" : "another value"),
    (error: APIError) => describeError(error, made),
  );
  const record = plan ? await server.close(port) : undefined;
  done.cells++;
  if (record) checkRecord(act, record);
  const seen = (record?.unread ?? 0) + (record?.requests.length ?? 0);
  const read = record?.requests.filter((request) => request.read).length ?? 0;
  return [`${outcome} ${made}/${seen}/${read}`, ...waits.map((ms) => `+${ms}`)].join(" ");
}

function describeError(error: APIError, made: number): string {
  // A page that cannot be read is found out after the call.
  const attempts = error.name === "PaginationError" ? made : error.attempts;
  if (attempts !== made) return `${error.name} with ${attempts} for ${made} attempts`;
  return error.message.length > 300 ? `${error.name} with a long message` : error.name;
}

function sameJson(value: unknown, text: string): boolean {
  return JSON.stringify(value) === text;
}

/** From the server's own record: repeats are the same request, other origins see nothing, and no write is acted on twice. */
function checkRecord(act: Act, { requests, elsewhere }: CellRecord): void {
  const [first] = requests;
  const bodies = new Set(
    requests.map(({ method, url, key, body }) => `${method} ${url} ${key} ${withoutBoundary(body)}`),
  );
  expect(bodies.size, `${act.name}: repeats are alike`).toBeLessThanOrEqual(1);
  expect(elsewhere, `${act.name}: visits to another origin`).toBe(0);
  if (first) expect(first.key !== undefined, act.name).toBe(act.name === "POST with a key header");
  if (!first || !/^(?:POST|PATCH)$/.test(first.method) || first.body.includes('"idempotence_key"') || first.key) return;
  const acted = requests.findIndex(({ read, status }) => read && status !== 401 && status !== 429);
  if (requests.some(({ read }) => read)) done.readWithoutKey++;
  if (acted >= 0 && acted < requests.length - 1) done.repeatedAfterRead++;
}

/** Each sending of a form has a boundary of its own. */
function withoutBoundary(body: string): string {
  return body.replaceAll(/----formdata-[\w-]+/g, "boundary");
}
