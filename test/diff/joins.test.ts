import { describe, expect, test } from "vitest";
import type { ContractDiff } from "../../scripts/diff/report/findings.js";
import { typeGraph } from "../../scripts/diff/surface/type-graph.js";
import { buildState, runPipeline } from "../../scripts/pipeline.js";
import { diffShop, edited, shopApi } from "./shop.js";

const lines = ({ findings }: ContractDiff): string[] =>
  findings.map(({ severity, statement }) => `${severity}: ${statement}`);

describe("servers go by the name of their environment, as the generated client has it", () => {
  const servers = (list: readonly string[]): string =>
    edited([/servers: .*/, `servers: [${list.map((server) => `{ ${server} }`).join(", ")}]`]);
  const main = 'url: "https://main.shop.example", description: Main network';
  const trial = 'url: "https://trial.shop.example", description: Trial network';
  const preview = 'url: "https://preview.shop.example", description: Preview network';

  test("one that is gone from the middle moves no other", () => {
    expect(lines(diffShop(servers([main, trial, preview]), servers([main, preview])))).toEqual([
      "major: the environment `trialNetwork` was removed",
    ]);
  });

  test("the names are those of the client", () => {
    const list = [main, trial, 'url: "https://test.shop.example"', 'url: "https://x1.example", description: a sandbox'];
    const { model } = buildState(shopApi, { spec: { file: "shop.yaml", text: servers(list) }, overlays: [] });
    const names = model.config.servers.map(({ environment }) => environment);
    const moved = list.map((server) => server.replace("example", "example.org"));
    const told = diffShop(servers(list), servers(moved)).findings.map(({ statement }) => statement);
    expect(names).toEqual(["production", "trialNetwork", "test", "sandbox"]);
    for (const name of names) expect(told.filter((one) => one.includes(`\`${name}\``))).toHaveLength(1);
  });

  test("a variable with another default is another address", () => {
    const server = (region: string): string =>
      servers([`url: "https://{region}.shop.example", variables: { region: { default: ${region} } }`]);
    expect(lines(diffShop(server("eu"), server("us")))).toEqual([
      expect.stringMatching(/^major: credentials now go to `https:\/\/us\.shop\.example`/),
    ]);
  });
});

test("a property that is new explains none of the same name that is gone from another type", () => {
  const fault = "Fault: { type: object, required: [message], properties: { message: { type: string } } }";
  const before = edited([
    fault,
    "Fault: { type: object, properties: { errors: { type: array, items: { $ref: '#/components/schemas/Reason' } } } }\n    Reason: { type: object, properties: { title: { type: string }, name: { type: string } } }",
  ]);
  const after = edited(
    [
      fault,
      "Fault: { type: object, properties: { errors: { $ref: '#/components/schemas/Reason' } } }\n    Reason: { type: object, properties: { title: { type: string } } }",
    ],
    ["count: { type: integer }", "count: { type: integer }\n        name: { type: string }"],
  );
  const told = lines(diffShop(before, after));
  expect(told).toContain("minor: new response field `Order.name`, which may be missing");
  expect(told.filter((line) => line.includes("Reason.name"))).toEqual(["major: `Reason.name` was removed"]);
});

/** One operation for each argument that can have a type. */
const everyArgument = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example" }]
paths:
  /lists:
    post:
      tags: [Lists]
      operationId: sendList
      requestBody: { required: true, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Row" } } } } }
      responses: { "204": { description: ok } }
  /unions:
    post:
      tags: [Unions]
      operationId: sendUnion
      requestBody: { content: { application/json: { schema: { oneOf: [{ type: string }, { $ref: "#/components/schemas/Choice" }] } } } }
      responses: { "204": { description: ok } }
  /objects/{kind}:
    put:
      tags: [Objects]
      operationId: sendObject
      parameters:
        - { name: kind, in: path, required: true, schema: { $ref: "#/components/schemas/Kind" } }
        - { name: order, in: query, schema: { $ref: "#/components/schemas/Sorting" } }
        - { name: X-Mode, in: header, schema: { $ref: "#/components/schemas/Mode" } }
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } }
      responses: { "200": { description: ok, content: { application/json: { schema: { type: object, additionalProperties: { $ref: "#/components/schemas/Answer" } } } } } }
components:
  schemas:
    Row: { type: object, properties: { a: { type: string }, b: { type: string } } }
    Choice: { type: object, properties: { a: { type: string } } }
    Kind: { type: string, enum: [big, small] }
    Sorting: { type: string, enum: [up, down] }
    Mode: { type: string, enum: [fast, slow] }
    Thing: { type: object, properties: { a: { type: string } } }
    Answer: { type: object, properties: { a: { type: string } } }
`;

test("each type that a generated method mentions is one that an operation uses", () => {
  const sources = { spec: { file: "shop.yaml", text: everyArgument }, overlays: [] };
  const graph = typeGraph(buildState(shopApi, sources).model);
  const texts = runPipeline(shopApi, sources).files.filter(({ path }) => path.startsWith("resources/"));
  const imported = texts.flatMap(({ text }) =>
    [...text.matchAll(/import type \{([^}]*)\} from "\.\.\/(?:models|enums)\.js"/g)].flatMap(([, names = ""]) =>
      names.split(",").map((name) => name.trim()),
    ),
  );
  expect([...imported].sort()).toEqual(["Answer", "Kind", "ListSendParams", "ObjectSendParams", "UnionSendParams"]);
  expect(imported.filter((name) => graph.usageOf(name).affected.operationIds.length === 0)).toEqual([]);
});

test("what happens to a type of a body that is a list is told of its operation", () => {
  const after = everyArgument.replace("b: { type: string }", "c: { type: integer }");
  expect(diffShop(everyArgument, after).findings.map(({ operationIds }) => operationIds)).toEqual(
    diffShop(everyArgument, after).findings.map(() => ["sendList"]),
  );
  expect(lines(diffShop(everyArgument, after)).join("\n")).not.toContain("no operation uses");
});
