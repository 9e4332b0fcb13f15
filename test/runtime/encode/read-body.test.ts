import { describe, expect, test } from "vitest";
import {
  type ApiPromise,
  ClientCore,
  type RequestOptions,
  ResponseParseError,
  readBlob,
  readEvents,
  readJsonOr,
  readText,
  type ServerEvent,
} from "../../../src/runtime/index.js";
import { scriptedFetch } from "../../support/scripted-fetch.js";
import { thingsConfig } from "../../things/client.js";
import { failureOf, KEY } from "../support.js";

type ReadBody = typeof readText;

/** A call whose success is read in another way than as JSON. */
function call<T>(read: ReadBody, response: Response, options?: RequestOptions): ApiPromise<T> {
  const { fetch } = scriptedFetch(response);
  const client = new ClientCore<object>(thingsConfig, { apiKey: KEY, fetch });
  return client.request("GET", "/export" as never, {} as never, options, { id: "export", read }) as ApiPromise<T>;
}

/** A body in chunks. Of one without an end the last chunk comes again and again, but not for ever, should nobody mind. */
function body(chunks: readonly string[], isEndless = false): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream(
    {
      pull(controller) {
        const chunk = chunks[isEndless ? Math.min(at, chunks.length - 1) : at];
        at++;
        if (chunk === undefined || at > 20_000) controller.close();
        else controller.enqueue(new TextEncoder().encode(chunk));
      },
    },
    { highWaterMark: 0 },
  );
}

async function drain(events: AsyncIterable<ServerEvent>, most = Number.POSITIVE_INFINITY): Promise<ServerEvent[]> {
  const seen: ServerEvent[] = [];
  for await (const event of events) if (seen.push(event) >= most) break;
  return seen;
}

describe("a body that is not JSON", () => {
  test("is text, a Blob, or JSON where the response says so", async () => {
    expect(await call(readText, new Response("a,b"))).toBe("a,b");
    const blob = await call<Blob>(readBlob, new Response("%PDF-", { headers: { "content-type": "application/pdf" } }));
    expect([await blob.text(), blob.type]).toEqual(["%PDF-", "application/pdf"]);
    expect(await call(readJsonOr(readBlob), Response.json({ state: "pending" }))).toEqual({ state: "pending" });
  });

  test.each<[string, ReadBody]>([
    ["text", readText],
    ["a Blob", readBlob],
    ["JSON or a Blob", readJsonOr(readBlob)],
  ])("%s has its limit, also after the response was asked for", async (_name, read) => {
    for (const asked of [false, true]) {
      const reading = call(read, new Response(body(["x".repeat(600)], true)), { maxResponseBytes: 1_000 });
      if (asked) await reading.asResponse();
      const error = await failureOf(reading);
      expect(error).toBeInstanceOf(ResponseParseError);
      expect(error.message).toBe(
        "200 GET /export: the response's body is larger than 1000 bytes (see maxResponseBytes)",
      );
    }
  });
});

test("where the platform hides what a body ended with, it is told all the same", async () => {
  const hiding: ReadBody = (response) =>
    response.text().catch(() => {
      throw new TypeError("network error");
    });
  const error = await failureOf(call(hiding, new Response("x".repeat(1_001)), { maxResponseBytes: 1_000 }));
  expect(error.message).toMatch(/larger than 1000 bytes/);
});

describe("events", () => {
  test.each<[string, string[], ServerEvent[]]>([
    [
      "with names and ids",
      ["event: made\nid: 1\ndata: a\n\n", ": note\ndata: b\ndata:c\n\n"],
      [
        { event: "made", data: "a", id: "1" },
        { event: "message", data: "b\nc", id: "1" },
      ],
    ],
    [
      "cut within lines and line ends",
      ["da", "ta: a\r", "\n\r\nid", ": 2\ndata: Gr", "öße\r\r", "data: never ended"],
      [
        { event: "message", data: "a", id: undefined },
        { event: "message", data: "Größe", id: "2" },
      ],
    ],
    ["without data", ["event: ping\n\n"], []],
  ])("%s", async (_name, chunks, want) => {
    expect(await drain(await call<AsyncIterable<ServerEvent>>(readEvents, new Response(body(chunks))))).toEqual(want);
  });

  test("the stream may go on for ever", async () => {
    const endless = new Response(body(["data: 0123456789\n\n".repeat(10)], true));
    const events = await call<AsyncIterable<ServerEvent>>(readEvents, endless, { maxResponseBytes: 100 });
    expect(await drain(events, 1_000)).toHaveLength(1_000);
  });

  test.each([
    ["a line", ["data: a\n\n", "data: ", "x".repeat(60)]],
    ["an event of many lines", ["data: a\n\n", "data: 01234\ndata: 56789\n"]],
    ["an event that comes in one piece", [`${"data: 0123456789\n".repeat(100)}\n`]],
    ["an event of empty lines", ["data: a\n\n", "data:\n"]],
  ])("but not %s", async (_name, chunks) => {
    const endless = new Response(body(chunks, true));
    const events = await call<AsyncIterable<ServerEvent>>(readEvents, endless, { maxResponseBytes: 1_000 });
    const error = await failureOf(drain(events));
    expect(error).toBeInstanceOf(ResponseParseError);
    expect(error.message).toMatch(/larger than 1000 bytes/);
  });
});
