import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Api } from "../scripts/apis.js";
import { SpecError } from "../scripts/diagnostics.js";
import { runPipeline } from "../scripts/pipeline.js";
import { compile } from "./support/compile.js";
import { ROOT } from "./support/paths.js";

/**
 * One page a scenario: a fragment of a contract, then the files that it gives. `UPDATE_SCENARIOS=1 npm test` writes the
 * pages anew: read the diff, that is the review.
 */
const folder = join(ROOT, "test/scenarios");
const api: Api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));
const update = process.env.UPDATE_SCENARIOS === "1";

interface Page {
  readonly text: string;
  readonly spec: string;
  readonly overlay: string | undefined;
  /** File names, or `error`, with the text that stands on the page. */
  readonly expected: readonly { readonly file: string; readonly text: string }[];
}

describe.each(pages)("%s", (name) => {
  test("is what the generator writes today", () => {
    const page = readPage(name);
    const files = filesOf(page);
    expect(page.expected.length).toBeGreaterThan(0);
    if (update) writeFileSync(join(folder, name), updated(page, files));
    else for (const { file, text } of page.expected) expect(files.get(file), file).toBe(text);
  });

  test("is short enough to read", () => {
    expect(readPage(name).text.split("\n").length).toBeLessThan(160);
  });
});

test("everything that the scenarios give compiles", () => {
  const sources = new Map<string, string>();
  for (const name of pages) {
    const place = `generated/${name.replace(".md", "")}`;
    for (const [file, text] of filesOf(readPage(name))) if (file.endsWith(".ts")) sources.set(`${place}/${file}`, text);
  }
  expect(complaintsOf(sources)).toEqual([]);
});

function readPage(name: string): Page {
  const text = readFileSync(join(folder, name), "utf8");
  const fences = [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, label, body]) => ({
    language,
    label,
    body: body ?? "",
  }));
  const spec = fences.find(({ language, label }) => language === "yaml" && label === undefined)?.body;
  if (spec === undefined) throw new Error(`${name} has no contract`);
  return {
    text,
    spec,
    overlay: fences.find(({ label }) => label === "overlay")?.body,
    expected: fences
      .filter(({ label }) => label !== undefined && label !== "overlay")
      .map(({ label, body }) => ({ file: label ?? "", text: body })),
  };
}

/** The texts by file; what there is to note under `notes`, the message under `error` when the run stops. */
function filesOf(page: Page): Map<string, string> {
  const head = `openapi: 3.1.0\ninfo: { title: Shop, version: "1" }\nservers: [{ url: "https://shop.example/api" }]\n`;
  const overlays =
    page.overlay === undefined
      ? []
      : [{ file: "overlay.yaml", text: `overlay: 1.0.0\ninfo: { title: Corrections, version: "1" }\n${page.overlay}` }];
  try {
    const text = /^openapi:/.test(page.spec) ? page.spec : head + page.spec;
    const { files, state } = runPipeline(api, { spec: { file: "openapi.yaml", text }, overlays });
    const notes = state.notes.map((note) => `${note.toLine()}\n`).join("");
    return new Map(
      [...files, { path: "notes", text: notes || "none\n" }].map(({ path, text }) => [
        path,
        text.endsWith("\n") ? text : `${text}\n`,
      ]),
    );
  } catch (error) {
    if (error instanceof SpecError) return new Map([["error", `${error.toLine()}\n`]]);
    throw error;
  }
}

function updated(page: Page, files: ReadonlyMap<string, string>): string {
  const error = files.get("error");
  if (error !== undefined && page.expected.every(({ file }) => file !== "error")) throw new Error(error);
  return page.text.replaceAll(
    /^```(ts|text) (\S+)\n[\s\S]*?^```$/gm,
    (_, language: string, file: string) => `\`\`\`${language} ${file}\n${files.get(file) ?? "nothing\n"}\`\`\``,
  );
}

/** The complaints of the fastest compiler at hand about files in a folder of their own, under the project's settings. */
function complaintsOf(sources: ReadonlyMap<string, string>): string[] {
  const place = mkdtempSync(join(tmpdir(), "scenarios-"));
  try {
    for (const [file, text] of sources) {
      mkdirSync(dirname(join(place, file)), { recursive: true });
      writeFileSync(join(place, file), text);
    }
    for (const name of ["src", "node_modules", "package.json"]) symlinkSync(join(ROOT, name), join(place, name));
    const config = {
      extends: join(ROOT, "tsconfig.json"),
      compilerOptions: { types: [] },
      include: [join(place, "generated")],
      exclude: [],
    };
    writeFileSync(join(place, "tsconfig.json"), JSON.stringify(config));
    return compile("typescript-7", place);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
