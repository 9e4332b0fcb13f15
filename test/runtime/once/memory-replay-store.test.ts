import { expect, test } from "vitest";
import { MemoryReplayStore } from "../../../src/runtime/once/memory-replay-store.js";
import { ManualClock } from "./manual-clock.js";
import { storeContract } from "./store-contract.js";

test("is bounded: the oldest that is done goes first, and no live claim", async () => {
  const store = new MemoryReplayStore({ max: 3 });
  await store.claim("claimed", "t", 60);
  for (const id of ["a", "b", "c", "d"]) await store.done(id, "t", 60);
  expect(store.size).toBe(3);
  const states: string[] = [];
  for (const id of ["claimed", "c", "d"]) states.push(await store.claim(id, "u", 60));
  expect(states).toEqual(["busy", "done", "done"]);
  for (const id of ["x", "y", "z"]) expect(await store.claim(id, "t", 60)).toBe("claimed");
  expect(await store.claim("claimed", "u", 60)).toBe("busy");
});

test("drops what has expired", async () => {
  const clock = new ManualClock();
  const store = new MemoryReplayStore({ now: clock.now });
  for (let index = 0; index < 1000; index++) await store.done(`msg_${index}`, "t", 60);
  clock.jump(61);
  await store.done("msg_new", "t", 60);
  expect(store.size).toBe(1);
});

test("a bound below 1 is refused", () => {
  expect(() => new MemoryReplayStore({ max: 0 })).toThrow("max must be 1 or more");
});

const clock = new ManualClock();
const shared = new MemoryReplayStore({ now: clock.now });
storeContract(
  () => shared,
  async (seconds) => clock.jump(seconds),
  60,
);
