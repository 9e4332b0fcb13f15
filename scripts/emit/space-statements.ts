/** A blank line around each statement that has a comment or several lines; short ones without a comment stay together. */
export function spaceStatements(text: string): string {
  const lines = text.split("\n");
  return lines
    .flatMap((line, index) => {
      const before = lines[index - 1] ?? "";
      const isCommented = line.startsWith("/**");
      const begins = isCommented || line.startsWith("export ");
      if (!begins || before === "" || before.endsWith("*/") || before.startsWith("//")) return [line];
      // The last line of a longer statement is indented or begins with its bracket.
      const isAfterLonger = /^[\s)\]}>]/.test(before) || (lines[index - 2] ?? "").endsWith("*/");
      return isCommented || isAfterLonger ? ["", line] : [line];
    })
    .join("\n");
}
