/** Runs `run` once after `ms`; returns a function that cancels it. */
export interface Timer {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

export interface KeepClaimOptions {
  readonly renew: () => Promise<boolean>;
  /** Is told when `renew` fails. */
  readonly onError: (error: unknown) => void;
  /** @unit milliseconds */
  readonly lease: number;
  /** @unit milliseconds */
  readonly maxDuration: number;
  readonly timer?: Timer | undefined;
}

export interface KeptClaim {
  /** Aborted when the claim is no longer kept. */
  readonly signal: AbortSignal;
  readonly stop: () => void;
}

/**
 * Renews a claim three times in each lease until `stop`, until it is lost, or `maxDuration` is over. It does not wait for a store that
 * hangs or fails: what was not renewed within its lease is lost.
 */
export function keepClaim({ renew, onError, lease, maxDuration, timer = clock }: KeepClaimOptions): KeptClaim {
  const controller = new AbortController();
  const start = timer.now();
  let validUntil = start + lease;
  let stopped = false;
  let cancel = (): void => {};

  const stop = (): void => {
    stopped = true;
    cancel();
  };
  const lose = (why: string): void => {
    if (stopped) return;
    stop();
    controller.abort(new Error(`handleOnce: ${why}, so another run may begin`));
  };
  const attempt = async (asked: number): Promise<void> => {
    try {
      if (await renew()) validUntil = asked + lease;
      else lose("the claim was lost");
    } catch (error) {
      if (!stopped) onError(error);
    }
  };
  const wait = (): void => {
    cancel = timer.after(Math.min(lease / 3, start + maxDuration - timer.now()), () => {
      const now = timer.now();
      if (now >= start + maxDuration) return lose("the handler has run for maxDuration");
      if (now >= validUntil) return lose("the claim could not be renewed in time");
      void attempt(now);
      wait();
    });
  };
  wait();
  return { signal: controller.signal, stop };
}

const clock: Timer = {
  now: () => Date.now(),
  after(ms, run) {
    // A longer one than the platforms' longest would end at once.
    const id: unknown = setTimeout(run, Math.min(ms, 2 ** 31 - 1));
    // Renewing is no reason for a process to stay.
    (id as { unref?: () => void }).unref?.();
    return () => clearTimeout(id as number);
  },
};
