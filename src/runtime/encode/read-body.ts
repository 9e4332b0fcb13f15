import type { ServerEvent } from "./server-events.js";

/** The most that is read of a body. */
export interface BodyLimit {
  /** @unit bytes */
  readonly bytes: number;
  /** Says that the body is too large. */
  readonly error: () => Error;
}

/** Reads a body that is not JSON. `readJson` reads one that is. */
export interface ReadBody {
  (response: Response, readJson: () => Promise<unknown>, limit: BodyLimit): Promise<unknown>;
  /** The body as a whole has no limit. */
  readonly countsItself?: true | undefined;
}

export const readText: ReadBody = (response) => response.text();

export const readBlob: ReadBody = (response) => response.blob();

/** JSON where the response says so, else the other form. */
export function readJsonOr(read: ReadBody): ReadBody {
  const readEither: ReadBody = (response, readJson, limit) =>
    /[/+]json\b/i.test(response.headers.get("content-type") ?? "") ? readJson() : read(response, readJson, limit);
  return Object.assign(readEither, { countsItself: read.countsItself });
}

/** The events of a stream as they come. Leaving the loop ends the connection. The stream may go on for ever; each event is limited. */
export const readEvents: ReadBody = /* @__PURE__ */ Object.assign(
  ((response, _readJson, limit) => Promise.resolve(events(response, limit))) satisfies ReadBody,
  { countsItself: true } as const,
);

async function* events({ body }: Response, limit: BodyLimit): AsyncGenerator<ServerEvent, void, undefined> {
  if (!body) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let id: string | undefined;
  let event = "message";
  let data: string[] = [];
  let held = 0;
  try {
    for (let isDone = false; !isDone; ) {
      const { done, value } = await reader.read();
      isDone = done;
      const chunk = decoder.decode(value, { stream: !done });
      const hasLine = rest.endsWith("\r") || /[\r\n]/.test(chunk);
      rest += chunk;
      // A line ends with CR, LF or both; a CR at the end may be half of both.
      // Else a long line would be looked through again with each chunk.
      const lines = hasLine ? rest.split(/\r\n|\n|\r(?!$)/) : [rest];
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0) yield { event, data: data.join("\n"), id };
          event = "message";
          data = [];
          held = 0;
          continue;
        }
        const [, name = "", text = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
        if (name === "data") {
          data.push(text);
          held += text.length + 1;
        } else if (name === "event") event = text;
        else if (name === "id" && !text.includes("\0")) id = text;
        if (held > limit.bytes) throw limit.error();
      }
      if (held + rest.length > limit.bytes) throw limit.error();
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
