// Preloaded into a measured process: when it ends, what it used is written to the file that BENCH_USAGE names.
import { readFileSync, writeFileSync } from "node:fs";

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpu: (userCPUTime + systemCPUTime) / 1e6 + cpuOfChildren(), memory: maxRSS / 1024 };
  writeFileSync(process.env.BENCH_USAGE, JSON.stringify(usage));
});

/** The time of the programs that it has started and that have ended: Node does not tell, Linux does. @unit seconds */
function cpuOfChildren() {
  const stat = readFileSync("/proc/self/stat", "utf8");
  // Behind the name, which may have blanks: the fields from the third on. The 16th and 17th count hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
