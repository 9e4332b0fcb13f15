import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { apis } from "../scripts/apis.js";
import { planGeneration } from "../scripts/generate/plan-generation.js";
import { readSources } from "../scripts/generate/read-sources.js";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const each = apis.map((api) => [api.id, api] as const);

test.each(each)(
  "generated/%s is what the generator writes today",
  async (id, api) => {
    const { changedFiles } = await planGeneration(root, api, await readSources(root, api), { useCache: false });
    const repair = `Run \`npm run generate\` and commit the result: generated/${id} is out of date.`;
    expect(changedFiles, repair).toEqual([]);
  },
  120_000,
);
