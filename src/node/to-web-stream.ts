import type { Readable } from "node:stream";

/**
 * The same bytes as a stream of the web platform. Giving it up ends the source at once, also while a read is waiting, which neither
 * `Readable.toWeb` nor `ReadableStream.from` does on Node 20.
 */
export function toWebStream(source: Readable): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks: AsyncIterator<Uint8Array<ArrayBuffer>> = source[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        source.on("error", () => {}).destroy();
      },
    },
    // The source has a buffer of its own.
    { highWaterMark: 0 },
  );
}
