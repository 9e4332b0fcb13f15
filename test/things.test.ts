import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { Api } from "../scripts/apis.js";
import { runPipeline } from "../scripts/pipeline.js";
import { ROOT } from "./support/paths.js";

const api: Api = { id: "things", name: "ThingsApi", envPrefix: "THINGS", overlays: [] };
/** As deep as `generated/<api>`, so that the client finds the runtime. */
const folder = join(ROOT, "test/things");

/** `UPDATE_SCENARIOS=1 npm test -- test/things.test.ts` writes it anew. */
test("the client of the runtime's tests is what the generator writes today", () => {
  const spec = { file: "openapi.yaml", text: readFileSync(join(folder, "openapi.yaml"), "utf8") };
  const { files } = runPipeline(api, { spec, overlays: [] });
  const want = new Map(files.filter(({ path }) => path.endsWith(".ts")).map(({ path, text }) => [path, text]));
  if (process.env.UPDATE_SCENARIOS === "1") {
    for (const path of written()) rmSync(join(folder, path));
    for (const [path, text] of want) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }
  expect(written()).toEqual([...want.keys()].sort());
  for (const [path, text] of want) expect(readFileSync(join(folder, path), "utf8"), path).toBe(text);
});

function written(): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => path.endsWith(".ts")).sort();
}
