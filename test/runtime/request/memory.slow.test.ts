import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../../support/paths.js";
import type { Order, Report } from "./memory-worker.js";

/** Whatever a server sends, a call takes no more. @unit bytes */
const MOST = 100_000_000;

const MiB = 1024 * 1024;
const plain = Buffer.alloc(MiB, 0x20);
/** 16 MiB as some 16 KB. As many of them as you like, one after another, are one gzip file. */
const compressed = gzipSync(Buffer.alloc(16 * MiB, 0x20));

/** Sends as long as somebody reads: `/500/gzip/…` is an endless failure, compressed. */
function answer(path: string, response: ServerResponse): void {
  const [, status, coding] = path.split("/");
  if (status === "small" || path.includes("/small/")) {
    response.setHeader("content-type", "application/json");
    response.end("{}");
    return;
  }
  response.writeHead(Number(status), coding === "gzip" ? { "content-encoding": "gzip" } : {});
  const chunk = coding === "gzip" ? compressed : plain;
  const send = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", send);
  send();
}

const server = createServer((request, response) => {
  response.on("error", () => {});
  answer(request.url!, response);
});
const folder = mkdtempSync(join(tmpdir(), "memory-"));
const script = join(folder, "worker.cjs");
let url = "";

beforeAll(async () => {
  const entryPoints = [join(ROOT, "test/runtime/request/memory-worker.ts")];
  await build({ entryPoints, outfile: script, bundle: true, platform: "node", format: "cjs", logLevel: "error" });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** In a process of its own. */
async function run(order: Order): Promise<Report> {
  const child = fork(script, [], { execArgv: ["--expose-gc"] });
  const report = new Promise<Report>((resolve, reject) => {
    child.on("message", (message) => resolve(message as Report));
    child.on("exit", (code) => reject(new Error(`the process ended with ${code}`)));
    child.on("error", reject);
  });
  child.send(order);
  return report;
}

const tooLarge = "body is larger than 67108864 bytes";
const tooLargeFailure = "body is larger than 1048576 bytes";

describe.each(["fetch", "nodeFetch"] as const)("over %s", (fetch) => {
  test.each<[name: string, path: string, act: Order["act"], outcome: string]>([
    ["an endless 200", "/200/plain", "retrieve", tooLarge],
    ["an endless 200 by path", "/200/plain", "by path", tooLarge],
    ["a gzip bomb", "/200/gzip", "retrieve", tooLarge],
    ["an endless 500", "/500/plain", "retrieve", tooLargeFailure],
    ["a gzip bomb with 500", "/500/gzip", "retrieve", tooLargeFailure],
    ["an endless 401 by path", "/401/plain", "by path", tooLargeFailure],
    ["an endless redirect", "/302/plain", "retrieve", "redirects are not followed"],
    ["an endless key set", "/200/plain", "keys", "UserTokenError: keys-unavailable"],
    ["a gzip bomb for a key set", "/200/gzip", "keys", "UserTokenError: keys-unavailable"],
  ])("%s takes less than 100 MB, and ends", async (name, path, act, outcome) => {
    const report = await run({ url: url + path, fetch, act });
    const [used, resident] = [report.used, report.resident].map((bytes) => Math.round(bytes / 1e6));
    console.log(`${name} over ${fetch}: ${used} MB, ${resident} MB resident`);
    expect(report.outcome).toContain(outcome);
    expect(report.used).toBeLessThan(MOST);
    // A whole body of such a size more would be seen here.
    expect(report.resident).toBeLessThan(1.5 * MOST);
  });
});
