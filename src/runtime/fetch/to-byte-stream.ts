/** What is read of a body that is given up, so that its connection can be used again; a longer one is broken off. @unit bytes */
const DRAINED = 65_536;

/** A Node stream, or another source of chunks. */
export interface ByteSource extends AsyncIterable<unknown> {
  on?(event: "error", listener: () => void): unknown;
  destroy?(): unknown;
}

/** The same bytes as a stream of this platform's; strings become UTF-8. Reads nothing before it is read. */
export function toByteStream(source: ByteSource): ReadableStream<Uint8Array<ArrayBuffer>> {
  // One that fails while nobody reads it would end the process.
  source.on?.("error", () => {});
  const chunks = source[Symbol.asyncIterator]();
  let isReading = false;
  const read = async (): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    isReading = true;
    const { done, value } = await chunks.next();
    isReading = false;
    return done ? undefined : toBytes(value);
  };
  const giveUp = async (): Promise<void> => {
    let left = isReading ? 0 : DRAINED;
    while (left > 0) left -= (await read())?.byteLength ?? DRAINED;
    source.destroy?.();
    await chunks.return?.();
  };
  return new ReadableStream(
    {
      async pull(controller) {
        const bytes = await read();
        if (bytes) controller.enqueue(bytes);
        else controller.close();
      },
      cancel() {
        // Not awaited: what hangs there would hang here.
        giveUp().catch(() => {});
      },
    },
    { highWaterMark: 0 },
  );
}

function toBytes(chunk: unknown): Uint8Array<ArrayBuffer> {
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  if (!ArrayBuffer.isView(chunk)) throw new TypeError("a chunk of the response's body is not bytes");
  return new Uint8Array(chunk.buffer as ArrayBuffer, chunk.byteOffset, chunk.byteLength);
}
