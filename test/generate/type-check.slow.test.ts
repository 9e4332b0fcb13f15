import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Api } from "../../scripts/apis.js";
import { SpecError } from "../../scripts/diagnostics.js";
import { type GenerationPlan, planGeneration } from "../../scripts/generate/plan-generation.js";
import { nativeCompiler, portableCompiler, runCompiler } from "../../scripts/generate/run-compiler.js";
import { typeCheck } from "../../scripts/generate/type-check.js";
import { ROOT } from "../support/paths.js";
import { contentsOf, temporaryFolder, writeFiles } from "../support/temporary-project.js";

const api: Api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };
const contract = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example", x-environment: live }]
tags: [{ name: Orders }]
paths:
  /orders:
    post:
      tags: [Orders]
      operationId: createOrder
      parameters: [{ name: dry, in: query, schema: { type: boolean } }]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } }
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } } }
  /orders/{id}:
    get:
      tags: [Orders]
      operationId: retrieveOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } } }
webhooks:
  order.paid:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { paid: { type: boolean } } } } } }
      responses: { "200": { description: ok } }
components:
  schemas:
    Order:
      type: object
      properties:
        state: { $ref: "#/components/schemas/order_state" }
        buyer: { type: object, properties: { name: { type: string } } }
    order_state: { type: string, enum: [open, paid] }
`;

/** The first plan of a project without anything. */
async function firstPlan(): Promise<{ root: string; plan: GenerationPlan }> {
  const root = await temporaryFolder();
  return { root, plan: await planAgain(root) };
}

function planAgain(root: string): Promise<GenerationPlan> {
  const sources = { spec: { file: "specs/shop/openapi.yaml", text: contract }, overlays: [] };
  return planGeneration(root, api, sources, { useCache: true });
}

/** A plan in which one text of one generated file has become another: what a faulty emitter would have given. */
async function planWith(file: string, good: string, bad: string): Promise<{ root: string; plan: GenerationPlan }> {
  const { root, plan } = await firstPlan();
  if (plan.generated === undefined) throw new Error("the pipeline did not run");
  const given = plan.generated.files.find(({ path }) => path === file)?.text ?? "";
  expect(given).toContain(good);
  const files = plan.generated.files.map((row) =>
    row.path === file ? { path: row.path, text: row.text.replace(good, bad) } : row,
  );
  return { root, plan: { ...plan, generated: { ...plan.generated, files } } };
}

describe("what would not compile is refused, with what it was made from", () => {
  test.each([
    {
      name: "the signature of a method",
      file: "resources/orders.ts",
      good: "retrieve(id: string",
      bad: "retrieve(id: strin",
      want: { pointer: "/paths/~1orders~1{id}/get", line: 16, subject: "operation retrieveOrder", text: "TS2552" },
    },
    {
      name: "the call in a method",
      file: "resources/orders.ts",
      good: '"/orders",',
      bad: '"/order",',
      want: { pointer: "/paths/~1orders/post", line: 7, subject: "operation createOrder", text: "TS2" },
    },
    {
      name: "an import that is not used",
      file: "resources/orders.ts",
      good: "ApiPromise,",
      bad: "ApiPromise, CursorPager,",
      want: { pointer: "", line: 1, subject: "the API as a whole (resources/orders.ts)", text: "(and 1 more)" },
    },
    {
      name: "the params of a method",
      file: "models.ts",
      good: "dry?: boolean",
      bad: "dry?: booleen",
      want: { pointer: "/paths/~1orders/post", line: 7, subject: "operation createOrder", text: "TS2552" },
    },
    {
      name: "a component",
      file: "models.ts",
      good: "state?: OrderState",
      bad: "state?: OrderStates",
      want: { pointer: "/components/schemas/Order", line: 28, subject: "schema Order", text: "TS2552" },
    },
    {
      name: "an inline schema",
      file: "models.ts",
      good: "name?: string",
      bad: "name?: strin",
      want: { pointer: "/components/schemas/Order", line: 28, subject: "schema OrderBuyer", text: "TS2552" },
    },
    {
      name: "the body of an event",
      file: "models.ts",
      good: "paid?: boolean",
      bad: "paid?: booleen",
      want: { pointer: "/webhooks/order.paid/post", line: 23, subject: "event order.paid", text: "TS2552" },
    },
    {
      name: "the list of an enum",
      file: "enums.ts",
      good: '["open"',
      bad: '["opened"',
      want: { pointer: "/components/schemas/order_state", line: 33, subject: "schema", text: "TS2820" },
    },
    {
      name: "the wire type of an operation",
      file: "paths.ts",
      good: "dry?: boolean",
      bad: "dry?: booleen",
      want: { pointer: "/paths/~1orders/post", line: 7, subject: "operation createOrder", text: "TS2552" },
    },
    {
      name: "the wire type of a schema",
      file: "paths.ts",
      good: "paid?: boolean",
      bad: "paid?: booleen",
      want: { pointer: "/webhooks/order.paid/post", line: 23, subject: "event order.paid", text: "TS2552" },
    },
    {
      name: "an entry of the paths",
      file: "paths.ts",
      good: 'get: operations["retrieveOrder"]',
      bad: 'get: operations["retrieveOrders"]',
      want: { pointer: "/paths/~1orders~1{id}/get", line: 16, subject: "operation retrieveOrder", text: "TS2339" },
    },
    {
      name: "an event",
      file: "webhooks.ts",
      good: '"order.paid": OrderPaidEvent',
      bad: '"order.paid": OrderPaidEvents',
      want: { pointer: "/webhooks/order.paid/post", line: 23, subject: "event order.paid", text: "TS2552" },
    },
    {
      name: "the client",
      file: "client.ts",
      good: 'auth: "bearer"',
      bad: 'auth: "bear"',
      want: { pointer: "", line: 1, subject: "the API as a whole (client.ts)", text: "TS2322" },
    },
  ])("$name", async ({ file, good, bad, want }) => {
    const { root, plan } = await planWith(file, good, bad);
    const error: unknown = await typeCheck(root, [plan]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SpecError);
    if (!(error instanceof SpecError)) return;
    expect(error.toLine()).toMatch(
      new RegExp(
        `^specs/shop/openapi\\.yaml:${want.line}: emit/does-not-compile at ${want.pointer.replaceAll("{", "\\{") || "/"}: `,
      ),
    );
    expect(error.message).toContain(`the code of ${want.subject}`);
    expect(error.message).toContain(`generated/shop/${file}:`);
    expect(error.message).toContain(want.text);
    // Nothing is written, neither where it is generated nor as a note that it was.
    expect(await contentsOf(root)).toEqual({});
  });
});

test("several errors are told together, each once, those of no single part last", async () => {
  const { root, plan } = await planWith("webhooks.ts", '"order.paid": OrderPaidEvent', '"order.paid": Missing');
  const error: unknown = await typeCheck(root, [plan]).catch((reason: unknown) => reason);
  const lines = error instanceof SpecError ? error.toLines().split("\n") : [];
  expect(lines.map((line) => /the code of (.*?) would not/.exec(line)?.[1])).toEqual([
    "event order.paid",
    "the API as a whole (webhooks.ts)",
  ]);
});

test("what compiles is compiled once", async () => {
  const { root, plan } = await firstPlan();
  const started: string[] = [];
  await typeCheck(root, [plan], (titles) => started.push(...titles));
  await plan.remember();
  expect(started).toEqual(["Shop"]);

  // The files are not in place, so that the pipeline runs again; it gives the same.
  const again = await planAgain(root);
  expect(again.generated).toBeDefined();
  await typeCheck(root, [again], (titles) => started.push(...titles));
  expect(started).toEqual(["Shop"]);

  // Against another runtime it may not compile.
  await writeFiles(root, { "src/runtime/index.ts": "export type Uploadable = Blob;\n" });
  const other = await planAgain(root);
  const error: unknown = await typeCheck(root, [other], (titles) => started.push(...titles)).catch((reason) => reason);
  expect(started).toEqual(["Shop", "Shop"]);
  expect(error).toMatchObject({ code: "emit/does-not-compile" });
});

test("a runtime that does not compile is named where the generated code does not either, and is no matter alone", async () => {
  const { root, plan } = await planWith("models.ts", "dry?: boolean", "dry?: booleen");
  const runtime = await contentsOf(join(ROOT, "src/runtime"));
  const broken = Object.entries(runtime).map(([path, text]) => [
    `src/runtime/${path}`,
    path === "index.ts" ? `${text}export const wrong: string = 1;\n` : text,
  ]);
  await writeFiles(root, { ...Object.fromEntries(broken), "package.json": '{ "type": "module" }' });
  await mkdir(join(root, "node_modules"));
  await symlink(join(ROOT, "node_modules/openapi-fetch"), join(root, "node_modules/openapi-fetch"));
  await expect(typeCheck(root, [plan])).rejects.toThrow(
    /models\.ts:18:54: .* src\/runtime\/index\.ts does not compile either/,
  );
  await typeCheck(root, [await planAgain(root)]);
});

test("the compiler for every platform says the same as the native one", async () => {
  const { plan } = await planWith("models.ts", "dry?: boolean", "dry?: booleen");
  const files = (plan.generated?.files ?? []).map(({ path, text }) => ({ path: `generated/shop/${path}`, text }));
  const native = nativeCompiler();
  expect(native).toBeDefined();
  const errors = await runCompiler(files, ROOT, native);
  expect(errors).toEqual([
    { file: "generated/shop/models.ts", line: expect.any(Number), column: 54, text: expect.stringContaining("TS2552") },
  ]);
  expect(await runCompiler(files, ROOT, portableCompiler())).toEqual(errors);
});
