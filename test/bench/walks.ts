import { PAGE_SIZE } from "./answers.js";
import { atLeast, atMost, median, medianRatio, type Row } from "./report.js";
import type { WalkOutcome, WalkTask, Way } from "./walker.js";
import { startWorker } from "./worker.js";

const ROUNDS = 9;
const MILLION: WalkTask = { way: "pager", pages: 1_000_000 / PAGE_SIZE, latency: 0, work: 0, prefetch: false };
const SLOW: WalkTask = { way: "pager", pages: 25, latency: 20, work: 20, prefetch: false };

/** A million items, and pages that take their time. */
export async function measureWalks(consumer: string): Promise<readonly Row[]> {
  const ways = (["pager", "fetch", "pages"] as const).map((way) => ({
    way,
    worker: startWorker<WalkTask, WalkOutcome>("./walker.ts", [consumer]),
  }));
  const slow = ways[0]!.worker;
  try {
    const cpu: Record<Way, number[]> = { pager: [], pages: [], fetch: [] };
    const wall: { plain: number[]; ahead: number[] } = { plain: [], ahead: [] };
    for (const { way, worker } of ways) await worker.run({ ...MILLION, way, pages: 500 });
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { way, worker } of round % 2 === 0 ? ways : [...ways].reverse())
        cpu[way].push((await worker.run({ ...MILLION, way })).cpu);
      wall.plain.push((await slow.run(SLOW)).wall);
      wall.ahead.push((await slow.run({ ...SLOW, prefetch: true })).wall);
    }
    const against = (way: Way, name: string): Pick<Row, "ours" | "peer" | "ratio" | "unit" | "digits"> => ({
      ours: median(cpu.pager),
      peer: { name, figure: median(cpu[way]) },
      unit: "ms",
      digits: 0,
      ratio: medianRatio(cpu.pager, cpu[way]),
    });
    return [
      { what: "a million items, CPU", ...against("fetch", "loop around fetch"), aim: atMost(1.1) },
      { what: "a million items, CPU", ...against("pages", "loop around pages") },
      {
        what: "25 pages, 20 ms latency, 20 ms work: prefetch",
        ours: median(wall.ahead),
        peer: { name: "without", figure: median(wall.plain) },
        unit: "ms",
        digits: 0,
        // How many times faster.
        ratio: medianRatio(wall.plain, wall.ahead),
        aim: atLeast(1.7),
      },
    ];
  } finally {
    for (const { worker } of ways) worker.stop();
  }
}
