import { execFile } from "node:child_process";
import { realpath, stat } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { promisify } from "node:util";
import { type Api, apis } from "../apis.js";
import type { Sources } from "../build-state.js";
import { UsageError } from "../diagnostics.js";
import { readSource, readSourceIfThere, type Source } from "../load/read-source.js";

/** One of the two states that are compared: the working tree, a file, or a git revision. */
export interface State {
  /** What messages call it. */
  readonly name: string;
  /** The file of an API's contract; `undefined` for a revision. */
  readonly fileOf: (api: Api) => string | undefined;
  /** The texts of an API; `undefined` when this state does not have the API. */
  readonly read: (api: Api) => Promise<Sources | undefined>;
  /** The API whose contract this is, where the state is a single file. */
  readonly findApi: () => Promise<Api | undefined>;
}

/**
 * A file where there is one of this name, else a git revision; without a name the working tree.
 *
 * @throws UsageError when there is neither
 */
export async function readState(root: string, given: string | undefined): Promise<State> {
  if (given === undefined) return workingTree(root);
  const found = await stat(given).catch(() => undefined);
  if (found?.isFile()) return fileState(root, given);
  const commit = await findCommit(root, given, found?.isDirectory() === true);
  return revisionState(root, given, commit);
}

function workingTree(root: string): State {
  return {
    name: "the working tree",
    fileOf: (api) => resolve(root, contractPath(api)),
    findApi: async () => undefined,
    read: async (api) => {
      const spec = await readSourceIfThere(root, contractPath(api));
      return spec && { spec, overlays: await readOverlays(root, api) };
    },
  };
}

function contractPath({ id }: Api): string {
  return `specs/${id}/openapi.yaml`;
}

/** A file has no overlays of its own: it is corrected by those of the working tree. */
async function fileState(root: string, given: string): Promise<State> {
  const path = await realpath(given);
  const spec = await readSource(".", given);
  return {
    name: given,
    fileOf: () => path,
    findApi: () => findApi(root, spec),
    read: async (api) => {
      // What comes straight from a provider is brought into the form of a contract, under the same names.
      const { ensureContract } = await import("../pull/ensure-contract.js");
      const names = await readSourceIfThere(root, `specs/${api.id}/names.yaml`);
      return { spec: ensureContract(api, spec, names), overlays: await readOverlays(root, api) };
    },
  };
}

async function readOverlays(root: string, api: Api): Promise<Source[]> {
  const found = await Promise.all(api.overlays.map((name) => readSourceIfThere(root, `specs/${api.id}/${name}`)));
  return found.filter((source) => source !== undefined);
}

/** By the title, which needs no parsing; else by the servers. */
async function findApi(root: string, spec: Source): Promise<Api> {
  const contracts = await Promise.all(
    apis.map(async (api) => ({ api, spec: await readSourceIfThere(root, contractPath(api)) })),
  );
  const title = titleOf(spec.text);
  const withTitle = contracts.find(
    (row) => title !== undefined && row.spec !== undefined && titleOf(row.spec.text) === title,
  );
  if (withTitle !== undefined) return withTitle.api;
  const { serversOf } = await import("../pull/ensure-contract.js");
  const servers = serversOf(spec);
  const withServer = contracts.find(
    (row) => row.spec !== undefined && serversOf(row.spec).some((url) => servers.includes(url)),
  );
  if (withServer !== undefined) return withServer.api;
  throw new UsageError(
    `${spec.file}: neither the title ${JSON.stringify(title ?? "")} nor a server identifies an API. Use --api to say which API the document belongs to (${apis.map(({ id }) => id).join(", ")}).`,
  );
}

/** The title of a document in YAML or JSON, without parsing it. */
function titleOf(text: string): string | undefined {
  const found = /["']?\binfo["']?\s*:[\s\S]*?["']?\btitle["']?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\n,}#]*))/.exec(
    text,
  );
  return (found?.[1] ?? found?.[2] ?? found?.[3])?.trim();
}

function revisionState(root: string, given: string, commit: string): State {
  const show = async (path: string): Promise<Source | undefined> => {
    // Unlike `show`, `ls-tree` does not fail where the file is missing.
    const listed = await git(root, ["ls-tree", "--name-only", commit, "--", path]);
    if (listed.trim() === "") return undefined;
    return { file: `${given}:${path}`, text: await git(root, ["show", `${commit}:./${path}`]) };
  };
  return {
    name: `revision ${given}`,
    fileOf: () => undefined,
    findApi: async () => undefined,
    read: async (api) => {
      const spec = await show(contractPath(api));
      if (spec === undefined) return undefined;
      const overlays = await Promise.all(api.overlays.map((name) => show(`specs/${api.id}/${name}`)));
      return { spec, overlays: overlays.filter((source) => source !== undefined) };
    },
  };
}

async function findCommit(root: string, given: string, isFolder: boolean): Promise<string> {
  const isInside = await git(root, ["rev-parse", "--is-inside-work-tree"]).catch(() => undefined);
  if (isInside === undefined)
    throw new UsageError(
      `${relative(process.cwd(), root) || "This folder"} is not in a git repository, and there is no file "${given}": give files with --from and --to.`,
    );
  const found = await git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${given}^{commit}`]).catch(
    () => undefined,
  );
  if (found !== undefined) return found.trim();
  throw new UsageError(
    isFolder
      ? `"${given}" is a folder: give a contract file or a git revision.`
      : `There is no file and no git revision "${given}": give one that exists with --from or --to.`,
  );
}

async function git(root: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", [...args], { cwd: root, maxBuffer: 1 << 28 });
  return stdout;
}
