import { describe, expect, test } from "vitest";
import { handleOnce, MemoryReplayStore } from "../../../src/runtime/webhooks/handle-once.js";

/** A store whose clock the test moves. @unit seconds */
function storeAt(start: number, max?: number): { store: MemoryReplayStore; clock: { seconds: number } } {
  const clock = { seconds: start };
  return { store: new MemoryReplayStore({ max, now: () => clock.seconds * 1000 }), clock };
}

/** A handler's run that ends when the test says so. */
function gateOf(): { promise: Promise<string>; resolve: (value: string) => void; reject: (reason: Error) => void } {
  let settle = {} as { resolve: (value: string) => void; reject: (reason: Error) => void };
  const promise = new Promise<string>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}

describe("handling once", () => {
  test("the first delivery is handled, its repeats are not", async () => {
    const { store } = storeAt(0);
    let runs = 0;
    const run = (): number => ++runs;
    expect(await handleOnce(store, "msg_1", run)).toEqual({ repeated: false, value: 1 });
    expect(await handleOnce(store, "msg_1", run)).toEqual({ repeated: true });
    expect(await handleOnce(store, "msg_2", run)).toEqual({ repeated: false, value: 2 });
  });

  test("of deliveries at the same time one is handled", async () => {
    const { store } = storeAt(0);
    const all = await Promise.all(Array.from({ length: 20 }, () => handleOnce(store, "msg_1", async () => "done")));
    expect(all.filter(({ repeated }) => !repeated)).toHaveLength(1);
  });

  test("a failure lets the sender's repeat through", async () => {
    const { store } = storeAt(0);
    const failing = handleOnce(store, "msg_1", () => Promise.reject(new Error("down")));
    await expect(failing).rejects.toThrow("down");
    expect(await handleOnce(store, "msg_1", () => "done")).toEqual({ repeated: false, value: "done" });
  });

  test("a repeat during the first run waits for it", async () => {
    const { store } = storeAt(0);
    const gate = gateOf();
    const order: string[] = [];
    const first = handleOnce(store, "msg_1", () => gate.promise).then(() => order.push("first"));
    const repeat = handleOnce(store, "msg_1", () => "again").then((once) => order.push(`repeated: ${once.repeated}`));
    await new Promise(setImmediate);
    expect(order).toEqual([]);
    gate.resolve("done");
    await Promise.all([first, repeat]);
    expect(order.sort()).toEqual(["first", "repeated: true"]);
  });

  test("a repeat during a run that fails, fails too, so that the sender tries again", async () => {
    const { store } = storeAt(0);
    const gate = gateOf();
    const both = Promise.allSettled([
      handleOnce(store, "msg_1", () => gate.promise),
      handleOnce(store, "msg_1", () => "again"),
    ]);
    gate.reject(new Error("down"));
    expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await handleOnce(store, "msg_1", () => "done")).toEqual({ repeated: false, value: "done" });
  });

  test("a store that cannot forget keeps the record, and the failure comes out", async () => {
    const seen = new Set<string>();
    const store = {
      seen: async (id: string) => seen.has(id) || !seen.add(id),
    };
    await expect(handleOnce(store, "msg_1", () => Promise.reject(new Error("down")))).rejects.toThrow("down");
    expect(await handleOnce(store, "msg_1", () => "done")).toEqual({ repeated: true });
  });

  test("the store is told how long to keep the id", async () => {
    const asked: unknown[] = [];
    const store = {
      seen: async (...args: unknown[]) => {
        asked.push(args);
        return false;
      },
    };
    await handleOnce(store, "msg_1", () => {});
    await handleOnce(store, "msg_2", () => {}, { ttl: 60 });
    expect(asked).toEqual([
      ["msg_1", 3600],
      ["msg_2", 60],
    ]);
  });

  test.each([0, -1, Number.NaN])("a ttl of %s is refused", async (ttl) => {
    await expect(handleOnce(new MemoryReplayStore(), "msg_1", () => {}, { ttl })).rejects.toMatchObject({
      name: "ConfigurationError",
    });
  });
});

describe("the store in memory", () => {
  test.each([
    { name: "just before it expires", after: 59, want: true },
    { name: "when it expires", after: 60, want: false },
    { name: "long after", after: 6000, want: false },
  ])("$name, an id was seen: $want", async ({ after, want }) => {
    const { store, clock } = storeAt(1000);
    await store.seen("msg_1", 60);
    clock.seconds += after;
    expect(await store.seen("msg_1", 60)).toBe(want);
  });

  test("a repeat does not lengthen the time", async () => {
    const { store, clock } = storeAt(0);
    await store.seen("msg_1", 60);
    clock.seconds = 50;
    await store.seen("msg_1", 60);
    clock.seconds = 60;
    expect(await store.seen("msg_1", 60)).toBe(false);
  });

  test("is bounded: the oldest goes first", async () => {
    const { store } = storeAt(0, 3);
    for (const id of ["a", "b", "c", "d", "e"]) await store.seen(id, 60);
    expect(store.size).toBe(3);
    expect([await store.seen("c", 60), await store.seen("d", 60), await store.seen("e", 60)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(await store.seen("a", 60)).toBe(false);
  });

  test("drops what has expired", async () => {
    const { store, clock } = storeAt(0);
    for (let index = 0; index < 1000; index++) await store.seen(`msg_${index}`, 60);
    clock.seconds = 61;
    await store.seen("msg_new", 60);
    expect(store.size).toBe(1);
  });

  test("a bound below 1 is refused", () => {
    expect(() => new MemoryReplayStore({ max: 0 })).toThrow("max must be 1 or more");
  });
});
