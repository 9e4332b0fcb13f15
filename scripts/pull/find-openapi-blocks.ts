/** An OpenAPI document inside a documentation page. */
export interface OpenApiBlock {
  /** The document, after as many empty lines as are above it on the page: its line numbers are the page's. */
  readonly text: string;
}

/**
 * The OpenAPI documents in the fenced code of a Markdown page; empty where the text is no such page, such as one that is a document
 * itself and has code in a description.
 */
export function findOpenApiBlocks(text: string): OpenApiBlock[] {
  const blocks: OpenApiBlock[] = [];
  const lines = text.split(/\r?\n/);
  let fence: string | undefined;
  let content: string[] = [];
  for (const [index, line] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence === undefined) {
      if (mark === null && blocks.length === 0 && isStart(line)) return [];
      // What follows backticks on an opening line has none: "```code```" is a code span.
      if (mark?.[1] === undefined || (mark[1].startsWith("`") && mark[2]?.includes("`"))) continue;
      fence = mark[1];
      content = [];
    } else if (mark?.[1]?.startsWith(fence) && mark[2]?.trim() === "") {
      if (isDocument(content)) blocks.push({ text: `${"\n".repeat(index - content.length)}${content.join("\n")}\n` });
      fence = undefined;
    } else content.push(line);
  }
  // A page that is cut off inside of its block is refused where the block is parsed.
  if (fence !== undefined && isDocument(content))
    blocks.push({ text: `${"\n".repeat(lines.length - content.length)}${content.join("\n")}\n` });
  return blocks;
}

function isStart(line: string): boolean {
  return /^(?:\uFEFF)?(?:["']?openapi["']?\s*:|\{)/.test(line);
}

/** In JSON, `openapi` may stand on a later line. */
function isDocument(content: readonly string[]): boolean {
  const text = content.join("\n");
  return /^["']?openapi["']?\s*:/m.test(text) || /^\s*\{\s*"openapi"\s*:/.test(text);
}
