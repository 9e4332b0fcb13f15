import fc from "fast-check";
import { expect } from "vitest";
import { itemsOf, live, story } from "./list-model.js";

/** Lives `numRuns` stories beside the reference, each twice: resumed by `position`, and by `cursor` alone. */
export async function checkModel(numRuns: number, seed: number): Promise<void> {
  console.log(`lists beside the model: ${numRuns} runs, seed ${seed}`);
  await fc.assert(
    fc.asyncProperty(story, async (given) => {
      const want = itemsOf(given);
      const exact = await live(given, true);
      expect(exact.handled).toEqual(want);
      for (const { came, want: given } of exact.counts) expect(came).toBe(given);
      for (const { sent, most } of exact.requests) expect(sent).toBeLessThanOrEqual(most);

      const coarse = (await live(given, false)).handled;
      expect([...new Set(coarse)]).toEqual(want);
      // Items come again, but none is passed over.
      let next = 0;
      for (const n of coarse) {
        expect(n).toBeLessThanOrEqual(next);
        next = Math.max(next, n + 1);
      }
    }),
    { numRuns, seed },
  );
}
