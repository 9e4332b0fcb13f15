import type { IncomingHttpHeaders } from "node:http";
import { Duplex, pipeline, type Readable } from "node:stream";
import * as zlib from "node:zlib";

/** Content codings by name, as far as this Node can undo them. */
const decoders = new Map<string, () => Duplex>([
  ["gzip", () => zlib.createGunzip()],
  ["deflate", () => Duplex.from(inflate)],
  ["br", () => zlib.createBrotliDecompress()],
]);
// Since Node 22.15.
if ("createZstdDecompress" in zlib) decoders.set("zstd", zlib.createZstdDecompress as () => Duplex);

/** For the header `accept-encoding`. */
export const ACCEPT_ENCODING: string = [...decoders.keys()].join(", ");

/** Each coding costs memory, and a header can name thousands. */
const MOST_CODINGS = 5;

/**
 * The body without its content codings. One that is not known here leaves it as it is, like the platform's `fetch` does. Unlike there,
 * a compressed body that breaks off is an error, not a shorter body.
 */
export function decodeBody(body: Readable, headers: IncomingHttpHeaders): Readable {
  const coding = headers["content-encoding"];
  if (coding === undefined || headers["content-length"] === "0") return body;
  const names = String(coding)
    .toLowerCase()
    .split(",")
    .map((name) => name.trim().replace(/^x-gzip$/, "gzip"))
    .filter((name) => name !== "" && name !== "identity");
  if (names.length === 0 || !names.every((name) => decoders.has(name))) return body;
  if (names.length > MOST_CODINGS) {
    body.on("error", () => {}).destroy();
    throw new TypeError(`the response has ${names.length} content codings; at most ${MOST_CODINGS} are decoded`);
  }
  let decoded = body;
  // The last one named was applied last.
  for (const name of names.reverse()) decoded = pipeline(decoded, decoders.get(name)!(), () => {});
  return decoded;
}

/** What servers call deflate comes with a zlib header, as it should, or without. Its first byte says which. */
async function* inflate(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const hasHeader = ((first.value[0] ?? 0) & 0x0f) === 8;
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  yield* pipeline(all, hasHeader ? zlib.createInflate() : zlib.createInflateRaw(), () => {});
}
