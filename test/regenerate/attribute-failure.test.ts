import { expect, test } from "vitest";
import { apiWith } from "../../scripts/apis.js";
import type { ContractDiff } from "../../scripts/diff/report/findings.js";
import { buildState } from "../../scripts/pipeline.js";
import { attributeFailure } from "../../scripts/regenerate/attribute-failure.js";
import type { BrokenPlace } from "../../scripts/regenerate/verify.js";
import { temporaryFolder } from "../support/temporary-project.js";

const whop = apiWith("whop");

/** Orders have a customer of their own type; files are another resource. */
const contract = (file: string) => `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://api.example.test" }]
tags: [{ name: Orders }, { name: Files }]
security: [{ bearerAuth: [] }]
paths:
  /orders/{id}:
    get:
      tags: [Orders]
      operationId: retrieveOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } } }
  /files:
    post:
      tags: [Files]
      operationId: ${file}
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }
      responses: { "200": { description: "", content: { application/json: { schema: { type: object, properties: { url: { type: string } } } } } } }
components:
  securitySchemes: { bearerAuth: { type: http, scheme: bearer } }
  schemas:
    Order: { type: object, properties: { customer: { $ref: "#/components/schemas/Customer" } } }
    Customer: { type: object, properties: { name: { type: string } } }
`;

const state = (file: string) => buildState(whop, { spec: { file: "a.yaml", text: contract(file) }, overlays: [] });

const diffWith = (operationIds: readonly string[], severity: "major" | "patch" = "major"): ContractDiff => ({
  api: "whop",
  verdict: severity,
  counts: { major: 1, minor: 0, patch: 0 },
  findings: [
    {
      kind: "response-property-removed",
      severity,
      level: "both",
      operationId: operationIds[0] ?? null,
      operationIds,
      methods: [],
      events: [],
      pointer: "",
      before: null,
      after: null,
      statement: "",
      overlay: [],
      advice: "",
    },
  ],
  notes: [],
});

const generated = `/** A customer. */
export interface Customer {
  name?: string;
}

/** An order. */
export interface Order {
  customer?: Missing;
}
`;

const all = ["retrieveOrder", "createFile", "addFile"];
const order = [["retrieveOrder", "whop.orders.retrieve"]];
const file = [["createFile", "whop.files.create"]];

test.each<{
  name: string;
  place: BrokenPlace;
  changed?: readonly string[];
  severity?: "patch";
  want: readonly string[][];
}>([
  {
    name: "a test that has the operation in its name",
    place: { file: "test/wire.test.ts", title: "whop > createFile sends the body", text: "AssertionError" },
    want: file,
  },
  {
    name: "a compiler error about a method that was removed",
    place: { file: "src/whop.ts", title: "", text: "TS2339: Property 'create' does not exist on type 'Files'." },
    want: file,
  },
  {
    name: "a call in the line of the error",
    place: { file: "src/call.ts", line: 2, title: "", text: "TS2345: Argument of type 'number' is not assignable." },
    want: order,
  },
  {
    name: "the type of a response",
    place: { file: "src/a.ts", title: "", text: "TS2339: Property 'url' does not exist on type 'FileCreateResponse'." },
    want: file,
  },
  {
    name: "a type inside of a response",
    place: { file: "src/a.ts", title: "", text: "TS2339: Property 'name' does not exist on type 'Customer'." },
    want: order,
  },
  {
    name: "a line of generated code belongs to the type around it",
    place: { file: "generated/whop/models.ts", line: 8, title: "", text: "TS2304: Cannot find name 'Missing'." },
    want: order,
  },
  {
    name: "an operation that has not changed is not a cause",
    place: { file: "test/wire.test.ts", title: "createFile sends the body", text: "" },
    changed: ["retrieveOrder"],
    want: [],
  },
  {
    name: "nor is one of which only the descriptions have",
    place: { file: "test/wire.test.ts", title: "createFile sends the body", text: "" },
    severity: "patch",
    want: [],
  },
  {
    name: "a place that names none is attributed to none",
    place: { file: "test/a.test.ts", title: "adds up", text: "expected 1 to be 2" },
    want: [],
  },
  {
    name: "part of a longer word is no name",
    place: { file: "test/a.test.ts", title: "createFiles, profiles.creates", text: "" },
    want: [],
  },
])("$name", async ({ place, changed = all, severity, want }) => {
  const root = await temporaryFolder({
    "generated/whop/models.ts": generated,
    "src/call.ts": "const id = 1;\nawait whop.orders.retrieve(id);\n",
  });
  const states = { before: state("createFile"), after: state("createFile") };
  const causes = await attributeFailure(root, [place], [{ diff: diffWith(changed, severity), states }]);
  expect(causes.map(({ operationId, method }) => [operationId, method])).toEqual(want);
});

test("an operation that was removed or renamed is known by its old name and its new one", async () => {
  const states = { before: state("createFile"), after: state("addFile") };
  const place = (title: string): BrokenPlace => ({ file: "test/a.test.ts", title, text: "" });
  const candidates = [{ diff: diffWith(all), states }];
  expect(await attributeFailure(await temporaryFolder(), [place("createFile"), place("addFile")], candidates)).toEqual([
    { api: "whop", operationId: "addFile", method: "whop.files.add" },
    { api: "whop", operationId: "createFile", method: "whop.files.create" },
  ]);
});
