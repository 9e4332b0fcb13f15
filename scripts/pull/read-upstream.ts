import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { SpecError } from "../diagnostics.js";
import { parseSpec } from "../load/load-spec.js";
import type { Spec } from "../load/spec.js";
import { checkUpstream, refuseWebPage } from "./check-upstream.js";
import { bareUrl, fetchUpstream, isUrl } from "./fetch-upstream.js";
import { findOpenApiBlocks } from "./find-openapi-blocks.js";
import { mergePages } from "./merge-pages.js";

/** What a provider publishes, as one document. */
export interface Upstream {
  readonly spec: Spec;
  /**
   * Where it is from, as `source.json` records it: of a URL the origin and the path, at the end of its redirects, and of local files
   * only how many.
   */
  readonly source: string;
  /** Of all bytes that were read. */
  readonly sha256: string;
  /** What a person should know, a line each. */
  readonly notes: readonly string[];
}

/**
 * Reads a provider's document: from a file or a URL, from a documentation page with an OpenAPI block, or from several such pages. A
 * folder stands for all files below it; those without a block are skipped with a note.
 *
 * @throws SpecError what `fetchUpstream`, `parseSpec`, `mergePages` and `checkUpstream` throw, `contract/not-text`, `contract/html`,
 * `contract/no-pages`
 */
export async function readUpstream(from: readonly string[]): Promise<Upstream> {
  const hash = createHash("sha256");
  const notes: string[] = [];
  const specs: Spec[] = [];
  const files = await filesOf(from);
  const origins: string[] = [];
  for (const name of files) {
    const { bytes, from: origin } = await fetchUpstream(name);
    origins.push(origin);
    hash.update(bytes);
    const file = nameOf(name);
    const text = decode(file, bytes);
    const blocks = findOpenApiBlocks(text);
    if (blocks.length > 0) for (const block of blocks) specs.push(parseSpec(file, block.text));
    else if (files.length > 1 && !isDocument(text)) notes.push(`${file} is skipped: it has no OpenAPI block`);
    else {
      refuseWebPage(file, text);
      specs.push(parseSpec(file, text));
    }
  }
  const [first, ...others] = specs;
  if (first === undefined) {
    const what = `None of the ${files.length} files has an OpenAPI block.`;
    throw new SpecError("contract/no-pages", { pointer: "", file: from[0] }, what, "Check the path behind --from.");
  }
  const spec: Spec =
    others.length === 0
      ? first
      : { file: from.map(nameOf).join(", "), document: mergePages([first, ...others]), lineOf: noLine };
  const single = origins.length === 1 ? origins[0] : undefined;
  const source = single === undefined ? `${origins.length} pages` : isUrl(single) ? bareUrl(single) : "file";
  return { spec: checkUpstream(spec), source, sha256: hash.digest("hex"), notes };
}

/** How messages call a source. */
function nameOf(from: string): string {
  return isUrl(from) ? bareUrl(from) : from;
}

/** A merged document has no lines of its own. */
function noLine(): undefined {
  return undefined;
}

/** More files than a documentation has. */
const MAX_FILES = 5_000;

/** Folders replaced by the files below them, in an order that does not depend on the machine. */
async function filesOf(from: readonly string[]): Promise<string[]> {
  const lists = from.map(async (name) => {
    const isFolder = !isUrl(name) && (await stat(name).catch(() => undefined))?.isDirectory() === true;
    if (!isFolder) return [name];
    const entries = await readdir(name, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith("."));
    return files.map((entry) => join(entry.parentPath, entry.name)).sort();
  });
  const files = (await Promise.all(lists)).flat();
  if (files.length > 0 && files.length <= MAX_FILES) return files;
  const what = files.length === 0 ? "The folder is empty." : `There are ${files.length} files, more than ${MAX_FILES}.`;
  throw new SpecError("contract/no-pages", { pointer: "", file: from[0] }, what, "Check the path behind --from.");
}

/** Among pages, a file that begins as a document is one. */
function isDocument(text: string): boolean {
  return /^["']?openapi["']?\s*:/m.test(text) || /^\uFEFF?\s*\{/.test(text);
}

function decode(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    const remedy = "Save it as UTF-8, and check that it is not an archive.";
    throw new SpecError("contract/not-text", { pointer: "", file }, "The document is not UTF-8 text.", remedy, {
      cause: error,
    });
  }
}
