import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { measureBundles } from "./bundles.js";
import { measureCalls } from "./calls.js";
import { measureColdImports } from "./cold-imports.js";
import { makeConsumer } from "./consumer.js";
import { measureEditor } from "./editor.js";
import { printRows, type Row } from "./report.js";
import { measureTypeChecks } from "./type-checks.js";
import { measureWalks } from "./walks.js";

/**
 * What the Whop client costs beside the provider's own SDK, bare `fetch` and plain openapi-fetch: medians of runs that take turns, of
 * the built package. `npm run bench -- bundle types` measures only these parts. Missed aims are told, not punished: a figure of one
 * machine is no test.
 */
const parts: readonly (readonly [name: string, title: string, measure: (consumer: string) => Rows | Promise<Rows>])[] =
  [
    ["bundle", "Bundle: esbuild, minified, gzip", measureBundles],
    ["import", "Cold import, each in a process of its own", measureColdImports],
    ["types", "Type check of a program with one call", measureTypeChecks],
    ["editor", "An editor: TypeScript's language service", measureEditor],
    ["calls", "CPU of a call", measureCalls],
    ["pages", "Walking a list", measureWalks],
  ];
type Rows = readonly Row[];

async function main(): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "disputekit-bench-"));
  const wanted = process.argv.slice(2);
  const started = performance.now();
  let missed = 0;
  try {
    console.log(`node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? "?"}, medians`);
    const consumer = await makeConsumer(scratch);
    for (const [name, title, measure] of parts)
      if (wanted.length === 0 || wanted.includes(name)) missed += printRows(title, await measure(consumer));
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(`\n${missed === 0 ? "All aims are met" : `${missed} aims are missed`} (${seconds} s).`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

await main();
