import type { Platform } from "../settings/platform.js";
import { onAbort } from "./abort.js";
import type { End, EndCause } from "./failure.js";

type Timer = Platform["timer"];

/** Deadline and abort signal of one attempt, or of a wait. The clock starts at once. */
export class Deadline implements End {
  /** For `fetch`. */
  readonly signal: AbortSignal;
  /** Set once the deadline was reached, or the caller's signal fired. */
  cause: EndCause | undefined;
  /** What the caller's signal gave as its reason, once it fired. */
  reason: unknown;
  readonly #controller = new AbortController();
  readonly #cancelTimer: ReturnType<Timer> | undefined;
  readonly #ignoreSignal: (() => void) | undefined;
  #reject: ((reason: unknown) => void) | undefined;

  /** @param timeout beyond what timers can hold means none. @unit milliseconds */
  constructor(timeout: number, outer: AbortSignal | null | undefined, timer: Timer) {
    this.signal = this.#controller.signal;
    if (timeout < 2 ** 31) this.#cancelTimer = timer(timeout, () => this.#end("timeout"));
    if (outer?.aborted) this.#end("abort", outer.reason);
    else if (outer) this.#ignoreSignal = onAbort(outer, () => this.#end("abort", outer.reason));
  }

  /** What `work` gives; rejects when the deadline comes first, also where `work` does not care about signals. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      if (this.cause) reject(this.signal.reason);
      work.then(resolve, reject);
    });
  }

  /** Drops the timer and the listener. To be called once the work is over. */
  release(): void {
    this.#cancelTimer?.();
    this.#ignoreSignal?.();
  }

  /** From here on the deadline alone does not keep the process alive. */
  unref(): void {
    this.#cancelTimer?.unref?.();
  }

  /** Ends what is still under way, for nobody wants it any more. */
  abandon(): void {
    this.release();
    this.#controller.abort();
  }

  #end(cause: EndCause, reason?: unknown): void {
    this.release();
    this.cause = cause;
    this.reason = reason;
    this.#controller.abort(reason);
    this.#reject?.(this.signal.reason);
  }
}

/** Waits. Rejects when the caller's signal ends it. */
export async function pause(ms: number, outer: AbortSignal | null | undefined, timer: Timer): Promise<void> {
  const deadline = new Deadline(ms, outer, timer);
  await deadline.race(new Promise<never>(() => {})).catch((reason) => {
    if (deadline.cause === "abort") throw reason;
  });
}
