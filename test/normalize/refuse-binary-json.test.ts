import { describe, expect, test } from "vitest";
import { SpecError } from "../../scripts/diagnostics.js";
import { loadSpec } from "../../scripts/load/load-spec.js";
import type { Schema } from "../../scripts/load/openapi.js";
import { normalize } from "../../scripts/normalize/normalize.js";

const file = { type: "string", format: "binary" };
const base64 = { ...file, contentEncoding: "base64" };
const JSON_BODY = "application/json";
const FORM = "multipart/form-data";

describe("a binary property", () => {
  test.each<[string, Case, Schema | undefined]>([
    ["of a JSON request is left out", { send: { [JSON_BODY]: file } }, undefined],
    ["of a form stays a file", { send: { [FORM]: file }, required: true }, file],
    ["of a JSON request is text, if the contract says how", { send: { [JSON_BODY]: base64 } }, { type: "string" }],
    ["the same where it is required", { send: { [JSON_BODY]: base64 }, required: true }, { type: "string" }],
    ["of a response is text", { receive: file, required: true }, { type: "string" }],
  ])("%s", (_, given, want) => {
    const schema = thing(given);
    if (want === undefined) expect(schema?.properties).not.toHaveProperty("file");
    else expect(schema?.properties?.file).toMatchObject(want);
    expect(schema?.properties?.file?.format).toBe(want?.format);
  });

  test.each<[string, Case, string, RegExp]>([
    [
      "that a JSON request requires",
      { send: { [JSON_BODY]: file }, required: true },
      "/paths/~1things/post/requestBody",
      /^the JSON requires the file "file", and JSON cannot hold a file\.$/,
    ],
    [
      "that a form and a response have in one schema",
      { send: { [FORM]: file }, receive: file },
      "/paths/~1things/post/responses/200",
      /^the JSON shares the schema of a file with a form/,
    ],
  ])("%s is refused", (_, given, pointer, message) => {
    const error = failureOf(() => thing(given));
    expect(error).toBeInstanceOf(SpecError);
    expect(error).toMatchObject({ code: "normalize/binary-in-json", place: { pointer } });
    expect(error.message).toMatch(message);
    expect(error.remedy).toContain("`contentEncoding: base64`");
  });
});

interface Case {
  /** The property's schema, by the media type that it is sent as. */
  readonly send?: Readonly<Record<string, Schema>>;
  readonly receive?: Schema;
  readonly required?: boolean;
}

/** The component `Thing` as `normalize` leaves it; the request and the response have it. */
function thing({ send = {}, receive, required = false }: Case): Schema | undefined {
  const [property = receive] = Object.values(send);
  const content = (types: readonly string[]) =>
    Object.fromEntries(types.map((type) => [type, { schema: { $ref: "#/components/schemas/Thing" } }]));
  const document = {
    openapi: "3.1.0",
    info: { title: "Things", version: "1" },
    servers: [{ url: "https://api.test" }],
    paths: {
      "/things": {
        post: {
          operationId: "createThing",
          tags: ["Things"],
          ...(Object.keys(send).length > 0 && { requestBody: { content: content(Object.keys(send)) } }),
          responses: { 200: { description: "OK", ...(receive && { content: content([JSON_BODY]) }) } },
        },
      },
    },
    components: {
      schemas: { Thing: { type: "object", properties: { file: property }, required: required ? ["file"] : [] } },
    },
  };
  return normalize(loadSpec("things.json", JSON.stringify(document))).document.components?.schemas?.Thing;
}

function failureOf(call: () => unknown): SpecError {
  try {
    call();
  } catch (error) {
    return error as SpecError;
  }
  throw new Error("it was not refused");
}
