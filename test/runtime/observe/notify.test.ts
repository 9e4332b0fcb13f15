import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ClientOptions, Logger } from "../../../src/runtime/index.js";
import { handleOnce } from "../../../src/runtime/once/handle-once.js";
import type { ReplayStore } from "../../../src/runtime/once/replay-store.js";
import { Whop } from "../../../src/whop.js";
import { Whop as WhopCurrent } from "../../../src/whop-current.js";
import { scriptedFetch } from "../../support/scripted-fetch.js";
import { client, fault, json } from "../support.js";

const unhandled: unknown[] = [];
const keep = (reason: unknown): unknown => unhandled.push(reason);
beforeEach(() => void process.on("unhandledRejection", keep));
afterEach(async () => {
  await settled();
  process.off("unhandledRejection", keep);
  expect(unhandled.splice(0)).toEqual([]);
});

/** Node tells of an unhandled rejection once a turn of the event loop is over. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}

const SECRET = "what an observer knows";

/** Ways for an observer to fail. Each call makes a function of its own, since a function is reported once. */
const failures: [string, () => () => never, kind: string][] = [
  [
    "throws",
    () => () => {
      throw new RangeError(SECRET);
    },
    "RangeError",
  ],
  ["returns a promise that rejects", () => () => Promise.reject(new RangeError(SECRET)) as never, "RangeError"],
  ["returns a promise that rejects with a text", () => () => Promise.reject(SECRET) as never, "string"],
  ["returns a promise that rejects with nothing", () => () => Promise.reject(undefined) as never, "undefined"],
  [
    "returns a promise of its own kind that rejects",
    // biome-ignore lint/suspicious/noThenProperty: it is a promise
    () => () => ({ then: (_: unknown, reject: (reason: unknown) => void) => reject({ name: `\n${SECRET}` }) }) as never,
    "object",
  ],
  [
    "throws what cannot be looked at",
    () => () => {
      throw new Proxy(
        {},
        {
          get: () => {
            throw new Error(SECRET);
          },
        },
      );
    },
    "object",
  ],
];

function recorder(): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (...values: unknown[]): void =>
      void lines.push(`${level}: ${values.join(" ")}`);
  return { lines, logger: { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") } };
}

const line = (name: string, kind: string): string =>
  `warn: ${name} failed (${kind}): what an observer throws is ignored, and reported once`;

describe.each(failures)("one that %s", (_name, failing, kind) => {
  const reported = (name: string): string[] => [line(name, kind)];

  test.each<[string, () => ClientOptions]>([
    ["onAttempt", () => ({ onAttempt: failing() })],
    ["tracing", () => ({ tracing: failing() })],
    ["tracing", () => ({ tracing: () => failing() })],
  ])("%s: calls go on, and it is reported once", async (name, options) => {
    const { lines, logger } = recorder();
    const { things } = client([fault(500), json({ id: "1" }), json({ id: "2" }), fault(404)], { ...options(), logger });
    expect(await things.retrieve("x")).toEqual({ id: "1" });
    expect(await things.http.GET("/things/{id}", { params: { path: { id: "x" } } })).toMatchObject({
      data: { id: "2" },
    });
    await expect(things.retrieve("x")).rejects.toMatchObject({ status: 404 });
    await settled();
    expect(lines).toEqual(reported(name));
    expect(lines.join("\n")).not.toContain(SECRET);
  });

  test("a logger: calls go on, and nothing is said", async () => {
    const fail = failing();
    const logger = { debug: fail, info: fail, warn: fail, error: fail };
    const sunset = { headers: { deprecation: "@1688169599" } };
    for (const logLevel of ["warn", "info", "debug"] as const) {
      const { things } = client([json({ id: "1" }, sunset)], { logger, logLevel, onAttempt: failing() });
      expect(await things.update("x", {})).toEqual({ id: "1" });
    }
  });

  test.each([
    ["2025-01-01", Whop],
    ["Current", WhopCurrent],
  ])("onProgress of an upload (%s): it is completed, and reported once", async (_api, Client) => {
    const { lines, logger } = recorder();
    const file = { id: "file_1", upload_url: "https://storage.test/put", upload_headers: {} };
    const { fetch } = scriptedFetch(json(file), new Response(null), json({ ...file, upload_status: "ready" }));
    const whop = new Client({ apiKey: "key", fetch, logger });
    const options = { filename: "a.pdf", fetch, onProgress: failing() };
    expect(await whop.files.upload(new Uint8Array([1]), options)).toMatchObject({ id: "file_1" });
    await settled();
    expect(lines).toEqual(reported("onProgress"));
  });

  test("onStoreError: the handler's error comes out, and it is reported once", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const store: ReplayStore = {
      claim: async () => "claimed",
      renew: async () => true,
      done: async () => true,
      release: () => Promise.reject(new Error("store down")),
    };
    const onStoreError = failing();
    for (const id of ["a", "b"]) {
      const handled = handleOnce(store, id, () => Promise.reject(new Error("handler")), { onStoreError });
      await expect(handled).rejects.toThrow("handler");
    }
    await settled();
    expect(warn.mock.calls.map(([text]) => `warn: ${text}`)).toEqual(reported("onStoreError"));
    warn.mockRestore();
  });
});

test("once for each observer, whatever the number of calls and clients; never below warn", async () => {
  const { lines, logger } = recorder();
  const onAttempt = async (): Promise<void> => {
    throw new Error("a");
  };
  for (const logLevel of ["off", "error", "warn", "warn"] as const) {
    const { things } = client([json({}), json({})], { logger, logLevel, onAttempt });
    await things.retrieve("x");
    await things.retrieve("x");
    await settled();
  }
  const { things } = client([json({})], { logger, onAttempt: () => onAttempt() });
  await things.retrieve("x");
  await settled();
  expect(lines).toEqual([line("onAttempt", "Error"), line("onAttempt", "Error")]);
});

test("a call does not wait for its observers", async () => {
  const never = (): never => new Promise(() => {}) as never;
  const logger = { debug: never, info: never, warn: never, error: never };
  const { things } = client([json({ id: "1" })], { onAttempt: never, tracing: never, logger, logLevel: "debug" });
  expect(await things.retrieve("x")).toEqual({ id: "1" });
});
