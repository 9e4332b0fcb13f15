/** A contract, and overlays where they matter, that the pipeline must refuse. */
export interface BadInput {
  readonly name: string;
  /** The text of `openapi.yaml`. */
  readonly contract: string;
  /** The text of `overlay.yaml`. */
  readonly overlay?: string;
  readonly want: { readonly code: string; readonly file: string; readonly line: number; readonly pointer: string };
}

const HEAD = `openapi: 3.1.0
info: { title: Shop, version: "1" }
`;

const OPERATION = `{ operationId: listOrders, responses: { "200": { description: ok } } }`;

/** A contract that nothing is wrong with, on which bad overlays are tried. */
export const goodContract = `${HEAD}tags:
  - name: Orders
paths:
  /orders/{id}:
    get:
      tags: [Orders]
      operationId: retrieveOrder
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Order" }
components:
  schemas:
    Order:
      type: object
      properties:
        id: { type: string }
        total: { type: integer }
`;

const DEEP = 10_000;

export const badInputs: readonly BadInput[] = [
  {
    name: "a YAML syntax error",
    contract: `${HEAD}paths:\n  /orders:\n    get: [1, 2\n    post: {}\n`,
    want: { code: "load/yaml-syntax", file: "openapi.yaml", line: 6, pointer: "/paths/~1orders/post" },
  },
  {
    name: "an alias bomb",
    contract: `${HEAD}x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n${["b", "c", "d", "e", "f", "g", "h"]
      .map((name, index) => `x-${name}: &${name} [${Array(10).fill(`*${"abcdefg"[index]}`).join(", ")}]`)
      .join("\n")}\npaths: {}\n`,
    want: { code: "load/alias", file: "openapi.yaml", line: 7, pointer: "/x-e/7" },
  },
  {
    name: "an alias that contains itself",
    contract: `${HEAD}x-loop: &loop\n  again: *loop\npaths: {}\n`,
    want: { code: "load/alias", file: "openapi.yaml", line: 4, pointer: "/x-loop/again" },
  },
  {
    name: "a duplicate key",
    contract: `${HEAD}paths:\n  /orders:\n    get: ${OPERATION}\n    get: ${OPERATION}\n`,
    want: { code: "load/duplicate-key", file: "openapi.yaml", line: 6, pointer: "/paths/~1orders/get" },
  },
  {
    name: "a duplicate key in JSON",
    contract: `{\n  "openapi": "3.1.0",\n  "info": { "title": "Shop", "version": "1" },\n  "paths": {},\n  "paths": {}\n}\n`,
    want: { code: "load/duplicate-key", file: "openapi.yaml", line: 5, pointer: "/paths" },
  },
  {
    name: "a key __proto__",
    contract: `${HEAD}paths: {}\ncomponents:\n  schemas:\n    __proto__: { type: string }\n`,
    want: {
      code: "load/forbidden-key",
      file: "openapi.yaml",
      line: 6,
      pointer: "/components/schemas/__proto__",
    },
  },
  {
    name: "a key __proto__ written in escapes in JSON",
    contract: `{ "openapi": "3.1.0", "paths": {},\n  "\\u005f_proto__": {} }`,
    want: { code: "load/forbidden-key", file: "openapi.yaml", line: 2, pointer: "/__proto__" },
  },
  {
    name: "a YAML tag",
    contract: `${HEAD}paths: {}\nx-code: !!js/function "() => 1"\n`,
    want: { code: "load/tag", file: "openapi.yaml", line: 4, pointer: "/x-code" },
  },
  {
    name: "10,000 open brackets",
    contract: `${HEAD}paths: {}\nx-deep: ${"[".repeat(DEEP)}\n`,
    want: { code: "load/too-deep", file: "openapi.yaml", line: 4, pointer: "" },
  },
  {
    name: "10,000 levels of JSON",
    contract: `${`{"a":`.repeat(DEEP)}1${"}".repeat(DEEP)}`,
    want: { code: "load/too-deep", file: "openapi.yaml", line: 1, pointer: "" },
  },
  {
    name: "10,000 levels of block lists",
    contract: `${HEAD}x-deep:\n  ${"- ".repeat(DEEP)}end\n`,
    want: { code: "load/too-deep", file: "openapi.yaml", line: 4, pointer: "" },
  },
  {
    name: "an empty file",
    contract: "",
    want: { code: "load/empty", file: "openapi.yaml", line: 1, pointer: "" },
  },
  {
    name: "a file with a comment only",
    contract: "# nothing yet\n",
    want: { code: "load/empty", file: "openapi.yaml", line: 1, pointer: "" },
  },
  {
    name: "two documents in a file",
    contract: `${HEAD}paths: {}\n---\nopenapi: 3.1.0\n`,
    want: { code: "load/yaml-syntax", file: "openapi.yaml", line: 4, pointer: "" },
  },
  {
    name: "a page in place of a document",
    contract: "<!doctype html>\n<title>Not found</title>\n",
    want: { code: "load/not-an-object", file: "openapi.yaml", line: 1, pointer: "" },
  },
  {
    name: "a list in place of a document",
    contract: "- openapi: 3.1.0\n",
    want: { code: "load/not-an-object", file: "openapi.yaml", line: 1, pointer: "" },
  },
  {
    name: "no version",
    contract: `info: { title: Shop, version: "1" }\npaths: {}\n`,
    want: { code: "load/unsupported-version", file: "openapi.yaml", line: 1, pointer: "" },
  },
  {
    name: "Swagger 2",
    contract: `swagger: "2.0"\ninfo: { title: Shop, version: "1" }\npaths: {}\n`,
    want: { code: "load/unsupported-version", file: "openapi.yaml", line: 1, pointer: "/swagger" },
  },
  {
    name: "OpenAPI 3.2",
    contract: `info: { title: Shop, version: "1" }\nopenapi: 3.2.0\npaths: {}\n`,
    want: { code: "load/unsupported-version", file: "openapi.yaml", line: 2, pointer: "/openapi" },
  },
  {
    name: "a version that YAML reads as a number",
    contract: `openapi: 3.1\ninfo: { title: Shop, version: "1" }\npaths: {}\n`,
    want: { code: "load/unsupported-version", file: "openapi.yaml", line: 1, pointer: "/openapi" },
  },
  {
    name: "an external $ref to a file",
    contract: `${HEAD}paths: {}\ncomponents:\n  schemas:\n    Order:\n      $ref: "../../../../etc/hostname"\n`,
    want: {
      code: "load/external-ref",
      file: "openapi.yaml",
      line: 7,
      pointer: "/components/schemas/Order/$ref",
    },
  },
  {
    name: "an external $ref to a URL",
    contract: `${HEAD}paths:\n  /orders:\n    $ref: "http://127.0.0.1:9/orders.yaml#/paths"\n`,
    want: { code: "load/external-ref", file: "openapi.yaml", line: 5, pointer: "/paths/~1orders/$ref" },
  },
  {
    name: "an external $ref in an example",
    contract: `${HEAD}paths: {}\nx-note:\n  example:\n    - $ref: "file:///etc/hostname"\n`,
    want: { code: "load/external-ref", file: "openapi.yaml", line: 6, pointer: "/x-note/example/0/$ref" },
  },
  {
    name: "an external place in a discriminator",
    contract: `${HEAD}paths: {}\ncomponents:\n  schemas:\n    Card:\n      discriminator:\n        propertyName: kind\n        mapping:\n          visa: ./visa.yaml\n`,
    want: {
      code: "load/external-ref",
      file: "openapi.yaml",
      line: 10,
      pointer: "/components/schemas/Card/discriminator/mapping/visa",
    },
  },
  {
    name: "a dangling $ref",
    contract: `${HEAD}paths: {}\ncomponents:\n  schemas:\n    Order: { type: object }\n    Orders:\n      type: array\n      items: { $ref: "#/components/schemas/Ordre" }\n`,
    want: {
      code: "load/dangling-ref",
      file: "openapi.yaml",
      line: 9,
      pointer: "/components/schemas/Orders/items/$ref",
    },
  },
  {
    name: "a $ref to what every JavaScript object has",
    contract: `${HEAD}paths: {}\ncomponents:\n  schemas:\n    Order: { $ref: "#/components/schemas/constructor" }\n`,
    want: {
      code: "load/dangling-ref",
      file: "openapi.yaml",
      line: 6,
      pointer: "/components/schemas/Order/$ref",
    },
  },
  {
    name: "references in a circle",
    contract: `${HEAD}paths: {}\ncomponents:\n  schemas:\n    A: { $ref: "#/components/schemas/B" }\n    B: { $ref: "#/components/schemas/A" }\n`,
    want: { code: "load/ref-cycle", file: "openapi.yaml", line: 6, pointer: "/components/schemas/A/$ref" },
  },
  {
    name: "a field that OpenAPI does not have",
    contract: `${HEAD}paths:\n  /orders:\n    get:\n      operationId: listOrders\n      respones: {}\n`,
    want: { code: "load/invalid", file: "openapi.yaml", line: 5, pointer: "/paths/~1orders/get" },
  },
  {
    name: "a schema that is no JSON Schema",
    contract: `${HEAD}paths: {}\ncomponents:\n  schemas:\n    Order:\n      type: object\n      properties:\n        id: { type: strng }\n`,
    want: {
      code: "load/invalid",
      file: "openapi.yaml",
      line: 9,
      pointer: "/components/schemas/Order/properties/id/type",
    },
  },
  {
    name: "a path parameter that is not declared",
    contract: `${HEAD}paths:\n  /orders/{id}:\n    get: ${OPERATION}\n`,
    want: {
      code: "load/undeclared-path-parameter",
      file: "openapi.yaml",
      line: 5,
      pointer: "/paths/~1orders~1{id}/get",
    },
  },
  {
    name: "a path parameter that the path does not have",
    contract: `${HEAD}paths:\n  /orders:\n    parameters:\n      - { name: id, in: path, required: true, schema: { type: string } }\n    get: ${OPERATION}\n`,
    want: {
      code: "load/unused-path-parameter",
      file: "openapi.yaml",
      line: 6,
      pointer: "/paths/~1orders/parameters/0",
    },
  },
  {
    name: "an overlay action without a match",
    contract: goodContract,
    overlay: overlayOf(`  - target: $.components.schemas.Ordr
    description: The provider forgot the title.
    update: { title: Order }
`),
    want: { code: "overlay/no-match", file: "overlay.yaml", line: 4, pointer: "/actions/0" },
  },
  {
    name: "an overlay action that is no JSONPath",
    contract: goodContract,
    overlay: overlayOf(`  - target: $.components.schemas.Order
    description: First.
    update: { description: An order }
  - target: $.paths[/orders]
    description: Second.
    remove: true
`),
    want: { code: "overlay/target-syntax", file: "overlay.yaml", line: 7, pointer: "/actions/1/target" },
  },
  {
    name: "an overlay action without a reason",
    contract: goodContract,
    overlay: overlayOf(`  - target: $.components.schemas.Order
    remove: true
`),
    want: { code: "overlay/invalid", file: "overlay.yaml", line: 4, pointer: "/actions/0/description" },
  },
  {
    name: "an overlay action that both updates and removes",
    contract: goodContract,
    overlay: overlayOf(`  - target: $.components.schemas.Order
    description: Undecided.
    update: { type: object }
    remove: true
`),
    want: { code: "overlay/invalid", file: "overlay.yaml", line: 4, pointer: "/actions/0" },
  },
  {
    name: "an unknown field in an overlay action",
    contract: goodContract,
    overlay: overlayOf(`  - target: $.components.schemas.Order
    description: A slip.
    updates: { type: object }
`),
    want: { code: "overlay/invalid", file: "overlay.yaml", line: 6, pointer: "/actions/0/updates" },
  },
  {
    name: "an overlay of another version",
    contract: goodContract,
    overlay: "overlay: 2.0.0\ninfo: { title: Fixes, version: '1' }\nactions: []\n",
    want: { code: "overlay/invalid", file: "overlay.yaml", line: 1, pointer: "/overlay" },
  },
  {
    name: "an overlay that puts a list where the contract has text",
    contract: goodContract,
    overlay: overlayOf(`  - target: $.components.schemas.Order.properties.id
    description: It can be null.
    update: { type: [string, "null"] }
`),
    want: { code: "overlay/kind-mismatch", file: "overlay.yaml", line: 4, pointer: "/actions/0" },
  },
  {
    name: "an overlay that brings in a dangling $ref",
    contract: goodContract,
    overlay: overlayOf(`  - target: $.components.schemas.Order.properties
    description: Orders have a buyer.
    update:
      buyer: { $ref: "#/components/schemas/Buyer" }
`),
    want: {
      code: "load/dangling-ref",
      file: "overlay.yaml",
      line: 7,
      pointer: "/components/schemas/Order/properties/buyer/$ref",
    },
  },
  {
    name: "an overlay that brings in an external $ref",
    contract: goodContract,
    overlay: overlayOf(`  - target: $.components.schemas.Order.properties.total
    description: Money has its own file.
    update: { $ref: "money.yaml" }
`),
    want: {
      code: "load/external-ref",
      file: "overlay.yaml",
      line: 6,
      pointer: "/components/schemas/Order/properties/total/$ref",
    },
  },
];

function overlayOf(actions: string): string {
  return `overlay: 1.0.0\ninfo: { title: Fixes, version: "1" }\nactions:\n${actions}`;
}
