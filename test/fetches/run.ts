import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { binaries, installRuntimes } from "../runtimes/peers.js";
import { installPeers, isInstalled } from "../support/install-peers.js";
import { ROOT } from "../support/paths.js";
import type { Report } from "./checks.js";
import { makeFrameworks } from "./frameworks.js";
import { makeMocks } from "./mocks.js";
import { columns, makeRows, type Peers, type Row } from "./rows.js";
import { startChecksServer } from "./server.js";
import { readTable, writeTable } from "./table.js";

const README = join(ROOT, "README.md");
/** For all checks of a row, and from there to the end of its process. @unit milliseconds */
const LIMITS = { report: 120_000, end: 5_000 } as const;

/**
 * The clients with each `fetch` and in each test runner of the README's table, on Node 22: `npm run test:all -- fetches`, or with ids
 * behind it for some of them. What is found must be what the table says; `UPDATE_TABLE=1` writes it anew. And frameworks for servers in
 * whose handlers a call fails, and the handlers of the mocks under the msw of today: these have no table, all of it must work.
 */
async function main(): Promise<void> {
  const ids = process.argv.slice(2);
  if (!binaries) return console.log("left out: no Node 22 for this machine");
  installRuntimes();
  const folder = await mkdtemp(join(tmpdir(), "disputekit-fetches-"));
  const server = await startChecksServer();
  const settings = (id: string) => ({ api: `${server.url}/${id}`, closed: server.closed });
  const rows = makeRows(settings);
  const isChosen = ({ id }: Row): boolean => ids.length === 0 || ids.includes(id);
  const chosen = rows.filter(isChosen);
  const others = [...makeFrameworks(settings), ...makeMocks()].filter(isChosen);
  const table = new Map(readTable(await readFile(README, "utf8")));
  let failed = 0;
  try {
    for (const peers of new Set([...chosen, ...others].map((row) => row.peers ?? "peers"))) install(peers);
    await bundle(folder);
    for (const row of chosen) {
      const { report, fault } = await runRow(row, binaries.node22, folder);
      const cells = columns.map((column) =>
        fault === undefined && column in report && !report[column] ? "yes" : "no",
      );
      const isTrue = cells.join() === table.get(row.name)?.join();
      if (process.env.UPDATE_TABLE === "1") table.set(row.name, cells);
      else if (!isTrue) failed++;
      console.log(
        `${isTrue ? "ok" : "FAILED"}: ${row.name}: ${columns.map((name, at) => `${name} ${cells[at]}`).join(", ")}`,
      );
      for (const [check, what] of Object.entries(report)) if (what) console.log(`  ${check}: ${what}`);
      if (fault !== undefined) console.log(`  ${fault}`);
    }
    for (const row of others) {
      const { report, fault } = await runRow(row, binaries.node22, folder);
      const faults = Object.entries(report).flatMap(([path, what]) => (what ? [`  ${path}: ${what}`] : []));
      if (fault !== undefined) faults.push(`  ${fault}`);
      if (faults.length > 0) failed++;
      console.log(`${faults.length === 0 ? "ok" : "FAILED"}: ${row.name}: ${row.about}`);
      for (const line of faults) console.log(line);
    }
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  if (process.env.UPDATE_TABLE === "1") {
    const ordered = rows.flatMap(({ name }) => (table.has(name) ? [[name, table.get(name)!] as const] : []));
    await writeFile(README, writeTable(await readFile(README, "utf8"), new Map(ordered)));
  }
  if (failed > 0) process.exitCode = 1;
}

function install(peers: Peers): void {
  const place = placeOf(peers);
  // Next's compilers, which nobody calls.
  if (!isInstalled(place)) installPeers(place, peers === "peers-next" ? ["--omit=optional", "--legacy-peer-deps"] : []);
}

function placeOf(peers: string): string {
  return fileURLToPath(new URL(peers, import.meta.url));
}

/** The checks, as a program and a test import them. `undici` is the one that `nodeFetch` is for. */
async function bundle(folder: string): Promise<void> {
  const common = { bundle: true, target: "es2022", logLevel: "error", alias: { undici: "undici-7" } } as const;
  const external = ["jose", "undici-7"];
  const checks = fileURLToPath(new URL("checks.ts", import.meta.url));
  const neutral = { ...common, external, platform: "neutral", mainFields: ["module", "main"] } satisfies BuildOptions;
  await build({ ...neutral, entryPoints: [checks], format: "esm", outfile: join(folder, "checks.js") });
  await build({ ...neutral, entryPoints: [checks], format: "cjs", outfile: join(folder, "checks.cjs") });
  for (const name of ["node", "testing"])
    await build({
      ...common,
      external,
      platform: "node",
      mainFields: ["module", "main"],
      entryPoints: [join(ROOT, `src/${name}.ts`)],
      format: "esm",
      outfile: join(folder, `${name}.js`),
    });
}

/** Runs the checks in a process of their own, in a folder of their own. Whatever happens, it has ended afterwards. */
async function runRow(row: Row, node: string, folder: string): Promise<{ report: Report; fault: string | undefined }> {
  const place = join(folder, row.id);
  await mkdir(place);
  await symlink(join(placeOf(row.peers ?? "peers"), "node_modules"), join(place, "node_modules"));
  for (const name of ["checks.js", "checks.cjs", "node.js", "testing.js"])
    await writeFile(join(place, name), await readFile(join(folder, name)));
  const files = { "package.json": '{ "type": "module" }', ...row.files };
  for (const [name, text] of Object.entries(files)) await writeFile(join(place, name), text);
  // A group of its own, so that what it starts can be ended with it.
  const child = spawn(node, row.args, {
    cwd: place,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, HOME: place, CI: "1", NO_COLOR: "1" },
  });
  let output = "";
  let reported = (): void => {};
  const isReported = new Promise<void>((resolve) => {
    reported = resolve;
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (/REPORT \{.*\}/.test(output)) reported();
    });
  const end = new Promise<"ended">((resolve) =>
    child.on("close", () => resolve("ended")).on("error", () => resolve("ended")),
  );
  try {
    await within(LIMITS.report, Promise.race([isReported, end]));
    const found = /REPORT (\{.*\})/.exec(output)?.[1];
    if (found === undefined) return { report: {}, fault: `no report: ${output.slice(-2_000).trim()}` };
    const report: Report = { ...JSON.parse(found) };
    const hasEnded = !row.ends || (await within(LIMITS.end, end)) === "ended";
    // JSON leaves out the checks without a fault.
    const whole = Object.fromEntries((row.columns ?? columns).map((column) => [column, report[column]]));
    return { report: hasEnded ? whole : { ...whole, asResponse: "keeps the process alive" }, fault: undefined };
  } finally {
    endGroup(child.pid);
    await within(LIMITS.end, end);
  }
}

/** What `work` gives, or `undefined` when it takes longer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  return Promise.race([work, patience]).finally(() => clearTimeout(timer));
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

await main();
