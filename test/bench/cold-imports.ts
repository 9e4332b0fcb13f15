import { run } from "../package/steps.js";
import { moduleUrls } from "./consumer.js";
import { atMost, median, medianRatio, type Row } from "./report.js";

const ROUNDS = 15;

/** The time that `import` takes in a process that has loaded nothing else. The disk has seen the files. */
export function measureColdImports(consumer: string): readonly Row[] {
  const urls = moduleUrls(consumer);
  const times: Record<keyof typeof urls, number[]> = { ours: [], sdk: [], "openapi-fetch": [] };
  const subjects = ["ours", "sdk", "openapi-fetch"] as const;
  for (const subject of subjects) importOnce(consumer, urls[subject]);
  for (let round = 0; round < ROUNDS; round += 1) {
    const turn = round % 2 === 0 ? subjects : [...subjects].reverse();
    for (const subject of turn) times[subject].push(importOnce(consumer, urls[subject]));
  }
  return (["sdk", "openapi-fetch"] as const).map((peer) => ({
    what: "import of the client",
    ours: median(times.ours),
    peer: { name: peer, figure: median(times[peer]) },
    unit: "ms",
    ratio: medianRatio(times.ours, times[peer]),
    aim: peer === "sdk" ? atMost(0.2) : undefined,
  }));
}

function importOnce(consumer: string, url: string): number {
  const code = `const t = performance.now(); await import(${JSON.stringify(url)}); console.log(performance.now() - t);`;
  return Number(run(consumer, process.execPath, "--input-type=module", "--eval", code));
}
