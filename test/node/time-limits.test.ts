import { Agent, fetch as undiciFetch } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeFetch } from "../../src/node.js";
import type { FetchFunction } from "../../src/runtime/settings/options.js";
import { failureOf, Things } from "../runtime/support.js";
import { type Served, serve } from "./serve.js";

let server: Served;
beforeAll(async () => {
  // Never sends headers, or stops in the middle of a body.
  server = await serve((response, { path }) => {
    if (path === "/things/headers") return;
    response.writeHead(200, { "content-length": "100" });
    response.write("{");
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const dispatcher = new Agent({ headersTimeout: 50, bodyTimeout: 50 });
const ways: [string, FetchFunction][] = [
  ["undici's fetch", (url, init) => undiciFetch(url, { ...init, dispatcher } as never) as unknown as Promise<Response>],
  ["nodeFetch with an agent of the caller's", nodeFetch({ dispatcher })],
];

test.each(ways.flatMap(([way, fetch]) => ["headers", "body"].map((what) => [way, what, fetch] as const)))(
  "%s: undici's own limit for %s is told as a timeout",
  async (_way, what, fetch) => {
    const things = new Things({ baseURL: server.url, fetch, maxRetries: 0, timeout: Number.POSITIVE_INFINITY });
    const code = `UND_ERR_${what.toUpperCase()}_TIMEOUT`;
    expect(await failureOf(things.retrieve(what))).toMatchObject({
      name: "APIConnectionTimeoutError",
      message: `GET /things/{id}: timed out by a limit of fetch, not of the client (${code})`,
      code,
      maybeSent: true,
    });
  },
  10_000,
);
