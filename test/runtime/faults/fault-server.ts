import { fork } from "node:child_process";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";

/** What goes wrong, and when. An `answer` is complete HTTP; `location` may be `same` or `other`, for the origin. */
export type Fault =
  | { at: "accept"; end: "reset" }
  | { at: "arrival"; end: "reset" | "stall" }
  | { at: "request"; end: "reset" | "stall" }
  | { at: "answer"; end: "reset" | "close" | "stall"; headers?: Record<string, string> }
  | { at: "raw"; text: string }
  | AnswerFault;

export interface AnswerFault {
  at?: undefined;
  status: number;
  headers?: Record<string, string>;
  /** @default the good answer's */
  body?: string;
  /** Bytes left out at the end of the body. */
  cut?: number;
  /** Spaces added to the body. */
  pad?: number;
  /** Whether a 103 comes first. */
  early?: boolean;
}

export interface CellPlan {
  fault: Fault;
  /** How many requests meet it; those after get `good`. */
  times: number;
  good: string;
}

export interface ListPlan {
  fault: { at?: undefined };
  seed: number;
  pages: number;
  /** Items a page. */
  size: number;
  /** Of the requests that fail, from 0 to 1. */
  share: number;
}

/** What the server saw. */
export interface CellRecord {
  /** Connections on which nothing was read. */
  unread: number;
  requests: SeenRequest[];
  /** Connections that are still open. */
  open: number;
  /** Faults of a list by kind. */
  sent: Record<string, number> | undefined;
  /** Visits to the other origin, since the server's start. */
  elsewhere: number;
}

export interface SeenRequest {
  method: string;
  url: string;
  authorization: string | undefined;
  /** Its idempotency key, where it has one as a header. */
  key: string | undefined;
  /** Whether it was read to its end. */
  read: boolean;
  body: string;
  /** What it was answered with; absent for no answer. */
  status?: number;
}

/** The server's process. */
export class FaultServer {
  readonly #child = fork(fileURLToPath(new URL("server.mjs", import.meta.url)), { execArgv: [] });
  readonly #waiting = new Map<number, (value: unknown) => void>();
  readonly #stalls = new Map<number, () => void>();
  #lastId = 0;

  constructor() {
    // A server that died is a broken test, not a fault: waiting for it would hide why.
    this.#child.on("exit", (code) => {
      if (code) throw new Error(`the fault server ended with ${code}`);
    });
    this.#child.on("message", ({ id, value, stalled }: { id: number; value: unknown; stalled?: number }) => {
      if (stalled !== undefined) return this.#stalls.get(stalled)?.();
      this.#waiting.get(id)?.(value);
      this.#waiting.delete(id);
    });
  }

  /** A port for one cell. `onStall` is told whenever the server has a client wait for ever. */
  async open(plan: CellPlan | ListPlan, onStall: () => void = () => {}): Promise<number> {
    // JSON has no Infinity.
    const times = "times" in plan ? Math.min(plan.times, 1e9) : 0;
    const port = await this.#ask<number>({ open: { ...plan, times } });
    this.#stalls.set(port, onStall);
    return port;
  }

  /** How many connections are open. */
  count(port: number): Promise<number> {
    return this.#ask({ count: port });
  }

  close(port: number): Promise<CellRecord> {
    this.#stalls.delete(port);
    return this.#ask({ close: port });
  }

  end(): void {
    this.#child.disconnect();
  }

  #ask<T>(message: object): Promise<T> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve as (value: unknown) => void);
      this.#child.send({ ...message, id });
    });
  }
}

/** A port that nobody listens on, and nobody else can take until `free`: it is the near end of a connection to `port`. */
export function refusedPort(port: number): Promise<{ port: number; free: () => void }> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve({ port: socket.localPort!, free: () => socket.destroy() }));
    socket.on("error", () => {});
  });
}

/** Waits pass at once and are written down; the limit of an attempt is reached when `expire` says so, and never else. */
export function cellTime(timeout: number): {
  platform: { now: () => number; random: () => number; timer: (ms: number, run: () => void) => () => void };
  waits: number[];
  expire: () => void;
} {
  const waits: number[] = [];
  const limits = new Set<() => void>();
  return {
    waits,
    expire: () => {
      for (const run of limits) run();
    },
    platform: {
      now: () => Date.UTC(2026, 0, 1),
      random: () => 0.5,
      timer: (ms, run) => {
        if (ms === timeout) {
          limits.add(run);
          return () => limits.delete(run);
        }
        waits.push(ms);
        const id = setImmediate(run);
        return () => clearImmediate(id);
      },
    },
  };
}
