import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Api } from "../../scripts/apis.js";
import { SpecError } from "../../scripts/diagnostics.js";
import { parseSpec } from "../../scripts/load/load-spec.js";
import { runPipeline } from "../../scripts/pipeline.js";
import { skeletonOf } from "../emit/skeleton.js";
import { compile } from "../support/compile.js";
import { ROOT } from "../support/paths.js";
import { writeFiles } from "../support/temporary-project.js";
import { type CorpusRow, documents, installDocuments, OUTCOMES, readCorpus, textOf, type Variant } from "./corpus.js";
import { furnish } from "./furnish.js";
import { type ClientClass, loadClients, signaturesOf } from "./wire/client.js";
import { Document } from "./wire/read-document.js";
import { judgeSample } from "./wire/sample-calls.js";

/** The files of each document that gave some, for the one compilation at the end. */
const generated: Record<string, string> = {};
const found: CorpusRow[] = [];
const isUpdate = process.env.UPDATE_SCENARIOS === "1";
const known = new Map(readCorpus().map((row) => [row.document, row]));
let folder = "";
let clients: ReadonlyMap<string, ClientClass> = new Map();

/** Generates all of them first, since the clients are compiled and loaded together. */
beforeAll(async () => {
  installDocuments();
  for (const document of documents) {
    const text = textOf(document);
    const asItIs = outcomeOf(document, text, "as-it-is");
    // What cannot be read cannot be furnished.
    if (asItIs === "generated" || asItIs.startsWith("load/")) found.push({ document, asItIs });
    else {
      const contract = JSON.stringify(furnish(parseSpec(document, text).document));
      found.push({ document, asItIs, furnished: outcomeOf(document, contract, "furnished") });
    }
  }
  const config = { extends: join(ROOT, "tsconfig.json"), compilerOptions: { types: [] }, include: ["generated"] };
  folder = mkdtempSync(join(tmpdir(), "disputekit-"));
  await writeFiles(folder, {
    ...generated,
    "tsconfig.json": JSON.stringify(config),
    "package.json": '{ "type": "module" }',
  });
  for (const name of ["src", "node_modules"]) symlinkSync(join(ROOT, name), join(folder, name));
  const ids = found.filter(({ asItIs }) => asItIs === "generated").map(({ document }) => idOf(document, "as-it-is"));
  clients = await loadClients(folder, ids);
}, 600_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  if (isUpdate) writeFileSync(OUTCOMES, `${JSON.stringify(found, null, 2)}\n`);
});

test.each(documents)("%s: what comes out, and its calls on the wire", async (document) => {
  const index = found.findIndex((one) => one.document === document);
  const row = found[index];
  if (row === undefined) throw new Error("it was not generated");
  if (row.asItIs === "generated") {
    const id = idOf(document, "as-it-is");
    const contract = new Document(textOf(document));
    const text = (name: string): string => generated[`generated/${id}/${name}`] ?? "";
    const signatures = signaturesOf(text("api.md"), text("contract.json"));
    const { operations } = contract;
    const missing = operations.map(({ verb, path }) => `${verb} ${path}`).filter((one) => !signatures.has(one));
    expect(missing).toEqual([]);
    const Client = clients.get(id);
    if (Client === undefined) throw new Error("it was not loaded");
    const { calls, faults } = await judgeSample(contract, operations, signatures, Client);
    expect(faults).toEqual([]);
    found[index] = { ...row, operations: operations.length, calls };
  }
  if (!isUpdate) expect(found[index]).toEqual(known.get(document));
});

test.each(["typescript", "typescript-7"] as const)("with %s all of it compiles", (compiler) => {
  expect(Object.keys(generated).length).toBeGreaterThan(300);
  expect(compile(compiler, folder)).toEqual([]);
});

/** `generated`, or the code and the place of the refusal. Anything else that is thrown is a fault of the generator. */
function outcomeOf(document: string, text: string, variant: Variant): string {
  const id = idOf(document, variant);
  const api: Api = { id, name: "Corpus", envPrefix: "CORPUS", overlays: [] };
  try {
    for (const { path, text: code } of runPipeline(api, { spec: { file: document, text }, overlays: [] }).files) {
      if (path.endsWith(".ts")) expect(skeletonOf(path, code).errors).toEqual([]);
      generated[`generated/${id}/${path}`] = code;
    }
    return "generated";
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    expect(error.toLine()).not.toMatch(/[\r\n]/);
    return `${error.code} ${error.place.pointer}`;
  }
}

function idOf(document: string, variant: Variant): string {
  return `corpus-${document.replaceAll(/[^A-Za-z0-9]+/g, "-")}-${variant}`;
}
