import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { nodeFetch } from "../../src/node.js";
import { serve } from "./serve.js";

/** Begins a response of the kind that the path names, and never ends it. */
const server = await serve((response, { path }) => {
  if (path === "/headers") return;
  if (path === "/gzip") response.setHeader("content-encoding", "gzip");
  response.setHeader("content-length", 100_000).flushHeaders();
  response.write(path === "/gzip" ? gzipSync("x".repeat(100_000)).subarray(0, 50) : "half");
});
const send = nodeFetch();
afterAll(() => server[Symbol.asyncDispose]());

const reason = new Error("enough");

describe("an abort rejects with the signal's reason", () => {
  test("before the request: it is not sent", async () => {
    await expect(send(`${server.url}/headers`, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.received).toEqual([]);
  });

  test("while it waits for a connection: at once, and it is not sent", async () => {
    let arrived = (): void => {};
    const isHeld = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    await using single = await serve((response, { path }) => {
      if (path === "/second") response.end();
      else arrived();
    });
    const narrow = nodeFetch({ connections: 1 });
    const held = new AbortController();
    const holding = narrow(`${single.url}/first`, { signal: held.signal });
    const waiting = new AbortController();
    const second = narrow(`${single.url}/second`, { method: "POST", body: "{}", signal: waiting.signal });
    await isHeld;
    waiting.abort(reason);
    await expect(second).rejects.toBe(reason);
    held.abort(reason);
    await expect(holding).rejects.toBe(reason);
    await (await narrow(`${single.url}/second`)).text();
    expect(single.received.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /first", "GET /second"]);
  });

  test("while it waits for the response", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 20);
    await expect(send(`${server.url}/headers`, { signal: controller.signal })).rejects.toBe(reason);
  });

  const readers: [string, string, (response: Response) => Promise<unknown>][] = [
    ["a text", "/body", (response) => response.text()],
    ["a real body", "/body", (response) => response.arrayBuffer()],
    ["a compressed text", "/gzip", (response) => response.text()],
    ["a real compressed body", "/gzip", (response) => response.arrayBuffer()],
  ];
  test.each(readers)("while it reads %s", async (_name, path, read) => {
    const controller = new AbortController();
    const response = await send(server.url + path, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(read(response)).rejects.toBe(reason);
  });

  test("while it sends a stream, which is given up", async () => {
    const controller = new AbortController();
    let end: (reason: unknown) => void = () => {};
    const cancelled = new Promise((resolve) => {
      end = resolve;
    });
    const body = new ReadableStream({
      pull: async (stream) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        stream.enqueue(new Uint8Array(10));
      },
      cancel: end,
    });
    setTimeout(() => controller.abort(reason), 20);
    const init = { method: "POST", body, signal: controller.signal, duplex: "half" };
    await expect(send(`${server.url}/headers`, init)).rejects.toBe(reason);
    await cancelled;
  });
});

test.each(["/body", "/gzip"])(
  "a body that is given up ends its connection, also while a read is waiting: %s",
  async (path) => {
    let closed: Promise<unknown> = Promise.resolve();
    await using ending = await serve((response) => {
      closed = new Promise((resolve) => response.on("close", resolve));
      if (path === "/gzip") response.setHeader("content-encoding", "gzip");
      response.flushHeaders();
      response.write(path === "/gzip" ? gzipSync("x".repeat(100)).subarray(0, 5) : "half");
    });
    const reader = (await send(ending.url)).body!.getReader();
    const pending = (async () => {
      for (;;) if ((await reader.read()).done) return "done";
    })();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await reader.cancel();
    expect(await pending).toBe("done");
    await closed;
  },
);

test("a signal that many requests share keeps no listener, and Node does not warn of a leak", async () => {
  const warnings: Error[] = [];
  const warn = (warning: Error): unknown => warnings.push(warning);
  process.on("warning", warn);
  await using quick = await serve((response) => void response.end("{}"));
  const { signal } = new AbortController();
  const counts = { held: 0 };
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    counts.held++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    counts.held--;
    removeEventListener.apply(signal, args);
  };
  await Promise.all(Array.from({ length: 50 }, async () => (await send(quick.url, { signal })).text()));
  await new Promise(setImmediate);
  process.off("warning", warn);
  expect([counts.held, warnings]).toEqual([0, []]);
});
