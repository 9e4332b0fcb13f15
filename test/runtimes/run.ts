import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { binaries, installRuntimes } from "./peers.js";
import { readVersion, runScript } from "./run-script.js";
import { type Runtime, runtimes } from "./runtimes.js";
import { type RunningServer, startServer } from "./server-process.js";

/**
 * The clients on every runtime, one line for each: `npm run test:all -- runtimes`, or with ids behind it for some of them. A
 * runtime that this machine lacks is left out, unless `REQUIRE_` and its id say otherwise (`REQUIRE_CHROMIUM=1`).
 */
async function main(): Promise<void> {
  const ids = process.argv.slice(2);
  const chosen = runtimes.filter(({ id }) => ids.length === 0 || ids.includes(id));
  const count = { ok: 0, FAILED: 0, "left out": 0 };
  if (binaries) installRuntimes();
  const script = await bundle();
  const scratch = await mkdtemp(join(tmpdir(), "disputekit-runtimes-"));
  const server = await startServer();
  try {
    for (const runtime of chosen) {
      const { state, text } = await runOne(runtime, server, script, join(scratch, runtime.id));
      count[state]++;
      console.log(`${state}: ${text}`);
    }
  } finally {
    server.stop();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  console.log(`runtimes: ${count.ok} passed, ${count.FAILED} failed, ${count["left out"]} left out`);
  if (count.FAILED > 0 || count.ok === 0) process.exitCode = 1;
}

/** One file of standard modules, for no platform in particular: it may not name a module of Node. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("script.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    external: ["jose"],
    logLevel: "error",
  });
  return outputFiles[0]!.text;
}

async function runOne(
  runtime: Runtime,
  server: RunningServer,
  script: string,
  folder: string,
): Promise<{ state: "ok" | "FAILED" | "left out"; text: string }> {
  const { id, name, binary } = runtime;
  if (binary === undefined) {
    const isRequired = process.env[`REQUIRE_${id.toUpperCase()}`] === "1";
    return { state: isRequired ? "FAILED" : "left out", text: `no ${name} on this machine` };
  }
  const started = performance.now();
  const { report, fault } = await runScript(runtime, binary, server, script, folder);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const passed = report.filter((entry) => !entry.fault).map(({ check }) => check);
  const faults = report.flatMap((entry) => (entry.fault ? [`  ${entry.check}: ${entry.fault}`] : []));
  if (fault !== undefined) faults.push(`  ${fault}`);
  const head = `${name} ${readVersion(binary)}, ${seconds} s: ${passed.join(", ") || "nothing"}`;
  return { state: faults.length === 0 ? "ok" : "FAILED", text: [head, ...faults].join("\n") };
}

await main();
