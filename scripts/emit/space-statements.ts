/**
 * A blank line before each statement with a comment, and after each with several lines; short ones without a comment stay
 * together.
 */
export function spaceStatements(text: string): string {
  const lines = text.split("\n");
  return lines
    .flatMap((line, index) => {
      const before = lines[index - 1] ?? "";
      const isCommented = line.startsWith("/**");
      const begins = isCommented || line.startsWith("export ");
      if (!begins || before === "" || before.endsWith("*/") || before.startsWith("//")) return [line];
      // The last line of a longer statement is indented or begins with its bracket.
      return isCommented || /^[\s)\]}>]/.test(before) ? ["", line] : [line];
    })
    .join("\n");
}
