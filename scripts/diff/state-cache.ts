import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import type { Api } from "../apis.js";
import type { Sources } from "../build-state.js";
import { lineFinder } from "../load/parse-yaml.js";
import type { ApiState, RefusedState } from "../model/api-state.js";
import { refuseLinksOut } from "../refuse-links.js";

/** Where states are kept, and what code they are made by. */
export interface StateCache {
  /** The project's folder: files lie below its `node_modules`, where that is. */
  readonly root: string;
  /** Names the code of the scripts and of the libraries that a state is made with. Nothing made by other code is read. */
  readonly code: string;
}

/**
 * The cache of scripts that are run from the folder that `scripts/run.mjs` has prepared: its name is the hash of their code. `undefined`
 * for any other run, such as that of a test.
 */
export async function stateCache(root: string, self: string = import.meta.url): Promise<StateCache | undefined> {
  const hash = /\/\.scripts-([0-9a-f]{16})\/commands\//.exec(self)?.[1];
  if (hash === undefined) return undefined;
  const home = fileURLToPath(new URL("../..", self));
  try {
    const manifests = LIBRARIES.map((name) => readFile(join(home, "node_modules", name, "package.json"), "utf8"));
    return { root, code: digestOf(hash, process.version, ...(await Promise.all(manifests))).toString("hex") };
  } catch {
    // Libraries are installed elsewhere: what they are is not known.
    return undefined;
  }
}

/** What reads a contract, besides our own code. */
const LIBRARIES = ["ajv", "js-yaml", "json-p3", "yaml"];

/**
 * The state that `build` makes of the sources, or made of the same ones before. The state that others are compared with is mostly the one
 * that is committed, and reading it takes as long as the comparison.
 *
 * What is in the file is used only where its hash is right, and only for just these texts and this code. A state that something is to be
 * said of is not kept.
 */
export async function cachedState(
  cache: StateCache | undefined,
  api: Api,
  sources: Sources,
  build: () => ApiState | RefusedState,
): Promise<ApiState | RefusedState> {
  if (cache === undefined) return build();
  const path = join(cache.root, "node_modules", FOLDER, `state-${api.id}.bin`);
  const texts = [sources.spec, ...sources.overlays].flatMap(({ file, text }) => [file, text]);
  const key = digestOf(cache.code, JSON.stringify(api), ...texts);
  const kept = await readKept(path, key);
  if (kept !== undefined) {
    const { file, text } = sources.spec;
    const lineOf = lineFinder(file, text);
    const { document, normalized, model } = kept;
    return {
      spec: { file, document, lineOf },
      normalized: { file, document: normalized, lineOf },
      model,
      unmatched: [],
      unmatchedCorrections: [],
      notes: [],
    };
  }
  const state = build();
  if (!("refusal" in state) && state.unmatched.length + state.unmatchedCorrections.length + state.notes.length === 0)
    await keep(cache.root, path, key, state);
  return state;
}

interface Kept {
  readonly document: ApiState["spec"]["document"];
  readonly normalized: ApiState["normalized"]["document"];
  readonly model: ApiState["model"];
}

/** `undefined` when there is none, or it is not just what was written here: a cache is never a reason to fail. */
async function readKept(path: string, key: Buffer): Promise<Kept | undefined> {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > MAX_BYTES) return undefined;
    const bytes = await readFile(path);
    const payload = bytes.subarray(DIGEST);
    if (!bytes.subarray(0, DIGEST).equals(digestOf(key, payload))) return undefined;
    return deserialize(payload) as Kept;
  } catch {
    return undefined;
  }
}

async function keep(root: string, path: string, key: Buffer, { spec, normalized, model }: ApiState): Promise<void> {
  const fresh = `${path}.${randomUUID()}`;
  try {
    const packages = join(root, "node_modules");
    // No folder is made for it where nothing is installed.
    if (!(await stat(packages)).isDirectory()) return;
    await refuseLinksOut(packages, FOLDER);
    const kept: Kept = { document: spec.document, normalized: normalized.document, model };
    const payload = serialize(kept);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(fresh, Buffer.concat([digestOf(key, payload), payload]), { flag: "wx" });
    await rename(fresh, path);
  } catch {
    // A read-only install works without a cache.
    await rm(fresh, { force: true }).catch(() => {});
  }
}

/** @unit bytes */
const DIGEST = 32;
/** @unit bytes */
const MAX_BYTES = 500_000_000;
/** Below `node_modules`, where git and watchers do not look. */
const FOLDER = ".cache/disputekit";

function digestOf(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest();
}
