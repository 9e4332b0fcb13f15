import type { ServerEvent } from "./server-events.js";

/** Reads a body that is not JSON. `readJson` reads one that is. */
export type ReadBody = (response: Response, readJson: () => Promise<unknown>) => Promise<unknown>;

export const readText: ReadBody = (response) => response.text();

export const readBlob: ReadBody = (response) => response.blob();

/** JSON where the response says so, else the other form. */
export function readJsonOr(read: ReadBody): ReadBody {
  return (response, readJson) =>
    /[/+]json\b/i.test(response.headers.get("content-type") ?? "") ? readJson() : read(response, readJson);
}

/** The events of a stream as they come. Leaving the loop ends the connection. */
export const readEvents: ReadBody = (response) => Promise.resolve(events(response));

async function* events({ body }: Response): AsyncGenerator<ServerEvent, void, undefined> {
  if (!body) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let id: string | undefined;
  let event = "message";
  let data: string[] = [];
  try {
    for (let isDone = false; !isDone; ) {
      const { done, value } = await reader.read();
      isDone = done;
      rest += decoder.decode(value, { stream: !done });
      // A line ends with CR, LF or both; a CR at the end may be half of both.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0) yield { event, data: data.join("\n"), id };
          event = "message";
          data = [];
          continue;
        }
        const [, name = "", text = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
        if (name === "data") data.push(text);
        else if (name === "event") event = text;
        else if (name === "id" && !text.includes("\0")) id = text;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
