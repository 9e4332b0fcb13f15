import type { Platform } from "../settings/platform.js";
import { onAbort } from "./abort.js";
import type { EndCause } from "./failure.js";

/** The time and the caller's patience that an attempt, or a wait, has. */
export interface Limit {
  /** For `fetch`. */
  readonly signal: AbortSignal;
  /** Set once the limit was reached. */
  cause: EndCause | undefined;
  /** What `work` gives; rejects when the limit is reached first, also where `work` does not care about signals. */
  readonly race: <T>(work: Promise<T>) => Promise<T>;
  /** Drops the timer and the listener. To be called once the work is over. */
  readonly release: () => void;
}

/** Starts the clock. A `timeout` beyond what timers can hold means none. */
export function startDeadline(timeout: number, outer: AbortSignal | null | undefined, timer: Platform["timer"]): Limit {
  const controller = new AbortController();
  const { signal } = controller;
  let fail: ((reason: unknown) => void) | undefined;
  const end = (cause: EndCause): void => {
    limit.release();
    limit.cause = cause;
    controller.abort();
    fail?.(signal.reason);
  };
  const cancel = timeout < 2 ** 31 ? timer(timeout, () => end("timeout")) : undefined;
  const limit: Limit = {
    signal,
    cause: undefined,
    race: (work) =>
      new Promise((resolve, reject) => {
        fail = reject;
        if (limit.cause) reject(signal.reason);
        work.then(resolve, reject);
      }),
    release: () => {
      cancel?.();
      ignore?.();
    },
  };
  const ignore = outer?.aborted === false ? onAbort(outer, () => end("abort")) : undefined;
  if (outer?.aborted) end("abort");
  return limit;
}

/** Waits. Rejects when the caller's signal ends it. */
export async function pause(
  ms: number,
  outer: AbortSignal | null | undefined,
  timer: Platform["timer"],
): Promise<void> {
  const limit = startDeadline(ms, outer, timer);
  await limit.race(new Promise<never>(() => {})).catch((reason) => {
    if (limit.cause === "abort") throw reason;
  });
}
