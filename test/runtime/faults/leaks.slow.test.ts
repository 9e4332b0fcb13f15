import { afterAll, describe, expect, test } from "vitest";
import { type FetchFunction, nodeFetch } from "../../../src/node.js";
import { Whop } from "../../../src/whop.js";
import { type Fault, FaultServer } from "./fault-server.js";

/** A way to end early, with the fault that it meets. */
interface Way {
  readonly name: string;
  readonly fault: Fault;
  readonly want: string;
  readonly run: (whop: Whop, signal: AbortSignal, stop: () => void) => PromiseLike<unknown>;
}

const stalledHeaders: Fault = { at: "request", end: "stall" };
const stalledBody: Fault = { at: "answer", end: "stall" };
const later: Fault = { status: 429, headers: { "retry-after": "30" }, body: "{}" };
const id = "dspt_1";
const once = { maxRetries: 0, timeout: 40 };

const ways: readonly Way[] = [
  {
    name: "timed out before the headers",
    fault: stalledHeaders,
    want: "APIConnectionTimeoutError",
    run: (whop, signal) => whop.disputes.retrieve(id, { ...once, signal }),
  },
  {
    name: "timed out in the body",
    fault: stalledBody,
    want: "APIConnectionTimeoutError",
    run: (whop, signal) => whop.disputes.retrieve(id, { ...once, signal }),
  },
  {
    name: "timed out in a body that the caller reads",
    fault: stalledBody,
    want: "APIConnectionTimeoutError",
    run: async (whop, signal) => (await whop.disputes.retrieve(id, { ...once, signal }).asResponse()).text(),
  },
  {
    name: "given up in a body that the caller reads",
    fault: stalledBody,
    want: "done",
    run: async (whop, signal) => (await whop.disputes.retrieve(id, { signal }).asResponse()).body?.cancel(),
  },
  {
    name: "aborted before the headers",
    fault: stalledHeaders,
    want: "APIUserAbortError",
    run: (whop, signal, stop) => {
      setTimeout(stop, 5);
      return whop.disputes.retrieve(id, { signal });
    },
  },
  {
    name: "aborted at once",
    fault: stalledHeaders,
    want: "APIUserAbortError",
    run: (whop, signal, stop) => {
      const call = whop.disputes.retrieve(id, { signal });
      stop();
      return call;
    },
  },
  {
    name: "aborted in the body",
    fault: stalledBody,
    want: "APIUserAbortError",
    run: async (whop, signal, stop) => {
      const response = await whop.disputes.retrieve(id, { signal }).asResponse();
      setTimeout(stop, 5);
      return response.text();
    },
  },
  {
    name: "aborted between two attempts",
    fault: later,
    want: "APIUserAbortError",
    run: (whop, signal, stop) => {
      setTimeout(stop, 5);
      return whop.disputes.retrieve(id, { signal });
    },
  },
  {
    name: "a walk aborted while it looks ahead",
    fault: stalledHeaders,
    want: "APIUserAbortError",
    run: (whop, signal, stop) => {
      setTimeout(stop, 5);
      return whop.disputes.list({ company_id: "biz_1" }, { signal, prefetch: true }).toArray();
    },
  },
  {
    name: "given up in a response that is too large",
    fault: { status: 200, pad: 200_000 },
    want: "ResponseParseError",
    run: (whop, signal) => whop.disputes.retrieve(id, { signal, maxResponseBytes: 1_000 }),
  },
  {
    name: "given up in a failure that is too large",
    fault: { status: 500, body: "{}", pad: 200_000 },
    want: "ResponseParseError",
    run: (whop, signal) => whop.disputes.retrieve(id, { signal, maxResponseBytes: 1_000 }),
  },
  {
    name: "timed out, twice, with a wait between",
    fault: stalledHeaders,
    want: "APIConnectionTimeoutError",
    run: (whop, signal) => whop.disputes.retrieve(id, { signal, timeout: 20, maxRetries: 1 }),
  },
];

const server = new FaultServer();
afterAll(() => server.end());

const fetches: readonly (readonly [name: string, fetch: FetchFunction | undefined])[] = [
  ["fetch", undefined],
  ["nodeFetch", nodeFetch()],
];

describe.each(fetches)("over %s", (_name, fetch) => {
  test("1,000 calls that were aborted or timed out leave no timer, no connection and no listener", async () => {
    await endEarly(fetch, 1); // what is loaded once
    await settled({});
    const before = resources();
    const listeners = { added: 0, left: 0 };
    let open = 0;
    for (let round = 0; round < 4; round++) open += await endEarly(fetch, 25, listeners);
    const after = await settled(before);
    expect(after).toEqual(before);
    expect(open).toBe(0);
    expect(listeners.left).toBe(0);
    expect(listeners.added).toBeGreaterThan(900);
  }, 60_000);

  test("one signal for 100 calls gets one listener, and none once they have ended", async () => {
    const port = await server.open({ fault: { status: 200 }, times: 1e9, good: '{"id":"dspt_1"}' });
    const whop = new Whop({ apiKey: "key", baseURL: `http://127.0.0.1:${port}`, fetch, logLevel: "off" });
    const listeners = { added: 0, left: 0, most: 0 };
    const signal = counted(new AbortController().signal, listeners);
    await Promise.all(Array.from({ length: 100 }, () => whop.disputes.retrieve(id, { signal })));
    expect(listeners).toMatchObject({ most: 1, left: 0 });
    await server.close(port);
  });
});

/** `times` calls of each way at once. Gives the connections that the server has open when all have ended. */
async function endEarly(
  fetch: FetchFunction | undefined,
  times: number,
  listeners: Listeners = { added: 0, left: 0 },
): Promise<number> {
  const counts = await Promise.all(
    ways.map(async ({ name, fault, want, run }) => {
      const port = await server.open({ fault, times: 1e9, good: '{"data":[],"page_info":{}}' });
      const whop = new Whop({ apiKey: "key", baseURL: `http://127.0.0.1:${port}`, fetch, logLevel: "off" });
      const ends = Array.from({ length: times }, async () => {
        const controller = new AbortController();
        const signal = counted(controller.signal, listeners);
        const end = await Promise.resolve(run(whop, signal, () => controller.abort())).then(
          () => "done",
          (error: Error) => error.name,
        );
        expect(end, name).toBe(want);
      });
      await Promise.all(ends);
      // A refused request leaves a connection that the next one may use; those belong to the platform.
      return fault === later ? server.close(port).then(() => 0) : openAfterAll(port);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Connections end in their own time, which is soon. */
async function openAfterAll(port: number): Promise<number> {
  for (let turn = 0; turn < 200; turn++) {
    if ((await server.count(port)) === 0) break;
  }
  return (await server.close(port)).open;
}

/** What keeps the process alive, by kind. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  delete counts.Immediate;
  return counts;
}

async function settled(want: Record<string, number>): Promise<Record<string, number>> {
  for (let turn = 0; turn < 20_000; turn++) {
    if (JSON.stringify(resources()) === JSON.stringify(want)) break;
    await new Promise(setImmediate);
  }
  return resources();
}

interface Listeners {
  added: number;
  left: number;
  most?: number;
}

/** The signal, counting who listens. */
function counted(signal: AbortSignal, listeners: Listeners): AbortSignal {
  const held = new Set<unknown>();
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (type: string, listener: EventListener, options?: AddEventListenerOptions) => {
    if (!held.has(listener)) {
      held.add(listener);
      listeners.added++;
      listeners.left++;
      listeners.most = Math.max(listeners.most ?? 0, listeners.left);
    }
    addEventListener.call(signal, type, listener, options);
  };
  signal.removeEventListener = (type: string, listener: EventListener) => {
    if (held.delete(listener)) listeners.left--;
    removeEventListener.call(signal, type, listener);
  };
  return signal;
}
