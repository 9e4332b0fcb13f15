import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Platform } from "../../src/runtime/settings/platform.js";
import type { UploadTarget } from "../../src/whop/put-file.js";
import type { FileCalls, StoredFile } from "../../src/whop/upload-file.js";

/** What a server of a test saw of a request. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A server on the own machine that remembers what it was sent. */
export async function startServer(
  answer: (response: ServerResponse, seen: Seen, request: IncomingMessage) => void,
): Promise<{ url: string; seen: Seen[]; close(): Promise<void> }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = { method: request.method!, path: request.url!, headers: request.headers, body: Buffer.concat(chunks) };
    seen.push(one);
    answer(response, one, request);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close };
}

/** Time that stands still but for waits: each timer runs at once, in the order of its date, and takes the time along. */
export function jumpingClock(): { platform: Partial<Platform>; waits: number[]; readonly now: number } {
  let now = Date.UTC(2026, 0, 1);
  const start = now;
  const waits: number[] = [];
  const timers = new Set<{ at: number; run: () => void }>();
  const jump = (): void => {
    const [next] = [...timers].sort((left, right) => left.at - right.at);
    if (!next) return;
    timers.delete(next);
    now = next.at;
    next.run();
  };
  const timer: Platform["timer"] = (ms, run) => {
    const one = { at: now + ms, run };
    timers.add(one);
    waits.push(ms);
    // After everything that is ready to go on has gone on.
    setImmediate(() => timers.has(one) && jump());
    return () => timers.delete(one);
  };
  return {
    platform: { now: () => now, random: () => 1, timer },
    waits,
    get now() {
      return now - start;
    },
  };
}

/** Whop's two calls, from a script: what `create` answers, then the status at each look. */
export function scriptedFiles(
  target: Partial<UploadTarget>,
  statuses: readonly string[],
): FileCalls<StoredFile> & { created: unknown[]; looks: number } {
  const calls = {
    created: [] as unknown[],
    looks: 0,
    create: async (params: unknown) => {
      calls.created.push(params);
      return { id: "file_1", upload_url: null, upload_headers: null, ...target };
    },
    retrieve: async (id: string) => ({ id, upload_status: statuses[Math.min(calls.looks++, statuses.length - 1)]! }),
  };
  return calls;
}

/** A `fetch` that gives its answers in order, and fails on one request too many. A function is called, an error thrown. */
export function scriptedFetch(...answers: (Response | Error | ((init: RequestInit) => Promise<Response>))[]) {
  const requests: { url: string; init: RequestInit }[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    requests.push({ url, init });
    const answer = answers[requests.length - 1];
    if (answer === undefined) throw new Error(`request ${requests.length} has no answer`);
    if (answer instanceof Error) throw answer;
    return typeof answer === "function" ? answer(init) : answer;
  };
  return { fetch, requests };
}
