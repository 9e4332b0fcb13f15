// Preloaded into a measured process: when it ends, what it used is written to the file that BENCH_USAGE names.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(process.env.BENCH_USAGE, JSON.stringify({ userCPUTime, systemCPUTime, maxRSS }));
});
