import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { apis } from "../scripts/apis.js";
import { prepareRun } from "../scripts/generate-api.js";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const each = apis.map((api) => [api.id, api] as const);

test.each(each)(
  "generated/%s is what the generator writes today",
  async (id, api) => {
    const { changedFiles } = await prepareRun(root, api, false);
    const repair = `Run \`npm run generate\` and commit the result: generated/${id} is stale.`;
    expect(changedFiles, repair).toEqual([]);
  },
  120_000,
);
