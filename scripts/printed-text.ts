import { visible } from "./visible-text.js";

/**
 * A line of a report in its parts. What comes from a document is always `code`; text is ours. A finding keeps its line as text, with code
 * between backticks: {@link quotable} keeps backticks out of what stands between them.
 */
export interface Part {
  readonly kind: "text" | "code";
  readonly text: string;
}

export function partsOf(line: string): Part[] {
  const pieces = line.split("`");
  // An open one at the end would turn text into code.
  if (pieces.length % 2 === 0) return [{ kind: "code", text: line }];
  return pieces.flatMap((text, index): Part[] =>
    text === "" ? [] : [{ kind: index % 2 === 1 ? "code" : "text", text }],
  );
}

/** Visible text for between backticks. */
export function quotable(text: string): string {
  return visible(text).replaceAll("`", escaped);
}

function escaped(sign: string): string {
  return `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A line as Markdown: code in spans that nothing inside can end, text that formats, links and mentions nothing. */
export function markdownLine(line: string): string {
  return partsOf(line.trim())
    .map(({ kind, text }, index) => (kind === "code" ? codeSpan(text) : markdownText(text, index === 0)))
    .join("");
}

/** A code span with a fence longer than any run of backticks inside. */
export function codeSpan(text: string): string {
  const shown = visible(text);
  if (shown.trim() === "") return `<code>${entities(shown)}</code>`;
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(shown) ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Mentions and issues are kept from being found by a space of no width; what Markdown or HTML could read is an entity. */
export function markdownText(text: string, isStart = false): string {
  // At the start of a line some more would begin a list, a line across, or a heading.
  const start = isStart ? (/^(?:[-+=]|\d+(?=[.)]))/.exec(text)?.[0] ?? "") : "";
  const first = [...start].map((sign) => `&#${sign.charCodeAt(0)};`).join("");
  return first + inline(text.slice(start.length));
}

function inline(text: string): string {
  const apart = visible(text)
    .replaceAll(/[@#]/g, (sign) => `${sign}\u200b`)
    .replaceAll(/:(?=\/\/)|(?<=www)(?=\.)/gi, (sign) => `${sign}\u200b`);
  return entities(apart);
}

function entities(text: string): string {
  return text.replaceAll(/[<>&*_[\]|~`\\!]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
