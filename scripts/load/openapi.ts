/**
 * The parts of OpenAPI 3.0 and 3.1 that the pipeline reads, as plain data. Everything else of a document travels along
 * untouched. Extensions that the generator knows begin with `x-`; CONTRIBUTING lists them.
 */
export interface OpenApiDocument {
  openapi: string;
  /** `x-api-version-date`: the version that the document describes, which the client asks for with each request. */
  info: { title: string; version: string; [key: string]: unknown };
  servers?: Server[];
  security?: SecurityRequirement[];
  tags?: { name: string; description?: string }[];
  paths?: Record<string, PathItem>;
  webhooks?: Record<string, PathItem>;
  components?: Components;
  /** The failures that most operations declare: they get one named type, `WhopFailure`. */
  "x-common-failures"?: CommonFailures;
  /** How arrays are written in objects of a form whose style is `deepObject`, which OpenAPI leaves open: `a[]=1` or `a[0]=1`. */
  "x-form-arrays"?: "brackets" | "indices";
  /** `deprecated`: value lists of enums with a plural name are exported under that name too (`DisputeStatusesValues`). */
  "x-plural-value-lists"?: "deprecated";
  [extension: `x-${string}`]: unknown;
}

export interface CommonFailures {
  statuses: number[];
  /** Reference to the schema of their body; absent when nothing is known of it. */
  schema?: string;
}

export interface Server {
  url: string;
  description?: string;
  variables?: Record<string, { default: string; enum?: string[] }>;
  /** The value of the client's `environment` option that selects this server. */
  "x-environment"?: string;
}

export interface Components {
  schemas?: Record<string, Schema>;
  parameters?: Record<string, Parameter>;
  responses?: Record<string, Response>;
  requestBodies?: Record<string, RequestBody>;
  securitySchemes?: Record<string, SecurityScheme>;
  headers?: Record<string, unknown>;
  examples?: Record<string, unknown>;
}

export interface SecurityScheme {
  type: string;
  scheme?: string;
  /** Of an API key: where it goes, and its name there. */
  in?: string;
  name?: string;
  /** Of OAuth, by the name of the flow; an extension may be anything. */
  flows?: Record<string, unknown>;
  /** Of OpenID Connect. */
  openIdConnectUrl?: string;
  description?: string;
}

export type SecurityRequirement = Record<string, string[]>;

export const HTTP_METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

export type PathItem = { [Method in HttpMethod]?: Operation } & {
  parameters?: (Parameter | Reference)[];
  servers?: Server[];
  summary?: string;
  description?: string;
};

export interface Operation {
  operationId?: string;
  tags?: string[];
  summary?: string;
  description?: string;
  deprecated?: boolean;
  externalDocs?: { url: string; description?: string };
  parameters?: (Parameter | Reference)[];
  requestBody?: RequestBody | Reference;
  responses?: Record<string, Response | Reference>;
  servers?: Server[];
  security?: SecurityRequirement[];
  callbacks?: unknown;
  /** Dotted resource name instead of the tag's, for example `affiliates.overrides`. */
  "x-sdk-resource"?: string;
  /** Method name instead of the operationId's. */
  "x-sdk-method"?: string;
  /** How a list is paged. */
  "x-pagination"?: Pagination;
  /** The request body's property that makes a repeated call safe. */
  "x-idempotency-field"?: string;
  /** Kinds of credentials that are accepted (`account_api_key`, `oauth_token` …). None: only a signed-in session is. */
  "x-whop-credentials"?: string[];
  /** How sure a hand-written fact is: absent means that the provider's page states it. */
  "x-certainty"?: Certainty;
  /** The provider's page that shows the fact. */
  "x-source"?: string;
}

/** `seen-ex`: only in a sample. `inferred`: deduced, and not stated in what was read. */
export type Certainty = "seen-ex" | "inferred";

/**
 * `cursor`: Whop's connections (`first`/`after`, `last`/`before`, `page_info`).
 * `id`: `limit`, `starting_after`, `ending_before`, `has_more`; the cursor is the item's own property `id`.
 * `next-cursor`: one opaque cursor; `cursor` names the query parameter, `next` the dotted path of the following one in the response,
 * and `more` that of a flag that is false on the last page, where its cursor alone does not tell.
 */
export type Pagination =
  | { scheme: "cursor" }
  | { scheme: "id"; id: string }
  | { scheme: "next-cursor"; cursor: string; next: string; more?: string };

export interface Parameter {
  name: string;
  in: "query" | "path" | "header" | "cookie";
  required?: boolean;
  description?: string;
  deprecated?: boolean;
  style?: string;
  explode?: boolean;
  schema?: Schema;
  content?: Record<string, MediaType>;
  "x-certainty"?: Certainty;
  "x-source"?: string;
}

export interface RequestBody {
  required?: boolean;
  description?: string;
  content: Record<string, MediaType>;
}

export interface MediaType {
  schema?: Schema;
  encoding?: Record<string, Encoding>;
  example?: unknown;
}

/** How a property of a form is sent. */
export interface Encoding {
  contentType?: string;
  headers?: unknown;
  style?: string;
  explode?: boolean;
  allowReserved?: boolean;
}

export interface Response {
  description: string;
  content?: Record<string, MediaType>;
  headers?: Record<string, unknown>;
}

export interface Reference {
  $ref: string;
}

/** A JSON Schema as OpenAPI 3.1 has it. `$ref` may have siblings. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  title?: string;
  description?: string;
  deprecated?: boolean;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  example?: unknown;
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  prefixItems?: Schema[];
  readOnly?: boolean;
  writeOnly?: boolean;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  discriminator?: { propertyName: string; mapping?: Record<string, string> };
  nullable?: boolean;
  /** The TypeScript name of a schema, where the name that it would have clashes or reads badly. */
  "x-sdk-name"?: string;
  /** The name of the exported list of an enum's values, where the one made from its name clashes. */
  "x-sdk-values-name"?: string;
  /**
   * On an enum of strings: other values may be sent and received, too. Set by the generator: the first member of `anyOf` lists what is
   * known, and any other string may come.
   */
  "x-open-enum"?: boolean;
  /** Set by the generator: the body of a response that is not JSON. */
  "x-received-as"?: "blob" | "events";
  /** Set by the generator: an open enum that the contract has marked as such. */
  "x-open-when-sent"?: boolean;
  "x-certainty"?: Certainty;
  "x-source"?: string;
  [keyword: string]: unknown;
}

export function isReference(node: object): node is Reference {
  return "$ref" in node && typeof node.$ref === "string";
}

/** The component that `#/components/<kind>/<name>` names; `undefined` for a reference to anything else. */
export function componentOf(reference: string): string | undefined {
  if (components.has(reference)) return components.get(reference);
  const name = /^#\/components\/[A-Za-z]+\/([^/]+)$/.exec(reference)?.[1];
  const found = name === undefined ? undefined : decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~");
  components.set(reference, found);
  return found;
}

/** A document has few references that differ, and asks for each in every pass. */
const components = new Map<string, string | undefined>();
