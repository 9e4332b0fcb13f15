import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Api } from "../apis.js";
import type { GeneratedText } from "../emit/generated-text.js";
import type { TreeChange } from "../output/journal.js";

/** The generated files whose values an entry exports to users. */
const EXPORTED_FILES = ["client.ts", "enums.ts", "webhooks.ts"];

/**
 * `test/exports/<api>.txt`, the list of what users import, updated to the generated files: names that these no longer export are
 * removed, new ones are added, and names written by hand stay. `undefined` when there is no list, or it does not change.
 */
export async function listExports(
  root: string,
  api: Api,
  files: readonly GeneratedText[],
): Promise<TreeChange | undefined> {
  const path = `test/exports/${api.id}.txt`;
  const list = await read(join(root, path));
  if (list === undefined) return undefined;
  const before = new Set<string>();
  for (const name of EXPORTED_FILES) {
    for (const value of valuesOf((await read(join(root, "generated", api.id, name))) ?? "")) before.add(value);
  }
  const after = new Set(
    files.filter(({ path: file }) => EXPORTED_FILES.includes(file)).flatMap(({ text }) => valuesOf(text)),
  );
  const kept = list.split("\n").filter((name) => name !== "" && (after.has(name) || !before.has(name)));
  const added = [...after].filter((name) => !before.has(name));
  const text = `${[...new Set([...kept, ...added])].sort().join("\n")}\n`;
  return text === list ? undefined : { kind: "file", path, text };
}

/** The names of the values that a generated text exports. */
export function valuesOf(text: string): string[] {
  const declared = [...text.matchAll(/^export (?:const|class|function) (\w+)/gm)].map(([, name = ""]) => name);
  const lists = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list = ""]) => list.split(","));
  const listed = lists.map(
    (item) =>
      item
        .trim()
        .split(/\s+as\s+/)
        .at(-1) ?? "",
  );
  return [...declared, ...listed].filter((name) => name !== "" && name !== "default" && !name.startsWith("type "));
}

async function read(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}
