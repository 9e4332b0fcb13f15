/** A clock that stands still until a test moves it. Its unit is the millisecond. */
export class ManualClock {
  #time: number;
  readonly #timers: { at: number; run: () => void }[] = [];

  constructor(start: number = 1_000_000) {
    this.#time = start;
  }

  readonly now = (): number => this.#time;

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#time + ms, run };
    this.#timers.push(timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  get waiting(): number {
    return this.#timers.length;
  }

  /** Goes on by `seconds`, with each timer at its time, and lets what follows from it happen. */
  async pass(seconds: number): Promise<void> {
    const end = this.#time + seconds * 1000;
    for (;;) {
      await settled();
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.#time = Math.max(this.#time, next.at);
      next.run();
    }
    this.#time = end;
    await settled();
  }

  /** As when a process is suspended: time has passed, and no timer ran in it. */
  jump(seconds: number): void {
    this.#time += seconds * 1000;
  }
}

/** After all that needs no further event. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
