import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clone, cloneProject } from "../regenerate/project-clone.js";

let clone: Clone;
beforeAll(async () => {
  clone = await cloneProject();
});
afterAll(() => clone.remove());

/** An API with an enum, an event, and schemas that are called like what the runtime exports. */
const CONTRACT = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://api.shop.example/v1" }]
security: [{ key: [] }]
paths:
  /orders/{id}:
    get:
      operationId: retrieveOrder
      tags: [Orders]
      summary: Get an order.
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: The order.
          content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } }
webhooks:
  order.paid:
    post:
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/OrderPaid" } } } }
      responses: { "200": { description: Received. } }
components:
  securitySchemes: { key: { type: http, scheme: bearer } }
  schemas:
    MoneyAmount: { type: object, properties: { cents: { type: integer } } }
    OrderStatus: { type: string, enum: [open, paid] }
    Order:
      type: object
      required: [id, status]
      properties:
        id: { type: string }
        status: { $ref: "#/components/schemas/OrderStatus" }
        total: { $ref: "#/components/schemas/MoneyAmount" }
    OrderPaid:
      type: object
      required: [type, data]
      properties: { type: { type: string, const: order.paid }, data: { $ref: "#/components/schemas/Order" } }
`;

const PROGRAM = `import Shop, { type Order, OrderStatusValues, type WebhookEvent } from "../src/shop.js";

const calls: string[] = [];
const shop = new Shop({
  apiKey: "k",
  fetch: async (input, init) => {
    const request = new Request(input, init);
    calls.push(\`\${request.method} \${request.url} \${request.headers.get("authorization")}\`);
    return Response.json({ id: "o_1", status: "paid", total: { cents: 5 } });
  },
});
const order: Order = await shop.orders.retrieve("o_1");
const total: number | undefined = order.total?.cents;
export const typeOf = (event: WebhookEvent): string => event.type;
console.log(JSON.stringify([calls, order.id, total, OrderStatusValues]));
`;

function addApi(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { INIT_CWD: _, npm_lifecycle_event: __, ...env } = process.env;
  return spawnSync(process.execPath, ["scripts/run.mjs", "add-api", ...args], {
    cwd: clone.root,
    env,
    encoding: "utf8",
  });
}

function run(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: clone.root, encoding: "utf8" });
}

const given = ["--id", "shop", "--name", "Shop"];

test("what cannot be added leaves the project as it was", () => {
  writeFileSync(join(clone.root, "../shop.yaml"), CONTRACT);
  writeFileSync(
    join(clone.root, "../bad.yaml"),
    CONTRACT.replace('{ $ref: "#/components/schemas/OrderStatus" }', '{ $ref: "#/nowhere" }'),
  );
  writeFileSync(join(clone.root, "../digest.yaml"), CONTRACT.replace("scheme: bearer", "scheme: digest"));
  const from = ["--from", "../shop.yaml"];
  const rows: readonly (readonly [readonly string[], RegExp])[] = [
    [["--id", "shop", "--name", "Shop"], /^--id, --name and --from are needed/],
    [["--id", "whop", "--name", "Shop", ...from], /^There is an API "whop" already/],
    [["--id", "webhooks", "--name", "Shop", ...from], /^--id webhooks: there is src\/webhooks\.ts already/],
    [["--id", "../shop", "--name", "Shop", ...from], /^--id takes a name for folders/],
    [["--id", "con", "--name", "Shop", ...from], /^--id takes a name for folders/],
    [["--id", "shop", "--name", "shop", ...from], /^--name takes the name of a class/],
    [["--id", "shop", "--name", "Whop", ...from], /^--name Whop is the name of the API "whop" already/],
    [["--id", "shop", "--name", "APIError", ...from], /^--name APIError is taken/],
    [["--id", "shop", "--name", "Promise", ...from], /^--name Promise is taken/],
    [[...given, ...from, "--env-prefix", "WHOP"], /^--env-prefix WHOP belongs to the API "whop"/],
    [[...given, ...from, "--env-prefix", "a b"], /^--env-prefix takes/],
    [[...given, "--from", "../nowhere.yaml"], /contract\/unreadable .*Nothing was added\.\n$/],
    [[...given, "--from", "../bad.yaml"], /load\/dangling-ref .*Nothing was added\.\n$/],
    [[...given, "--from", "../digest.yaml"], /model\/credentials .*Nothing was added\.\n$/s],
    [[...given, "--from", "../shop.yaml", "--as-is", "--from", "../bad.yaml"], /^--as-is takes one file/],
  ];
  for (const [args, want] of rows) {
    const { status, stderr } = addApi(...args);
    expect([args, status, stderr.replace(/^Shop: .*\n/gm, "")]).toEqual([args, 1, expect.stringMatching(want)]);
    expect([args, clone.status()]).toEqual([args, ""]);
  }
});

test.each([
  { how: "pulled", args: [] },
  { how: "copied", args: ["--as-is"] },
])("an API whose contract is $how is generated, compiles, is exported, and can be called", ({ args }) => {
  clone.reset();
  const added = addApi(...given, "--from", "../shop.yaml", ...args);
  expect([added.status, added.stderr]).toEqual([0, expect.stringContaining('is "MoneyAmountSchema"')]);
  const contract = readFileSync(join(clone.root, "specs/shop/openapi.yaml"), "utf8");
  expect(contract === CONTRACT).toBe(args.length > 0);

  // What `npm run check` and the lists of the tests say of it.
  run(
    "node_modules/@biomejs/biome/bin/biome",
    "ci",
    "--error-on-warnings",
    "--colors=off",
    "scripts",
    "src",
    "package.json",
  );
  expect(run("scripts/run.mjs", "generate", "--check")).toContain("Shop: 1 operations, 1 webhooks");
  const tests = ["test/architecture.test.ts", "test/exports.test.ts"];
  run("node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts", "--project", "quick", ...tests);

  const folder = join(clone.root, "examples");
  writeFileSync(join(folder, "shop.ts"), PROGRAM);
  run("node_modules/typescript/bin/tsc", "-p", ".");
  expect(JSON.parse(run("--import", "tsx", join(folder, "shop.ts")))).toEqual([
    ["GET https://api.shop.example/v1/orders/o_1 Bearer k"],
    "o_1",
    5,
    ["open", "paid"],
  ]);

  // The package has the entry.
  run("scripts/run.mjs", "build");
  const self =
    'const { Shop } = await import("disputekit/shop"); console.log(typeof new Shop({ apiKey: "k" }).orders.retrieve)';
  expect(run("--input-type=module", "--eval", self).trim()).toBe("function");

  expect(addApi(...given, "--from", "../shop.yaml")).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^There is an API "shop"/),
  });
});
