import { isIdentifier } from "../normalize/names.js";

/** A string literal of TypeScript with just this value, whatever it holds. */
export function quote(value: string): string {
  // JSON leaves the two line separators of JavaScript as they are, and lone surrogates would not survive UTF-8.
  return JSON.stringify(value)
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029")
    .replaceAll(/\p{Cc}/gu, escapeUnit);
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

/** Source text as it can be written to a file: a lone surrogate, which only a literal can hold, is escaped. */
export function toWellFormed(source: string): string {
  return source.replaceAll(LONE_SURROGATE, escapeUnit);
}

/** One line of Markdown inside a table or list. */
export function markdownLine(text: string): string {
  return printable(text)
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\|<>]/g, "\\$&")
    .trim();
}

/** Text between two backticks in Markdown. */
export function markdownCode(text: string): string {
  return printable(text).replaceAll(/\s+/g, " ").replaceAll("`", "'");
}

/** Line feeds end lines, other control characters become blanks. A non-character would make the compiler take the file for binary. */
function printable(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll(/[^\P{Cc}\n]/gu, " ")
    .replaceAll(/[\p{Cs}\uFFFD]/gu, "?");
}

const LONE_SURROGATE = /\p{Cs}/gu;

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
