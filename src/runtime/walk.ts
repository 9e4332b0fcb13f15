/** Item after item, of pages that come one after another. By hand, since a generator costs several times as much for each item. */
export class ItemWalk<Item, Page> implements AsyncIterableIterator<Item> {
  readonly #pages: AsyncGenerator<Page, void, undefined>;
  readonly #itemsOf: (page: Page) => readonly Item[];
  #items: readonly Item[] = [];
  #index = 0;
  #left: number;
  /** Callers that wait for a page, in their order. */
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(
    pages: AsyncGenerator<Page, void, undefined>,
    itemsOf: (page: Page) => readonly Item[],
    maxItems: number,
  ) {
    this.#pages = pages;
    this.#itemsOf = itemsOf;
    this.#left = maxItems;
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    if (!this.#waiting && this.#ready()) return Promise.resolve(this.#take());
    this.#waiting++;
    const result = this.#queue.then(() => this.#turn());
    const settle = (): void => {
      this.#waiting--;
    };
    this.#queue = result.then(settle, settle);
    return result;
  }

  async return(): Promise<IteratorResult<Item, undefined>> {
    this.#left = 0;
    await this.#pages.return();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #turn(): Promise<IteratorResult<Item, undefined>> {
    while (this.#left > 0 && !this.#ready()) {
      const { done, value } = await this.#pages.next();
      if (done) break;
      this.#items = this.#itemsOf(value);
      this.#index = 0;
    }
    return this.#ready() ? this.#take() : this.return();
  }

  #ready(): boolean {
    return this.#left > 0 && this.#index < this.#items.length;
  }

  #take(): IteratorResult<Item, undefined> {
    this.#left--;
    return { done: false, value: this.#items[this.#index++]! };
  }
}
