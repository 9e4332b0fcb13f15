import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ROOT } from "./paths.js";

/** The pages that the project began with, which are not part of the repository. */
export interface SeedPages {
  /** The file of the page on resolution center cases, with its prose around the OpenAPI block. */
  readonly page: string;
  /** The OpenAPI block of the page on resolution center cases, as it is. */
  readonly contract: string;
  /** The sample answers of the pages on dispute alerts and on v1 cases. */
  readonly disputeAlert: unknown;
  readonly v1Case: unknown;
}

/**
 * From the folder that the environment variable SEED_PAGES names, or else from `../shared/seeds`; `undefined`, said aloud, when
 * there is neither.
 *
 * @throws Error when SEED_PAGES names a folder without the pages
 */
export function readSeedPages(purpose: string): SeedPages | undefined {
  const named = process.env.SEED_PAGES;
  const folder = named || resolve(ROOT, "../shared/seeds");
  if (!named && !existsSync(folder)) {
    console.log(`left out: ${purpose} (SEED_PAGES names no folder with the pages)`);
    return undefined;
  }
  return {
    page: pathOf(folder, "000_"),
    contract: fenced(readPage(folder, "000_")),
    disputeAlert: firstObject(readPage(folder, "004_")),
    v1Case: firstObject(readPage(folder, "003_")),
  };
}

function readPage(folder: string, prefix: string): string {
  return readFileSync(pathOf(folder, prefix), "utf8");
}

function pathOf(folder: string, prefix: string): string {
  const name = readdirSync(folder).find((file) => file.startsWith(prefix));
  if (name === undefined) throw new Error(`${folder} has no page ${prefix}…`);
  return join(folder, name);
}

function fenced(page: string): string {
  const block = /^(`{3,})yaml[^\n]*\n([\s\S]*?)^\1/m.exec(page)?.[2];
  if (block === undefined) throw new Error("the page has no YAML block");
  return block;
}

/** The first JSON object of the page that has properties; none of its texts holds a brace. */
function firstObject(page: string): unknown {
  const start = page.search(/\{\s*"/);
  let depth = 0;
  for (let end = start; end < page.length; end++) {
    if (page[end] === "{") depth++;
    if (page[end] === "}" && --depth === 0) return JSON.parse(page.slice(start, end + 1));
  }
  throw new Error("the page has no JSON object");
}
