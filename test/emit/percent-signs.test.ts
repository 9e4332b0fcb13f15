import { expect, test } from "vitest";
import { runPipeline } from "../../scripts/pipeline.js";

const text = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example" }]
paths:
  /things:
    get:
      tags: [Things]
      operationId: listThing
      responses:
        "200":
          description: ok
          content: { application/json: { schema: { type: string }, examples: { sale: { $ref: "#/components/examples/sale" } } } }
components:
  examples:
    sale: { value: { "20% off": true, "%zz": 1 } }
`;

test("a percent sign in an example of the components is data, and no escape of a name", () => {
  const api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };
  const { files } = runPipeline(api, { spec: { file: "shop.yaml", text }, overlays: [] });
  expect(files.map(({ path }) => path)).toContain("paths.ts");
});
