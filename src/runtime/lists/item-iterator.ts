/** Item after item, of pages that come one after another. By hand, since a generator costs several times as much for each item. */
export class ItemIterator<Item, Page> implements AsyncIterableIterator<Item> {
  readonly #pages: AsyncGenerator<Page, void, undefined>;
  readonly #itemsOf: (page: Page) => readonly Item[];
  #items!: readonly Item[];
  #index = 0;
  /** Where the items end that may still be given. */
  #end = 0;
  /** The same, but 0 while callers wait for a page: nobody overtakes them. */
  #open = 0;
  #ended = false;
  /** How many items may be taken from pages to come. */
  #left: number;
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

  /** How many items of the present page the caller is done with. The one given last is not: whoever is asks for another. */
  get done(): number {
    return Math.max(0, this.#index - 1);
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    if (this.#index < this.#open) return Promise.resolve({ done: false, value: this.#items[this.#index++]! });
    this.#open = 0;
    this.#waiting++;
    const result = this.#queue.then(() => this.#turn());
    const settle = (): void => {
      if (--this.#waiting === 0) this.#open = this.#end;
    };
    this.#queue = result.then(settle, settle);
    return result;
  }

  async return(): Promise<IteratorResult<Item, undefined>> {
    this.#ended = true;
    this.#end = 0;
    this.#open = 0;
    await this.#pages.return();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #turn(): Promise<IteratorResult<Item, undefined>> {
    while (this.#index >= this.#end && !this.#ended) {
      this.#index = 0;
      this.#end = 0;
      const { done, value } = await this.#pages.next();
      // Whoever has left in the meantime wants none of it, and where they are in the list stays before this page.
      if (done || this.#ended) break;
      this.#items = this.#itemsOf(value);
      this.#end = Math.min(this.#items.length, this.#left);
      this.#left -= this.#end;
    }
    return this.#index < this.#end ? { done: false, value: this.#items[this.#index++]! } : this.return();
  }
}
