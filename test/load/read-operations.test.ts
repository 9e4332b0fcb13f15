import { expect, test } from "vitest";
import { jsonContent, preferredContent } from "../../scripts/load/content.js";
import type { OpenApiDocument } from "../../scripts/load/openapi.js";
import { readOperations, readWebhooks } from "../../scripts/load/read-operations.js";

const shop = {
  openapi: "3.1.0",
  info: { title: "Shop", version: "1" },
  servers: [{ url: "https://document.example" }],
  security: [{ key: [] }],
  paths: {
    "/carts/{id}": {
      servers: [{ url: "https://item.example" }],
      parameters: [
        { $ref: "#/components/parameters/Id" },
        { name: "limit", in: "query" },
        { name: "id", in: "query", description: "the path item's" },
      ],
      post: {
        operationId: "updateCart",
        servers: [{ url: "https://operation.example" }],
        security: [],
        parameters: [{ $ref: "#/components/parameters/BigLimit" }],
        requestBody: { $ref: "#/components/requestBodies/Alias" },
        responses: {
          default: { $ref: "#/components/responses/Error" },
          "404": { $ref: "#/components/responses/Error" },
          "2XX": { description: "any" },
          "201": { description: "made", content: { "text/plain": {}, "application/problem+json": { schema: {} } } },
          "x-note": "not a response",
        },
      },
      get: { operationId: "getCart" },
    },
    "/copy/{id}": { $ref: "#/paths/~1carts~1%7Bid%7D" },
  },
  webhooks: {
    "cart.paid": { post: { parameters: [{ name: "signature", in: "header" }], requestBody: { content: {} } } },
  },
  components: {
    parameters: {
      Id: { name: "id", in: "path", required: true },
      BigLimit: { name: "limit", in: "query", description: "the operation's" },
    },
    requestBodies: {
      Alias: { $ref: "#/components/requestBodies/Cart" },
      Cart: {
        required: true,
        content: { "text/csv": { schema: { type: "string" } }, "application/json": { schema: {} } },
      },
    },
    responses: { Error: { description: "no", content: { "text/html": {} } } },
  },
} as unknown as OpenApiDocument;

/** The value at a JSON pointer, read without the pipeline's own resolver. */
function at(pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((node, token) => Object(node)[token], shop);
}

const named = (name: string) => {
  const found = readOperations(shop).find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

test("lists operations by path and method, and webhooks apart", () => {
  expect(readOperations(shop).map(({ name, pointer, usedAt }) => [name, pointer, usedAt])).toEqual([
    ["GET /carts/{id}", "/paths/~1carts~1{id}/get", "/paths/~1carts~1{id}/get"],
    ["POST /carts/{id}", "/paths/~1carts~1{id}/post", "/paths/~1carts~1{id}/post"],
    ["GET /copy/{id}", "/paths/~1carts~1{id}/get", "/paths/~1copy~1{id}/get"],
    ["POST /copy/{id}", "/paths/~1carts~1{id}/post", "/paths/~1copy~1{id}/post"],
  ]);
  expect(readWebhooks(shop).map(({ name, section, pointer }) => [name, section, pointer])).toEqual([
    ["POST cart.paid", "webhooks", "/webhooks/cart.paid/post"],
  ]);
});

test("an operation's parameter replaces the path item's of the same name and `in`", () => {
  const { parameters } = named("POST /carts/{id}");
  expect(
    parameters.map(({ node, declaredBy, pointer, usedAt }) => [node.in, node.name, declaredBy, pointer, usedAt]),
  ).toEqual([
    ["path", "id", "path item", "/components/parameters/Id", "/paths/~1carts~1{id}/parameters/0"],
    ["query", "id", "path item", "/paths/~1carts~1{id}/parameters/2", "/paths/~1carts~1{id}/parameters/2"],
    ["query", "limit", "operation", "/components/parameters/BigLimit", "/paths/~1carts~1{id}/post/parameters/0"],
  ]);
});

test("each part is the node at its pointer", () => {
  const operation = named("POST /copy/{id}");
  const parts = [operation, operation.pathItem, ...operation.parameters, ...operation.responses.values()];
  for (const { node, pointer } of [...parts, operation.servers, operation.security]) expect(at(pointer)).toBe(node);
  for (const { node, pointer } of operation.requestBody?.content ?? []) expect(at(pointer)).toBe(node);
});

test("follows a request body through references, and knows its content", () => {
  const { requestBody } = named("POST /carts/{id}");
  expect(requestBody).toMatchObject({
    pointer: "/components/requestBodies/Cart",
    usedAt: "/paths/~1carts~1{id}/post/requestBody",
    required: true,
  });
  expect(requestBody?.content.map(({ mediaType, pointer }) => [mediaType, pointer])).toEqual([
    ["text/csv", "/components/requestBodies/Cart/content/text~1csv"],
    ["application/json", "/components/requestBodies/Cart/content/application~1json"],
  ]);
  expect(preferredContent(requestBody?.content ?? [])?.mediaType).toBe("application/json");
});

test("lists responses by status, and the first 2xx as the success", () => {
  const { responses, successResponse } = named("POST /carts/{id}");
  expect([...responses.values()].map(({ status, pointer }) => [status, pointer])).toEqual([
    ["201", "/paths/~1carts~1{id}/post/responses/201"],
    ["404", "/components/responses/Error"],
    ["default", "/components/responses/Error"],
    ["2XX", "/paths/~1carts~1{id}/post/responses/2XX"],
  ]);
  expect(successResponse?.status).toBe("201");
  expect(jsonContent(successResponse?.content ?? [])?.mediaType).toBe("application/problem+json");
  const html = responses.get("404")?.content ?? [];
  expect([jsonContent(html), preferredContent(html)?.mediaType]).toEqual([undefined, "text/html"]);
});

test.each([
  ["POST /carts/{id}", "https://operation.example", []],
  ["GET /carts/{id}", "https://item.example", [{ key: [] }]],
])("%s has the servers and the security that are declared nearest", (name, url, security) => {
  const operation = named(name);
  expect(operation.servers.node).toEqual([{ url }]);
  expect(operation.security.node).toEqual(security);
});

test("without servers on operation and path item, the document's are in force", () => {
  const [operation] = readWebhooks(shop);
  expect(operation?.servers).toEqual({ node: [{ url: "https://document.example" }], pointer: "/servers" });
});

test.each([
  { name: "nothing at all", document: {} },
  { name: "a path without an item", document: { paths: { "/a": null } } },
  { name: "a path item that refers to nothing", document: { paths: { "/a": { $ref: "#/components/pathItems/A" } } } },
  { name: "a path item that refers to itself", document: { paths: { "/a": { $ref: "#/paths/~1a" } } } },
  { name: "a method without an operation", document: { paths: { "/a": { get: null, post: "soon" } } } },
])("$name has no operations", ({ document }) => {
  expect(readOperations(document as unknown as OpenApiDocument)).toEqual([]);
});

test("an unchecked operation lacks the parts that are not there", () => {
  const get = {
    parameters: [{ $ref: "#/nowhere" }, null],
    requestBody: { $ref: "#/nowhere" },
    responses: { "200": { $ref: "#/nowhere" }, "201": { description: "", content: { "text/plain": null } } },
  };
  const document = { paths: { "/a": { parameters: {}, get }, "/b": { get: {} } } } as unknown as OpenApiDocument;
  const [first, second] = readOperations(document);
  expect(first?.parameters).toEqual([]);
  expect(first?.requestBody).toBeUndefined();
  expect([...(first?.responses.values() ?? [])].map(({ status, content }) => [status, content])).toEqual([["201", []]]);
  expect(first?.servers.node).toEqual([]);
  expect(first?.security.node).toEqual([]);
  expect(second?.successResponse).toBeUndefined();
});
