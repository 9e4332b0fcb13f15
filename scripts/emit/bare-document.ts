import type { OpenAPI3 } from "openapi-typescript";
import { isClientHeader } from "../load/client-headers.js";
import {
  componentOf,
  isReference,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type Reference,
  type Schema,
} from "../load/openapi.js";
import { operationsOf, walkSchemas } from "../normalize/walk-schemas.js";

/**
 * A copy without prose, examples and formats, which do not change a type: the wire types are for the compiler, the prose is in
 * `models.ts`. This makes the output a third smaller.
 */
export function bareDocument(document: OpenApiDocument): OpenAPI3 {
  const draft = structuredClone(document);
  // Schemas of webhooks are in `models.ts` as components; nothing calls them by path.
  delete draft.webhooks;
  dropClientHeaders(draft);
  walkSchemas(draft, bareSchema);
  const { parameters = {}, responses = {}, requestBodies = {} } = draft.components ?? {};
  for (const node of [...Object.values(parameters), ...Object.values(responses), ...Object.values(requestBodies)])
    bare(node);
  for (const item of Object.values(draft.paths ?? {})) bare(item);
  for (const { operation } of operationsOf(draft)) bareOperation(operation);
  // The two libraries type OpenAPI differently; the document has been validated.
  return draft as unknown as OpenAPI3;
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

function bareSchema(schema: Schema): void {
  for (const keyword of ["description", "title", "example", "examples", "default", "deprecated"] as const)
    delete schema[keyword];
  if (schema.format !== "binary") delete schema.format;
  // The second form is the one for values that the contract does not know.
  const [, unknown] = schema["x-open-enum"] === true ? (schema.anyOf ?? []) : [];
  if (unknown !== undefined) unknown["x-open-enum"] = true;
  // A union says its type itself; openapi-typescript would intersect it with an open object.
  if (schema.oneOf !== undefined && schema.properties === undefined) {
    if (Array.isArray(schema.type) && schema.type.includes("null")) schema.oneOf = [...schema.oneOf, { type: "null" }];
    delete schema.type;
  }
}

function bareOperation(operation: Operation): void {
  bare(operation);
  const { parameters = [], requestBody, responses = {} } = operation;
  for (const node of [...parameters, requestBody, ...Object.values(responses)]) if (node !== undefined) bare(node);
}

/** Removes what describes a node. openapi-typescript does without, though OpenAPI requires it on a response. */
function bare(node: object & { summary?: string; description?: string; deprecated?: boolean }): void {
  delete node.summary;
  delete node.description;
  delete node.deprecated;
}
