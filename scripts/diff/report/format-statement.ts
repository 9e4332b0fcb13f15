import type { Direction, MergedChange } from "../compare/change.js";

/** What a rule says of a change, with the subject and the values of this change in the places of `$`, `@` and `#`. */
export function formatStatement(template: string, change: MergedChange): string {
  return template.replaceAll(/[$@#]/g, (sign) => {
    if (sign === "$") return subjectText(change);
    return shorten((sign === "@" ? change.before : change.after) ?? "nothing");
  });
}

/** The subject of a change, with the direction in which a caller meets it. */
function subjectText({ subject, directions, pointer }: MergedChange): string {
  if (/\/parameters\//.test(pointer) && !subject.includes(".")) return `parameter \`${subject}\``;
  const direction = directionText(directions);
  if (subject === "") return `the ${direction}body`;
  if (directions.size === 0) return `\`${subject}\``;
  return `${direction}${/[.[]|^[a-z_]/.test(subject) ? "field" : "type"} \`${subject}\``;
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
