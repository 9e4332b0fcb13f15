/** What the runtime takes from the platform. Tests hand in their own, so that no test waits or guesses. */
export interface Platform {
  /** @unit milliseconds since 1970 */
  readonly now: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly uuid: () => string;
  /** Runs `run` once after `ms`; returns a function that cancels it. */
  readonly timer: (ms: number, run: () => void) => CancelTimer;
}

/** Cancels a timer. */
export interface CancelTimer {
  (): void;
  /** Lets the process end although the timer is set, where timers keep it alive. */
  readonly unref?: (() => void) | undefined;
}

export const defaultPlatform: Platform = {
  now: () => Date.now(),
  random: () => Math.random(),
  uuid: () => crypto.randomUUID(),
  timer: (ms, run) => {
    // Node's is an object, that of browsers a number.
    const id: { unref?(): void } | number = setTimeout(run, ms);
    return Object.assign(() => clearTimeout(id as number), { unref: () => (id as { unref?(): void }).unref?.() });
  },
};
