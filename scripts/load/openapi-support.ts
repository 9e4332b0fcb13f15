/**
 * What becomes of each construct of OpenAPI 3.0 and 3.1: it is right, or it is refused by name. There is no third state; a test walks the
 * schemas of both versions and fails for a field that is in neither list. `docs/openapi-support.md` is made from this.
 */
export interface Support {
  /** How it is right, in a few words; or with which code it is refused. */
  readonly says: string;
  readonly refused: boolean;
  /** The page of `test/scenarios` that shows it. */
  readonly page?: string | undefined;
}

const DOCS = "documentation alone";
const INEXACT = "an integer beyond 2^53 is refused with load/inexact-integer";
const NARROWS = "narrows a value; the type is the wider one, and the server checks";

/** By object and field. A value with `!` is refused: `!code: what`. One with `@page` has a scenario page. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  document: {
    openapi: "3.0.x and 3.1.x; others are refused with load/unsupported-version",
    info: DOCS,
    externalDocs: DOCS,
    servers: "base URLs by environment @harmless-breaches",
    security: "the scheme that most operations take is that of apiKey @security",
    tags: "names of resources; they need not be declared @names-from-place",
    paths: "an operation is a method @names-from-place",
    components: "by name",
    jsonSchemaDialect: "!load/unsupported-dialect: other dialects than that of OpenAPI",
    webhooks: "types of events @webhook-bodies",
  },
  info: {
    title: DOCS,
    summary: DOCS,
    description: DOCS,
    termsOfService: DOCS,
    contact: DOCS,
    license: DOCS,
    version: DOCS,
  },
  contact: { name: DOCS, url: DOCS, email: DOCS },
  license: { name: DOCS, identifier: DOCS, url: DOCS },
  server: {
    url: "relative ones are completed by the document's address, or callers pass baseURL @harmless-breaches",
    description: "names the environment @harmless-breaches",
    variables: "filled with their defaults @harmless-breaches",
  },
  serverVariable: { enum: DOCS, default: "fills the address @harmless-breaches", description: DOCS },
  components: {
    schemas: "named types @composition",
    responses: "by reference",
    parameters: "by reference",
    examples: DOCS,
    requestBodies: "by reference",
    headers: "by reference",
    securitySchemes: "count where security requires them @security",
    links: DOCS,
    callbacks: "no types, with a note @harmless-breaches",
    pathItems: "by reference: operations of each path @path-item-reference",
  },
  pathItem: {
    $ref: "operations of their own at each path @path-item-reference",
    summary: DOCS,
    description: DOCS,
    servers: "where the operation goes @other-responses",
    parameters: "those of each operation @path-item-parameters",
    get: "a method",
    put: "a method",
    post: "a method",
    delete: "a method",
    options: "a method",
    head: "a method",
    patch: "a method",
    trace: "!model/trace: fetch sends no TRACE",
  },
  operation: {
    tags: "the first one names the resource @names-from-place",
    summary: DOCS,
    description: DOCS,
    externalDocs: DOCS,
    operationId: "names the method; made from the place where it is missing or taken @names-from-place",
    parameters: "members of the method's object @parameter-styles",
    requestBody:
      "!model/get-body: a required one of GET and HEAD in 3.1; else they have none, with a note; others are merged with the parameters, or an argument of its own @parameter-styles",
    responses: "what the method gives @several-successes",
    callbacks: "no types, with a note @harmless-breaches",
    deprecated: DOCS,
    security: "per operation, none included @security-mixed",
    servers: "where the operation goes @other-responses",
  },
  externalDocumentation: { description: DOCS, url: DOCS },
  parameter: {
    name: "the name of the member; two of one name are refused with names/clash",
    in: "query, header, path and cookie @parameter-styles",
    description: DOCS,
    required: "required @parameter-styles",
    deprecated: DOCS,
    allowEmptyValue: "null is sent as an empty value",
    style: "!model/parameter-style: label and matrix; every other style is written @parameter-styles",
    explode: "as the style says @parameter-styles",
    allowReserved: "values are percent-encoded, which a server decodes alike",
    schema: "the member's type @parameter-styles",
    content: "!model/parameter-type: other types than JSON and text @parameter-styles",
    example: DOCS,
    examples: DOCS,
  },
  requestBody: {
    description: DOCS,
    content:
      "!model/media-type: multipart types that are no form, text in other charsets; JSON, forms, text and bytes are sent @text-and-byte-bodies",
    required: "an optional body can be left out @optional-body",
  },
  mediaType: {
    schema: "the body's type",
    example: DOCS,
    examples: DOCS,
    encoding:
      "!model/form-encoding, model/multipart-encoding: objects of a form without a style, parts with headers, styles or a content type @form-bodies",
  },
  encoding: {
    contentType:
      "!model/form-encoding, model/multipart-encoding: JSON for lists, other types than JSON and text; of a part that is no file",
    headers: "!model/multipart-encoding: always; a form has none",
    style:
      "!model/form-encoding, model/multipart-encoding: deepObject for lists, unless x-form-arrays says how; of parts @form-bodies",
    explode: "!model/multipart-encoding: always; as the style says in a form @form-bodies",
    allowReserved:
      "!model/multipart-encoding: always; in a form values are percent-encoded, which a server decodes alike",
  },
  responses: { default: "the success where no other is declared, else a failure @other-responses" },
  response: {
    description: DOCS,
    headers: "in the wire types; withResponse() gives them",
    content:
      "!model/mixed-response: successes that are read in different ways; JSON, text, bytes and event streams are read @other-responses",
    links: DOCS,
  },
  example: { summary: DOCS, description: DOCS, value: DOCS, externalValue: DOCS },
  link: {
    operationId: DOCS,
    operationRef: DOCS,
    parameters: DOCS,
    requestBody: DOCS,
    description: DOCS,
    server: DOCS,
  },
  header: {
    description: DOCS,
    required: "in the wire types",
    deprecated: DOCS,
    allowEmptyValue: DOCS,
    style: "headers of responses are text",
    explode: "headers of responses are text",
    allowReserved: "headers of responses are text",
    schema: "in the wire types",
    content: "in the wire types",
    example: DOCS,
    examples: DOCS,
  },
  tag: { name: "names a resource", description: DOCS, externalDocs: DOCS },
  reference: {
    $ref: "!load/external-ref, load/dangling-ref, load/ref-cycle: what leads out, nowhere or in a circle; any place of the document is read @composition",
    summary: DOCS,
    description: DOCS,
  },
  securityScheme: {
    type: "!model/credentials: mutualTLS; apiKey, http, oauth2 and openIdConnect are sent @security-not-sendable",
    description: DOCS,
    name: "where an API key goes @security-not-sendable",
    in: "header, query and cookie @security-not-sendable",
    scheme: "!model/credentials: digest and others; bearer and basic are sent @security-mixed",
    bearerFormat: DOCS,
    flows: "the token is the caller's; scopes are documented @permission-alternatives",
    openIdConnectUrl: DOCS,
  },
  oauthFlows: {
    implicit: DOCS,
    password: DOCS,
    clientCredentials: DOCS,
    authorizationCode: DOCS,
    authorizationUrl: DOCS,
    refreshUrl: DOCS,
    tokenUrl: DOCS,
    scopes: "the permissions of a method @permission-alternatives",
  },
  discriminator: {
    propertyName: "a constant in each form @discriminators",
    mapping: "its values, by reference or bare name @discriminators",
  },
  xml: { name: DOCS, namespace: DOCS, prefix: DOCS, attribute: DOCS, wrapped: DOCS },
  schema: {
    $id: "an identifier; references are those of the document",
    $schema: "the dialect is that of OpenAPI",
    $ref: "with keywords beside it in 3.1 @composition",
    $anchor: "!load/unsupported-ref: a reference to one",
    $dynamicRef: "!load/unsupported-ref: always",
    $dynamicAnchor: "an identifier; a reference to one is refused",
    $vocabulary: "for dialects alone",
    $comment: DOCS,
    $defs: "types where they are referred to @composition",
    prefixItems: "a tuple; closed by `items: false` or as many `maxItems` @composition",
    items: "an array",
    contains: NARROWS,
    additionalProperties: "an index signature @free-objects",
    properties: "members",
    patternProperties: "an index signature @composition",
    dependentSchemas: NARROWS,
    propertyNames: NARROWS,
    if: NARROWS,
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: NARROWS,
    else: NARROWS,
    allOf: "an intersection @composition",
    anyOf: "a union @composition",
    oneOf: "a union @composition",
    not: NARROWS,
    unevaluatedItems: NARROWS,
    unevaluatedProperties: NARROWS,
    type: "one or several @nullable-enum",
    const: `a literal, of any kind; ${INEXACT} @composition`,
    enum: `literals, of any kind; open where received; ${INEXACT} @sent-and-received`,
    multipleOf: NARROWS,
    maximum: NARROWS,
    exclusiveMaximum: NARROWS,
    minimum: NARROWS,
    exclusiveMinimum: NARROWS,
    maxLength: NARROWS,
    minLength: NARROWS,
    pattern: NARROWS,
    maxItems: NARROWS,
    minItems: NARROWS,
    uniqueItems: NARROWS,
    maxContains: NARROWS,
    minContains: NARROWS,
    maxProperties: NARROWS,
    minProperties: NARROWS,
    required: "required, also across the parts of an allOf @composition",
    dependentRequired: NARROWS,
    title: "names a form of a union",
    description: DOCS,
    default: `${DOCS}; ${INEXACT}`,
    deprecated: DOCS,
    readOnly: "not sent @sent-and-received",
    writeOnly: "not received @sent-and-received",
    examples: DOCS,
    example: DOCS,
    format: "binary is a file; 64-bit integers are marked; others are text or numbers @multipart",
    contentEncoding: "text",
    contentMediaType: "a file in a form, else text",
    contentSchema: NARROWS,
    nullable: "null as well, in every place and version @composition",
    discriminator: "see there @discriminators",
    externalDocs: DOCS,
    xml: "XML is text",
  },
};

/** By object and field, in the order of the list. */
export const OPENAPI_SUPPORT: ReadonlyMap<string, ReadonlyMap<string, Support>> = new Map(
  Object.entries(FIELDS).map(([object, fields]) => [
    object,
    new Map(Object.entries(fields).map(([field, text]) => [field, readSupport(text)])),
  ]),
);

function readSupport(text: string): Support {
  const [, mark = "", says = "", page] = /^(!?)(.*?)(?: @([\w-]+))?$/.exec(text) ?? [];
  return { refused: mark === "!", says, page };
}

/** `docs/openapi-support.md`. */
export function supportPage(): string {
  const sections = [...OPENAPI_SUPPORT].flatMap(([object, fields]) => [
    `## ${object}`,
    "",
    "| field | | |",
    "|---|---|---|",
    ...[...fields].map(([field, { refused, says, page }]) => {
      const link = page === undefined ? "" : ` ([page](../test/scenarios/${page}.md))`;
      return `| \`${field}\` | ${refused ? "refused" : "right"} | ${says}${link} |`;
    }),
    "",
  ]);
  return [
    "# What the generator does with each construct of OpenAPI",
    "",
    "Made from `scripts/load/openapi-support.ts`; a test compares the two. Each field of OpenAPI 3.0 and 3.1, and of JSON Schema 2020-12, is",
    "right, or refused with a code, the JSON pointer, the line and a remedy. Where a row says `refused`, it says of which values; the others are",
    "right. `npm run generate -- --skip-unsupported` leaves out the operations that are refused with a `model/` code, with a note for each.",
    "A document that would take minutes, since it has very many operations, values or parts of parts, is refused with `load/too-wide`:",
    "[Limits](limits.md) has the figures.",
    "",
    ...sections,
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}
