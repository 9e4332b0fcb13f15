import { describe, expect, test } from "vitest";
import type { ReplayStore } from "../../../src/runtime/once/replay-store.js";

/** What every store has to do. `pass` lets time go by for it. @param unit what the contract calls a second @unit seconds */
export function storeContract(store: () => ReplayStore, pass: (seconds: number) => Promise<void>, unit: number): void {
  let last = 0;
  const fresh = (): string => `contract_${++last}`;
  const long = 1000 * unit;

  describe("a store", () => {
    test("claims what is free, for one only", async () => {
      const id = fresh();
      const states = await Promise.all(Array.from({ length: 20 }, (_, index) => store().claim(id, `t${index}`, long)));
      expect(states.sort()).toEqual([...Array(19).fill("busy"), "claimed"]);
    });

    test("a claim ends with its lease, and then another takes over", async () => {
      const id = fresh();
      expect(await store().claim(id, "a", unit)).toBe("claimed");
      expect(await store().claim(id, "b", unit)).toBe("busy");
      await pass(1.2 * unit);
      expect(await store().claim(id, "b", long)).toBe("claimed");
      expect(await store().claim(id, "a", unit)).toBe("busy");
    });

    test("a claim that is renewed lasts longer", async () => {
      const id = fresh();
      await store().claim(id, "a", unit);
      expect(await store().renew(id, "a", long)).toBe(true);
      await pass(1.2 * unit);
      expect(await store().claim(id, "b", unit)).toBe("busy");
    });

    test("whoever was overtaken cannot renew, record or release", async () => {
      const id = fresh();
      await store().claim(id, "old", unit);
      await pass(1.2 * unit);
      expect(await store().renew(id, "old", long)).toBe(false);
      await store().claim(id, "heir", long);
      const late = [await store().renew(id, "old", long), await store().done(id, "old", long)];
      expect([...late, await store().release(id, "old")]).toEqual([false, false, false]);
      expect(await store().claim(id, "other", unit)).toBe("busy");
      expect(await store().done(id, "heir", long)).toBe(true);
    });

    test("what is done stays so for its ttl, whoever asks", async () => {
      const id = fresh();
      await store().claim(id, "a", long);
      expect(await store().done(id, "a", unit)).toBe(true);
      expect(await store().claim(id, "b", unit)).toBe("done");
      const late = [await store().renew(id, "a", long), await store().release(id, "a")];
      expect([...late, await store().claim(id, "a", unit)]).toEqual([false, false, "done"]);
      await pass(1.2 * unit);
      expect(await store().claim(id, "b", unit)).toBe("claimed");
    });

    test("what ended well after its lease is recorded, if nobody else has a claim", async () => {
      const id = fresh();
      await store().claim(id, "a", unit);
      await pass(1.2 * unit);
      expect(await store().done(id, "a", long)).toBe(true);
      expect(await store().claim(id, "b", unit)).toBe("done");
    });

    test("what is released is free", async () => {
      const id = fresh();
      await store().claim(id, "a", long);
      expect(await store().release(id, "b")).toBe(false);
      expect(await store().release(id, "a")).toBe(true);
      expect(await store().claim(id, "b", unit)).toBe("claimed");
    });

    test("ids of any characters are apart", async () => {
      const names = ["a'b", 'a"b', "a\\b", "a:b", "ä", "$1"].map((name) => `${name}${fresh()}`);
      for (const id of names) expect(await store().claim(id, "t", long)).toBe("claimed");
    });
  });
}
