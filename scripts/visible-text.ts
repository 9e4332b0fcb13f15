/**
 * Characters that cannot be seen, or that change how others are shown: controls, line separators, those that turn the direction of
 * writing, zero-width ones, fillers, spaces other than the plain one, variation selectors, halves of a character; and those that stand for no character at all, which make
 * compilers take a text for something else.
 */
const HIDDEN =
  /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\uFFFD]|(?! )\p{Zs}/gu;
const HIDDEN_BUT_LINE_FEED = new RegExp(`(?!\\n)(?:${HIDDEN.source})`, "gu");

/** What begins a command of a log in the middle of a line. */
export const LOG_COMMAND = /##(?=\w*\[)/g;

/** Text of a stranger for people to read, in one line: `\u{202e}` in place of each hidden character. */
export function visible(text: string): string {
  return text.replaceAll(HIDDEN, shown);
}

/** The same for text of several lines. */
export function visibleLines(text: string): string {
  return replaceHidden(text, shown);
}

/** Something else in place of each hidden character but line feeds. */
export function replaceHidden(text: string, replacement: (character: string) => string): string {
  return text.replaceAll(HIDDEN_BUT_LINE_FEED, replacement);
}

/**
 * Lines for a terminal or the log of a workflow: what is in them is shown, and does nothing. A log takes `::error::` at the start of a
 * line, and `##[error]` anywhere in it, for a command.
 */
export function terminalText(text: string): string {
  return visibleLines(text)
    .replaceAll(/^( *):(?=:)/gm, "$1\\u{3a}")
    .replaceAll(LOG_COMMAND, "#\\u{23}");
}

/** Source text, in JavaScript or JSON, whose hidden characters are all in literals: `\u202e`, which stands for the same. */
export function escapeHidden(source: string): string {
  return replaceHidden(source, escaped);
}

export function hasHidden(text: string): boolean {
  return text.search(HIDDEN) >= 0;
}

/** A value as JSON, for people and programs: what a terminal and a log show of it is what it says. */
export function jsonText(value: unknown): string {
  return `${escapeHidden(JSON.stringify(value, null, 2)).replaceAll(LOG_COMMAND, "#\\u0023")}\n`;
}

function shown(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
