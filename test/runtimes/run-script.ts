import { spawn, spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mainModule, type Runtime } from "./runtimes.js";
import type { Report, Settings } from "./script.js";
import type { RunningServer } from "./server-process.js";

/** What came of the script on one runtime. */
export interface Outcome {
  /** Empty when the script did not come to its end. */
  readonly report: Report;
  /** What was wrong with the run itself. */
  readonly fault: string | undefined;
}

/** Until the report, and from there to the end of the process. @unit milliseconds */
const LIMITS = { report: 30_000, end: 5_000 } as const;

/** Runs the bundled script, each runtime in its own new folder. Whatever happens, its processes have ended afterwards. */
export async function runScript(
  { id, start, tellsRefusal, repeatsItself, ends }: Runtime,
  binary: string,
  server: RunningServer,
  script: string,
  folder: string,
): Promise<Outcome> {
  const settings: Settings = { api: `${server.api}/${id}`, closed: server.closed, tellsRefusal, repeatsItself };
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await writeFile(join(folder, "script.js"), script);
  server.publish({
    path: "/",
    type: "text/html",
    text: '<!doctype html><script type="module" src="main.js"></script>',
  });
  server.publish({ path: "/main.js", type: "text/javascript", text: mainModule(settings) });
  server.publish({ path: "/script.js", type: "text/javascript", text: script });
  const args = await start({ folder, settings, page: `${server.pages}/` });

  // A group of its own, so that what it starts can be ended with it. Nothing of the surroundings but where programs are.
  const child = spawn(binary, args, {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, HOME: folder, DENO_DIR: folder, DENO_NO_UPDATE_CHECK: "1", DO_NOT_TRACK: "1" },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-4_000);
    });
  const end = new Promise<unknown>((resolve) => child.on("exit", resolve).on("error", resolve));
  try {
    const report = await Promise.race([
      server.report(id),
      // The report of a process that has just ended may still be on its way.
      end.then(() => within(1_000, new Promise<never>(() => {}))),
      within(LIMITS.report, new Promise<never>(() => {})),
    ]);
    if (report === undefined) return { report: [], fault: `no report: ${output.trim() || "and not a word"}` };
    if (!ends) return { report, fault: undefined };
    const status = await within(LIMITS.end, end);
    return { report, fault: status === 0 ? undefined : `ended with ${status ?? "patience lost"}: ${output.trim()}` };
  } finally {
    endGroup(child.pid);
    await within(LIMITS.end, end);
  }
}

/** What the binary calls its version. */
export function readVersion(binary: string): string {
  const { stdout, status } = spawnSync(binary, ["--version"], { encoding: "utf8", timeout: LIMITS.report });
  return (status === 0 && /\d[\d.-]*\d/.exec(stdout)?.[0]) || "of unknown version";
}

/** What `work` gives, or `undefined` when it takes longer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const patience = new Promise<undefined>((resolve) => {
    // What is waited for keeps this process alive; its limit alone need not.
    setTimeout(resolve, ms, undefined).unref();
  });
  return Promise.race([work, patience]);
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
