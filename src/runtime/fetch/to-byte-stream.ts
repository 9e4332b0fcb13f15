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
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(toBytes(value));
      },
      cancel() {
        source.destroy?.();
        // Not awaited: what hangs there would hang here.
        chunks.return?.().catch(() => {});
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
