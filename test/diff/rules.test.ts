import { describe, expect, test } from "vitest";
import { messageOf } from "../../scripts/diff/report/finding-text.js";
import type { Finding } from "../../scripts/diff/report/findings.js";
import { diffShop, type Edit, edited, shop, shopApi } from "./shop.js";

interface Row {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Severity, kind and pointer of each finding. */
  readonly want: readonly string[];
}

const rows: readonly Row[] = [
  {
    name: "operation added",
    edits: [
      [
        /webhooks:/,
        `  /carts:\n    get: { tags: [Carts], operationId: listCart, responses: { "200": { description: ok } } }\nwebhooks:`,
      ],
    ],
    want: ["minor operation-added /paths/~1carts/get"],
  },
  {
    name: "operation removed",
    edits: [[/ {2}\/orders\/\{id\}:[\s\S]*?(?=webhooks:)/, ""]],
    want: ["major operation-removed /paths/~1orders~1{id}/get"],
  },
  {
    name: "path moved",
    edits: [["/orders/{id}:", "/v2/orders/{id}:"]],
    want: ["major operation-moved /paths/~1v2~1orders~1{id}/get"],
  },
  {
    name: "path parameter renamed",
    edits: [
      ["/orders/{id}:", "/orders/{order_id}:"],
      ["name: id, in: path", "name: order_id, in: path"],
    ],
    want: ["major operation-moved /paths/~1orders~1{order_id}/get"],
  },
  {
    name: "verb",
    edits: [["  /orders/{id}:\n    get:", "  /orders/{id}:\n    put:"]],
    want: ["major operation-moved /paths/~1orders~1{id}/put"],
  },
  {
    name: "operationId, same method",
    edits: [["operationId: listOrder", "operationId: listOrders\n      x-sdk-method: list"]],
    want: ["patch operation-renamed /paths/~1orders/get/operationId"],
  },
  {
    name: "operationId, other method",
    edits: [["operationId: retrieveOrder", "operationId: showOrder"]],
    want: ["major operation-renamed /paths/~1orders~1{id}/get/operationId"],
  },
  {
    name: "parameter added",
    edits: [
      [
        "        - { name: state, in: query",
        "        - { name: q, in: query, schema: { type: string } }\n        - { name: state, in: query",
      ],
    ],
    want: ["minor request-property-added /paths/~1orders/get/parameters/1"],
  },
  {
    name: "parameter required added",
    edits: [
      [
        "        - { name: state, in: query",
        "        - { name: q, in: query, required: true, schema: { type: string } }\n        - { name: state, in: query",
      ],
    ],
    want: ["major request-required-property-added /paths/~1orders/get/parameters/1"],
  },
  {
    name: "parameter removed",
    edits: [[/ {8}- \{ name: limit.*\n/, ""]],
    want: ["major request-property-removed /paths/~1orders/get/parameters/0"],
  },
  {
    name: "parameter renamed",
    edits: [["name: limit", "name: size"]],
    want: ["major request-property-replaced /paths/~1orders/get/parameters/0"],
  },
  {
    name: "parameter required",
    edits: [["name: limit, in: query,", "name: limit, in: query, required: true,"]],
    want: ["major request-became-required /paths/~1orders/get/parameters/0"],
  },
  {
    name: "param to header",
    edits: [["name: limit, in: query", "name: limit, in: header"]],
    want: ["major request-parameter-moved-to-header /paths/~1orders/get/parameters/0"],
  },
  {
    name: "maximum down",
    edits: [["maximum: 100", "maximum: 50"]],
    want: ["major request-constraint-tightened /paths/~1orders/get/parameters/0/schema/maximum"],
  },
  {
    name: "first parameter of a method",
    edits: [
      ["parameters: [{ name: id,", "parameters: [{ name: expand, in: query, schema: { type: string } }, { name: id,"],
    ],
    want: ["major request-property-added /paths/~1orders~1{id}/get/parameters/0"],
  },
  {
    name: "body field added",
    edits: [["note: {", "extra: { type: string }\n                note: {"]],
    want: [
      "minor request-property-added /paths/~1orders/post/requestBody/content/application~1json/schema/properties/extra",
    ],
  },
  {
    name: "body field required",
    edits: [["required: [sum]", "required: [sum, note]"]],
    want: [
      "major request-became-required /paths/~1orders/post/requestBody/content/application~1json/schema/properties/note",
    ],
  },
  {
    name: "body field loses null",
    edits: [['note: { type: [string, "null"] }', "note: { type: string }"]],
    want: [
      "major request-no-longer-nullable /paths/~1orders/post/requestBody/content/application~1json/schema/properties/note",
    ],
  },
  {
    name: "body optional",
    edits: [["required: true\n        content", "required: false\n        content"]],
    want: ["minor body-became-optional /paths/~1orders/post/requestBody"],
  },
  {
    name: "response field removed",
    edits: [["        count: { type: integer }\n", ""]],
    want: ["major response-property-removed /components/schemas/Order/properties/count"],
  },
  {
    name: "response field renamed",
    edits: [["count: { type: integer }", "number: { type: integer }"]],
    want: ["major response-property-replaced /components/schemas/Order/properties/number"],
  },
  {
    name: "response field renamed, the same words",
    edits: [["count: { type: integer }", "Count: { type: integer }"]],
    want: ["major response-property-renamed /components/schemas/Order/properties/Count"],
  },
  {
    name: "parameter renamed, the same values",
    edits: [["name: state, in: query", "name: status, in: query"]],
    want: ["major request-property-renamed /paths/~1orders/get/parameters/1"],
  },
  {
    name: "response field required",
    edits: [["required: [id, state, sum, buyer]", "required: [id, state, sum, buyer, count]"]],
    want: ["minor response-became-required /components/schemas/Order/properties/count"],
  },
  {
    name: "response field optional",
    edits: [["required: [id, state, sum, buyer]", "required: [id, state, sum]"]],
    want: ["major response-became-optional /components/schemas/Order/properties/buyer"],
  },
  {
    name: "response field nullable",
    edits: [["count: { type: integer }", 'count: { type: [integer, "null"] }']],
    want: ["major response-became-nullable /components/schemas/Order/properties/count"],
  },
  {
    name: "response field never null",
    edits: [['buyer: { type: [string, "null"] }', "buyer: { type: string }"]],
    want: ["minor response-no-longer-nullable /components/schemas/Order/properties/buyer"],
  },
  {
    name: "response field type",
    edits: [["count: { type: integer }", "count: { type: string }"]],
    want: ["major response-type-changed /components/schemas/Order/properties/count"],
  },
  {
    name: "fraction",
    edits: [["count: { type: integer }", "count: { type: number }"]],
    want: ["minor response-integer-to-number /components/schemas/Order/properties/count"],
  },
  {
    name: "const",
    edits: [["const: order }", "const: purchase }"]],
    want: ["major response-const-changed /components/schemas/Order/properties/kind"],
  },
  {
    name: "enum add both",
    edits: [["enum: [open, paid]", "enum: [open, paid, lost]"]],
    want: ["minor enum-value-added /components/schemas/State"],
  },
  {
    name: "enum remove both",
    edits: [["enum: [open, paid]", "enum: [open]"]],
    want: ["major closed-enum-value-removed /components/schemas/State"],
  },
  {
    name: "both: property optional",
    edits: [["required: [amount]", "required: []"]],
    want: ["major became-optional /components/schemas/Money/properties/amount"],
  },
  {
    name: "both: property required",
    edits: [["required: [amount]", "required: [amount, currency]"]],
    want: ["major became-required /components/schemas/Money/properties/currency"],
  },
  {
    name: "variant removed",
    edits: [[/ {12}- \{ \$ref: "#\/components\/schemas\/Pickup" \}\n/, ""]],
    want: ["major response-variant-removed /components/schemas/Pickup"],
  },
  {
    name: "variant new",
    edits: [
      [
        /( {12}- \{ \$ref: "#\/components\/schemas\/Pickup" \}\n)/,
        '$1            - { $ref: "#/components/schemas/Money" }\n',
      ],
    ],
    want: ["major response-variant-added /components/schemas/Money"],
  },
  {
    name: "status removed",
    edits: [[/ {8}"404": .*\n/, ""]],
    want: ["major status-removed /paths/~1orders/get/responses/404"],
  },
  {
    name: "status added",
    edits: [[/("404": .*\n)/, '$1        "409": { $ref: "#/components/responses/Missing" }\n']],
    want: ["minor status-added /paths/~1orders/get/responses/409"],
  },
  { name: "scope", edits: [["[orders:read]", "[orders:read, orders:all]"]], want: ["major scope-added /security"] },
  {
    name: "scheme",
    edits: [["security: [{ bearer: [orders:read] }]", "security: [{ basic: [] }]"]],
    want: ["major security-changed /security"],
  },
  {
    name: "server",
    edits: [["https://shop.example", "https://shop2.example"]],
    want: ["major server-url-changed /servers/0/url"],
  },
  {
    name: "env removed",
    edits: [[', { url: "https://sandbox.shop.example", x-environment: sandbox }', ""]],
    want: ["major environment-removed /servers/1"],
  },
  {
    name: "webhook renamed",
    edits: [["order.paid:", "order.settled:"]],
    want: ["major webhook-renamed /webhooks/order.settled/post"],
  },
  {
    name: "webhook removed",
    edits: [[/webhooks:[\s\S]*?(?=components:)/, ""]],
    want: ["major webhook-removed /webhooks/order.paid/post"],
  },
  {
    name: "API version added",
    edits: [['version: "1" }', 'version: "1", x-api-version-date: "2026-09-23" }']],
    want: ["major api-version-added /info/x-api-version-date"],
  },
  {
    name: "idempotency by header added",
    edits: [keyHeader("retrieveOrder")],
    want: ["minor idempotency-added /paths/~1orders~1{id}/get"],
  },
  {
    name: "idempotency by header beside a field",
    edits: [keyHeader("createOrder")],
    want: ["minor idempotency-changed /paths/~1orders/post"],
  },
  {
    name: "the version as a parameter",
    edits: [
      [
        "operationId: createOrder",
        "operationId: createOrder\n      parameters: [{ name: Api-Version-Date, in: header, schema: { type: string } }]",
      ],
    ],
    want: [],
  },
  {
    name: "idempotency removed",
    edits: [["      x-idempotency-field: key\n", ""]],
    want: ["major idempotency-removed /paths/~1orders/post"],
  },
  {
    name: "deprecated",
    edits: [["operationId: listOrder", "deprecated: true\n      operationId: listOrder"]],
    want: ["minor operation-deprecated /paths/~1orders/get/deprecated"],
  },
  {
    name: "component renamed",
    edits: [
      [/schemas\/Parcel"/, 'schemas/Packet"'],
      ["    Parcel: {", "    Packet: {"],
    ],
    want: ["major type-renamed /components/schemas/Parcel"],
  },
  {
    name: "reference to another",
    edits: [[/schemas\/Pickup"/, 'schemas/Spare"']],
    want: ["minor response-reference-changed-compatibly /components/schemas/Spare"],
  },
  {
    name: "method name by overlay",
    edits: [["operationId: listOrder", "operationId: listOrder\n      x-sdk-method: all"]],
    want: ["major method-renamed /paths/~1orders/get"],
  },
  {
    name: "resource",
    edits: [
      [
        "tags: [Orders]\n      operationId: listOrder",
        "tags: [Orders]\n      operationId: listOrder\n      x-sdk-resource: v1.orders",
      ],
    ],
    want: ["major method-renamed /paths/~1orders/get"],
  },
];

test.each(rows)("$name", ({ edits, want }) => {
  const { findings } = diffShop(shop, edited(...edits));
  expect(findings.map(({ severity, kind, pointer }) => `${severity} ${kind} ${pointer}`)).toEqual(want);
});

describe("a message names the method, the change and what to do", () => {
  const messages: readonly { name: string; edits: readonly Edit[]; want: Partial<Finding> & { message: string } }[] = [
    {
      name: "of one operation",
      edits: [[/ {8}- \{ name: limit.*\n/, ""]],
      want: {
        operationId: "listOrder",
        operationIds: ["listOrder"],
        methods: ["shop.orders.list"],
        level: "both",
        before: "in the query",
        after: null,
        message: "`shop.orders.list`: parameter `limit` was removed. Stop sending it: the types refuse it.",
      },
    },
    {
      name: "of several, and an event",
      edits: [["        count: { type: integer }\n", ""]],
      want: {
        operationId: "listOrder",
        operationIds: ["listOrder", "createOrder", "retrieveOrder"],
        methods: ["shop.orders.list", "shop.orders.create", "shop.orders.retrieve"],
        before: "integer",
        after: null,
        message:
          "`shop.orders.list`, `shop.orders.create` +1, event `order.paid`: response field `Order.count` was removed. Stop reading it.",
      },
    },
    {
      name: "of both directions: the worse one is reported",
      edits: [["required: [amount]", "required: [amount, currency]"]],
      want: {
        kind: "became-required",
        message:
          "`shop.orders.list`, `shop.orders.create` +1, event `order.paid`: sent and received field `Money.currency` is now required. Send it in every call.",
      },
    },
    {
      // The body still says the old name, so that nothing tells which events are not known.
      name: "of an event alone",
      edits: [["order.paid:", "order.settled:"]],
      want: {
        operationId: null,
        methods: [],
        before: "order.paid",
        after: "order.settled",
        message:
          "no method, event `order.settled`: `order.paid` is now `order.settled`; `UnknownWebhookEvent` was removed, `OrderPaidEvent` is now `OrderSettledEvent`. Register the handler under the new name.",
      },
    },
    {
      name: "of no operation",
      edits: [["https://shop.example", "https://shop2.example"]],
      want: {
        operationId: null,
        level: "contract",
        message:
          "no method, `Shop`: credentials now go to `https://shop2.example` (were sent to `https://shop.example`), the address of `production`. Make sure that this is the provider's, and allow it where hosts are listed; `baseURL` keeps the former one.",
      },
    },
    {
      name: "of a name that only the package has",
      edits: [["operationId: listOrder", "operationId: listOrder\n      x-sdk-method: all"]],
      want: {
        level: "exports",
        methods: ["shop.orders.all"],
        message:
          "`shop.orders.all`: `orders.list` is now `orders.all`; `OrderListParams` is now `OrderAllParams`. Call it by its new name.",
      },
    },
  ];

  test.each(messages)("$name", ({ edits, want }) => {
    const findings = diffShop(shop, edited(...edits)).findings.map((finding) => ({
      ...finding,
      message: messageOf(finding, shopApi.name),
    }));
    expect(findings).toEqual([expect.objectContaining(want)]);
  });
});

describe("nothing is reported for", () => {
  const silent: readonly { name: string; edits: readonly Edit[] }[] = [
    { name: "words", edits: [["type: integer, maximum", "type: integer, description: How many., maximum"]] },
    { name: "a summary", edits: [["operationId: listOrder", "operationId: listOrder\n      summary: All of them"]] },
    { name: "an example", edits: [["count: { type: integer }", "count: { type: integer, example: 3 }"]] },
    { name: "the order of an enum", edits: [["[open, paid]", "[paid, open]"]] },
    { name: "the order of what is required", edits: [["[id, state, sum, buyer]", "[buyer, sum, state, id]"]] },
    {
      name: "another way to say null",
      edits: [['{ type: [string, "null"] }', '{ oneOf: [{ type: "null" }, { type: string }] }']],
    },
    {
      name: "an allOf of one",
      edits: [
        ["state: { $ref", "state: { allOf: [{ $ref"],
        ['schemas/State" }\n        sum', 'schemas/State" }] }\n        sum'],
      ],
    },
    {
      name: "an enum without a name",
      edits: [
        [
          'in: query, schema: { $ref: "#/components/schemas/State" }',
          "in: query, schema: { type: string, enum: [open, paid] }",
        ],
      ],
    },
    {
      name: "an extension that the generator passes by",
      edits: [["operationId: listOrder", "operationId: listOrder\n      x-note: 1"]],
    },
    {
      name: "a media type's example",
      edits: [
        [
          "application/json:\n            schema:\n              type: object\n              required: [sum]",
          "application/json:\n            example: { sum: 1 }\n            schema:\n              type: object\n              required: [sum]",
        ],
      ],
    },
  ];

  test.each(silent)("$name", ({ edits }) => {
    expect(diffShop(shop, edited(...edits)).findings).toEqual([]);
  });

  test("the contract itself, and its version is a note", () => {
    expect(diffShop(shop, shop)).toEqual({
      api: "shop",
      verdict: "none",
      counts: { major: 0, minor: 0, patch: 0 },
      findings: [],
      notes: [],
    });
    expect(diffShop(shop, edited(['version: "1"', 'version: "2"']))).toMatchObject({
      verdict: "none",
      notes: ["The contract calls itself version 2 (was 1)."],
    });
  });
});

test.each([
  {
    name: "to another version",
    before: version("2025-01-01"),
    after: version("2026-09-23"),
    want: ["major: requests now ask for the API version `2026-09-23` (was `2025-01-01`)"],
  },
  {
    name: "to none",
    before: version("2025-01-01"),
    after: shop,
    want: ["major: requests no longer ask for an API version (was `2025-01-01`): the server chooses"],
  },
  {
    name: "from none",
    before: shop,
    after: version("2025-01-01"),
    want: ["major: requests now ask for the API version `2025-01-01` (was none: the server chose)"],
  },
  {
    name: "no header for the key any more",
    before: edited(keyHeader("retrieveOrder")),
    after: shop,
    want: ["major: a repeat is no longer safe by `Idempotency-Key (255 bytes)`"],
  },
  {
    name: "the key in its field alone",
    before: edited(keyHeader("createOrder")),
    after: shop,
    want: ["minor: a repeat is now safe by `key` (was `Idempotency-Key (255 bytes) and key`)"],
  },
])("$name", ({ before, after, want }) => {
  const { findings } = diffShop(before, after);
  expect(findings.map(({ severity, statement }) => `${severity}: ${statement}`)).toEqual(want);
});

test("the most severe are first, then the order of the contract", () => {
  const after = edited(
    ["operationId: retrieveOrder", "deprecated: true\n      operationId: retrieveOrder"],
    ["maximum: 100", "maximum: 200"],
    ["operationId: createOrder", "deprecated: true\n      operationId: createOrder"],
    ["const: order }", "const: purchase }"],
  );
  const { findings, verdict, counts } = diffShop(shop, after);
  expect(findings.map(({ severity, operationId }) => `${severity} ${operationId}`)).toEqual([
    "major listOrder",
    "minor createOrder",
    "minor retrieveOrder",
    "patch listOrder",
  ]);
  expect([verdict, counts]).toEqual(["major", { major: 1, minor: 2, patch: 1 }]);
});

test("what refers to itself is compared to its end", () => {
  const tree = (leaf: string) =>
    edited(
      [
        "    Fault: {",
        `    Node: { type: object, required: [a], properties: { a: { type: ${leaf} }, next: { $ref: "#/components/schemas/Node" }, list: { type: array, items: { $ref: "#/components/schemas/Node" } } } }\n    Fault: {`,
      ],
      ["kind: { const: order }", 'kind: { $ref: "#/components/schemas/Node" }'],
    );
  const { findings } = diffShop(tree("string"), tree("number"));
  expect(findings.map(({ severity, kind, pointer }) => `${severity} ${kind} ${pointer}`)).toEqual([
    "major response-type-changed /components/schemas/Node/properties/a",
  ]);
});

test("text of a contract cannot break the line or steer a terminal", () => {
  const after = edited(["[open, paid]", '[open, paid, "a\\n\\u001b[31mb"]']);
  const [finding] = diffShop(shop, after).findings;
  expect(finding?.statement).toContain('now also takes `"a');
  expect([...(finding?.statement ?? "")].filter((sign) => sign < " ")).toEqual([]);
});

test("an operationId that begins like an event is an operation, and an event's name is never cut", () => {
  const name = "event: paid";
  const before = edited(
    ["operationId: listOrder", 'operationId: "event:listOrder"\n      x-sdk-method: list'],
    ["order.paid:", `"${name}":`],
  );
  const after = before.replace("maximum: 100", "maximum: 50").replace(`"${name}":\n    post`, `"${name}":\n    put`);
  const found = diffShop(before, after).findings.map(({ operationIds, methods, events }) => [
    operationIds,
    methods,
    events,
  ]);
  expect(found).toEqual([
    [["event:listOrder"], ["shop.orders.list"], []],
    [[], [], [name]],
  ]);
});

describe("events that are newer than the contract", () => {
  const shipped = `  order.shipped:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [type, id]
              properties: { type: { const: order.shipped }, id: { type: string } }
      responses: { "200": { description: ok } }
components:
  securitySchemes:`;
  const added = (before: string) => before.replace("components:\n  securitySchemes:", shipped);
  const withField = (name: string) =>
    edited(
      ["required: [type, data]", `required: [type, ${name}, data]`],
      [
        "properties: { type: { const: order.paid },",
        `properties: { type: { const: order.paid }, ${name}: { type: string },`,
      ],
    );
  const told = (before: string, after: string) =>
    diffShop(before, after).findings.map(({ severity, kind, statement }) => [severity, kind, statement]);

  test("one more event breaks nothing", () => {
    expect(told(withField("id"), added(withField("id")))).toEqual([["minor", "webhook-added", "new event"]]);
  });

  test("one that lacks what all others have takes it from those that are not known", () => {
    expect(told(withField("sent"), added(withField("sent")))).toEqual([
      ["major", "member-removed", "`UnknownWebhookEvent.sent` was removed"],
      ["minor", "webhook-added", "new event"],
    ]);
  });

  test("what an event loses, those that are not known lose with it: one finding", () => {
    expect(told(withField("id"), shop)).toEqual([["major", "event-property-removed", "event field `id` was removed"]]);
  });
});

describe("an enum that is open in requests, too", () => {
  const open = edited(["enum: [open, paid]", "enum: [open, paid], x-open-enum: true"]);

  test.each([
    {
      name: "a new value breaks nothing",
      before: open,
      after: open.replace("[open, paid]", "[open, paid, sent]"),
      want: ["minor", "enum-value-added", 'sent and received type `State` now also takes `"sent"`'],
    },
    {
      name: "a second value breaks nothing",
      before: open.replace("[open, paid]", "[open]"),
      after: open,
      want: ["minor", "enum-value-added", 'sent and received type `State` now also takes `"paid"`'],
    },
    {
      name: "a value that goes is refused by the server, though it compiles",
      before: open,
      after: open.replace("[open, paid]", "[open]"),
      want: ["major", "enum-value-removed", 'sent and received type `State` no longer takes `"paid"`'],
    },
    {
      name: "that it is opened breaks nothing",
      before: shop,
      after: open,
      want: ["minor", "member-changed", "`OrderListParams.state` is now `state?: State` (was `state?: KnownState`)"],
    },
    {
      name: "that it is closed stops calls with other values from compiling",
      before: open,
      after: shop,
      want: ["major", "member-changed", "`OrderListParams.state` is now `state?: KnownState` (was `state?: State`)"],
    },
  ])("$name", ({ before, after, want }) => {
    const { findings } = diffShop(before, after);
    expect(findings.map(({ severity, kind, statement }) => [severity, kind, statement])).toEqual([want]);
  });
});

test("a variant that is divided into two is the one that has all of it", () => {
  const pickup = /Pickup: \{.*\}/;
  const common = "id: { type: string }, kind: { type: string, enum: [shop, locker] }";
  const object = (more = "") => `{ type: object, required: [kind], properties: { ${common}${more} } }`;
  const before = edited([pickup, `Pickup: ${object()}`]);
  const after = edited([
    pickup,
    `Pickup: { oneOf: [{ $ref: "#/components/schemas/Near" }, { $ref: "#/components/schemas/Far" }] }
    Near: ${object(", way: { type: string, enum: [near] }")}
    Far: { type: object, required: [kind], properties: { ${common}, way: { type: string, enum: [far] }, miles: { type: number } } }`,
  ]);
  const { findings } = diffShop(before, after);
  const found = findings.filter(({ kind }) => !kind.startsWith("type-"));
  expect(found.map(({ severity, kind, pointer }) => `${severity} ${kind} ${pointer}`)).toEqual([
    "major response-variant-added /components/schemas/Far",
    "minor response-property-added /components/schemas/Near/properties/way",
  ]);
});

function keyHeader(operationId: string): Edit {
  const key = "{ name: Idempotency-Key, in: header, schema: { type: string, maxLength: 255 } }";
  return operationId === "createOrder"
    ? ["operationId: createOrder", `operationId: createOrder\n      parameters: [${key}]`]
    : ["parameters: [{ name: id", `parameters: [${key}, { name: id`];
}

function version(date: string): string {
  return edited(['version: "1" }', `version: "1", x-api-version-date: "${date}" }`]);
}
