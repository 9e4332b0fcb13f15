/** What the runtime takes from the platform. Tests hand in their own, so that no test waits or guesses. */
export interface Platform {
  /** @unit milliseconds since 1970 */
  readonly now: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly uuid: () => string;
  /** Runs `run` once after `ms`; returns a function that cancels it. */
  readonly timer: (ms: number, run: () => void) => () => void;
}

export const defaultPlatform: Platform = {
  now: () => Date.now(),
  random: () => Math.random(),
  uuid: () => crypto.randomUUID(),
  timer: (ms, run) => {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};
