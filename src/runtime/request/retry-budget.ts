/** In fifths of a repeat: what a client has in hand at most, what a call earns, what a repeat costs. */
const BUDGET = { most: 500, call: 1, repeat: 5 } as const;

/**
 * Keeps a client from multiplying the load on a service that is down: beyond a reserve of 100 repeats, one for every five calls.
 */
export class RetryBudget {
  #left: number = BUDGET.most;

  /** A call begins. */
  earn(): void {
    this.#left = Math.min(BUDGET.most, this.#left + BUDGET.call);
  }

  /** Whether one more repeat is allowed; counts it. */
  spend(): boolean {
    if (this.#left < BUDGET.repeat) return false;
    this.#left -= BUDGET.repeat;
    return true;
  }
}
