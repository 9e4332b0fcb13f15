import { describe, expect, test } from "vitest";
import { parseYaml } from "../../scripts/load/parse-yaml.js";
import { buildContract } from "../../scripts/pull/build-contract.js";
import { call, contractOf, documentWith, namesOf, of } from "./documents.js";

describe("what stays of a document", () => {
  test.each([
    { name: "prose", given: { type: "string", description: "The name of a thing." }, want: { type: "string" } },
    {
      name: "a property named description",
      given: of({ description: { type: "string" } }),
      want: of({ description: { type: "string" } }),
    },
    {
      name: "a title that is a name",
      given: { type: "string", title: "CardBrand" },
      want: { title: "CardBrand", type: "string" },
    },
    { name: "a title that is a sentence", given: { type: "string", title: "The brand" }, want: { type: "string" } },
    {
      name: "a placeholder id",
      given: { type: "string", example: "biz_xxxxxxxx" },
      want: { type: "string", example: "biz_xxxxxxxx" },
    },
    {
      name: "a date",
      given: { type: "string", example: "2023-12-01T05:00:00.401Z" },
      want: { type: "string", example: "2023-12-01T05:00:00.401Z" },
    },
    { name: "a number", given: { type: "number", example: 6.9 }, want: { type: "number", example: 6.9 } },
    { name: "digits", given: { type: "string", example: "4242" }, want: { type: "string", example: "4242" } },
    { name: "a sample sentence", given: { type: "string", example: "John Doe" }, want: { type: "string" } },
    { name: "a sample secret", given: { type: "string", example: "whsec_abc123def456" }, want: { type: "string" } },
    {
      name: "an example beside a constant",
      given: { type: "string", const: "4", example: "4" },
      want: { type: "string", const: "4" },
    },
    {
      name: "examples",
      given: { type: "string", examples: ["Jane Doe", "7"] },
      want: { type: "string", examples: ["7"] },
    },
    { name: "extensions", given: { type: "string", "x-note": "Internal." }, want: { type: "string" } },
    {
      name: "limits",
      given: { type: "integer", minimum: 1, maximum: 12, default: 3 },
      want: { type: "integer", default: 3, maximum: 12, minimum: 1 },
    },
    {
      name: "free objects",
      given: { type: "object", additionalProperties: true },
      want: { type: "object", additionalProperties: true },
    },
    { name: "deprecated: false", given: { type: "string", deprecated: false }, want: { type: "string" } },
    {
      name: "deprecated: true",
      given: { type: "string", deprecated: true },
      want: { type: "string", deprecated: true },
    },
  ])("schema: $name", ({ given, want }) => {
    const { document } = contractOf({ schemas: { Thing: given } });
    expect(document.components?.schemas?.Thing).toEqual(want);
  });

  test("an operation keeps its facts, its page and no sentence", () => {
    const { document } = contractOf({
      call: {
        operationId: "retrieveThing",
        tags: ["Big things"],
        summary: "Retrieve a company's thing",
        description: "Retrieves it.",
        security: [{ bearerAuth: ["thing:read", "basic:read"] }],
        parameters: [
          { name: "tags", in: "query", required: false, style: "form", explode: true, schema: { type: "array" } },
          { name: "filters", in: "query", style: "deepObject", explode: true, schema: { type: "object" } },
          { name: "id", in: "path", required: true, description: "Its id.", schema: { type: "string" } },
        ],
        responses: { "200": { description: "A successful response" } },
        ...{ "x-codeSamples": [{ lang: "JavaScript", source: "call()" }], "x-group-title": "Things" },
      },
    });
    expect(document.paths?.["/things/{id}"]?.get).toEqual({
      operationId: "retrieveThing",
      tags: ["Big things"],
      externalDocs: { url: "https://docs.test/big-things/retrieve-a-companys-thing" },
      security: [{ bearerAuth: ["basic:read", "thing:read"] }],
      parameters: [
        { name: "id", in: "path", required: true, schema: { type: "string" } },
        { name: "filters", in: "query", style: "deepObject", explode: true, schema: { type: "object" } },
        { name: "tags", in: "query", schema: { type: "array" } },
      ],
      responses: { "200": { description: "OK" } },
    });
  });

  test("a page that the document names is kept", () => {
    const externalDocs = { url: "https://docs.test/elsewhere", description: "More about it" };
    const { document } = contractOf({ call: { ...call, summary: "Retrieve thing", externalDocs } });
    expect(document.paths?.["/things/{id}"]?.get?.externalDocs).toEqual({ url: "https://docs.test/elsewhere" });
  });

  test("with prose, texts stay and code samples go", () => {
    const given = documentWith({ call: { ...call, description: "Retrieves it.", ...{ "x-codeSamples": [] } } });
    const { document } = buildContract(given, { names: namesOf({}), prose: true });
    expect(document.paths?.["/things/{id}"]?.get).toMatchObject({ description: "Retrieves it." });
    expect(document.paths?.["/things/{id}"]?.get).not.toHaveProperty("x-codeSamples");
  });
});

describe("order", () => {
  test("a shuffled document gives the same bytes", () => {
    const first = contractOf({
      schemas: {
        Thing: of({ id: { type: "string" }, kind: { type: ["string", "null"], enum: ["b", "a", "no"] } }, [
          "kind",
          "id",
        ]),
        Other: { oneOf: [{ $ref: "#/components/schemas/Thing" }, { type: "null" }] },
      },
    });
    const second = contractOf({
      schemas: {
        Other: { oneOf: [{ type: "null" }, { $ref: "#/components/schemas/Thing" }] },
        Thing: of({ kind: { enum: ["no", "a", "b"], type: ["null", "string"] }, id: { type: "string" } }, [
          "id",
          "kind",
        ]),
      },
    });
    expect(second.text).toBe(first.text);
    expect(first.text).toContain('kind: {type: [string, "null"], enum: [a, b, "no"]}');
  });

  test("id is the first property, the others follow by name", () => {
    const { text } = contractOf({ schemas: { Thing: of({ name: {}, id: {}, amount: {} }) } });
    expect(text).toContain(
      "required: [id, amount, name]\n      properties:\n        id: {}\n        amount: {}\n        name: {}",
    );
  });

  test("path parameters come as the path has them, then the others by name", () => {
    const { document } = contractOf({
      path: "/things/{z}/parts/{a}",
      call: {
        ...call,
        parameters: [
          { name: "b", in: "query", schema: {} },
          { name: "a", in: "path", required: true, schema: {} },
          { name: "after", in: "query", schema: {} },
          { name: "z", in: "path", required: true, schema: {} },
        ],
      },
    });
    const names = document.paths?.["/things/{z}/parts/{a}"]?.get?.parameters?.map((one) =>
      "name" in one ? one.name : "",
    );
    expect(names).toEqual(["z", "a", "after", "b"]);
  });
});

describe("YAML", () => {
  test("texts that look like something else come back as they were", () => {
    const hard = [
      "no",
      "on",
      "Yes",
      "null",
      "~",
      "1.10",
      "0x1F",
      "1e3",
      "2023-12-01",
      "12:30:45",
      "",
      " a ",
      "a: b",
      "#1",
      "- a",
      "é\u2028",
      "a\nb",
    ];
    const { text, document } = contractOf({ schemas: { Thing: { type: "string", enum: hard } } });
    expect(parseYaml("contract.yaml", text)).toEqual(document);
    expect([...(document.components?.schemas?.Thing?.enum ?? [])].sort()).toEqual([...hard].sort());
  });
});
