import { quotable } from "../../printed-text.js";
import { visible } from "../../visible-text.js";
import type { Finding } from "./findings.js";

type Named = Pick<Finding, "kind" | "methods" | "events">;

/**
 * What a finding affects: the first methods and events, and how many more there are.
 *
 * @param api the name of the client's class, for what affects no method
 * @param quote how a name is written. @default between backticks
 */
export function affectedText({ kind, methods, events }: Named, api: string, quote = codeSpan): string {
  if (methods.length > 0 && events.length > 0)
    return `${nameSome(methods, 2, quote)}, event ${nameSome(events, 1, quote)}`;
  if (methods.length > 0) return nameSome(methods, 2, quote);
  if (events.length > 0) return `no method, event ${nameSome(events, 2, quote)}`;
  return WHOLE_API.has(kind) ? `no single method, all of ${quote(api)}` : `no method, ${quote(api)}`;
}

/** What changed, and what a caller must do. */
export function changeText({ statement, advice }: Pick<Finding, "statement" | "advice">): string {
  return `${statement}. ${advice}`;
}

/** The whole finding in one line, for readers. */
export function messageOf(finding: Finding, api: string): string {
  return `${affectedText(finding, api)}: ${changeText(finding)}`;
}

/** Text of a contract must not break the line, nor steer the terminal. */
export function oneLine(text: string): string {
  return visible(text.replaceAll(/\s+/g, " "));
}

const WHOLE_API: ReadonlySet<string> = new Set(["api-added", "api-removed"]);

function codeSpan(name: string): string {
  return `\`${name}\``;
}

function nameSome(names: readonly string[], shown: number, quote: (name: string) => string): string {
  const more = names.length > shown ? ` +${names.length - shown}` : "";
  const first = names.slice(0, shown).map((name) => quote(quotable(name)));
  return `${first.join(", ")}${more}`;
}
