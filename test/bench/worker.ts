import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A process that does one thing each time it is asked, so that subjects share no heap, no compiled code and no connections. */
export interface Worker<Task, Outcome> {
  readonly run: (task: Task) => Promise<Outcome>;
  readonly stop: () => void;
}

export function startWorker<Task extends object, Outcome>(
  file: string,
  args: readonly string[],
): Worker<Task, Outcome> {
  const child = startProcess(file, args);
  return {
    run: async (task) => {
      child.send(task);
      return (await nextMessage(child)) as Outcome;
    },
    stop: () => child.disconnect(),
  };
}

/** Runs a file of this folder. It ends when it is disconnected. */
export function startProcess(file: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return fork(path, [...args], { execArgv: ["--import", "tsx"], stdio: ["ignore", "inherit", "inherit", "ipc"] });
}

/** @throws Error when the process ends instead */
export async function nextMessage(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const [message] = await Promise.race([
    once(child, "message", { signal: ended.signal }),
    once(child, "exit", { signal: ended.signal }).then(([status]) => {
      throw new Error(`${child.spawnfile} ended with ${status}`);
    }),
  ]).finally(() => ended.abort());
  return message;
}

/** The other side: answers each task that comes. */
export function serveTasks<Task>(run: (task: Task) => Promise<unknown>): void {
  process.on("message", (task: Task) => {
    void run(task).then((outcome) => process.send?.(outcome));
  });
  process.on("disconnect", () => process.exit());
}
