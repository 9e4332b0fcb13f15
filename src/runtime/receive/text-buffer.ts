/** Each chunk that is kept as it is costs some hundred bytes more. Where there are many, smaller ones are copied together. @unit bytes */
const SMALL = 1_024;
const MANY = 64;

/** @unit bytes */
const BLOCK = 65_536;

/** One for all, since it keeps nothing from one text to the next. Not made before it is needed: Jest's jsdom has none. */
let decoder: TextDecoder | undefined;

/** Collects the chunks of a text in UTF-8, up to a number of bytes. However small the chunks, it takes little more memory than that. */
export class TextBuffer {
  readonly #limit: number;
  readonly #parts: Uint8Array[] = [];
  #length = 0;
  /** What small chunks are copied to, and how much of it is used. */
  #block = new Uint8Array(0);
  #used = 0;

  /** @param limit in bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `false` when the text is longer than the limit. */
  add(chunk: Uint8Array): boolean {
    const size = chunk.byteLength;
    this.#length += size;
    if (this.#length > this.#limit) return false;
    if (size >= SMALL || this.#parts.length < MANY) {
      this.#closeBlock();
      this.#parts.push(chunk);
    } else {
      if (this.#used + size > this.#block.length) {
        this.#closeBlock();
        this.#block = new Uint8Array(BLOCK);
      }
      this.#block.set(chunk, this.#used);
      this.#used += size;
    }
    return true;
  }

  /** The text, without a byte order mark. */
  toString(): string {
    this.#closeBlock();
    const [first, ...others] = this.#parts;
    if (!first) return "";
    decoder ??= new TextDecoder();
    return decoder.decode(others.length === 0 ? first : this.#join());
  }

  /** What is in the block becomes a part; the rest of it is used on. */
  #closeBlock(): void {
    if (this.#used === 0) return;
    this.#parts.push(this.#block.subarray(0, this.#used));
    this.#block = this.#block.subarray(this.#used);
    this.#used = 0;
  }

  #join(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.byteLength;
    }
    return all;
  }
}
