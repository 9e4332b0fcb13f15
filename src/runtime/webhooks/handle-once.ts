import { ConfigurationError } from "../errors.js";

/** Remembers deliveries. Two deliveries with one id may ask at the same time: `seen` has to look and record in one step. */
export interface ReplayStore {
  /**
   * Records the id, and returns whether it was recorded before.
   * @param ttl how long to keep it @unit seconds
   */
  seen(id: string, ttl: number): Promise<boolean>;
  /** Takes the record back, since handling failed and the sender's repeat has to get through. */
  forget?(id: string): Promise<void>;
}

export interface HandleOnceOptions {
  /** How long repeats are recognised. At least twice the tolerance, or a replay can outlive its record. @unit seconds @default 3600 */
  readonly ttl?: number | undefined;
}

/** What became of a delivery. A repeat gets the same response as the first: the sender only wants to know that it arrived. */
export type HandleOnceResult<T> = { readonly repeated: true } | { readonly repeated: false; readonly value: T };

/** @deprecated Use {@link HandleOnceResult}. */
export type Once<T> = HandleOnceResult<T>;

/**
 * Runs `handle` for the first delivery of an id only. When it throws, the id is forgotten, if the store can, and the error
 * comes out. A repeat that comes meanwhile waits for that run, and fails with it: told at once that the delivery had arrived, the
 * sender would not repeat it. A run in another process is not waited for.
 * @param id the `id` that `verifyWebhook` or `readWebhook` gave, or an event's own
 */
export async function handleOnce<T>(
  store: ReplayStore,
  id: string,
  handle: () => T | PromiseLike<T>,
  { ttl = 3_600 }: HandleOnceOptions = {},
): Promise<HandleOnceResult<T>> {
  if (!(ttl > 0)) throw new ConfigurationError("ttl must be above 0 seconds");
  const going = runs.get(store) ?? new Map<string, Promise<unknown>>();
  runs.set(store, going);
  const first = going.get(id);
  if (first) {
    await first;
    return { repeated: true };
  }
  const run = handleFirst(store, id, handle, ttl);
  going.set(id, run);
  return run.finally(() => going.delete(id));
}

/** What is being handled in this process. */
const runs = new WeakMap<ReplayStore, Map<string, Promise<unknown>>>();

async function handleFirst<T>(
  store: ReplayStore,
  id: string,
  handle: () => T | PromiseLike<T>,
  ttl: number,
): Promise<HandleOnceResult<T>> {
  if (await store.seen(id, ttl)) return { repeated: true };
  try {
    return { repeated: false, value: await handle() };
  } catch (error) {
    await store.forget?.(id);
    throw error;
  }
}

export interface MemoryReplayStoreOptions {
  /** Ids kept at most; beyond that the oldest goes. @default 10_000 */
  readonly max?: number | undefined;
  /** @unit milliseconds since 1970 @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** A store in memory: for one process. Several processes, and platforms that start one per request, need a shared store. */
export class MemoryReplayStore implements ReplayStore {
  /** When each id expires, oldest record first. */
  readonly #expiry = new Map<string, number>();
  readonly #max: number;
  readonly #now: () => number;

  constructor({ max = 10_000, now = Date.now }: MemoryReplayStoreOptions = {}) {
    if (!(max >= 1)) throw new ConfigurationError("max must be 1 or more");
    this.#max = max;
    this.#now = now;
  }

  /** Ids kept at the moment. */
  get size(): number {
    return this.#expiry.size;
  }

  async seen(id: string, ttl: number): Promise<boolean> {
    const now = this.#now();
    if ((this.#expiry.get(id) ?? now) > now) return true;
    this.#expiry.delete(id);
    this.#makeRoom(now);
    this.#expiry.set(id, now + ttl * 1000);
    return false;
  }

  async forget(id: string): Promise<void> {
    this.#expiry.delete(id);
  }

  /** Drops what has expired at the old end, and the oldest when that frees nothing. */
  #makeRoom(now: number): void {
    for (const [id, expiry] of this.#expiry) {
      if (expiry > now && this.#expiry.size < this.#max) return;
      this.#expiry.delete(id);
    }
  }
}
