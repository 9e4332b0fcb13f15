import type { OpenApiDocument } from "./openapi.js";

/** What a node of an OpenAPI document is. `data` is anything whose inside belongs to nobody here: examples, scopes. */
export type Kind =
  | "document"
  | "info"
  | "server"
  | "tag"
  | "components"
  | "pathItem"
  | "operation"
  | "parameter"
  | "requestBody"
  | "response"
  | "mediaType"
  | "encoding"
  | "header"
  | "example"
  | "link"
  | "callback"
  | "externalDocs"
  | "securityScheme"
  | "schema";

/** A node as it was parsed. */
export type Node = Record<string, unknown>;

/** One step down: the field that was entered and, where it holds a map or a list, the entry. */
export interface Step {
  readonly field: string;
  readonly key?: string | number;
}

/** A node's kind and the way to it from the document's root. */
export interface Place {
  readonly kind: Kind;
  readonly steps: readonly Step[];
}

/** Takes a node whose children are already edited, gives the node that replaces it. Must not change the one it was given. */
export type Edit = (node: Node, place: Place) => Node;

/** The document rebuilt from the leaves up, each node through `edit`. The document that was given stays as it was. */
export function rewrite(document: OpenApiDocument, edit: Edit): OpenApiDocument {
  const edited: unknown = descend({ ...document }, { kind: "document", steps: [] }, edit);
  return edited as OpenApiDocument;
}

/** The same for one node; places count from it. */
export function rewriteNode(node: Node, kind: Kind, edit: Edit): Node {
  return descend(node, { kind, steps: [] }, edit);
}

/** The JSON pointer tokens of a place. */
export function tokensOfPlace(place: Place): (string | number)[] {
  return place.steps.flatMap(({ field, key }) => (key === undefined ? [field] : [field, key]));
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same entries under other values. Keeps a key named `__proto__` an ordinary key. */
export function mapEntries(node: Node, change: (value: unknown, key: string) => unknown): Node {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(value, key)]));
}

type Shape = "one" | "map" | "list";
type Fields = Readonly<Record<string, readonly [Shape, Kind]>>;

const operation = ["one", "operation"] as const;
const schema = ["one", "schema"] as const;
const schemas = ["map", "schema"] as const;
const variants = ["list", "schema"] as const;

/** Which fields of a kind hold further nodes (OpenAPI 3.0 and 3.1, JSON Schema 2020-12). */
const GRAMMAR: Readonly<Record<Kind, Fields>> = {
  document: {
    info: ["one", "info"],
    servers: ["list", "server"],
    tags: ["list", "tag"],
    paths: ["map", "pathItem"],
    webhooks: ["map", "pathItem"],
    components: ["one", "components"],
    externalDocs: ["one", "externalDocs"],
  },
  info: {},
  server: {},
  tag: { externalDocs: ["one", "externalDocs"] },
  components: {
    schemas,
    parameters: ["map", "parameter"],
    responses: ["map", "response"],
    requestBodies: ["map", "requestBody"],
    headers: ["map", "header"],
    examples: ["map", "example"],
    links: ["map", "link"],
    callbacks: ["map", "callback"],
    pathItems: ["map", "pathItem"],
    securitySchemes: ["map", "securityScheme"],
  },
  pathItem: {
    get: operation,
    put: operation,
    post: operation,
    delete: operation,
    options: operation,
    head: operation,
    patch: operation,
    trace: operation,
    servers: ["list", "server"],
    parameters: ["list", "parameter"],
  },
  operation: {
    externalDocs: ["one", "externalDocs"],
    parameters: ["list", "parameter"],
    requestBody: ["one", "requestBody"],
    responses: ["map", "response"],
    callbacks: ["map", "callback"],
    servers: ["list", "server"],
  },
  parameter: { schema, content: ["map", "mediaType"], examples: ["map", "example"] },
  requestBody: { content: ["map", "mediaType"] },
  response: { headers: ["map", "header"], content: ["map", "mediaType"], links: ["map", "link"] },
  mediaType: { schema, encoding: ["map", "encoding"], examples: ["map", "example"] },
  encoding: { headers: ["map", "header"] },
  header: { schema, content: ["map", "mediaType"], examples: ["map", "example"] },
  example: {},
  link: {},
  callback: {},
  externalDocs: {},
  securityScheme: {},
  schema: {
    properties: schemas,
    patternProperties: schemas,
    dependentSchemas: schemas,
    $defs: schemas,
    items: schema,
    additionalProperties: schema,
    unevaluatedItems: schema,
    unevaluatedProperties: schema,
    contains: schema,
    propertyNames: schema,
    not: schema,
    if: schema,
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: schema,
    else: schema,
    oneOf: variants,
    anyOf: variants,
    allOf: variants,
    prefixItems: variants,
    externalDocs: ["one", "externalDocs"],
  },
};

function descend(node: Node, place: Place, edit: Edit): Node {
  const rebuilt = mapEntries(node, (value, field) => {
    const child = childOf(place.kind, field);
    if (child === undefined) return value;
    const [shape, kind] = child;
    const enter = (inner: unknown, key?: string | number): unknown => {
      const step = key === undefined ? { field } : { field, key };
      return isNode(inner) ? descend(inner, { kind, steps: [...place.steps, step] }, edit) : inner;
    };
    if (shape === "one") return enter(value);
    if (shape === "list") return Array.isArray(value) ? value.map((inner, index) => enter(inner, index)) : value;
    return isNode(value) ? mapEntries(value, (inner, key) => enter(inner, key)) : value;
  });
  return edit(rebuilt, place);
}

function childOf(kind: Kind, field: string): readonly [Shape, Kind] | undefined {
  // A callback is itself the map: its fields are expressions.
  if (kind === "callback") return field.startsWith("x-") ? undefined : ["one", "pathItem"];
  const fields = GRAMMAR[kind];
  // `hasOwn`: a field called `constructor` is not one of the grammar's.
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}
