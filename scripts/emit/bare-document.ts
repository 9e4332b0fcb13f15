import type { OpenAPI3 } from "openapi-typescript";
import { isClientHeader } from "../load/client-headers.js";
import { isJsonObject, type JsonObject } from "../load/json-object.js";
import {
  componentOf,
  isReference,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type Reference,
  type RequestBody,
  type Response,
  type Schema,
} from "../load/openapi.js";
import { operationsOf } from "../normalize/walk-schemas.js";

/**
 * A copy without prose, examples and links, which do not change a type, and with a mark in the place of each schema: openapi-typescript
 * writes paths, parameters and responses, and `mark` says which schema stands where.
 */
export function bareDocument(document: OpenApiDocument, mark: (schema: Schema | boolean) => Schema): OpenAPI3 {
  const draft = structuredClone(document);
  // Schemas of webhooks are in `models.ts` as components; nothing calls them by path.
  delete draft.webhooks;
  bare(draft.components ?? {});
  dropClientHeaders(draft);
  const { schemas = {}, parameters = {}, responses = {}, requestBodies = {}, headers = {} } = draft.components ?? {};
  for (const [name, schema] of Object.entries(schemas)) schemas[name] = mark(schema);
  for (const node of [...Object.values(parameters), ...Object.values(headers)]) markValue(node, mark);
  for (const node of [...Object.values(responses), ...Object.values(requestBodies)]) markContent(node, mark);
  for (const item of Object.values(draft.paths ?? {})) bare(item);
  const ids = new Set<string>();
  for (const { operation } of operationsOf(draft)) {
    operation.operationId = plainId(operation.operationId ?? "", ids);
    bareOperation(operation, mark);
  }
  // The two libraries type OpenAPI differently; the document has been validated.
  return draft as unknown as OpenAPI3;
}

/** The library reads an operationId as a part of an address: what is special there is written otherwise. */
function plainId(id: string, taken: Set<string>): string {
  let plain = id.replaceAll(/[^\w.:-]/g, "_");
  while (taken.has(plain)) plain += "_";
  taken.add(plain);
  return plain;
}

/** What the client sends by itself is nothing that a call by path must give. */
function dropClientHeaders(draft: OpenApiDocument): void {
  const components = draft.components?.parameters ?? {};
  const isSentByClient = (given: Parameter | Reference): boolean => {
    const node = isReference(given) ? components[componentOf(given.$ref) ?? ""] : given;
    return node !== undefined && isClientHeader(node);
  };
  for (const { operation } of operationsOf(draft))
    if (operation.parameters?.some(isSentByClient))
      operation.parameters = operation.parameters.filter((given) => !isSentByClient(given));
  for (const [name, node] of Object.entries(components)) if (isClientHeader(node)) delete components[name];
}

function bareOperation(operation: Operation, mark: Mark): void {
  bare(operation);
  const { parameters = [], requestBody, responses = {} } = operation;
  for (const parameter of parameters) if (!isReference(parameter)) markValue(parameter, mark);
  for (const node of [requestBody, ...Object.values(responses)])
    if (node !== undefined && !isReference(node)) markContent(node, mark);
}

type Mark = (schema: Schema | boolean) => Schema;

/** A parameter or header: what it holds is its schema, or that of its one media type. */
function markValue(node: unknown, mark: Mark): void {
  if (!isJsonObject(node) || isReference(node)) return;
  bare(node);
  const [content] = isJsonObject(node.content) ? Object.values(node.content) : [];
  const schema = isJsonObject(content) ? content.schema : node.schema;
  delete node.content;
  node.schema = mark((schema ?? {}) as Schema);
}

function markContent(node: RequestBody | Response, mark: Mark): void {
  bare(node);
  for (const media of Object.values(node.content ?? {})) {
    bare(media);
    if (media.schema !== undefined) media.schema = mark(media.schema);
  }
  if ("headers" in node) for (const header of Object.values(node.headers ?? {})) markValue(header, mark);
}

/** Removes what describes a node. openapi-typescript does without, though OpenAPI requires it on a response. */
function bare(node: object): void {
  for (const field of ["summary", "description", "deprecated", "example", "examples", "links"])
    delete (node as JsonObject)[field];
}
