import { describe, expect, test } from "vitest";
import { handleOnce } from "../../../src/runtime/once/handle-once.js";
import { MemoryReplayStore } from "../../../src/runtime/once/memory-replay-store.js";
import type { ReplayStore } from "../../../src/runtime/once/replay-store.js";
import { ManualClock, settled } from "./manual-clock.js";

/** A store whose clock, which is the handlers' too, the test moves. */
function storeAt(): { store: MemoryReplayStore; clock: ManualClock } {
  const clock = new ManualClock();
  return { store: new MemoryReplayStore({ now: clock.now }), clock };
}

/** A handler's run that ends when the test says so. */
function gateOf(): { promise: Promise<string>; resolve: (value: string) => void; reject: (reason: Error) => void } {
  let settle = {} as { resolve: (value: string) => void; reject: (reason: Error) => void };
  const promise = new Promise<string>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}

/** The store with some methods replaced. */
function storeWith(store: ReplayStore, methods: Partial<ReplayStore>): ReplayStore {
  return {
    claim: (...args) => store.claim(...args),
    renew: (...args) => store.renew(...args),
    done: (...args) => store.done(...args),
    release: (...args) => store.release(...args),
    ...methods,
  };
}

const fails = (message: string) => async (): Promise<never> => {
  throw new Error(message);
};
const busy = { name: "WebhookBusyError", status: 409 };

describe("handling once", () => {
  test("the first delivery is handled, its repeats are not", async () => {
    const { store } = storeAt();
    let runs = 0;
    const run = (): number => ++runs;
    expect(await handleOnce(store, "msg_1", run)).toEqual({ repeated: false, value: 1 });
    expect(await handleOnce(store, "msg_1", run)).toEqual({ repeated: true });
    expect(await handleOnce(store, "msg_2", run)).toEqual({ repeated: false, value: 2 });
  });

  test("of deliveries at the same time one is handled, and the others are to be repeated", async () => {
    const { store } = storeAt();
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, () => handleOnce(store, "msg_1", async () => "done")),
    );
    expect(all.filter(({ status }) => status === "fulfilled")).toEqual([
      { status: "fulfilled", value: { repeated: false, value: "done" } },
    ]);
    const refused = all.flatMap((one) => (one.status === "rejected" ? [one.reason as object] : []));
    expect(refused).toHaveLength(19);
    for (const reason of refused) expect(reason).toMatchObject(busy);
  });

  test("a failure lets the sender's repeat through", async () => {
    const { store, clock } = storeAt();
    const failing = handleOnce(store, "msg_1", () => Promise.reject(new Error("down")), { timer: clock });
    await expect(failing).rejects.toThrow("down");
    expect([store.size, clock.waiting]).toEqual([0, 0]);
    expect(await handleOnce(store, "msg_1", () => "done")).toEqual({ repeated: false, value: "done" });
  });

  test("with the defaults a delivery is recognised for four days, whatever came between", async () => {
    const { store, clock } = storeAt();
    await handleOnce(store, "msg_1", () => {}, { timer: clock });
    clock.jump(71 * 3600);
    expect(await handleOnce(store, "msg_1", () => {}, { timer: clock })).toEqual({ repeated: true });
    clock.jump(25 * 3600);
    expect(await handleOnce(store, "msg_1", () => {}, { timer: clock })).toMatchObject({ repeated: false });
  });

  test.each(["ttl", "lease", "maxDuration"])("a %s that is not above 0 is refused", async (name) => {
    for (const seconds of [0, -1, Number.NaN])
      await expect(handleOnce(new MemoryReplayStore(), "a", () => {}, { [name]: seconds })).rejects.toMatchObject({
        name: "ConfigurationError",
        message: `handleOnce: ${name} must be above 0 seconds (got ${seconds})`,
      });
  });

  test.each([undefined, "", 7])("the id %s is refused: deliveries would share it", async (id) => {
    await expect(handleOnce(new MemoryReplayStore(), id as string, () => {})).rejects.toMatchObject({
      name: "InvalidRequestError",
    });
  });

  test("a store of the former interface is refused by the names that it lacks", async () => {
    const former = { seen: async () => false, forget: async () => {} } as unknown as ReplayStore;
    let ran = false;
    await expect(
      handleOnce(former, "msg_1", () => {
        ran = true;
      }),
    ).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("the store has no claim, renew, done, release") as string,
    });
    expect(ran).toBe(false);
  });
});

describe("the lease", () => {
  test("is renewed while the handler runs", async () => {
    const { store, clock } = storeAt();
    const gate = gateOf();
    const first = handleOnce(store, "msg_1", () => gate.promise, { timer: clock });
    await clock.pass(600);
    await expect(handleOnce(store, "msg_1", () => "again", { timer: clock })).rejects.toMatchObject(busy);
    gate.resolve("done");
    expect(await first).toEqual({ repeated: false, value: "done" });
    expect([clock.waiting, await handleOnce(store, "msg_1", () => "again")]).toEqual([0, { repeated: true }]);
  });

  test.each([
    { name: "before its end it holds", seconds: 59.9, want: "busy" },
    { name: "at its end another takes over", seconds: 60, want: "claimed" },
  ])("of a process that died: $name", async ({ seconds, want }) => {
    const { store, clock } = storeAt();
    await store.claim("msg_1", "dead", 60);
    await clock.pass(seconds);
    expect(await store.claim("msg_1", "heir", 60)).toBe(want);
  });

  test("of a handler that hangs ends after maxDuration and the lease, and its signal says so", async () => {
    const { store, clock } = storeAt();
    let signal: AbortSignal | undefined;
    const options = { lease: 60, maxDuration: 120, timer: clock };
    const hang = (context: { signal: AbortSignal }) => {
      signal = context.signal;
      return new Promise(() => {});
    };
    void handleOnce(store, "msg_1", hang, options);
    await clock.pass(119);
    expect(signal?.aborted).toBe(false);
    await clock.pass(1);
    expect(signal?.reason).toMatchObject({ message: expect.stringContaining("maxDuration") as string });
    await expect(handleOnce(store, "msg_1", () => "heir", options)).rejects.toMatchObject(busy);
    await clock.pass(60);
    expect(await handleOnce(store, "msg_1", () => "heir", options)).toEqual({ repeated: false, value: "heir" });
  });

  test("that was lost while the process stood still is told, and the successor's claim stays untouched", async () => {
    const { store, clock } = storeAt();
    const [old, heir] = [gateOf(), gateOf()];
    let signal: AbortSignal | undefined;
    const handle = (context: { signal: AbortSignal }) => {
      signal = context.signal;
      return old.promise;
    };
    const first = handleOnce(store, "msg_1", handle, { timer: clock });
    await settled();
    clock.jump(61);
    const second = handleOnce(store, "msg_1", () => heir.promise, { timer: clock });
    await clock.pass(20);
    expect(signal?.aborted).toBe(true);
    old.reject(new Error("late"));
    await expect(first).rejects.toThrow("late");
    await expect(handleOnce(store, "msg_1", () => "third", { timer: clock })).rejects.toMatchObject(busy);
    heir.resolve("done");
    expect(await second).toEqual({ repeated: false, value: "done" });
  });

  test("what ends well after its lease, and was not taken over, is recorded as done", async () => {
    const { store, clock } = storeAt();
    const gate = gateOf();
    const first = handleOnce(store, "msg_1", () => gate.promise, { timer: clock });
    await settled();
    clock.jump(600);
    gate.resolve("done");
    await first;
    expect(await handleOnce(store, "msg_1", () => "again")).toEqual({ repeated: true });
  });
});

describe("a store that fails", () => {
  const down = fails("store down");

  test("at the claim: nothing is handled, and its error comes out", async () => {
    let ran = false;
    const run = (): void => {
      ran = true;
    };
    await expect(handleOnce(storeWith(storeAt().store, { claim: down }), "a", run)).rejects.toThrow("store down");
    expect(ran).toBe(false);
  });

  test("at the release: the handler's error comes out, the store's is reported", async () => {
    const told: unknown[] = [];
    const onStoreError = (error: unknown, step: string): void => {
      told.push([step, (error as Error).message]);
    };
    for (const release of [
      down,
      () => {
        throw new Error("store down");
      },
    ]) {
      const broken = handleOnce(storeWith(storeAt().store, { release }), "a", fails("handler"), { onStoreError });
      await expect(broken).rejects.toThrow("handler");
    }
    expect(told).toEqual([
      ["release", "store down"],
      ["release", "store down"],
    ]);
  });

  test("an observer that fails changes nothing", async () => {
    const onStoreError = (): never => {
      throw new Error("observer");
    };
    const broken = handleOnce(storeWith(storeAt().store, { release: down }), "a", fails("handler"), { onStoreError });
    await expect(broken).rejects.toThrow("handler");
  });

  test("at the record: its error comes out, and once the lease is over the repeat is handled", async () => {
    const { store, clock } = storeAt();
    const broken = storeWith(store, { done: down });
    await expect(handleOnce(broken, "a", () => "done", { timer: clock })).rejects.toThrow("store down");
    await expect(handleOnce(store, "a", () => "again", { timer: clock })).rejects.toMatchObject(busy);
    await clock.pass(60);
    expect(await handleOnce(store, "a", () => "again", { timer: clock })).toEqual({ repeated: false, value: "again" });
  });

  test.each([
    ["fails", down, 2],
    ["hangs", () => new Promise<boolean>(() => {}), 0],
  ])("to renew (%s): tried until the lease is over, then the signal says so", async (_name, renew, reports) => {
    const { store, clock } = storeAt();
    const told: string[] = [];
    const gate = gateOf();
    let signal: AbortSignal | undefined;
    const handle = (context: { signal: AbortSignal }) => {
      signal = context.signal;
      return gate.promise;
    };
    const onStoreError = (_: unknown, step: string): void => {
      told.push(step);
    };
    const run = handleOnce(storeWith(store, { renew }), "a", handle, { timer: clock, onStoreError });
    await clock.pass(59);
    expect(signal?.aborted).toBe(false);
    await clock.pass(2);
    expect([signal?.aborted, told, clock.waiting]).toEqual([true, Array(reports).fill("renew"), 0]);
    gate.resolve("done");
    expect(await run).toEqual({ repeated: false, value: "done" });
  });

  test("to renew once: the next attempt keeps the claim", async () => {
    const { store, clock } = storeAt();
    let attempts = 0;
    const renew: ReplayStore["renew"] = (...args) => (attempts++ === 0 ? down() : store.renew(...args));
    let signal: AbortSignal | undefined;
    const handle = (context: { signal: AbortSignal }) => {
      signal = context.signal;
      return new Promise(() => {});
    };
    void handleOnce(storeWith(store, { renew }), "a", handle, { timer: clock, onStoreError: () => {} });
    await clock.pass(300);
    expect([signal?.aborted, await store.claim("a", "other", 60)]).toEqual([false, "busy"]);
  });
});
