import { expect, test } from "vitest";
import type { Api } from "../../scripts/apis.js";
import { runPipeline } from "../../scripts/pipeline.js";

const api: Api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };

test.each([
  { openapi: "3.0.3", required: true },
  { openapi: "3.1.0", required: false },
])("with $openapi a body of GET, required: $required, is left out with a note", ({ openapi, required }) => {
  const body = { required, content: { "application/json": { schema: { type: "object", properties: { q: {} } } } } };
  const responses = { "204": { description: "OK" } };
  const document = {
    openapi,
    info: { title: "Shop", version: "1" },
    servers: [{ url: "https://shop.example" }],
    paths: {
      "/a": {
        get: {
          operationId: "readA",
          tags: ["A"],
          requestBody: { $ref: "#/components/requestBodies/Query" },
          responses,
        },
        post: { operationId: "createA", tags: ["A"], requestBody: body, responses },
      },
    },
    components: { requestBodies: { Query: body } },
  };
  const { files, state } = runPipeline(api, {
    spec: { file: "shop.json", text: JSON.stringify(document) },
    overlays: [],
  });
  expect(state.notes.map(({ code, place }) => [code, place.pointer])).toEqual([
    ["normalize/get-body", "/paths/~1a/get/requestBody"],
  ]);
  const code = files.find(({ path }) => path === "resources/a.ts")?.text;
  expect(code).toContain(" read(options?");
  expect(code).toContain("create(params");
});
