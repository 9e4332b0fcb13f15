import type { OpenApiDocument, Schema } from "../../scripts/load/openapi.js";
import type { Spec } from "../../scripts/load/spec.js";

/** The text for a place of the spec. Each place has a number of its own. */
export type TextAt = (place: number) => string;

/**
 * A spec with a foreign text in every position that takes one: the same shape whatever the texts are, so that the files made from
 * two of them may differ in nothing but these texts.
 *
 * Where a text is a key beside other keys it has something harmless behind it, so that no two are the same. Addresses and
 * statuses, for which OpenAPI has a syntax, are foreign texts too unless `isValid`.
 */
export function specWith(textAt: TextAt, isValid = false): Spec {
  let places = 0;
  const prose = (): string => {
    places += 1;
    return textAt(places);
  };
  const key = (): string => {
    places += 1;
    return `${textAt(places)} k${places}`;
  };
  const url = (): string => (isValid ? `https://shop.example/${prose().length}` : prose());
  const status = (): string => {
    const text = key();
    // A text that begins with a 2 would be another success, and the same shape no more.
    return isValid ? "default" : `status ${text}`;
  };
  return { file: "hostile.yaml", document: documentOf({ prose, key, url, status }), lineOf: () => undefined };
}

interface Texts {
  readonly prose: () => string;
  readonly key: () => string;
  readonly url: () => string;
  readonly status: () => string;
}
type Text = Texts["prose"];

function documentOf({ prose, key, url, status }: Texts): OpenApiDocument {
  const earlier = withoutBraces(key());
  const last = withoutBraces(key());
  const query = key();
  const idempotency = key();
  const scope = `scope${prose()}`;
  const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
  const answer = (schema: Schema) => ({
    responses: {
      "200": {
        description: prose(),
        headers: { [key()]: { description: prose(), schema: { type: "string", description: prose() } } },
        content: { "application/json": { schema, example: prose() } },
      },
      "404": { $ref: "#/components/responses/Missing" },
      [status()]: { description: prose(), content: { [key()]: { schema: { type: "string" } } } },
    },
  });
  const parameter = (name: string, where: "path" | "query" | "header", schema: Schema = { type: "string" }) => ({
    name,
    in: where,
    required: where === "path",
    description: prose(),
    example: prose(),
    "x-source": prose(),
    "x-certainty": "inferred" as const,
    schema: { ...schema, ...annotations(prose, url) },
  });
  const operation = (operationId: string, method: string, resource = "things") => ({
    operationId,
    tags: [prose()],
    summary: prose(),
    description: prose(),
    externalDocs: { url: url(), description: prose() },
    security: [{ token: [scope] }],
    "x-sdk-resource": resource,
    "x-sdk-method": method,
    "x-source": prose(),
    "x-certainty": "seen-ex" as const,
  });
  const pageInfo: Schema = {
    type: "object",
    description: prose(),
    required: ["end_cursor", "start_cursor", "has_next_page", "has_previous_page"],
    properties: {
      end_cursor: { type: ["string", "null"] },
      start_cursor: { type: ["string", "null"] },
      has_next_page: { type: "boolean" },
      has_previous_page: { type: "boolean" },
    },
  };
  const list = (data: Schema): Schema => ({
    type: "object",
    required: ["data", "page_info"],
    properties: { data: { type: "array", items: data }, page_info: pageInfo },
  });
  return {
    openapi: "3.1.0",
    info: {
      title: prose(),
      version: prose(),
      summary: prose(),
      description: prose(),
      contact: { name: prose() },
      license: { name: prose() },
      "x-foreign": prose(),
    },
    servers: [
      { url: "https://shop.example/1", description: prose(), "x-environment": "production" },
      { url: "https://shop.example/2", "x-environment": "sandbox" },
    ],
    tags: [{ name: prose(), description: prose() }],
    security: [{ token: [] }],
    paths: {
      [`/a/${withoutBraces(key())}/{${earlier}}/{${last}}`]: {
        summary: prose(),
        description: prose(),
        get: {
          ...operation("retrieveThing", "retrieve"),
          parameters: [
            parameter(earlier, "path"),
            parameter(last, "path"),
            parameter(query, "query", { type: "string", enum: [prose(), "b"] }),
            parameter(key(), "header"),
            { $ref: "#/components/parameters/Shared" } as never,
          ],
          ...answer(ref("Thing")),
        },
        post: {
          ...operation("updateThing", "update"),
          deprecated: true,
          "x-idempotency-field": idempotency,
          parameters: [parameter(earlier, "path"), parameter(last, "path"), parameter(query, "query")],
          requestBody: {
            description: prose(),
            content: {
              "application/json": {
                example: prose(),
                schema: {
                  type: "object",
                  required: [idempotency, earlier],
                  properties: {
                    [idempotency]: { type: "string" },
                    [earlier]: { type: "string", ...annotations(prose, url) },
                  },
                },
              },
            },
          },
          ...answer({ type: "object", properties: { [key()]: { const: prose() } } }),
        },
        put: {
          ...operation("uploadFile", "upload", "things.files"),
          parameters: [parameter(earlier, "path"), parameter(last, "path")],
          requestBody: {
            content: {
              "multipart/form-data": {
                schema: { type: "object", properties: { [key()]: { type: "string", format: "binary" } } },
              },
            },
          },
          responses: { "204": { description: prose() } },
        },
      },
      "/cursor": {
        get: { ...operation("listThing", "list"), "x-pagination": { scheme: "cursor" }, ...answer(list(ref("Thing"))) },
      },
      "/id": {
        get: {
          ...operation("listThingById", "listById"),
          "x-pagination": { scheme: "id", id: prose() },
          ...answer(list(ref("Thing"))),
        },
      },
      "/next": {
        get: {
          ...operation("listThingByNext", "listByNext"),
          "x-pagination": { scheme: "next-cursor", cursor: prose(), next: prose() },
          ...answer(list({ type: "string", const: prose() })),
        },
      },
    },
    webhooks: {
      [key()]: {
        post: {
          ...operation(key(), "event"),
          requestBody: { content: { "application/json": { schema: ref("Thing") } } },
        },
      },
      [key()]: {
        post: {
          requestBody: { content: { "application/json": { schema: ref("Whole") } } },
          responses: { "204": { description: prose() } },
        },
      },
    },
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", description: prose() } },
      parameters: {
        Shared: {
          name: key(),
          in: "query",
          description: prose(),
          schema: { type: "string", ...annotations(prose, url) },
        },
      },
      responses: {
        Missing: { description: prose(), content: { "application/json": { schema: ref("Whole"), example: prose() } } },
      },
      headers: { Shared: { description: prose(), schema: { type: "string" } } },
      schemas: {
        Thing: {
          ...annotations(prose, url),
          type: "object",
          required: [query],
          properties: {
            [key()]: { type: "string", ...annotations(prose, url) },
            [query]: { type: ["string", "null"], enum: [prose(), "other", null], ...annotations(prose, url) },
            [key()]: { const: prose(), ...annotations(prose, url) },
            [key()]: { type: "array", items: { type: "string", enum: [prose(), "other"] }, ...annotations(prose, url) },
            [key()]: { type: "object", additionalProperties: { type: "string", description: prose() } },
            [key()]: { "x-sdk-name": "InnerThing", type: "object", properties: { [key()]: { type: "number" } } },
          },
        },
        Kind: {
          ...annotations(prose, url),
          type: "string",
          enum: [prose(), "other"],
          "x-enum-descriptions": [prose()],
          "x-enum-varnames": [prose()],
        },
        Only: { ...annotations(prose, url), const: prose() },
        ...unionWith(key, prose, url),
        Whole: {
          allOf: [ref("Thing"), { type: "object", properties: { [key()]: ref("Kind") } }],
          ...annotations(prose, url),
        },
      },
    },
    "x-foreign": prose(),
  };
}

/** Everything that can be said of a schema in words. */
function annotations(prose: Text, url: Text): Schema {
  return {
    title: prose(),
    description: prose(),
    default: prose(),
    example: prose(),
    examples: [prose()],
    pattern: prose(),
    format: prose(),
    deprecated: true,
    externalDocs: { url: url(), description: prose() },
    "x-source": prose(),
    "x-certainty": "inferred",
    "x-foreign": prose(),
  };
}

function unionWith(key: Text, prose: Text, url: Text): Record<string, Schema> {
  const property = key();
  const variant = (): Schema => ({
    type: "object",
    properties: { [property]: { type: "string", description: prose() } },
  });
  return {
    Cat: variant(),
    Dog: variant(),
    Pet: {
      ...annotations(prose, url),
      oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }],
      discriminator: {
        propertyName: property,
        mapping: { [key()]: "#/components/schemas/Cat", [key()]: "#/components/schemas/Dog" },
      },
    },
  };
}

/** A brace in a path is syntax. */
function withoutBraces(text: string): string {
  return text.replaceAll(/[{}/]/g, "");
}
