import { expect, test } from "vitest";
import { readBlob, readEvents, readJsonOr, readText } from "../../../src/runtime/encode/read-body.js";
import type { ServerEvent } from "../../../src/runtime/encode/server-events.js";

const limit = { bytes: 1_000_000, error: () => new Error("too large") };
const noJson = () => Promise.reject(new Error("read as JSON"));

test("text and bytes", async () => {
  expect(await readText(new Response("a,b"), noJson, limit)).toBe("a,b");
  const blob = (await readBlob(new Response(new Uint8Array([1, 2])), noJson, limit)) as Blob;
  expect([...new Uint8Array(await blob.arrayBuffer())]).toEqual([1, 2]);
});

test("JSON where the response says so", async () => {
  const read = readJsonOr(readText);
  const json = () => Promise.resolve("json");
  expect(await read(new Response("{}", { headers: { "content-type": "application/problem+json" } }), json, limit)).toBe(
    "json",
  );
  expect(await read(new Response("{}", { headers: { "content-type": "text/plain" } }), json, limit)).toBe("{}");
});

/** By the rules of the HTML standard for event streams. */
test.each<[string, string[], ServerEvent[]]>([
  ["one", ["data: a\n\n"], [{ event: "message", data: "a", id: undefined }]],
  [
    "lines that end with CR LF, split",
    ["id: 1\r", "\ndata:a\r\ndata: b\r\n\r", "\n"],
    [{ event: "message", data: "a\nb", id: "1" }],
  ],
  ["a name and a comment", [": hi\nevent: done\ndata\n\n"], [{ event: "done", data: "", id: undefined }]],
  ["an unfinished one is dropped", ["data: a\n"], []],
  [
    "one without data is none",
    ['event: x\n\ndata: {"a":1}\n\n'],
    [{ event: "message", data: '{"a":1}', id: undefined }],
  ],
])("events: %s", async (_name, chunks, want) => {
  const bytes = chunks.map((chunk) => new TextEncoder().encode(chunk));
  const stream = new ReadableStream({
    start(controller) {
      for (const chunk of bytes) controller.enqueue(chunk);
      controller.close();
    },
  });
  const found: ServerEvent[] = [];
  for await (const event of (await readEvents(new Response(stream), noJson, limit)) as AsyncIterable<ServerEvent>)
    found.push(event);
  expect(found).toEqual(want);
});

test("leaving the loop ends the connection", async () => {
  let isCancelled = false;
  const stream = new ReadableStream({
    pull: (controller) => controller.enqueue(new TextEncoder().encode("data: a\n\n")),
    cancel: () => {
      isCancelled = true;
    },
  });
  for await (const _event of (await readEvents(new Response(stream), noJson, limit)) as AsyncIterable<ServerEvent>)
    break;
  expect(isCancelled).toBe(true);
});
