import { describe, expect, test } from "vitest";
import type { APIError, ClientOptions } from "../../../src/runtime/index.js";
import { KEY, Things } from "../support.js";
import { cellTime } from "./fault-server.js";

/**
 * Every pair of faults over two attempts, for each kind of call: what the caller is told, held against a model that knows of each
 * fault only what it means, and nothing of the runtime.
 */
interface Fault {
  /** Name of the error that a call ends with. */
  readonly error: string;
  /** Whether the server has read the request. */
  readonly read: boolean;
  /** Whether it may have acted on it: for sure not, perhaps, or not since its response refuses it. */
  readonly acted: "no" | "maybe" | "refused";
  /** Whether asking again is ever of use: always, where a repeat does no harm, or never. */
  readonly again: "always" | "harmless" | "never";
  readonly play: (cell: Cell) => Promise<Response>;
}

interface Cell {
  readonly signal: AbortSignal;
  /** Ends the attempt's time. */
  readonly expire: () => void;
  /** The caller gives up. */
  readonly abort: () => void;
}

const TIMEOUT = 60_000;
const MOST_BYTES = 1_000;

const thrown = (cause: object): ((cell: Cell) => Promise<Response>) => {
  // Of another realm, as in test runners that give each file its own: no instance of this realm's Error.
  const foreign = (error: object) => Object.assign(Object.create({ name: "Error" }), error);
  return () => Promise.reject(foreign({ message: "fetch failed", cause: foreign(cause) }));
};
const status = (code: number): ((cell: Cell) => Promise<Response>) => {
  const headers = { "content-type": "application/json", ...(code === 302 && { location: "/elsewhere" }) };
  return async () => new Response(JSON.stringify({ error: { message: "No." } }), { status: code, headers });
};
const stalled = (end: (cell: Cell) => void) => (cell: Cell) =>
  new Promise<Response>((_, reject) => {
    cell.signal.addEventListener("abort", () => reject(cell.signal.reason));
    setImmediate(() => end(cell));
  });
const broken = (cell: Cell): Promise<Response> => {
  const body = new ReadableStream({
    pull(controller) {
      controller.error(Object.assign(new TypeError("terminated"), { cause: { code: "UND_ERR_SOCKET" } }));
      void cell;
    },
  });
  return Promise.resolve(new Response(body, { status: 200 }));
};

const tooLarge = (code: number) => async () => new Response(" ".repeat(MOST_BYTES + 1), { status: code });

const unsent = { error: "APIConnectionError", read: false, acted: "no", again: "always" } as const;
const lost = { error: "APIConnectionError", read: true, acted: "maybe", again: "harmless" } as const;
const refused = { read: true, acted: "refused", again: "never" } as const;

const faults: Readonly<Record<string, Fault>> = {
  "connection refused": { ...unsent, play: thrown({ code: "ECONNREFUSED", syscall: "connect" }) },
  "unknown host": { ...unsent, play: thrown({ code: "ENOTFOUND", syscall: "getaddrinfo" }) },
  "connect timeout": { ...unsent, play: thrown({ code: "UND_ERR_CONNECT_TIMEOUT" }) },
  "all addresses refuse": {
    ...unsent,
    play: thrown({
      code: "ETIMEDOUT",
      errors: [
        { code: "ETIMEDOUT", syscall: "connect" },
        { code: "ENETUNREACH", syscall: "connect" },
      ],
    }),
  },
  "the proxy refuses": { ...unsent, play: thrown({ message: "Proxy response (407) !== 200 when HTTP Tunneling" }) },
  "a bad certificate": { ...unsent, again: "never", play: thrown({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }) },
  "an expired certificate": { ...unsent, again: "never", play: thrown({ code: "CERT_HAS_EXPIRED" }) },
  reset: { ...lost, play: thrown({ code: "ECONNRESET" }) },
  "one address of two connects": {
    ...lost,
    play: thrown({
      code: "ECONNRESET",
      errors: [{ code: "ECONNREFUSED", syscall: "connect" }, { code: "ECONNRESET" }],
    }),
  },
  "a broken body": { ...lost, play: broken },
  timeout: { ...lost, error: "APIConnectionTimeoutError", play: stalled(({ expire }) => expire()) },
  abort: { ...lost, error: "APIUserAbortError", again: "never", play: stalled(({ abort }) => abort()) },
  "302": { ...lost, error: "RedirectError", again: "never", play: status(302) },
  "200 that is not JSON": {
    ...lost,
    error: "ResponseParseError",
    again: "never",
    play: async () => new Response("<html>", { status: 200 }),
  },
  "400": { ...refused, error: "BadRequestError", play: status(400) },
  "404": { ...refused, error: "NotFoundError", play: status(404) },
  "408": { ...lost, error: "APIError", play: status(408) },
  "409": { ...refused, error: "ConflictError", play: status(409) },
  "422": { ...refused, error: "UnprocessableEntityError", play: status(422) },
  "429": { ...refused, error: "RateLimitError", again: "always", play: status(429) },
  "500": { ...lost, error: "InternalServerError", play: status(500) },
  "a success that is too large": { ...lost, error: "ResponseParseError", again: "never", play: tooLarge(200) },
  "400 that is too large": { ...refused, error: "ResponseParseError", play: tooLarge(400) },
  "429 that is too large": { ...refused, error: "ResponseParseError", play: tooLarge(429) },
  "500 that is too large": { ...lost, error: "ResponseParseError", again: "never", play: tooLarge(500) },
  "a fetch that gives nothing": {
    ...lost,
    error: "APIConnectionError",
    play: async () => undefined as unknown as Response,
  },
  "503": { ...lost, error: "InternalServerError", play: status(503) },
};

interface Kind {
  readonly harmless: boolean;
  readonly keyed: boolean;
  readonly run: (things: Things, options: { signal: AbortSignal; retry: "auto" | "always" }) => PromiseLike<unknown>;
}

const kinds: Readonly<Record<string, Kind>> = {
  GET: { harmless: true, keyed: false, run: (things, options) => things.retrieve("x", options) },
  DELETE: { harmless: true, keyed: false, run: (things, options) => things.delete("x", options) },
  "POST with a key": {
    harmless: true,
    keyed: true,
    run: (things, options) => things.createSafely({ name: "x" }, options),
  },
  "POST without a key": {
    harmless: false,
    keyed: false,
    run: (things, options) => things.create({ name: "x" }, options),
  },
};

/** What the caller must be told, by what the faults mean. */
function model(kind: Kind, retry: "auto" | "always", first: Fault, second: Fault) {
  const mayRepeat = first.again === "always" || (first.again === "harmless" && (kind.harmless || retry === "always"));
  const met = mayRepeat ? [first, second] : [first];
  const last = met.at(-1)!;
  return {
    attempts: met.length,
    error: last.error,
    maybeSent: met.some(({ acted }) => acted === "maybe") ? true : met.every(({ read }) => !read) ? false : undefined,
    isRefusedRepeat: met.length === 2 && first.acted === "maybe" && /NotFound|Conflict/.test(last.error),
    met,
  };
}

async function play(kind: Kind, retry: "auto" | "always", script: readonly Fault[]) {
  const controller = new AbortController();
  const time = cellTime(TIMEOUT);
  const bodies: unknown[] = [];
  const fetch: ClientOptions["fetch"] = (_url, init) => {
    bodies.push(init.body);
    const fault = script[bodies.length - 1]!;
    const cell = { signal: init.signal!, expire: time.expire, abort: () => controller.abort() };
    return fault.play(cell);
  };
  const platform = { ...time.platform, uuid: () => "uuid-1" };
  const things = new Things({
    apiKey: KEY,
    fetch,
    platform,
    timeout: TIMEOUT,
    maxRetries: 1,
    maxResponseBytes: MOST_BYTES,
  });
  const error = await Promise.resolve(kind.run(things, { signal: controller.signal, retry })).then(
    () => undefined,
    (reason: APIError) => reason,
  );
  return { error, bodies };
}

const cells = Object.entries(kinds).flatMap(([kindName, kind]) =>
  (["auto", "always"] as const).flatMap((retry) =>
    Object.entries(faults).map(([name, first]) => ({
      name: `${kindName}, retry ${retry}: ${name}`,
      kind,
      retry,
      first,
    })),
  ),
);

describe("two attempts, each with a fault of its own", () => {
  let played = 0;

  test.each(cells)("$name, then each other one", async ({ kind, retry, first }) => {
    for (const [name, second] of Object.entries(faults)) {
      const want = model(kind, retry, first, second);
      const { error, bodies } = await play(kind, retry, [first, second]);
      const told = [error?.name, error?.attempts, error?.maybeSent, /may have succeeded/.test(error?.message ?? "")];
      expect([name, ...told]).toEqual([name, want.error, want.attempts, want.maybeSent, want.isRefusedRepeat]);
      expect(bodies).toHaveLength(want.attempts);
      // The promises themselves, whatever the model says.
      const read = want.met.filter((fault) => fault.read && fault.acted === "maybe").length;
      if (!kind.harmless && retry === "auto") expect(read).toBeLessThan(2);
      if (error?.maybeSent === false) expect(want.met.some((fault) => fault.read)).toBe(false);
      expect(error?.idempotencyKey).toBe(kind.keyed ? "uuid-1" : undefined);
      if (kind.keyed) expect(new Set(bodies).size).toBe(1);
      played++;
    }
  });

  test("there are as many cells as there should be", () => {
    expect(played).toBe(Object.keys(kinds).length * 2 * Object.keys(faults).length ** 2);
    expect(played).toBeGreaterThanOrEqual(2_000);
    console.log(`outcomes: ${played} cells`);
  });
});
