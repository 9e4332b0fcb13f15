import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Api } from "../../scripts/apis.js";
import { SpecError } from "../../scripts/diagnostics.js";
import { parseSpec } from "../../scripts/load/load-spec.js";
import { runPipeline } from "../../scripts/pipeline.js";
import { skeletonOf } from "../emit/skeleton.js";
import { compile } from "../support/compile.js";
import { ROOT } from "../support/paths.js";
import { temporaryFolder, writeFiles } from "../support/temporary-project.js";
import { corpus, type Variant } from "./corpus.js";
import { furnish } from "./furnish.js";

/** The files of each document that gave some, for the one compilation at the end. */
const generated: Record<string, string> = {};

test.each(corpus)("$document: $asItIs", ({ document, asItIs }) => {
  expect(outcomeOf(document, readFileSync(`${ROOT}/node_modules/${document}`, "utf8"), "as-it-is")).toBe(asItIs);
});

test.each(corpus.filter(({ furnished }) => furnished !== undefined))(
  "$document, furnished: $furnished",
  ({ document, furnished }) => {
    const text = readFileSync(`${ROOT}/node_modules/${document}`, "utf8");
    const contract = furnish(parseSpec(document, text).document);
    expect(outcomeOf(document, JSON.stringify(contract), "furnished")).toBe(furnished);
  },
);

test.each(["typescript", "typescript-7"] as const)(
  "with %s all of it compiles but for the rows that say otherwise",
  async (compiler) => {
    expect(Object.keys(generated).length).toBeGreaterThan(300);
    const config = { extends: join(ROOT, "tsconfig.json"), compilerOptions: { types: [] }, include: ["generated"] };
    const folder = await temporaryFolder({
      "tsconfig.json": JSON.stringify(config),
      "package.json": '{ "type": "module" }',
    });
    await writeFiles(folder, generated);
    for (const name of ["src", "node_modules"]) symlinkSync(join(ROOT, name), join(folder, name));
    const places = compile(compiler, folder).filter((line) => !/^\s/.test(line));
    const faulty = new Set(places.map((line) => /^\S*generated\/(corpus-[^/]+)\//.exec(line)?.[1] ?? line));
    const known = corpus.flatMap(({ document, uncompiled = [] }) =>
      uncompiled.map((variant) => idOf(document, variant)),
    );
    expect([...faulty].sort()).toEqual(known.sort());
  },
);

/** `generated`, or the code and the place of the refusal. Anything else that is thrown is a fault of the generator. */
function outcomeOf(document: string, text: string, variant: Variant): string {
  const id = idOf(document, variant);
  const api: Api = { id, name: "Corpus", envPrefix: "CORPUS", overlays: [] };
  try {
    for (const { path, text: code } of runPipeline(api, { spec: { file: document, text }, overlays: [] }).files) {
      if (!path.endsWith(".ts")) continue;
      expect(skeletonOf(path, code).errors).toEqual([]);
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
