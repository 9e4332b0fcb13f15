import { isJsonObject, type JsonObject, mapValues } from "./json-object.js";
import type { OpenApiDocument } from "./openapi.js";

/** Which of OpenAPI's objects an object of a document is: an Operation Object, a Schema Object … */
export type ObjectKind =
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

/** One step down: the field that was entered and, where it holds a map or a list, the entry. */
export interface Step {
  readonly field: string;
  readonly key?: string | number;
}

/** Where in a document an object is, and which of OpenAPI's objects it is there. */
export interface Position {
  readonly kind: ObjectKind;
  readonly steps: readonly Step[];
}

/** Takes an object whose children are already edited, gives the object that replaces it. Must not change the one it was given. */
export type Edit = (node: JsonObject, position: Position) => JsonObject;

/** The document rebuilt from the leaves up, each object through `edit`. The given document is left unchanged. */
export function rewrite(document: OpenApiDocument, edit: Edit): OpenApiDocument {
  const edited: unknown = descend({ ...document }, { kind: "document", steps: [] }, edit);
  return edited as OpenApiDocument;
}

/** The same for one object; positions begin at it. */
export function rewriteObject(node: JsonObject, kind: ObjectKind, edit: Edit): JsonObject {
  return descend(node, { kind, steps: [] }, edit);
}

/** Takes an object whose children have been looked at. `tokens` gives those of its JSON pointer. */
export type Look = (node: JsonObject, kind: ObjectKind, tokens: () => (string | number)[]) => void;

/** Looks at the objects in the order in which {@link rewrite} would edit them, and builds nothing. */
export function inspect(document: OpenApiDocument, look: Look): void {
  const path: (string | number)[] = [];
  const tokens = () => [...path];
  const enter = (node: unknown, kind: ObjectKind, step: string | number): void => {
    if (!isJsonObject(node)) return;
    path.push(step);
    inside(node, kind);
    path.pop();
  };
  const inside = (node: JsonObject, kind: ObjectKind): void => {
    for (const field of Object.keys(node)) {
      const value = node[field];
      if (typeof value !== "object" || value === null) continue;
      const child = childOf(kind, field);
      if (child === undefined) continue;
      const [holds, inner] = child;
      if (holds === "one") {
        enter(value, inner, field);
        continue;
      }
      path.push(field);
      if (holds === "map" && isJsonObject(value)) for (const key of Object.keys(value)) enter(value[key], inner, key);
      if (holds === "list" && Array.isArray(value))
        for (const [index, one] of value.entries()) enter(one, inner, index);
      path.pop();
    }
    look(node, kind, tokens);
  };
  inside({ ...document }, "document");
}

/** The JSON pointer tokens of a position. */
export function tokensOfPosition(position: Position): (string | number)[] {
  return position.steps.flatMap(({ field, key }) => (key === undefined ? [field] : [field, key]));
}

/** How a field holds objects: one itself, or several by key or by index. */
type Holds = "one" | "map" | "list";
type Fields = Readonly<Record<string, readonly [Holds, ObjectKind]>>;

const operation = ["one", "operation"] as const;
const schema = ["one", "schema"] as const;
const schemas = ["map", "schema"] as const;
const variants = ["list", "schema"] as const;

/** Which fields of an object hold further objects (OpenAPI 3.0 and 3.1, JSON Schema 2020-12). */
const CHILD_OBJECTS: Readonly<Record<ObjectKind, Fields>> = {
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

function descend(node: JsonObject, position: Position, edit: Edit): JsonObject {
  const rebuilt = mapValues(node, (value, field) => {
    const child = childOf(position.kind, field);
    if (child === undefined) return value;
    const [holds, kind] = child;
    const enter = (inner: unknown, key?: string | number): unknown => {
      const step = key === undefined ? { field } : { field, key };
      return isJsonObject(inner) ? descend(inner, { kind, steps: [...position.steps, step] }, edit) : inner;
    };
    if (holds === "one") return enter(value);
    if (holds === "list") return Array.isArray(value) ? value.map((inner, index) => enter(inner, index)) : value;
    return isJsonObject(value) ? mapValues(value, (inner, key) => enter(inner, key)) : value;
  });
  return edit(rebuilt, position);
}

function childOf(kind: ObjectKind, field: string): readonly [Holds, ObjectKind] | undefined {
  // A callback is itself the map: its fields are expressions.
  if (kind === "callback") return field.startsWith("x-") ? undefined : ["one", "pathItem"];
  const fields = CHILD_OBJECTS[kind];
  // `hasOwn`: a field called `constructor` is not one of OpenAPI's.
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}
