/** What goes wrong, on request: for `mock.fault()`. */
export interface MockFault {
  /** The call that it hits, such as `transfers.create`. @default any */
  readonly call?: string | undefined;
  /** How many requests it hits. @default 1 */
  readonly times?: number | undefined;
  /** How many requests pass before it hits. @default 0 */
  readonly after?: number | undefined;
  /** Responds with this status instead of acting: 429, 500, 503 … */
  readonly status?: number | undefined;
  /** Sent with `status` as `Retry-After`. @unit seconds */
  readonly retryAfter?: number | undefined;
  /**
   * Breaks the connection: `refused` and `reset` before anything is done, `lost-response` after it was. With `lost-response` the caller
   * cannot know that the call succeeded.
   */
  readonly connection?: "refused" | "reset" | "lost-response" | undefined;
  /** Waits before anything else. @unit milliseconds */
  readonly latency?: number | undefined;
}

export class Faults {
  #list: { fault: MockFault; passes: number; hits: number }[] = [];

  add(fault: MockFault): void {
    this.#list.push({ fault, passes: fault.after ?? 0, hits: fault.times ?? 1 });
  }

  clear(): void {
    this.#list = [];
  }

  /** Those that hit this request. Each counts it. */
  take(call: string | undefined): readonly MockFault[] {
    const hit: MockFault[] = [];
    for (const entry of this.#list) {
      if (entry.fault.call !== undefined && entry.fault.call !== call) continue;
      if (entry.passes > 0) {
        entry.passes--;
      } else if (entry.hits > 0) {
        entry.hits--;
        hit.push(entry.fault);
      }
    }
    return hit;
  }
}

/** Error codes as Node and undici have them. */
export const CONNECTION_CODES = {
  refused: "ECONNREFUSED",
  reset: "ECONNRESET",
  "lost-response": "UND_ERR_SOCKET",
} as const;
