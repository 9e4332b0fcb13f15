import { expect, test } from "vitest";
import { apiWith } from "../../scripts/apis.js";
import { runPipeline } from "../../scripts/pipeline.js";

const spec = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://api.example.test" }]
tags: [{ name: Orders }]
security: [{ bearerAuth: [] }]
paths:
  /orders/{id}:
    get:
      tags: [Orders]
      operationId: retrieveOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } } }
components:
  securitySchemes: { bearerAuth: { type: http, scheme: bearer } }
  schemas:
    Order: { type: object, properties: { name: { type: string } } }
`;

const overlay = `overlay: 1.0.0
info: { title: Words, version: "1" }
actions:
  - target: $.components.schemas.Order.properties
    description: "Source: the page."
    update: { name: { description: Whose it is. }, total: { description: What it costs. }, tax: { type: number } }
`;

test("words for a property that the contract has no more do not bring it back; one with a type is a correction", () => {
  const { files, state } = runPipeline(apiWith("decisionly"), {
    spec: { file: "openapi.yaml", text: spec },
    overlays: [{ file: "overlay.yaml", text: overlay }],
  });
  const models = files.find(({ path }) => path === "models.ts")?.text ?? "";
  expect(models).toContain("Whose it is.");
  expect(models).toContain("tax?: number;");
  expect(models).not.toContain("total");
  expect(state.unmatched.map(({ code, place }) => [code, place.pointer])).toEqual([
    ["overlay/undeclared", "/components/schemas/Order/properties/total"],
  ]);
});

test("the same in the members of a list: their order is the provider's", () => {
  const either = `
    Order:
      oneOf:
        - { title: ByName, type: object, properties: { name: { type: string } } }
        - { title: ByNumber, type: object, properties: { number: { type: integer } } }
`;
  const words = `overlay: 1.0.0
info: { title: Words, version: "1" }
actions:
  - target: $.components.schemas.Order.oneOf[0]
    description: "Source: the page."
    update: { properties: { name: { description: Whose it is. }, number: { description: Which it is. } } }
`;
  const { files, state } = runPipeline(apiWith("decisionly"), {
    spec: { file: "openapi.yaml", text: spec.replace(/\n {4}Order: .*\n/, either) },
    overlays: [{ file: "overlay.yaml", text: words }],
  });
  const models = files.find(({ path }) => path === "models.ts")?.text ?? "";
  expect(models).toContain("Whose it is.");
  expect(models).not.toContain("Which it is.");
  expect(state.unmatched.map(({ code, place }) => [code, place.pointer])).toEqual([
    ["overlay/undeclared", "/components/schemas/Order/oneOf/0/properties/number"],
  ]);
});
