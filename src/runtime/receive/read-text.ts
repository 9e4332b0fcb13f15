import { TextBuffer } from "./text-buffer.js";

/** What a `fetch` may give in place of a `Response` to have its text read without making one. */
export interface TextSource {
  /** As `readText` does. */
  textWithin(limit: number): Promise<string | undefined>;
}

/**
 * The text of a response, counted while it is read, after content codings were undone. `undefined` when the body is larger: the rest is not
 * read, and nothing waits for it to be given up.
 * @param limit in bytes
 */
export async function readText(response: Response, limit: number): Promise<string | undefined> {
  if ("textWithin" in response) return (response as Response & TextSource).textWithin(limit);
  const reader = response.body?.getReader?.();
  if (!reader) {
    // Where there are no streams, the size is known afterwards: a character has one byte at least.
    const text = await response.text();
    return text && text.length > limit ? undefined : text;
  }
  const buffer = new TextBuffer(limit);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return buffer.toString();
    if (buffer.add(value)) continue;
    reader.cancel().catch(() => {});
    return undefined;
  }
}
