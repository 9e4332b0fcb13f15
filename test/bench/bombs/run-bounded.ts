import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** How a command has ended, and what it took. */
export interface BoundedRun {
  /** `null` where it was ended from here. */
  readonly status: number | null;
  readonly output: string;
  /**
   * User and system time of all threads, and of the programs that it starts. On a machine that does nothing else no command takes longer
   * than this. @unit seconds
   */
  readonly seconds: number;
  /** The most memory that the process and the programs it starts held at once. Linux tells. @unit mebibytes */
  readonly memory: number;
}

export interface RunBounds {
  readonly cwd: string;
  /** Of the time of the processors. @unit seconds */
  readonly endAfter: number;
}

/** @unit milliseconds */
const LOOK_EVERY = 20;

/** Runs Node with these arguments, and ends what takes too long. */
export async function runBounded(args: readonly string[], { cwd, endAfter }: RunBounds): Promise<BoundedRun> {
  const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  let [memory, seconds] = [0, 0];
  const look = setInterval(() => {
    if (child.pid !== undefined) {
      memory = Math.max(memory, memoryOf(child.pid));
      seconds = Math.max(seconds, timeOf(child.pid));
    }
    if (seconds > endAfter) child.kill("SIGKILL");
  }, LOOK_EVERY);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  }).finally(() => clearInterval(look));
  return { status, output, seconds, memory };
}

/** Of a process and all that it has started, now. */
function memoryOf(pid: number): number {
  try {
    const [, kibibytes = "0"] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kibibytes) / 1024 + childrenOf(pid).reduce((sum, child) => sum + memoryOf(child), 0);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

/** Of a process and all that it has started, so far. */
function timeOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Behind the name, which may have blanks: the 12th and 13th field are its own time, the next two that of programs that have ended.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const own = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / 100;
    return own + childrenOf(pid).reduce((sum, child) => sum + timeOf(child), 0);
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}
