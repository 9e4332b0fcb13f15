import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/paths.js";

const PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "examples/README.md", ".changeset/README.md"];

/** Each command in a block of a page, without its comment; `a && b` is two. */
export function commandsOfPages(): string[] {
  const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name));
  const pages = [...PAGES, ...docs].map((page) => readFileSync(join(ROOT, page), "utf8"));
  const blocks = pages.flatMap((text) => [...text.matchAll(/^```(?:sh|bash|shell|console)\n(.*?)^```/gms)]);
  return unique(blocks.flatMap(([, block = ""]) => block.split("\n").flatMap(commandsOfLine)));
}

/** Each command among the examples of a `--help`: before the two spaces that its explanation begins with. */
export function commandsOfHelp(help: string): string[] {
  const [, examples = ""] = help.split("\nExamples:\n");
  const lines = examples.split("\n\n")[0]?.split("\n") ?? [];
  return unique(lines.flatMap((line) => commandsOfLine(line.trim().split(/ {2,}/)[0] ?? "")));
}

function commandsOfLine(line: string): string[] {
  const command = line.replace(/\s+#.*$/, "").replace(/^\$ /, "");
  return command.split(" && ").filter((part) => part.trim() !== "");
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
