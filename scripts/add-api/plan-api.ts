import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Api, apis } from "../apis.js";
import { SpecError } from "../diagnostics.js";
import { type GenerationPlan, planGeneration } from "../generate/plan-generation.js";
import { runCompiler } from "../generate/run-compiler.js";
import { typeCheck } from "../generate/type-check.js";
import { parseSpec } from "../load/load-spec.js";
import { readSource } from "../load/read-source.js";
import type { TreeChange } from "../output/journal.js";
import { bareUrl, isUrl } from "../pull/fetch-upstream.js";
import { fileChanges, preparePull } from "../pull/pull-contract.js";
import { valuesOf } from "../regenerate/list-exports.js";
import { checkNames, type NewNames } from "./check-names.js";
import { withExport, withMatrix, withRow } from "./edit-lists.js";
import { entryText } from "./entry-text.js";

export interface NewApi extends NewNames {
  /** The provider's document as `npm run pull` takes it; or, where it is written by hand, the contract. */
  readonly from: readonly string[];
  /** Whether the document is a contract already, which is copied byte for byte. */
  readonly asIs: boolean;
  /** A file with overlay actions, which becomes `specs/<id>/overlay.yaml`. */
  readonly overlay: string | undefined;
  /** Whether a server need not be encrypted. */
  readonly acceptOrigin: boolean;
  /** The day for `source.json`. */
  readonly date: string;
}

/** All that an API adds to the project. Nothing is written yet. */
export interface ApiPlan {
  readonly plan: GenerationPlan;
  /** What is written like any output: the contract, the generated files, the list of exports, the note of the change. */
  readonly changes: readonly TreeChange[];
  /** Source files of the project, with their new texts. */
  readonly code: ReadonlyMap<string, string>;
  /** What a person should know, a line each. */
  readonly notes: readonly string[];
}

/**
 * Makes everything that a new API needs, and compiles it.
 *
 * @throws UsageError for names that are taken; SpecError for a document that no client can be generated from
 */
export async function planApi(root: string, given: NewApi): Promise<ApiPlan> {
  checkNames(root, apis, given);
  const { id, name } = given;
  const contract = given.asIs ? await copiedContract(given) : await pulledContract(root, given);
  const overlays = given.overlay === undefined ? [] : [await readSource(process.cwd(), given.overlay)];
  const added = overlays.map(({ text }): TextFile => ({ path: `specs/${id}/overlay.yaml`, text }));
  const api: Api = { ...identityOf(given, contract.upstream), overlays: added.map(() => "overlay.yaml") };
  const spec = contract.changes.find(({ path }) => path === `specs/${id}/openapi.yaml`);
  if (spec?.kind !== "file") throw new Error("a contract that is new is always written");

  const sources = {
    spec: { file: spec.path, text: spec.text },
    overlays: added.map(({ text }, index) => ({ file: overlays[index]?.file ?? "", text })),
  };
  const plan = await planGeneration(root, api, sources, { useCache: false });
  await typeCheck(root, [plan]);
  const files = plan.changes.flatMap((change) => (change.kind === "folder" ? change.files : []));
  const entry: TextFile = { path: `src/${id}.ts`, text: entryText(id, name, files) };
  const generated = files.map(({ path, text }) => ({ path: `generated/${id}/${path}`, text }));
  const [error] = await runCompiler([...generated, entry], root);
  if (error !== undefined)
    throw new SpecError(
      "emit/does-not-compile",
      { pointer: "", file: error.file, line: error.line },
      `The entry would not compile: ${error.text}.`,
      "If it is a name, give the schema another one with x-sdk-name in an overlay.",
    );

  const read = (path: string) => readFile(join(root, path), "utf8");
  const others = apis.map((row) => row.id);
  const workflow = ".github/workflows/regenerate.yml";
  return {
    plan,
    notes: contract.notes,
    changes: [
      ...contract.changes,
      ...added.map((file) => ({ kind: "file", ...file }) as const),
      ...plan.changes,
      { kind: "file", path: `test/exports/${id}.txt`, text: await exportList(root, files) },
      { kind: "file", path: `.changeset/add-${id}.md`, text: changeNote(id, name) },
    ],
    code: new Map([
      [entry.path, entry.text],
      ["package.json", withExport(await read("package.json"), id, others)],
      [workflow, withMatrix(await read(workflow), id)],
      // Last: from then on the API is there for all commands.
      ["scripts/apis.ts", withRow(await read("scripts/apis.ts"), api)],
    ]),
  };
}

interface TextFile {
  readonly path: string;
  readonly text: string;
}

interface NewContract {
  readonly changes: readonly TreeChange[];
  /** The address that it is pulled from; absent for a file. */
  readonly upstream?: string;
  readonly notes: readonly string[];
}

function identityOf({ id, name, envPrefix }: NewNames, upstream: string | undefined): Api {
  return { id, name, ...(upstream === undefined ? {} : { upstream }), envPrefix, overlays: [] };
}

/** @throws SpecError when the document could not be pulled */
async function pulledContract(root: string, given: NewApi): Promise<NewContract> {
  const { id, from, date, acceptOrigin } = given;
  const [single, ...more] = from;
  const upstream = single !== undefined && more.length === 0 && isUrl(single) ? bareUrl(single) : undefined;
  const { notes, files } = await preparePull(root, {
    api: identityOf(given, upstream),
    from,
    folder: join(root, "specs", id),
    namesFile: join(root, "specs", id, "names.yaml"),
    date,
    acceptOrigin,
  });
  return { changes: fileChanges(root, files), notes, ...(upstream === undefined ? {} : { upstream }) };
}

/** @throws SpecError when it is no contract */
async function copiedContract({ id, from }: NewApi): Promise<NewContract> {
  const { file, text } = await readSource(process.cwd(), from[0] ?? "");
  // Overlays may mend what is wrong with it.
  parseSpec(file, text);
  return { changes: [{ kind: "file", path: `specs/${id}/openapi.yaml`, text }], notes: [] };
}

/** What the entry exports to users at run time. */
async function exportList(root: string, files: readonly TextFile[]): Promise<string> {
  const own = ["client.ts", "enums.ts", "webhooks.ts"].map((path) => files.find((file) => file.path === path)?.text);
  const runtime = await readFile(join(root, "src/runtime/public.ts"), "utf8");
  const names = [...own, runtime].flatMap((text) => valuesOf(text ?? ""));
  return `${[...new Set([...names, "default"])].sort().join("\n")}\n`;
}

function changeNote(id: string, name: string): string {
  return `---\n"disputekit": minor\n---\n\n\`disputekit/${id}\` is a client of the ${name} API.\n`;
}
