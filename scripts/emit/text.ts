import { isIdentifier } from "../normalize/names.js";
import { escapeHidden, visible, visibleLines } from "../visible-text.js";

/** A string literal of TypeScript with just this value, whatever it holds. */
export function quote(value: string): string {
  // What JSON leaves as it is may end a line of JavaScript, or make a person read other code than the compiler does.
  return escapeHidden(JSON.stringify(value));
}

/** A property's name, quoted where it is not an identifier. */
export function propertyKey(name: string): string {
  // Written plainly or quoted, this key of an object literal would be its prototype.
  if (name === "__proto__") return '["__proto__"]';
  return isIdentifier(name) ? name : quote(name);
}

/** Text of a contract as the lines of a comment: it can neither end the comment nor begin a tag of its own. */
export function commentLines(text: string): string[] {
  return printable(text)
    .trim()
    .split("\n")
    .map((line) =>
      line
        .replaceAll("*/", "*\\/")
        .replaceAll(/(^|[\s*{])@/g, "$1\\@")
        .trimEnd(),
    )
    .filter((line, index, lines) => line !== "" || (index > 0 && lines[index - 1] !== ""));
}

/** The same for text within a line. */
export function commentLine(text: string): string {
  return commentLines(text).join(" ");
}

/** One line of Markdown inside a table or list, which says just this text. */
export function markdownLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, " ").trim().replaceAll(MARKUP, "\\$&");
}

/** What Markdown gives a meaning in the middle of a line, and what GitHub makes a link of without any markup. */
const MARKUP = /[\\`*_[\]<>|~&@]|:(?=\/\/)|(?<=\bwww)\./gi;

/** Text between two backticks in Markdown. */
export function markdownCode(text: string): string {
  const line = visible(printable(text).replaceAll(/\s+/g, " ")).replaceAll("`", "'");
  // Two backticks without anything between them would begin a longer span.
  return line === "" ? " " : line;
}

/** Line feeds end lines, tabs are blanks, and what cannot be seen is shown. */
function printable(text: string): string {
  return visibleLines(text.replaceAll(/\r\n?|[\u2028\u2029]/g, "\n").replaceAll("\t", " "));
}
