import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { apis } from "../../scripts/apis.js";
import { parseSpec } from "../../scripts/load/load-spec.js";
import { applyOverlays } from "../../scripts/overlay/apply-overlays.js";
import { loadOverlay } from "../../scripts/overlay/load-overlay.js";

// Redocly's `bundle --overlay` is an implementation of the standard that shares no code with ours.
const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "overlay-"));
afterAll(() => rmSync(folder, { recursive: true }));

const CONTRACT = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example" }]
tags: [{ name: Orders }, { name: Cards }]
paths:
  /orders:
    get:
      tags: [Orders]
      operationId: listOrders
      summary: List
      parameters:
        - { name: first, in: query, schema: { type: integer } }
        - { name: trace, in: header, schema: { type: string } }
        - { name: after, in: query, schema: { type: string } }
      responses: { "200": { description: ok }, "404": { description: none } }
    post:
      tags: [Orders]
      operationId: createOrder
      responses: { "200": { description: ok } }
  /cards/{id}:
    delete:
      tags: [Cards]
      operationId: deleteCard
      deprecated: true
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: ok } }
components:
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id: { type: string, example: o_1 }
        card: { $ref: "#/components/schemas/Card" }
        lines: { type: array, items: { type: object, properties: { id: { type: string } } } }
    Card: { type: object, properties: { id: { type: string }, kind: { type: string, enum: [visa] } } }
`;

/** Every kind of action; later ones see what earlier ones did. */
const ACTIONS = [
  { target: "$.info", update: { title: "The Shop", contact: { name: "Owner" } } },
  { target: "$.info.version", update: "2" },
  { target: "$.servers", update: { url: "https://test.example" } },
  { target: "$.tags", update: [{ name: "Refunds" }, { name: "Returns" }] },
  { target: "$", update: { "x-top": { a: [1] } } },
  { target: "$['x-top']", update: { a: [2], b: null } },
  { target: "$.components.schemas.Order", update: { required: ["lines"], properties: { id: { minLength: 3 } } } },
  { target: "$.components.schemas['Order','Card','Order']", update: { "x-touched": ["once"] } },
  { target: "$.components.schemas.*.properties.id", update: { description: "The id." } },
  { target: "$..properties", update: { note: { type: "object", properties: { text: { type: "string" } } } } },
  { target: "$..[?@.type == 'string']", update: { "x-text": true } },
  { target: "$.paths.*[?@.deprecated == true]", update: { "x-gone": { after: "2027-01-01" } } },
  { target: "$.paths.*.*.responses", update: { "429": { description: "too many" } } },
  { target: "$.paths['/orders'].get.parameters[?@.in == 'query']", remove: true },
  { target: "$.paths['/orders'].get.parameters[-1]", update: { required: false } },
  { target: "$.paths['/orders'].get.tags[0]", remove: true },
  { target: "$.paths['/orders'].get.summary", remove: true },
  { target: "$.paths['/orders'].get.responses['404']", remove: true },
  { target: "$.paths[?@.delete].delete.deprecated", remove: true },
  { target: "$..example", remove: true },
  { target: "$.tags[?match(@.name, 'R.*')]", remove: true },
  { target: "$.components.schemas.Card.properties.kind.enum", update: ["amex", "jcb"] },
  { target: "$.components.schemas.Card.properties.kind.enum[0,2]", remove: true },
];

const REASON = { description: "To see that it is done alike." };

test("each kind of action does what Redocly's overlay does", () => {
  const actions = ACTIONS.map((action) => ({ ...action, ...REASON }));
  const overlay = JSON.stringify({ overlay: "1.0.0", info: { title: "All kinds", version: "1" }, actions });
  writeFileSync(join(folder, "openapi.yaml"), CONTRACT);
  writeFileSync(join(folder, "overlay.json"), overlay);
  const ours = applyOverlays(parseSpec("openapi.yaml", CONTRACT), [loadOverlay("overlay.json", overlay)]).document;
  expect(ours).toEqual(bundled(join(folder, "openapi.yaml"), [join(folder, "overlay.json")]));
});

const rows = apis
  .map(({ id, overlays }) => ({
    id,
    files: ["openapi.yaml", ...overlays].map((name) => join(root, "specs", id, name)),
  }))
  .filter(({ files }) => files.length > 1 && files.every((file) => existsSync(file)));

test.each(rows)("the overlays of $id give what Redocly makes of them", ({ files: [contract = "", ...overlays] }) => {
  const spec = parseSpec(contract, readFileSync(contract, "utf8"));
  const loaded = overlays.map((file) => loadOverlay(file, readFileSync(file, "utf8")));
  expect(applyOverlays(spec, loaded).document).toEqual(bundled(contract, overlays));
});

function bundled(contract: string, overlays: readonly string[]): unknown {
  const output = join(folder, "bundled.json");
  const cli = join(root, "node_modules/@redocly/cli/bin/cli.js");
  const options = overlays.flatMap((file) => ["--overlay", file]);
  execFileSync(process.execPath, [cli, "bundle", contract, ...options, "--output", output], {
    cwd: folder,
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    stdio: "pipe",
  });
  return JSON.parse(readFileSync(output, "utf8"));
}
