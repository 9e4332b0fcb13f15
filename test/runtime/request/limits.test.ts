import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FetchFunction, nodeFetch } from "../../../src/node.js";
import { type ClientOptions, ResponseParseError } from "../../../src/runtime/index.js";
import { client, failureOf, json, type Things } from "../support.js";

const MiB = 1024 * 1024;

/** A body that says how much of it was asked for, and whether it was given up. */
function source(
  bytes: number,
  chunk = 64 * 1024,
): { body: ReadableStream<Uint8Array>; read: () => number; ended: () => boolean } {
  let left = bytes;
  let given = 0;
  let ended = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const size = Math.min(chunk, left);
        left -= size;
        given += size;
        if (size > 0) controller.enqueue(new Uint8Array(size).fill(0x20));
        else controller.close();
      },
      cancel() {
        ended = true;
        // As of a body with an unread clone.
        return new Promise(() => {});
      },
    },
    { highWaterMark: 0 },
  );
  return { body, read: () => given, ended: () => ended };
}

const calls: [string, (things: Things, maxResponseBytes?: number) => PromiseLike<unknown>][] = [
  ["a call", (things, maxResponseBytes) => things.retrieve("x", { maxResponseBytes })],
  ["a list", (things, maxResponseBytes) => things.list({}, { maxResponseBytes })],
  ["toResult", (things, maxResponseBytes) => things.retrieve("x", { maxResponseBytes }).toResult()],
  [
    "by path",
    (things, maxResponseBytes) => things.http.GET("/things/{id}", { params: { path: { id: "x" } }, maxResponseBytes }),
  ],
  [
    "by path, as text",
    (things, maxResponseBytes) =>
      things.http.GET("/things/{id}", { params: { path: { id: "x" } }, maxResponseBytes, parseAs: "text" }),
  ],
  [
    "data after the response was asked for",
    async (things, maxResponseBytes) => {
      const call = things.retrieve("x", { maxResponseBytes });
      await call.asResponse();
      return call;
    },
  ],
];

describe.each(calls)("%s", (_name, act) => {
  test.each<[string, ClientOptions, number | undefined, number]>([
    ["64 MiB by default", {}, undefined, 64 * MiB],
    ["what the client says", { maxResponseBytes: 300_000 }, undefined, 300_000],
    ["what the call says", { maxResponseBytes: 300_000 }, 400_000, 400_000],
  ])("a success of at most %s", async (_which, options, own, limit) => {
    const { body, read, ended } = source(Number.POSITIVE_INFINITY);
    const { things, sent, time } = client([new Response(body, { headers: { "x-request-id": "req_1" } })], options);
    const error = await failureOf(act(things, own));
    expect(error).toBeInstanceOf(ResponseParseError);
    expect(error).toMatchObject({ status: 200, maybeSent: true, attempts: 1, requestId: "req_1", body: undefined });
    expect(error.message).toMatch(
      new RegExp(`^200 GET /things.*: the response's body is larger than ${limit} bytes \\(see maxResponseBytes\\)$`),
    );
    expect([sent.length, ended(), time.pending()]).toEqual([1, true, 0]);
    // A chunk more, and one that was read ahead.
    expect(read()).toBeLessThanOrEqual(limit + 2 * 65_536);
  });

  test.each([400, 401, 429, 500, 503])("a failure with %i of at most 1 MiB, never asked for again", async (status) => {
    for (const apiKey of ["key", () => "key"]) {
      const { body, read, ended } = source(Number.POSITIVE_INFINITY);
      const { things, sent } = client([new Response(body, { status })], { apiKey });
      const error = await failureOf(act(things));
      expect(error).toBeInstanceOf(ResponseParseError);
      expect(error).toMatchObject({ status, maybeSent: status >= 500 || undefined, attempts: 1, body: undefined });
      expect(error.message).toMatch(/: the response's body is larger than 1048576 bytes$/);
      expect([sent.length, ended()]).toEqual([1, true]);
      expect(read()).toBeLessThanOrEqual(MiB + 2 * 65_536);
    }
  });
});

test.each([
  ["exactly as much", 1_000, 1_000, true],
  ["one byte more", 1_001, 1_000, false],
  ["as much, in single bytes", 1_000, 1, true],
  ["one byte more, in single bytes", 1_001, 1, false],
])("%s", async (_name, bytes, chunk, isRead) => {
  const { body } = source(bytes, chunk);
  const { things } = client([new Response(body)], { maxResponseBytes: 1_000 });
  const end = await things.retrieve("x").then(String, (error) => (error as Error).message);
  expect(end).toMatch(isRead ? /is not JSON$/ : /larger than 1000 bytes/);
});

test.each([
  [1_000, " ".repeat(1_000)],
  [1_001, "GET /things/{id}: the response's body is larger than 1000 bytes (see maxResponseBytes)"],
])("by path, a text of %i bytes where 1000 are allowed", async (bytes, want) => {
  const { things } = client([new Response(source(bytes).body)], { maxResponseBytes: 1_000 });
  const init = { params: { path: { id: "x" } }, parseAs: "text" } as const;
  const end = await things.http.GET("/things/{id}", init).then(
    ({ data }) => data,
    (error) => (error as Error).message,
  );
  expect(end).toBe(bytes > 1_000 ? `200 ${want}` : want);
});

test.each([
  ["a client's limit below 1 MiB holds for failures, too", 1_000, 400, 2_000, "larger than 1000 bytes"],
  ["Infinity is none", Number.POSITIVE_INFINITY, 200, 65 * MiB, "is not JSON"],
  ["but 1 MiB for failures", Number.POSITIVE_INFINITY, 400, 2 * MiB, "larger than 1048576 bytes"],
])("%s", async (_name, maxResponseBytes, status, bytes, want) => {
  const { things } = client([new Response(source(bytes).body, { status })], { maxResponseBytes });
  expect((await failureOf(things.retrieve("x"))).message).toContain(want);
});

test.each<[string, (things: Things) => PromiseLike<Response>]>([
  ["asResponse", (things) => things.retrieve("x", { maxResponseBytes: 1_000 }).asResponse()],
  [
    "a stream by path",
    async (things) => {
      const init = { params: { path: { id: "x" } }, parseAs: "stream", maxResponseBytes: 1_000 } as const;
      const { data, response } = await things.http.GET("/things/{id}", init);
      return new Response(data as unknown as ReadableStream<Uint8Array<ArrayBuffer>>, response);
    },
  ],
])("%s is read without a limit", async (_name, act) => {
  const { things } = client([new Response(source(5_000_000).body)]);
  expect((await (await act(things)).arrayBuffer()).byteLength).toBe(5_000_000);
});

test.each([0, -1, Number.NaN, "many"])("maxResponseBytes %s is refused", async (value) => {
  const maxResponseBytes = value as number;
  expect(() => client([], { maxResponseBytes })).toThrow(/^maxResponseBytes must be a number above 0/);
  const { things, sent } = client([json({})]);
  await expect(things.retrieve("x", { maxResponseBytes })).rejects.toMatchObject({ name: "ConfigurationError" });
  expect(sent).toEqual([]);
});

/** The server answers `/<bytes>` with so many spaces, compressed. */
describe.each<[string, () => FetchFunction | undefined]>([
  ["fetch", () => undefined],
  ["nodeFetch", () => nodeFetch()],
])("compressed, over %s", (_name, make) => {
  const server = createServer((request, response) => {
    response.setHeader("content-encoding", "gzip");
    response.end(gzipSync(Buffer.alloc(Number(request.url!.slice(1).split("/")[0]), 0x20)));
  });
  let port = 0;
  beforeAll(
    () =>
      new Promise<void>((done) => {
        server.listen(0, "127.0.0.1", () => {
          port = (server.address() as { port: number }).port;
          done();
        });
      }),
  );
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each([
    [1_000, /is not JSON$/],
    [1_001, /larger than 1000 bytes/],
    [5_000_000, /larger than 1000 bytes/],
  ])("%i bytes, of which few hundred travel, count as what they become", async (bytes, want) => {
    const { things } = client([], {
      baseURL: `http://127.0.0.1:${port}/${bytes}`,
      fetch: make(),
      platform: undefined,
      maxResponseBytes: 1_000,
    });
    expect((await failureOf(things.retrieve("x"))).message).toMatch(want);
  });
});
