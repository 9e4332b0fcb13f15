import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { driftText } from "../../scripts/drift/drift-text.js";
import { type DriftFinding, type DriftTarget, findDrift, isFailure } from "../../scripts/drift/find-drift.js";
import type { OpenApiDocument, Schema } from "../../scripts/load/openapi.js";

const json = (schema: Schema) => ({ content: { "application/json": { schema } } });
const order = { $ref: "#/components/schemas/Order" };
const document: OpenApiDocument = {
  openapi: "3.1.0",
  info: { title: "Shop", version: "1" },
  paths: {
    "/orders": {
      post: {
        operationId: "createOrder",
        requestBody: json({ $ref: "#/components/schemas/OrderRequest" }),
        responses: { "201": { description: "", ...json(order) }, "4XX": { description: "", ...json({}) } },
      },
      get: {
        operationId: "listOrders",
        responses: {
          "200": {
            description: "",
            ...json({ type: "object", required: ["data"], properties: { data: { type: "array", items: order } } }),
          },
        },
      },
    },
    "/orders/{id}": {
      get: { operationId: "retrieveOrder", responses: { "200": { description: "", ...json(order) } } },
      delete: { operationId: "deleteOrder", responses: { "204": { description: "" } } },
    },
  },
  webhooks: {
    "order.paid": { post: { requestBody: json({ $ref: "#/components/schemas/PaidEvent" }), responses: {} } },
    "order.paid.late": { post: { requestBody: json({ $ref: "#/components/schemas/LateEvent" }), responses: {} } },
  },
  components: {
    schemas: {
      Order: {
        type: "object",
        required: ["id", "status"],
        properties: {
          id: { type: "string", maxLength: 10 },
          status: { type: "string", enum: ["open", "paid"] },
          note: { type: ["string", "null"] },
          paid_at: { type: "string", format: "date-time" },
          total: { type: "integer", minimum: 1 },
          rate: { type: "number" },
          method: { $ref: "#/components/schemas/Method" },
          "a/b": {
            allOf: [
              { type: "object", properties: { x: { type: "string" } } },
              { properties: { y: { type: "string" } } },
            ],
          },
          labels: { type: "object", additionalProperties: { type: "string" } },
          exact: { type: "object", properties: { one: { type: "string" } }, additionalProperties: false },
          size: { enum: ["s", "l"] },
          named: { type: "object", required: ["toString"], properties: { toString: { type: "string" } } },
          any: {},
          free: { type: "object" },
        },
      },
      Method: {
        oneOf: [
          {
            type: "object",
            required: ["kind", "last4"],
            properties: { kind: { type: "string", const: "card" }, last4: { type: "string" } },
          },
          {
            type: "object",
            required: ["kind", "iban"],
            properties: { kind: { type: "string", const: "bank" }, iban: { type: "string" } },
          },
          { type: "null" },
        ],
      },
      OrderRequest: {
        type: "object",
        required: ["items"],
        properties: { items: { type: "array", items: { type: "string" } }, speed: { enum: ["fast", "slow"] } },
      },
      PaidEvent: event("order.paid"),
      LateEvent: event("order.paid.late"),
    },
  },
};

function event(type: string): Schema {
  const properties = { type: { type: "string", const: type }, data: order, sent: { type: "string" } };
  return { type: "object", required: ["type", "data", "sent"], properties };
}

const target: DriftTarget = {
  api: "shop",
  document,
  methods: new Map([
    ["createOrder", "shop.orders.create"],
    ["listOrders", "shop.orders.list"],
    ["retrieveOrder", "shop.orders.retrieve"],
  ]),
  eventTypes: new Map([["order.paid", "OrderPaidEvent"]]),
};

const good = { id: "o_1", status: "open" };
const at = "/components/schemas/Order";
const drift = (file: string, value: unknown) => findDrift(target, [{ file, text: JSON.stringify(value) }]);
const brief = ({ kind, severity, samplePointer, pointer }: DriftFinding) =>
  `${severity} ${kind} ${samplePointer} ${pointer}`;

describe("one spoiled place, one finding", () => {
  test.each([
    ["nothing", {}, []],
    ["another type", { total: "12" }, [`contradicts wrong-type /total ${at}/properties/total/type`]],
    ["a fraction for an integer", { total: 1.5 }, [`contradicts wrong-type /total ${at}/properties/total/type`]],
    ["an integer for a number", { rate: 1 }, []],
    ["below a bound", { total: 0 }, [`contradicts out-of-bounds /total ${at}/properties/total/minimum`]],
    ["a text too long", { id: "o".repeat(11) }, [`contradicts out-of-bounds /id ${at}/properties/id/maxLength`]],
    ["a text as long as may be, of characters that count twice elsewhere", { id: "😀".repeat(10) }, []],
    [
      "a date for a date-time",
      { paid_at: "2026-01-01" },
      [`contradicts wrong-format /paid_at ${at}/properties/paid_at/format`],
    ],
    ["null where it is not allowed", { total: null }, [`contradicts null /total ${at}/properties/total/type`]],
    ["null where it is allowed", { note: null, method: null }, []],
    ["a new value of an enum", { status: "lost" }, [`lacks unknown-value /status ${at}/properties/status/enum`]],
    [
      "a value that no enum of texts can grow to",
      { status: 3 },
      [`contradicts wrong-type /status ${at}/properties/status/type`],
    ],
    ["a field that must be there", { id: undefined }, [`contradicts missing-field /id ${at}/required`]],
    [
      "a number for an enum of texts without a type",
      { size: 3 },
      [`contradicts wrong-type /size ${at}/properties/size/enum`],
    ],
    [
      "a field that must be there and has a name that objects have",
      { named: {} },
      [`contradicts missing-field /named/toString ${at}/properties/named/required`],
    ],
    ["an unknown field", { risk: 3 }, [`lacks unknown-field /risk ${at}`]],
    ["an unknown field with a name that objects have", { constructor: 3 }, [`lacks unknown-field /constructor ${at}`]],
    [
      "an unknown field where no other is allowed",
      { exact: { two: 2 } },
      [`contradicts unknown-field /exact/two ${at}/properties/exact`],
    ],
    ["fields of both parts of an allOf", { "a/b": { x: "1", y: "2" } }, []],
    ["an unknown field beside an allOf", { "a/b": { z: "1" } }, [`lacks unknown-field /a~1b/z ${at}/properties/a~1b`]],
    [
      "a wrong value in a record",
      { labels: { a: "1", b: 2 } },
      [`contradicts wrong-type /labels/b ${at}/properties/labels/additionalProperties/type`],
    ],
    ["anything where anything goes", { any: [1, { a: null }], free: { b: 1 } }, []],
    ["a member of a union", { method: { kind: "bank", iban: "DE" } }, []],
    [
      "an unknown field of the member that the constant names",
      { method: { kind: "bank", iban: "DE", bic: "X" } },
      ["lacks unknown-field /method/bic /components/schemas/Method/oneOf/1"],
    ],
    [
      "a missing field of the member that the constant names",
      { method: { kind: "bank", last4: "1" } },
      [
        "contradicts missing-field /method/iban /components/schemas/Method/oneOf/1/required",
        "lacks unknown-field /method/last4 /components/schemas/Method/oneOf/1",
      ],
    ],
    ["no member's kind", { method: "cash" }, ["contradicts wrong-type /method /components/schemas/Method/oneOf"]],
  ])("%s", (_name, change, want) => {
    const value = { ...good, ...change };
    expect(drift("retrieveOrder.200.json", value).findings.map(brief)).toEqual(want);
  });

  test("in a request an enum is closed", () => {
    const { findings } = drift("createOrder.request.json", { items: [], speed: "warp" });
    expect(findings.map(brief)).toEqual([
      "contradicts unknown-value /speed /components/schemas/OrderRequest/properties/speed/enum",
    ]);
  });

  test("what all items of a list differ in is said once", () => {
    const data = [1, 2, 3].map((number) => ({ ...good, risk: number, total: "1" }));
    const { findings } = drift("listOrders.200.json", { data });
    expect(findings.map(({ kind, samplePointer, times }) => [kind, samplePointer, times])).toEqual([
      ["wrong-type", "/data/0/total", 3],
      ["unknown-field", "/data/0/risk", 3],
    ]);
  });
});

describe("what a sample is of", () => {
  const paid = { type: "order.paid", data: good, sent: "x" };
  test.each([
    ["its name: operation and status", "retrieveOrder.200.json", good, "name: response 200 of shop.orders.retrieve"],
    [
      "folders as well as dots, and the reader's own words",
      "v1/retrieveOrder/200/paid.late.json",
      good,
      "name: response 200 of shop.orders.retrieve",
    ],
    ["a range of statuses", "createOrder.404.json", { any: 1 }, "name: response 4XX of shop.orders.create"],
    ["the request", "createOrder/request.json", { items: [] }, "name: request of shop.orders.create"],
    ["the good answer", "createOrder.response.json", good, "name: response 201 of shop.orders.create"],
    [
      "the operation alone, and the content for the rest",
      "createOrder.json",
      { items: ["a"] },
      "name: request of shop.orders.create",
    ],
    ["an event", "order.paid.event.json", paid, "name: event order.paid"],
    [
      "the longer of two events",
      "events/order.paid.late/1.json",
      { ...paid, type: "order.paid.late" },
      "name: event order.paid.late",
    ],
    ["the content: an event by its type", "a.json", paid, "content: event order.paid"],
    [
      "the content: one schema of several operations",
      "a.json",
      { ...good, risk: 1 },
      "content: response 201 of shop.orders.create and 1 more",
    ],
    ["the content: a list", "a.json", { data: [good] }, "content: response 200 of shop.orders.list"],
    ["nothing: no schema knows its fields", "a.json", { one: 1, two: 2 }, "unmatched"],
    ["nothing: no object", "a.json", [1], "unmatched"],
    ["nothing: as good for the one as for the other", "createOrder.json", { id: "o_1", speed: "fast" }, "ambiguous"],
    [
      "a name that is none of the contract's",
      "retrieveOrders.200.json",
      good,
      "content: response 201 of shop.orders.create and 1 more",
    ],
  ])("%s", (_name, file, value, want) => {
    const [report] = drift(file, value).samples;
    expect(report?.by ? `${report.by}: ${report.is}` : report?.status).toBe(want);
  });

  test.each([
    [
      "an answer",
      "retrieveOrder.409.json",
      good,
      "lacks no-such-body  /paths/~1orders~1{id}/get/responses",
      "shop.orders.retrieve: the contract has no body for response 409. Add it.",
    ],
    [
      "a body where there is none",
      "deleteOrder.204.json",
      good,
      "lacks no-such-body  /paths/~1orders~1{id}/delete/responses",
      "deleteOrder: the contract has no body for response 204. Add it.",
    ],
    [
      "an event, by its name",
      "order.lost.event.json",
      paid,
      "lacks no-such-event  /webhooks",
      "No method is affected: the webhooks of shop have no event order.lost, so it arrives without a type. Add it to the contract.",
    ],
    [
      "an event, by its content",
      "a.json",
      { ...paid, type: "order.lost" },
      "lacks no-such-event  /webhooks",
      "No method is affected: the webhooks of shop have no event order.lost, so it arrives without a type. Add it to the contract.",
    ],
  ])("the contract lacks %s", (_name, file, value, want, message) => {
    const { findings } = drift(file, value);
    expect(findings.map(brief)).toEqual([want]);
    expect(findings[0]?.message).toBe(message);
  });
});

test("messages name the method, or that there is none", () => {
  const message = (file: string, value: unknown) => drift(file, value).findings.map((finding) => finding.message);
  expect(message("retrieveOrder.200.json", { ...good, risk: 3, status: "lost", total: null })).toEqual([
    "shop.orders.retrieve: `total` is null in the sample, which the contract does not allow (integer).",
    'shop.orders.retrieve: `status` is "lost" in the sample, which `Order` does not list; it arrives as an unknown value.',
    "shop.orders.retrieve: `Order` has no field `risk` (integer in the sample); callers receive it without a type.",
  ]);
  expect(
    message("order.paid.event.json", { type: "order.paid", data: { ...good, "x\n::error::y": 1 }, sent: "s" }),
  ).toEqual([
    'webhook event order.paid (no method; type `OrderPaidEvent`): `Order` has no field `data."x\\n::error::y"` (integer in the sample); callers receive it without a type.',
  ]);
});

describe("a bad sample is said and the others are compared", () => {
  test.each([
    ["not JSON", "{a", /^It is not JSON: .+ Save the body alone, as JSON\.$/],
    ["empty", "", /^It is not JSON: /],
    ["an HTML page", "<html>", /^It is not JSON: /],
    ["YAML", "id: o_1", /^It is not JSON: /],
    ["a key twice", '{"id":"a","id":"b"}', /^load\/duplicate-key at \/id: .+ Save the body as the page shows it\.$/],
    ["a key that changes objects", '{"__proto__":{"a":1}}', /__proto__/],
    ["too deep", `${"[".repeat(5_000)}${"]".repeat(5_000)}`, /^load\/too-deep at /],
    ["too large", `"${"x".repeat(1024 * 1024)}"`, /^It is larger than 1048576 bytes\. Save one body a file\.$/],
  ])("%s", (_name, text, want) => {
    const report = findDrift(target, [
      { file: "retrieveOrder.200.bad.json", text },
      { file: "retrieveOrder.200.json", text: JSON.stringify({ ...good, risk: 1 }) },
    ]);
    expect(report.samples.map(({ status }) => status)).toEqual(["unreadable", "checked"]);
    expect(report.samples[0]?.problem).toMatch(want);
    expect(report.samples[0]?.problem).not.toMatch(/[\r\n]/);
    expect(report.counts).toEqual({ samples: 2, checked: 1, unchecked: 1, lacks: 1, contradicts: 0 });
    expect(report.verdict).toBe("lacks");
  });
});

test("the text: counts, what contradicts, what lacks, what was not compared, and what was chosen", () => {
  const report = findDrift(target, [
    {
      file: "a.json",
      text: JSON.stringify({
        data: [
          { ...good, total: "1" },
          { ...good, total: "2", "b\u001b[2J": 1 },
        ],
      }),
    },
    { file: "b\n::error::.json", text: "{" },
    { file: "retrieveOrder.200.json", text: JSON.stringify({ ...good, status: "lost" }) },
  ]);
  expect(driftText(report, "samples", "shop.yaml", (pointer) => (pointer.endsWith("/enum") ? undefined : 7))).toBe(
    `shop: 3 samples, 2 compared; the contract contradicts 1 and lacks 2

The contract contradicts:
  shop.orders.list: \`data[].total\` is of type string in the sample, and of type integer in the contract.
    samples/a.json at /data/0/total and 1 more; shop.yaml:7 /components/schemas/Order/properties/total/type

The contract lacks:
  shop.orders.list: \`Order\` has no field \`data[]."b\\u001b[2J"\` (integer in the sample); callers receive it without a type.
    samples/a.json at /data/1/b\\u{1b}[2J; shop.yaml:7 /components/schemas/Order
  shop.orders.retrieve: \`status\` is "lost" in the sample, which \`Order\` does not list; it arrives as an unknown value.
    samples/retrieveOrder.200.json at /status; shop.yaml /components/schemas/Order/properties/status/enum

Not compared:
  samples/b\\u{a}::error::.json: It is not JSON: Expected property name or '}' in JSON at position 1. Save the body alone, as JSON.

Chosen by content, since the name does not say:
  samples/a.json: response 200 of shop.orders.list
`.replace(/It is not JSON: .*?\. Save/, () => `${report.samples[1]?.problem?.split(" Save")[0]} Save`),
  );
});

test("the JSON is what its schema says, and the schema refuses what is not", () => {
  const report = findDrift(target, [
    { file: "a.json", text: "{" },
    { file: "order.lost.event.json", text: "{}" },
    { file: "retrieveOrder.200.json", text: '{"risk":1,"status":3}' },
  ]);
  const schema = readFileSync(new URL("../../scripts/drift/drift.schema.json", import.meta.url), "utf8");
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(schema));
  expect(validate(JSON.parse(JSON.stringify(report))), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...report, verdict: "major" })).toBe(false);
  expect(validate({ ...report, findings: [{ ...report.findings[0], kind: "other" }] })).toBe(false);
});

test.each([
  ["a sample that was not compared", { unchecked: 1 }, "never", true],
  ["findings, when nobody asked", { lacks: 1, contradicts: 1 }, "never", false],
  ["a lack, when contradictions are asked for", { lacks: 1 }, "contradicts", false],
  ["a contradiction, when it is asked for", { contradicts: 1 }, "contradicts", true],
  ["a lack, when it is asked for", { lacks: 1 }, "lacks", true],
  ["a contradiction, when lacks are asked for", { contradicts: 1 }, "lacks", true],
  ["nothing found", {}, "lacks", false],
] as const)("%s: exit code", (_name, some, failOn, want) => {
  const counts = { samples: 3, checked: 3, unchecked: 0, lacks: 0, contradicts: 0, ...some };
  expect(isFailure({ counts }, failOn)).toBe(want);
});
