import { ConfigurationError, InvalidRequestError, WebhookBusyError } from "../errors.js";
import { LOG_LEVELS } from "../observe/logger.js";
import { notify, type ReportTarget } from "../observe/notify.js";
import { visible } from "../visible.js";
import { keepClaim, type Timer } from "./keep-claim.js";
import type { ReplayStore } from "./replay-store.js";

/** How long claims and records live. A store that fails to claim or to record makes the call fail; other failures go to `onStoreError`. */
export interface HandleOnceOptions {
  /**
   * How long a delivery that is done is recognised. It must be longer than the sender repeats: Whop does for 71 hours, Decisionly for 12
   * (86_400 is enough there). @unit seconds @default 345_600 (four days)
   */
  readonly ttl?: number | undefined;
  /** How long a claim holds without being renewed, so how long a delivery waits after a crash. @unit seconds @default 60 */
  readonly lease?: number | undefined;
  /** How long a claim is renewed at most. After that a handler that hangs holds the others off no longer. @unit seconds @default 900 */
  readonly maxDuration?: number | undefined;
  /**
   * Is told when the store fails to renew or to release. Neither changes the result: the handler's value or error comes out. What it
   * throws, or the promise that it returns rejects with, is ignored, and reported to `console` the first time.
   * @default `console.warn`
   */
  readonly onStoreError?: ((error: unknown, step: "renew" | "release") => void) | undefined;
  /** @internal The clock of tests. */
  readonly timer?: Timer | undefined;
}

/** What a handler is told of its claim. */
export interface HandleOnceContext {
  /** Aborted once the claim is lost, or `maxDuration` is over: another process may begin with the same delivery. */
  readonly signal: AbortSignal;
}

/** What became of a delivery. A repeat gets the same response as the first: the sender only wants to know that it arrived. */
export type HandleOnceResult<T> =
  | {
      /** Handled before: the handler was not called. */
      readonly repeated: true;
    }
  | {
      /** Handled by this call. */
      readonly repeated: false;
      /** What the handler returned. */
      readonly value: T;
    };

/** The former name of {@link HandleOnceResult}. @deprecated Use {@link HandleOnceResult}. */
export type Once<T> = HandleOnceResult<T>;

/**
 * Runs `handle` for a delivery unless that was done before. The id is claimed first, and recorded as done only when `handle` has
 * ended well, so a crash in between repeats the delivery and never loses it: `handle` runs at least once, and not twice while a claim
 * lives. When it throws, the claim is released and the error comes out. Answer 2xx only when this resolves.
 * @param id the `id` that `verifyWebhook` or `readWebhook` gave, or an event's own
 * @throws WebhookBusyError when another run, here or elsewhere, has a live claim. Answer 409: the sender has to repeat
 * @throws what the store throws when it cannot claim, or cannot record what is done: the sender's repeat is handled again
 */
export async function handleOnce<T>(
  store: ReplayStore,
  id: string,
  handle: (context: HandleOnceContext) => T | PromiseLike<T>,
  options: HandleOnceOptions = {},
): Promise<HandleOnceResult<T>> {
  const { ttl = 345_600, lease = 60, maxDuration = 900, onStoreError = warn, timer } = options;
  for (const [name, seconds] of Object.entries({ ttl, lease, maxDuration })) {
    if (!(seconds > 0)) throw new ConfigurationError(`handleOnce: ${name} must be above 0 seconds (got ${seconds})`);
  }
  checkStore(store);
  // With an id that events share, all but the first would count as repeats.
  if (typeof id !== "string" || !id)
    throw new InvalidRequestError(
      `handleOnce: id must be a non-empty string (got ${typeof id === "string" ? '""' : typeof id})`,
    );
  const token = crypto.randomUUID();
  const state = await store.claim(id, token, lease);
  if (state === "done") return { repeated: true };
  if (state !== "claimed") throw new WebhookBusyError("webhook delivery is being handled by another run: answer 409");
  const report = (step: "renew" | "release", error: unknown): void => {
    notify(onStoreError, "onStoreError", WARNINGS, () => onStoreError(error, step));
  };
  const claim = keepClaim({
    renew: () => store.renew(id, token, lease),
    onError: (error) => report("renew", error),
    lease: lease * 1000,
    maxDuration: maxDuration * 1000,
    timer,
  });
  let value: T;
  try {
    value = await handle({ signal: claim.signal });
  } catch (error) {
    claim.stop();
    await Promise.resolve()
      .then(() => store.release(id, token))
      .catch((failure) => report("release", failure));
    throw error;
  }
  claim.stop();
  await store.done(id, token, ttl);
  return { repeated: false, value };
}

/** Stores were made of `seen` and `forget` once: those record before the handling what is not done yet. */
function checkStore(store: ReplayStore): void {
  const missing = (["claim", "renew", "done", "release"] as const).filter(
    (name) => typeof store?.[name] !== "function",
  );
  if (missing.length > 0)
    throw new ConfigurationError(
      `handleOnce: the store has no ${missing.join(", ")}. See ReplayStore; redisReplayStore and postgresReplayStore make one`,
    );
}

const WARNINGS: ReportTarget = { logger: console, logLevel: LOG_LEVELS.indexOf("warn") };

function warn(error: unknown, step: string): void {
  const why = error instanceof Error ? visible(error.message) : typeof error;
  console.warn(`handleOnce: the store failed to ${step} a claim: ${why}`);
}
