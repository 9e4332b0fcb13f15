import { ConfigurationError } from "../errors.js";
import type { ClaimState, ReplayStore } from "./replay-store.js";

/** How many ids a store in memory keeps, and by which clock. */
export interface MemoryReplayStoreOptions {
  /** Ids kept at most; beyond that the oldest that is done goes. A live claim never does. @default 100_000 */
  readonly max?: number | undefined;
  /** The clock that claims and records end by. @unit milliseconds since 1970 @default Date.now */
  readonly now?: (() => number) | undefined;
}

interface Entry {
  /** Whose claim it is; `undefined` once it is done. */
  readonly token: string | undefined;
  /** @unit milliseconds since 1970 */
  readonly expiry: number;
}

/** A store in memory: for one process. Several processes, and platforms that start one per request, need a shared store. */
export class MemoryReplayStore implements ReplayStore {
  /** In the order in which they were written. */
  readonly #entries = new Map<string, Entry>();
  readonly #max: number;
  readonly #now: () => number;

  constructor({ max = 100_000, now = Date.now }: MemoryReplayStoreOptions = {}) {
    if (!(max >= 1)) throw new ConfigurationError("max must be 1 or more");
    this.#max = max;
    this.#now = now;
  }

  /** Ids kept at the moment. */
  get size(): number {
    return this.#entries.size;
  }

  async claim(id: string, token: string, lease: number): Promise<ClaimState> {
    const entry = this.#live(id);
    if (entry) return entry.token === undefined ? "done" : "busy";
    this.#write(id, token, lease);
    return "claimed";
  }

  async renew(id: string, token: string, lease: number): Promise<boolean> {
    if (this.#live(id)?.token !== token) return false;
    this.#write(id, token, lease);
    return true;
  }

  async done(id: string, token: string, ttl: number): Promise<boolean> {
    const entry = this.#live(id);
    if (entry && entry.token !== token) return false;
    this.#write(id, undefined, ttl);
    return true;
  }

  async release(id: string, token: string): Promise<boolean> {
    return this.#live(id)?.token === token && this.#entries.delete(id);
  }

  #live(id: string): Entry | undefined {
    const entry = this.#entries.get(id);
    return entry && entry.expiry > this.#now() ? entry : undefined;
  }

  #write(id: string, token: string | undefined, seconds: number): void {
    const now = this.#now();
    this.#entries.delete(id);
    this.#makeRoom(now);
    this.#entries.set(id, { token, expiry: now + seconds * 1000 });
  }

  /** From the old end: drops what has expired, and what is done while there are too many. */
  #makeRoom(now: number): void {
    for (const [id, { token, expiry }] of this.#entries) {
      if (expiry <= now || (token === undefined && this.#entries.size >= this.#max)) this.#entries.delete(id);
      else if (token === undefined) return;
    }
  }
}
