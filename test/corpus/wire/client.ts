import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";

/** A method as `api.md` tells it to a caller. */
export interface Signature {
  /** Below the client, such as `disputes.list`. */
  readonly call: string;
  /** The names of its arguments, less the request options. */
  readonly args: readonly string[];
}

export type ClientClass = new (options: object) => object;

/**
 * Makes JavaScript of generated clients, and loads them.
 *
 * @param folder has `generated/<id>/client.ts` of each, and `src`
 * @returns their classes, by id
 */
export async function loadClients(folder: string, ids: readonly string[]): Promise<ReadonlyMap<string, ClientClass>> {
  const outdir = join(folder, "bundled");
  buildSync({
    entryPoints: Object.fromEntries(ids.map((id) => [id, join(folder, "generated", id, "client.ts")])),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    preserveSymlinks: true,
    logLevel: "error",
  });
  const loaded = new Map<string, ClientClass>();
  for (const id of ids) {
    const module: unknown = await import(/* @vite-ignore */ pathToFileURL(join(outdir, `${id}.mjs`)).href);
    loaded.set(id, (module as { Corpus: ClientClass }).Corpus);
  }
  return loaded;
}

/** The methods that `api.md` and `contract.json` name, by verb and path as the document has them. */
export function signaturesOf(apiMd: string, contract: string): ReadonlyMap<string, Signature> {
  const lines = new Map<string, string>();
  for (const text of apiMd.split("\n")) {
    const [, name, args] = /^- `[A-Z]+ .*?` `\w+\.([\w.$]+)\((.*?)\)`: `/.exec(text) ?? [];
    if (name !== undefined && args !== undefined) lines.set(name, args);
  }
  const { operations } = JSON.parse(contract) as { operations: { verb: string; path: string; call?: string }[] };
  const found = new Map<string, Signature>();
  for (const { verb, path, call } of operations) {
    const args = call === undefined ? undefined : lines.get(call);
    if (call !== undefined && args !== undefined)
      found.set(`${verb.toLowerCase()} ${path}`, { call, args: namesOf(args) });
  }
  return found;
}

/** `id: string, params?: ListParams` is `id`, `params`; commas inside of types separate nothing. */
function namesOf(args: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  let quote = "";
  for (const character of args) {
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"') quote = character;
    else if ("<({[".includes(character)) depth += 1;
    else if (">)}]".includes(character)) depth -= 1;
    if (character === "," && depth === 0 && quote === "") {
      parts.push(part);
      part = "";
    } else part += character;
  }
  return [...parts, part]
    .filter((one) => one.trim() !== "")
    .map((one) => one.split(":")[0]?.replace("?", "").trim() ?? "");
}
