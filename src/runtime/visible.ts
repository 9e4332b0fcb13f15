/** Characters that show nothing, or change the order in which others are shown: bidi controls, zero-width ones, tags, lone surrogates. */
const HIDDEN = /[\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A text as it may stand in a message or a log line, whoever wrote it: on one line, and with everything hidden shown by its number, such
 * as `\u{202e}`.
 */
export function visible(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(HIDDEN, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
