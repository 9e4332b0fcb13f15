/**
 * Lines of Markdown, none longer than this many columns where a blank allows it. Code spans and `{@link …}` stay whole; code
 * blocks and tables stay as they are.
 */
export function wrapComment(lines: readonly string[], width: number): string[] {
  let isCode = false;
  return lines.flatMap((line) => {
    if (line.trimStart().startsWith("```")) isCode = !isCode;
    return line.length <= width || isCode || line.startsWith("|") ? [line] : wrapLine(line, width);
  });
}

function wrapLine(line: string, width: number): string[] {
  // What belongs to an item of a list is indented like the item's text.
  const indent = " ".repeat(/^\s*(?:[-*+] |\d+[.)] )?/.exec(line)?.[0].length ?? 0);
  const wrapped: string[] = [];
  let current = "";
  for (const word of line.match(/^\s+\S+|(?:`[^`]*`|\{@\w+ [^}]*\}|\S)+/g) ?? []) {
    const isFull = current !== "" && current.length + 1 + word.length > width;
    if (isFull && !wouldBeMarkup(word)) {
      wrapped.push(current);
      current = indent + word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...wrapped, current];
}

/** At the start of a line it would begin a list, a heading or a quotation. */
function wouldBeMarkup(word: string): boolean {
  return /^(?:[-*+>|]|#+|\d+[.)])$/.test(word) || word.startsWith("```");
}
