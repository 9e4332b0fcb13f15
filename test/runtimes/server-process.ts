import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Report } from "./script.js";
import type { ServedFile, ServerMessage } from "./server.js";

/** The server of `server.ts`, as the process that started it sees it. */
export interface RunningServer {
  /** Followed by a runtime's id: where its clients send to. */
  readonly api: string;
  /** Where pages are. */
  readonly pages: string;
  /** Where nobody listens. */
  readonly closed: string;
  /** Puts a file on the pages' port. */
  readonly publish: (file: ServedFile) => void;
  /** The report of a runtime, once it is there. */
  readonly report: (runtime: string) => Promise<Report>;
  readonly stop: () => void;
}

/** @throws Error when the server ends before it listens */
export async function startServer(): Promise<RunningServer> {
  const child = fork(fileURLToPath(new URL("server.ts", import.meta.url)));
  const reports = new Map<string, (report: Report) => void>();
  const ready = await new Promise<Extract<ServerMessage, { kind: "ready" }>>((resolve, reject) => {
    child.on("message", (message: ServerMessage) => {
      if (message.kind === "ready") resolve(message);
      else reports.get(message.runtime)?.(message.report);
    });
    child.on("exit", (status) => reject(new Error(`the server ended with ${status}`)));
  });
  return {
    ...ready,
    publish: (file) => child.send(file),
    report: (runtime) => new Promise((resolve) => reports.set(runtime, resolve)),
    // It ends when nobody is there to tell.
    stop: () => child.disconnect(),
  };
}
