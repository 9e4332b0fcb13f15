import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * A stack in which the places in bundles that have a source map are those in their sources. Node can do that by itself, but reads every
 * map for it, in each run; here one is read when there is a fault to be shown.
 */
export function withSourceLines(stack: string): string {
  return stack.replaceAll(
    /(file:\/\/[^\s()]+?\.js):(\d+):(\d+)/g,
    (place, url: string, line: string, column: string) => {
      try {
        const file = fileURLToPath(url);
        const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8")));
        // Lines and columns of a source map begin at 0.
        const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
        if (!("originalSource" in entry)) return place;
        return `${resolve(dirname(file), entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
      } catch {
        return place;
      }
    },
  );
}
