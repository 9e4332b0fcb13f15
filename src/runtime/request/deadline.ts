import type { Platform } from "../settings/platform.js";
import { onAbort } from "./abort.js";
import type { EndCause } from "./failure.js";

/** Deadline and abort signal of one attempt, or of a wait. */
export interface Deadline {
  /** For `fetch`. */
  readonly signal: AbortSignal;
  /** Set once the deadline was reached. */
  cause: EndCause | undefined;
  /** What `work` gives; rejects when the deadline comes first, also where `work` does not care about signals. */
  readonly race: <T>(work: Promise<T>) => Promise<T>;
  /** Drops the timer and the listener. To be called once the work is over. */
  readonly release: () => void;
}

/** Starts the clock. A `timeout` beyond what timers can hold means none. */
export function startDeadline(
  timeout: number,
  outer: AbortSignal | null | undefined,
  timer: Platform["timer"],
): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  let fail: ((reason: unknown) => void) | undefined;
  const end = (cause: EndCause): void => {
    deadline.release();
    deadline.cause = cause;
    controller.abort();
    fail?.(signal.reason);
  };
  const cancel = timeout < 2 ** 31 ? timer(timeout, () => end("timeout")) : undefined;
  const deadline: Deadline = {
    signal,
    cause: undefined,
    race: (work) =>
      new Promise((resolve, reject) => {
        fail = reject;
        if (deadline.cause) reject(signal.reason);
        work.then(resolve, reject);
      }),
    release: () => {
      cancel?.();
      ignore?.();
    },
  };
  const ignore = outer?.aborted === false ? onAbort(outer, () => end("abort")) : undefined;
  if (outer?.aborted) end("abort");
  return deadline;
}

/** Waits. Rejects when the caller's signal ends it. */
export async function pause(
  ms: number,
  outer: AbortSignal | null | undefined,
  timer: Platform["timer"],
): Promise<void> {
  const deadline = startDeadline(ms, outer, timer);
  await deadline.race(new Promise<never>(() => {})).catch((reason) => {
    if (deadline.cause === "abort") throw reason;
  });
}
