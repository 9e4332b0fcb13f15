import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Api } from "../apis.js";
import { hasCode, SpecError } from "../diagnostics.js";
import { apiVersionOf } from "../load/api-version.js";
import { parseSpec } from "../load/load-spec.js";
import { parseYaml } from "../load/parse-yaml.js";
import { writeFiles } from "../output/write-files.js";
import { buildContract, type Contract } from "./build-contract.js";
import { checkGrowth, checkLoss } from "./check-loss.js";
import { readUpstream } from "./check-upstream.js";
import { type ChosenNames, noChosenNames, readChosenNames } from "./chosen-names.js";
import { fetchUpstream, isUrl } from "./fetch-upstream.js";

export interface PullOptions {
  readonly api: Api;
  /** A file or a URL. */
  readonly from: string;
  /** The folder of the contract and its `source.json`. */
  readonly folder: string;
  /** The table of chosen names; it need not exist. */
  readonly namesFile: string;
  /** The day, as `source.json` has it: `2026-02-01`. */
  readonly date: string;
  /** Whether a contract may lose operations, or become many times as large. @default false */
  readonly acceptLoss?: boolean;
  /** Whether to write `openapi.prose.yaml` too, which has the provider's texts. @default false */
  readonly withProse?: boolean;
}

export interface Pulled {
  readonly contract: Contract;
  /** Whether `openapi.yaml` was written. */
  readonly changed: boolean;
}

/** What a pull would write. Nothing is written yet. */
export interface PreparedPull extends Pulled {
  /** The files that change, with their texts. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Reads a provider's document and brings the contract in `folder` up to it. Files are written whole or not at all, and
 * none before everything is checked. `source.json` records where the contract's bytes come from and is written with them: a
 * document that only says the same in other words changes neither.
 *
 * @throws SpecError when the document is refused; the folder is then unchanged
 */
export async function pullContract(options: PullOptions): Promise<Pulled> {
  const { contract, changed, files } = await preparePull(options);
  await writeFiles(files);
  return { contract, changed };
}

/**
 * The same without writing.
 *
 * @throws SpecError when the document is refused
 */
export async function preparePull(options: PullOptions): Promise<PreparedPull> {
  const { api, from, folder } = options;
  const bytes = await fetchUpstream(from);
  const { document } = readUpstream(from, decode(from, bytes));
  const file = join(folder, "openapi.yaml");
  const present = await readIfThere(file);
  if (present !== undefined && options.acceptLoss !== true) {
    const before = parseSpec(file, present).document;
    checkLoss(before, document, from);
    checkGrowth(before, document, from);
  }
  const names = await readNamesFile(options.namesFile);
  const contract = buildContract(document, { names, docs: api.docs });

  const source = join(folder, "source.json");
  const changed = present !== contract.text;
  const files = new Map<string, string>();
  if (changed) files.set(file, contract.text);
  if (changed || (await readIfThere(source)) === undefined) files.set(source, sourceOf(options, bytes, contract));
  if (options.withProse === true) {
    files.set(join(folder, "openapi.prose.yaml"), buildContract(document, { names, docs: api.docs, prose: true }).text);
  }
  return { contract, changed, files };
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

async function readNamesFile(file: string): Promise<ChosenNames> {
  const text = await readIfThere(file);
  return text === undefined ? { ...noChosenNames, file } : readChosenNames(file, parseYaml(file, text));
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function sourceOf({ from, date }: PullOptions, bytes: Uint8Array, { document, counts, extracted }: Contract): string {
  const source = {
    source: isUrl(from) ? from : "file",
    date,
    // Absent where the document names none.
    apiVersionDate: apiVersionOf(document),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    counts,
    extracted,
  };
  return `${JSON.stringify(source, null, 2)}\n`;
}
