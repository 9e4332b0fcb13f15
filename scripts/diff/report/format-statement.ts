import { quotable } from "../../printed-text.js";
import type { Direction, MergedChange } from "../compare/change.js";

/** What a rule says of a change, with the subject and the values of this change in the places of `$`, `@` and `#`. */
export function formatStatement(template: string, change: MergedChange): string {
  return template.replaceAll(/\$|(`?)[@#]\1/g, (place) => {
    if (place === "$") return subjectText(change);
    const value = place.includes("@") ? change.before : change.after;
    return value === null ? "nothing" : quoted(shorten(value));
  });
}

/** A value as code, unless it is a word of ours, or has its code between backticks already. */
function quoted(value: string): string {
  return OURS.test(value) || value.includes("`") ? value : `\`${quotable(value)}\``;
}

const OURS = /^(?:required|optional|nothing|none|null|one response|no rule|no permission|any key|in the \w+|\d\d\d)$/;

/** The subject of a change, with the direction in which a caller meets it. */
function subjectText({ subject, directions, pointer }: MergedChange): string {
  if (/\/parameters\//.test(pointer) && !subject.includes(".")) return `parameter \`${quotable(subject)}\``;
  const direction = directionText(directions);
  if (subject === "") return `the ${direction}body`;
  if (directions.size === 0) return `\`${quotable(subject)}\``;
  return `${direction}${/[.[]|^[a-z_]/.test(subject) ? "field" : "type"} \`${quotable(subject)}\``;
}

function directionText(directions: ReadonlySet<Direction>): string {
  const [first, ...others] = directions;
  if (first === undefined) return "";
  return others.length > 0 && directions.has("request") ? "sent and received " : DIRECTIONS[first];
}

const DIRECTIONS = { request: "request ", response: "response ", event: "event " } as const;

/** @unit characters */
const MAX_LENGTH = 160;

/** A long list of values is cut: `before` and `after` have it whole. */
function shorten(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  const end = Math.max(text.lastIndexOf(", ", MAX_LENGTH), text.lastIndexOf(" | ", MAX_LENGTH));
  return `${text.slice(0, end > 0 ? end : MAX_LENGTH)}, …`;
}
