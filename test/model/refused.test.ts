import { expect, test } from "vitest";
import type { Api } from "../../scripts/apis.js";
import { SpecError } from "../../scripts/diagnostics.js";
import { type GeneratedApi, runPipeline } from "../../scripts/pipeline.js";

const api: Api = { id: "shop", name: "Shop", envPrefix: "SHOP", overlays: [] };
const responses = { "204": { description: "OK" } };
const body = (content: object): object => ({ requestBody: { content } });
const list = { type: "array", items: { type: "string" } };
const nested = { type: "object", properties: { b: list } };
const form = (schema: object, a?: object): object =>
  body({ "application/x-www-form-urlencoded": { schema, ...(a && { encoding: { a } }) } });
const query = (parameter: object): object => ({ parameters: [{ name: "a", in: "query", ...parameter }] });
const withHeaders = { schema: { type: "object", properties: { a: {} } }, encoding: { a: { headers: {} } } };

/** What a client cannot do yet, each by its name; `docs/openapi-support.md` lists them. */
test.each<[string, object, string]>([
  ["several parts that are no form", body({ "multipart/mixed": {} }), "model/media-type"],
  ["text in another charset", body({ "text/plain; charset=latin1": {} }), "model/media-type"],
  ["what is no media type", body({ text: {} }), "model/media-type"],
  ["a form that is a list", form({ type: "array" }), "model/form-encoding"],
  ["an object in a form", form({ properties: { a: { type: "object" } } }), "model/form-encoding"],
  ["a list of lists in a form", form({ properties: { a: { type: "array", items: list } } }), "model/form-encoding"],
  ["a map of objects as a form", form({ additionalProperties: { type: "object" } }), "model/form-encoding"],
  [
    "an object in one variant of a form",
    form({ oneOf: [{ properties: { a: { properties: { b: {} } } } }] }),
    "model/form-encoding",
  ],
  ["a file in a form", form({ properties: { a: { type: "string", format: "binary" } } }), "model/form-encoding"],
  ["a list in deepObject", form({ properties: { a: list } }, { style: "deepObject" }), "model/form-encoding"],
  ["objects in a style without a form", form({ properties: { a: nested } }, { explode: true }), "model/form-encoding"],
  ["XML in a form", form({ properties: { a: {} } }, { contentType: "application/xml" }), "model/form-encoding"],
  [
    "a list of JSON in a form",
    form({ properties: { a: list } }, { contentType: "application/json" }),
    "model/form-encoding",
  ],
  ["a part with headers", body({ "multipart/form-data": withHeaders }), "model/multipart-encoding"],
  ["XML in a parameter", query({ content: { "application/xml": {} } }), "model/parameter-type"],
  ["mutual TLS", { security: [{ tls: [] }] }, "model/credentials"],
  ["two schemes in one header", { security: [{ basic: [], token: [] }] }, "model/credentials"],
  ["a scheme that is not there", { security: [{ other: [] }] }, "model/credentials"],
  [
    "text and bytes",
    {
      responses: {
        "200": { description: "", content: { "text/csv": {} } },
        "201": { description: "", content: { "image/png": {} } },
      },
    },
    "model/mixed-response",
  ],
])("%s is refused by name, and left out where asked", (_name, parts, code) => {
  const good = { get: { operationId: "listA", tags: ["A"], responses } };
  const document = {
    components: {
      securitySchemes: {
        tls: { type: "mutualTLS" },
        basic: { type: "http", scheme: "basic" },
        token: { type: "http", scheme: "bearer" },
      },
    },
    paths: { "/b": good, "/a": { post: { operationId: "createA", tags: ["A"], responses, ...parts } } },
  };
  const error = errorOf(() => generate(document));
  expect([error.code, error.place.file, typeof error.place.line]).toEqual([code, "shop.json", "number"]);
  const { files, state } = generate(document, true);
  expect(state.notes.map((note) => note.code)).toEqual(["model/left-out"]);
  expect(files.find(({ path }) => path === "resources/a.ts")?.text).not.toContain("create");
});

test.each<[string, object, string]>([
  ["no body", {}, "none"],
  ["a body without it", body({ "application/json": { schema: { properties: { a: {}, b: {} } } } }), "a, b"],
  [
    "a body with it in one form alone",
    body({
      "application/json": { schema: { oneOf: [{ properties: { key: {}, a: {} } }, { properties: { a: {} } }] } },
    }),
    "a",
  ],
])("an idempotency key is never sent to %s", (_name, parts, names) => {
  const post = { operationId: "createA", tags: ["A"], responses, "x-idempotency-field": "key", ...parts };
  const error = errorOf(() => generate({ paths: { "/a": { post } } }, true));
  expect([error.code, error.place.pointer]).toEqual(["model/idempotency-field", "/paths/~1a/post/x-idempotency-field"]);
  expect(error.message).toBe(`"key" is no property that each form of the body has (${names}).`);
});

const matrix = [{ name: "a", in: "path", required: true, style: "matrix", schema: { type: "string" } }];

test.each<[string, object, string]>([
  [
    "the style matrix",
    { paths: { "/{a}": { get: { operationId: "readA", tags: ["A"], parameters: matrix, responses } } } },
    "model/parameter-style",
  ],
  ["TRACE", { paths: { "/a": { trace: { operationId: "traceA", tags: ["A"], responses } } } }, "model/trace"],
  [
    "a body that GET needs",
    {
      paths: {
        "/a": {
          get: {
            operationId: "readA",
            tags: ["A"],
            requestBody: { required: true, content: { "application/json": {} } },
            responses,
          },
        },
      },
    },
    "model/get-body",
  ],
  ["another dialect", { jsonSchemaDialect: "https://example.com/dialect" }, "load/unsupported-dialect"],
  ["$dynamicRef", { components: { schemas: { A: { $dynamicRef: "#a" } } } }, "load/unsupported-ref"],
  ["another file", { components: { schemas: { A: { $ref: "other.yaml#/A" } } } }, "load/external-ref"],
  ["version 3.2", { openapi: "3.2.0" }, "load/unsupported-version"],
])("%s is refused by name", (_name, parts, code) => {
  expect(errorOf(() => generate({ paths: {}, ...parts })).code).toBe(code);
});

test("all operations that are refused are named in one run", () => {
  const post = { operationId: "a", tags: ["A"], responses, ...body({ "multipart/mixed": {} }) };
  const paths = { "/a": { post }, "/b": { post: { ...post, operationId: "b" } } };
  const error = errorOf(() => generate({ paths }));
  expect([error, ...error.others].map(({ place }) => [place.pointer, place.file])).toEqual([
    ["/paths/~1a/post/requestBody/content", "shop.json"],
    ["/paths/~1b/post/requestBody/content", "shop.json"],
  ]);
});

test("each property that a form has no place for is a finding, with the action that would mend it", () => {
  const properties = {
    a: { type: "object" },
    b: { type: "string", format: "binary" },
    c: { type: "object", readOnly: true },
  };
  const post = { operationId: "a", tags: ["A"], responses, ...form({ properties }) };
  const error = errorOf(() => generate({ paths: { "/a": { post } } }));
  const pointer = "/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded";
  expect([error, ...error.others].map(({ place, message, mend }) => [place.pointer, message, mend])).toEqual([
    [
      pointer,
      'the property "a" is an object, and the contract does not say how it is written.',
      { pointer, update: { encoding: { a: { style: "<to choose>" } } } },
    ],
    [pointer, 'the property "b" is a file, which a form of this type cannot hold.', undefined],
  ]);
});

test.each<[string, object, object, string]>([
  ["deepObject", { type: "object" }, { style: "deepObject", explode: true }, '"deep"'],
  ["an object in pairs", { type: "object" }, { style: "form" }, '"entries"'],
  ["an object in one value", { type: "object" }, { style: "form", explode: false }, '"list"'],
  ["a list in one value", list, { explode: false }, '"list"'],
  ["spaces", list, { style: "spaceDelimited", explode: false }, '"spaces"'],
  ["bars", list, { style: "pipeDelimited", explode: false }, '"pipes"'],
  ["JSON", nested, { contentType: "application/json" }, '"json"'],
  ["a list by its name again", list, { style: "form", explode: true }, ""],
  ["text", { type: "string" }, { contentType: "text/plain" }, ""],
])("%s in a form is written so", (_name, a, encoding, want) => {
  const post = {
    operationId: "createA",
    tags: ["A"],
    responses,
    ...form({ type: "object", properties: { a } }, encoding),
  };
  const { files } = generate({ paths: { "/a": { post } } });
  const styles = want === "" ? "" : `{ a: ${want} }`;
  for (const path of ["resources/a.ts", "client.ts"])
    expect(files.find((file) => file.path === path)?.text).toContain(`serialize: formBody(${styles})`);
});

test("x-form-arrays says how a list in deepObject is written", () => {
  const post = {
    operationId: "createA",
    tags: ["A"],
    responses,
    ...form({ type: "object", properties: { a: list } }, { style: "deepObject" }),
  };
  const { files } = generate({ "x-form-arrays": "indices", paths: { "/a": { post } } });
  expect(files.find(({ path }) => path === "resources/a.ts")?.text).toContain('serialize: formBody({ a: "indices" })');
});

test("what examples hold is data", () => {
  const example = { $ref: "other.yaml", "50%": 1, $dynamicRef: "#a" };
  const properties = { example: { type: "string", default: example } };
  const A = { type: "object", properties, example, examples: [example] };
  expect(generate({ paths: {}, components: { schemas: { A } } }).files.length).toBeGreaterThan(0);
});

test("a property that is called example is a schema", () => {
  const A = { type: "object", properties: { example: { $ref: "#/components/schemas/Missing" } } };
  expect(errorOf(() => generate({ paths: {}, components: { schemas: { A } } })).code).toBe("load/dangling-ref");
});

test("a 64-bit integer is marked", () => {
  const A = { type: "object", properties: { a: { type: "integer", format: "int64" }, b: { type: "integer" } } };
  const { files } = generate({ paths: {}, components: { schemas: { A } } });
  expect(files.find(({ path }) => path === "models.ts")?.text.match(/beyond 2\^53/g)).toHaveLength(1);
});

test("a file of a form by contentMediaType is one", () => {
  const schema = {
    type: "object",
    required: ["file"],
    properties: { file: { type: "string", contentMediaType: "image/png" } },
  };
  const post = { operationId: "uploadA", tags: ["A"], responses, ...body({ "multipart/form-data": { schema } }) };
  const { files } = generate({ paths: { "/a": { post } } });
  expect(files.find(({ path }) => path === "resources/a.ts")?.text).toContain("file: Uploadable");
});

function generate(parts: object, skipUnsupported = false): GeneratedApi {
  const text = JSON.stringify({ openapi: "3.1.0", info: { title: "Shop", version: "1" }, ...parts });
  return runPipeline(api, { spec: { file: "shop.json", text }, overlays: [] }, { skipUnsupported });
}

function errorOf(run: () => unknown): SpecError {
  try {
    run();
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}
