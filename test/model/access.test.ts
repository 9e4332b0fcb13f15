import { expect, test } from "vitest";
import type { Api } from "../../scripts/apis.js";
import { runPipeline } from "../../scripts/pipeline.js";

const api: Api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };
const code = { type: "oauth2", flows: {} };
const machine = { type: "oauth2", flows: {} };
const key = { type: "apiKey", in: "header", name: "X-Key" };
const authorization = { type: "apiKey", in: "header", name: "Authorization" };
const basic = { type: "http", scheme: "basic" };

function clientOf(security: readonly object[]): string | undefined {
  const get = { operationId: "readA", tags: ["A"], responses: { "204": { description: "OK" } } };
  const document = {
    openapi: "3.1.0",
    info: { title: "Shop", version: "1" },
    servers: [{ url: "https://shop.example" }],
    security,
    paths: { "/a": { get } },
    components: { securitySchemes: { code, machine, key, authorization, basic } },
  };
  const { files } = runPipeline(api, { spec: { file: "shop.json", text: JSON.stringify(document) }, overlays: [] });
  return files.find(({ path }) => path === "client.ts")?.text;
}

test("schemes that are needed together and go to one place are one credential", () => {
  const client = clientOf([{ code: [], machine: [] }]);
  expect(client).toContain('auth: "bearer"');
  expect(client).not.toContain("credentialsOf");
});

test("schemes that would be written differently into one header are no way to call", () => {
  const client = clientOf([
    { basic: [], code: [] },
    { authorization: [], code: [] },
    { key: [], basic: [] },
  ]);
  expect(client).toContain('credentialsOf({ basic: "basic", key: keyIn("header", "X-Key") })');
});
