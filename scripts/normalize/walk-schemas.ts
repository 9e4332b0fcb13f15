import {
  type HttpMethod,
  isReference,
  type MediaType,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type Schema,
} from "../load/openapi.js";
import { readOperations, readWebhooks } from "../load/read-operations.js";

/** The keywords of a schema that hold further schemas, in the order in which they are walked. */
export function childSchemas(schema: Schema): Schema[] {
  const children: Schema[] = [];
  addChildren(schema, children);
  return children;
}

/** Most schemas have none: no list is made for each. */
function addChildren(schema: Schema, children: Schema[]): void {
  const { properties, patternProperties, $defs, items, additionalProperties, oneOf, anyOf, allOf } = schema;
  if (properties !== undefined) addAll(Object.values(properties), children);
  if (patternProperties !== undefined) addAll(Object.values(patternProperties), children);
  if (isSchema($defs)) addAll(Object.values($defs), children);
  if (oneOf !== undefined) addAll(oneOf, children);
  if (anyOf !== undefined) addAll(anyOf, children);
  if (allOf !== undefined) addAll(allOf, children);
  if (isSchema(items)) children.push(items);
  if (isSchema(additionalProperties)) children.push(additionalProperties);
  for (const keyword of SINGLE) {
    const child = schema[keyword];
    if (isSchema(child)) children.push(child);
  }
  const { prefixItems } = schema;
  if (Array.isArray(prefixItems)) addAll(prefixItems, children);
}

const SINGLE = ["not", "contains", "propertyNames", "unevaluatedProperties"] as const;

function addAll(nodes: Iterable<unknown>, children: Schema[]): void {
  for (const node of nodes) if (isSchema(node)) children.push(node);
}

/** Calls `visit` once for each schema of the document, parents first. */
export function walkSchemas(document: OpenApiDocument, visit: (schema: Schema) => void): void {
  // A stack of our own: documents may nest deeper than the call stack.
  const stack = rootSchemas(document);
  for (let schema = stack.pop(); schema !== undefined; schema = stack.pop()) {
    visit(schema);
    addChildren(schema, stack);
  }
}

/** Every operation under `paths`, in the document's order. */
export function operationsOf(document: OpenApiDocument): { path: string; verb: HttpMethod; operation: Operation }[] {
  return readOperations(document).map(({ path, method, node }) => ({ path, verb: method, operation: node }));
}

/** The body of every event under `webhooks`, in the document's order. */
export function eventsOf(document: OpenApiDocument): { type: string; verb: HttpMethod; operation: Operation }[] {
  return readWebhooks(document).map(({ path, method, node }) => ({ type: path, verb: method, operation: node }));
}

function rootSchemas(document: OpenApiDocument): Schema[] {
  const { schemas = {}, parameters = {}, responses = {}, requestBodies = {} } = document.components ?? {};
  const media: MediaType[] = [...Object.values(responses), ...Object.values(requestBodies)].flatMap((holder) =>
    Object.values(holder.content ?? {}),
  );
  const ofPathItems = Object.values(document.paths ?? {}).flatMap((item) => item.parameters ?? []);
  const inlineParameters: Parameter[] = [
    ...Object.values(parameters),
    ...ofPathItems.filter((parameter): parameter is Parameter => !isReference(parameter)),
  ];
  const operations = [...operationsOf(document), ...eventsOf(document)].map(({ operation }) => operation);
  for (const operation of operations) {
    for (const parameter of operation.parameters ?? []) if (!isReference(parameter)) inlineParameters.push(parameter);
    const holders = [operation.requestBody, ...Object.values(operation.responses ?? {})];
    for (const holder of holders)
      if (holder !== undefined && !isReference(holder)) media.push(...Object.values(holder.content ?? {}));
  }
  const roots = [
    ...Object.values(schemas),
    ...inlineParameters.flatMap(({ schema, content }) => [
      schema,
      ...Object.values(content ?? {}).map((media) => media.schema),
    ]),
    ...media.map(({ schema }) => schema),
  ];
  return roots.filter(isSchema);
}

function isSchema(node: unknown): node is Schema {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}
