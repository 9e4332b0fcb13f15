import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bombs } from "./documents.js";
import { BOUNDS, type BombRow, isBounded, limitsPage } from "./page.js";
import { BombProject, COMMANDS, type Command, type Outcome } from "./project.js";

/**
 * What each command takes for documents that are made to take long: `npm run bench:bombs`, or `npm run bench:bombs -- references` for
 * those whose name has this in it. With `--write` it writes `docs/limits.md`. Ends with 1 when a command took more than it may.
 */
const page = fileURLToPath(new URL("../../../docs/limits.md", import.meta.url));
const words = process.argv.slice(2);
const write = words.includes("--write");
const filter = words.find((word) => !word.startsWith("--")) ?? "";
/** Longer than any run may take. @unit seconds */
const END_AFTER = 3 * BOUNDS.seconds;

const project = await BombProject.make();
try {
  const rows: BombRow[] = [];
  for (const bomb of bombs.filter(({ name }) => name.includes(filter))) {
    const outcomes = new Map<Command, Outcome>();
    for (const command of COMMANDS) {
      const run = await project.run(command, bomb, END_AFTER);
      outcomes.set(command, run);
      const mark = isBounded(run) ? "" : "  <- too much";
      if (mark !== "") process.exitCode = 1;
      const cost = `${run.seconds.toFixed(1).padStart(6)} s ${run.memory.toFixed(0).padStart(6)} MiB`;
      console.log(`${bomb.name.padEnd(46)} ${command.padEnd(12)} ${cost}  ${run.outcome}${mark}`);
    }
    rows.push({ name: bomb.name, outcomes });
    if (write) writeFileSync(page, limitsPage(rows));
  }
} finally {
  await project.remove();
}
