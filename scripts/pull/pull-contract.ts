import { mkdir } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Api } from "../apis.js";
import { apiVersionOf } from "../load/api-version.js";
import { parseSpec } from "../load/load-spec.js";
import { parseYaml } from "../load/parse-yaml.js";
import { readTextIfThere } from "../load/read-source.js";
import { type TreeChange, writeTree } from "../output/journal.js";
import { refuseLinksOut } from "../refuse-links.js";
import { jsonText } from "../visible-text.js";
import { buildContract, type Contract } from "./build-contract.js";
import { checkGrowth, checkLoss } from "./check-loss.js";
import { checkOrigin } from "./check-origin.js";
import { type ChosenNames, noChosenNames, readChosenNames } from "./chosen-names.js";
import { readUpstream, type Upstream } from "./read-upstream.js";

export interface PullOptions {
  readonly api: Api;
  /** A file or a URL, or the files and folders of documentation pages that have OpenAPI blocks. */
  readonly from: readonly string[];
  /** The folder of the contract and its `source.json`. */
  readonly folder: string;
  /** The table of chosen names; it need not exist. */
  readonly namesFile: string;
  /** The day, as `source.json` has it: `2026-02-01`. */
  readonly date: string;
  /** Whether a contract may lose operations, or become many times as large. @default false */
  readonly acceptLoss?: boolean;
  /** Whether servers may be at another origin than the contract's, or not encrypted. @default false */
  readonly acceptOrigin?: boolean;
  /** Whether the document is a transcription, even if it does not say so itself (`x-transcribed` of its info). @default false */
  readonly transcribed?: boolean;
  /** Whether to write `openapi.prose.yaml` too, which has the provider's texts. @default false */
  readonly withProse?: boolean;
}

export interface Pulled {
  readonly contract: Contract;
  /** Whether `openapi.yaml` was written. */
  readonly changed: boolean;
  /** What a person should know, a line each. */
  readonly notes: readonly string[];
}

/** What a pull would write. Nothing is written yet. */
export interface PreparedPull extends Pulled {
  /** The files that change, with their texts. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Reads a provider's document and brings the contract in `folder` up to it. All files are written or none, and none before
 * everything is checked. `source.json` records where the contract's bytes come from and is written with them: a document that only
 * says the same in other words changes neither.
 *
 * @param root the project; the folder itself where that is elsewhere
 * @throws SpecError when the document is refused; the folder is then unchanged
 */
export async function pullContract(root: string, options: PullOptions): Promise<Pulled> {
  const upstream = await readUpstream(options.from);
  if (root === options.folder) await mkdir(root, { recursive: true });
  return writeTree(root, async (apply) => {
    const { contract, changed, notes, files } = await prepareContract(upstream, root, options);
    await apply(fileChanges(root, files));
    return { contract, changed, notes };
  });
}

/**
 * The same without writing.
 *
 * @throws SpecError when the document is refused
 */
export async function preparePull(root: string, options: PullOptions): Promise<PreparedPull> {
  return prepareContract(await readUpstream(options.from), root, options);
}

/** The files as changes of a project. */
export function fileChanges(root: string, files: ReadonlyMap<string, string>): TreeChange[] {
  return [...files].map(([file, text]) => ({ kind: "file", path: pathIn(root, file), text }));
}

/** Below the root, with slashes. */
function pathIn(root: string, file: string): string {
  return relative(root, file).replaceAll("\\", "/");
}

async function prepareContract(upstream: Upstream, root: string, options: PullOptions): Promise<PreparedPull> {
  const { api, folder } = options;
  const { file: name, document } = upstream.spec;
  const [file, source] = [join(folder, "openapi.yaml"), join(folder, "source.json")];
  for (const path of [file, source, options.namesFile].map((each) => pathIn(root, each)))
    if (!path.startsWith("../")) await refuseLinksOut(root, path);
  const present = await readTextIfThere(file);
  const before = present === undefined ? undefined : parseSpec(file, present).document;
  if (options.acceptOrigin !== true) checkOrigin(before, document, name);
  if (before !== undefined && options.acceptLoss !== true) {
    checkLoss(before, document, name);
    checkGrowth(before, document, name);
  }
  const names = await readNamesFile(options.namesFile);
  const contract = buildContract(document, { names, docs: api.docs });

  const changed = present !== contract.text;
  const files = new Map<string, string>();
  if (changed) files.set(file, contract.text);
  if (changed || (await readTextIfThere(source)) === undefined)
    files.set(source, sourceOf(upstream, contract, options));
  if (options.withProse === true) {
    files.set(join(folder, "openapi.prose.yaml"), buildContract(document, { names, docs: api.docs, prose: true }).text);
  }
  return { contract, changed, notes: [...upstream.notes, ...contract.notes], files };
}

async function readNamesFile(file: string): Promise<ChosenNames> {
  const text = await readTextIfThere(file);
  return text === undefined ? { ...noChosenNames, file } : readChosenNames(file, parseYaml(file, text));
}

function sourceOf(
  { source: from, spec, sha256 }: Upstream,
  { document, counts, extracted }: Contract,
  { date, transcribed }: PullOptions,
): string {
  const source = {
    source: from,
    // Absent where the bytes are the provider's own.
    transcribed: transcribed === true || spec.document.info["x-transcribed"] === true || undefined,
    date,
    // Absent where the document names none.
    apiVersionDate: apiVersionOf(document),
    sha256,
    counts,
    extracted,
  };
  return jsonText(source);
}
