import * as zlib from "node:zlib";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { nodeFetch } from "../../src/node.js";
import { toRealResponse } from "../../src/runtime/request/response.js";
import { Whop } from "../../src/whop.js";
import { serve } from "./serve.js";

const TEXT = JSON.stringify({ id: "dspt_1", note: "\u00fcber ".repeat(50_000) });
const { gzipSync: gzip, deflateSync: deflate, deflateRawSync: deflateRaw, brotliCompressSync: brotli } = zlib;
const hasZstd = "zstdCompressSync" in zlib;

let coding = "";
let bytes: Uint8Array = new Uint8Array();
const server = await serve((response) => void response.setHeader("content-encoding", coding).end(bytes));
const send = nodeFetch();
beforeEach(() => server.received.splice(0));
afterAll(async () => {
  await send.close();
  await server[Symbol.asyncDispose]();
});

const rows: { coding: string; bytes: () => Uint8Array }[] = [
  { coding: "gzip", bytes: () => gzip(TEXT) },
  { coding: "GZIP", bytes: () => gzip(TEXT) },
  { coding: "x-gzip", bytes: () => gzip(TEXT) },
  { coding: "deflate", bytes: () => deflate(TEXT) },
  { coding: "deflate", bytes: () => deflateRaw(TEXT) },
  { coding: "br", bytes: () => brotli(TEXT) },
  { coding: "gzip, br", bytes: () => brotli(gzip(TEXT)) },
  { coding: "identity", bytes: () => Buffer.from(TEXT) },
];
if (hasZstd) rows.push({ coding: "zstd", bytes: () => (zlib as never as Zstd).zstdCompressSync(Buffer.from(TEXT)) });

interface Zstd {
  zstdCompressSync(bytes: Uint8Array): Uint8Array;
}

describe.each(rows)("$coding", (row) => {
  beforeEach(() => {
    coding = row.coding;
    bytes = row.bytes();
  });

  test("is decoded: as text, and by the real response, whose headers stay as they came", async () => {
    expect(await (await send(server.url)).text()).toBe(TEXT);
    const real = toRealResponse(await send(server.url));
    expect(real.headers.get("content-encoding")).toBe(row.coding);
    expect(await real.text()).toBe(TEXT);
  });

  test("an empty body is empty, compressed or not", async () => {
    bytes = new Uint8Array();
    expect(await (await send(server.url)).text()).toBe("");
  });
});

describe("what cannot be decoded", () => {
  test("an unknown coding is left alone, also below a known one", async () => {
    for (coding of ["snappy", "gzip, snappy"]) {
      bytes = Buffer.from("as it came");
      expect(await (await send(server.url)).text()).toBe("as it came");
    }
  });

  test.each([
    ["breaks off", () => gzip(TEXT).subarray(0, 500)],
    ["is something else", () => Buffer.from("{}")],
  ])("a body that %s is an error, never a shorter text", async (_name, make) => {
    coding = "gzip";
    bytes = make();
    await expect((await send(server.url)).text()).rejects.toMatchObject({ code: expect.stringMatching(/^Z_/) });
    await expect(toRealResponse(await send(server.url)).text()).rejects.toThrow();
    const whop = new Whop({ apiKey: "key", baseURL: server.url, fetch: send, maxRetries: 0, logLevel: "off" });
    await expect(whop.disputes.retrieve("d")).rejects.toMatchObject({ name: "APIConnectionError", maybeSent: true });
  });

  test("too many codings are refused", async () => {
    coding = Array(6).fill("gzip").join(", ");
    await expect((await send(server.url)).text()).rejects.toThrow("6 content codings; at most 5");
  });
});

describe("accept-encoding", () => {
  const known = hasZstd ? "gzip, deflate, br, zstd" : "gzip, deflate, br";

  test.each([
    ["what this Node can decode", undefined, known],
    ["what the caller says", { "Accept-Encoding": "identity" }, "identity"],
    ["what the caller says in Headers", new Headers({ "accept-encoding": "br" }), "br"],
  ])("asks for %s", async (_name, headers, want) => {
    coding = "identity";
    bytes = Buffer.from("{}");
    await (await send(server.url, headers && { headers })).text();
    expect(server.received[0]?.headers["accept-encoding"]).toBe(want);
  });
});
