import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { apis, apiWith } from "../../scripts/apis.js";
import { readSources } from "../../scripts/generate/read-sources.js";
import { type DocumentStage, documentStages, runPipeline, type Sources, specAfter } from "../../scripts/pipeline.js";
import { writeYaml } from "../../scripts/pull/write-yaml.js";
import { jsonText, terminalText } from "../../scripts/visible-text.js";
import { specWith } from "../emit/hostile-spec.js";
import { hostileTexts } from "../support/hostile-texts.js";
import { ROOT } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary-project.js";
import { terminalActions, workflowCommands } from "../support/terminal-judge.js";

const rows = apis.flatMap((api) => documentStages.map((stage) => [api.id, stage] as const));

describe("the document after each stage", () => {
  test.each(rows)("%s after %s is valid OpenAPI to another validator", { timeout: 60_000 }, async (id, stage) => {
    const { document } = specAfter(stage, await readSources(ROOT, apiWith(id)));
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  test.each(rows)("%s after %s is the same once it is written and read", async (id, stage) => {
    const { document } = specAfter(stage, await readSources(ROOT, apiWith(id)));
    expect(parse(writeYaml(document))).toEqual(document);
    const again = specAfter("load", { spec: { file: "written.yaml", text: writeYaml(document) }, overlays: [] });
    expect(again.document).toEqual(document);
  });
});

describe("a document with foreign texts in every place", () => {
  const texts = [...hostileTexts, hostileTexts.join(" "), hostileTexts.join("\n")];
  test.each(texts.map((text) => [JSON.stringify(text).slice(0, 60), text]))("%s", (_name, text) => {
    const document = JSON.parse(JSON.stringify(specWith(() => text).document));
    const yaml = writeYaml(document);
    expect(parse(yaml)).toEqual(document);
    expect(load(yaml)).toEqual(document);
    const json = jsonText(document);
    expect(JSON.parse(json)).toEqual(document);
    for (const shown of [yaml, json]) {
      expect(terminalActions(shown)).toEqual([]);
      expect(workflowCommands(shown)).toEqual([]);
      // Nothing is left for the terminal's own escapes, which are no part of the document.
      expect(terminalText(shown) === shown).toBe(true);
    }
  });
});

describe("generating from what a stage has written", () => {
  const api = apiWith("decisionly");
  const filesOf = (sources: Sources) =>
    Object.fromEntries(runPipeline(api, sources).files.map(({ path, text }) => [path, text]));
  const differing = async (stage: DocumentStage): Promise<string[]> => {
    const sources = await readSources(ROOT, api);
    const [want, text] = [filesOf(sources), writeYaml(specAfter(stage, sources).document)];
    const got = filesOf({
      spec: { file: sources.spec.file, text },
      overlays: stage === "load" ? sources.overlays : [],
    });
    expect(Object.keys(got)).toEqual(Object.keys(want));
    return Object.keys(want).filter((path) => want[path] !== got[path]);
  };

  test.each(["load", "overlay"] as const)("%s: the same client", async (stage) => {
    expect(await differing(stage)).toEqual([]);
  });

  // An enum that has been opened is opened once more, under another name: the types differ, the calls do not.
  test("normalize: the same calls", async () => {
    const paths = await differing("normalize");
    expect(paths.filter((path) => /^(?:client|webhooks|resources\/.*)\.ts$/.test(path))).toEqual([]);
  });
});

describe("npm run generate -- --stop-after", () => {
  const generate = (cwd: string, ...args: string[]) =>
    spawnSync(process.execPath, [join(ROOT, "scripts/run.mjs"), "generate", "--api", "decisionly", ...args], {
      cwd,
      encoding: "utf8",
    });

  test("writes YAML to the terminal, YAML or JSON to a file, and nothing else", { timeout: 60_000 }, async () => {
    const folder = await temporaryFolder();
    const want = specAfter("normalize", await readSources(ROOT, apiWith("decisionly"))).document;

    const shown = generate(folder, "--stop-after", "normalize");
    expect([shown.status, shown.stderr]).toEqual([0, ""]);
    expect(parse(shown.stdout)).toEqual(want);

    const yaml = generate(folder, "--stop-after", "normalize", "--out", "new/a.yaml");
    expect([yaml.status, yaml.stdout, yaml.stderr]).toEqual([0, "", ""]);
    expect(readFileSync(join(folder, "new/a.yaml"), "utf8")).toBe(shown.stdout);

    expect(generate(folder, "--stop-after", "normalize", "--out", "a.JSON").status).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, "a.JSON"), "utf8"))).toEqual(want);
  });

  test("an error of a later stage does not keep the document back", { timeout: 60_000 }, async () => {
    const root = await temporaryFolder({
      "specs/decisionly/openapi.yaml": `openapi: 3.1.0\ninfo: { title: A, version: "1" }\npaths: { /a: { get: { tags: 1 } } }\n`,
    });
    const load = generate(root, "--root", root, "--stop-after", "load");
    expect([load.status, parse(load.stdout)?.paths]).toEqual([0, { "/a": { get: { tags: 1 } } }]);
    const overlay = generate(root, "--root", root, "--stop-after", "overlay");
    expect([overlay.status, overlay.stdout]).toEqual([1, ""]);
    expect(overlay.stderr).toMatch(/^specs\/decisionly\/openapi\.yaml:\d+: load\/[^\n]+\n$/);
  });
});
