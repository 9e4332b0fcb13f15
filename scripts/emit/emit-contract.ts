import { preferredContent, sentContent } from "../load/content.js";
import { receivedAs } from "../load/media-types.js";
import { componentOf, type OpenApiDocument, type Schema } from "../load/openapi.js";
import { readOperations, readWebhooks } from "../load/read-operations.js";
import { isErrorStatus, type ResolvedOperation, type ResolvedResponse } from "../load/resolved-operation.js";
import type { Spec } from "../load/spec.js";
import type { ApiModel, MethodModel } from "../model/api-model.js";
import { type PlacedMethod, placedMethods } from "../model/placed-methods.js";
import { escapeHidden } from "../visible-text.js";

export const CONTRACT = "contract.json";

/**
 * `contract.json`: the contract as data, for what reads it while it runs: the mock servers of `disputekit/testing`. Each operation has
 * the name that callers use. An operation, an event or a schema is a line of its own, so that a diff shows what changed.
 *
 * Texts are kept where a caller fills something in: on parameters and on what a body is made of.
 */
export function emitContract(api: ApiModel, spec: Spec): string {
  const { document } = spec;
  const placed = new Map(placedMethods(api).map((entry) => [`${entry.method.verb} ${entry.method.path}`, entry]));
  const operations = readOperations(document).map((operation) =>
    entryOf(operation, api, placed.get(`${operation.method} ${operation.path}`)),
  );
  const events = readWebhooks(document).map(({ path, requestBody }) => ({
    type: path,
    schema: requestBody && bare(preferredContent(requestBody.content)?.node.schema ?? {}, false),
  }));
  const sent = reachable(
    document,
    operations.map(({ body }) => body?.schema),
  );
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) => [name, bare(schema, sent.has(name))] as const,
  );
  const { servers, auth, queryArrays, apiVersionDate } = api.config;
  const head = { id: api.id, name: api.name, servers, auth, queryArrays, apiVersionDate };
  return [
    "{",
    ...Object.entries(head).flatMap(([name, value]) => (value === undefined ? [] : [`${line(name)}: ${line(value)},`])),
    `"operations": [`,
    ...listed(operations.map(line)),
    `],`,
    `"events": [`,
    ...listed(events.map(line)),
    `],`,
    `"components": { "schemas": {`,
    ...listed(schemas.map(([name, schema]) => `${line(name)}: ${line(schema)}`)),
    `} }`,
    "}",
    "",
  ].join("\n");
}

function entryOf(operation: ResolvedOperation, api: ApiModel, placed: PlacedMethod | undefined) {
  const { node, requestBody, successResponse } = operation;
  const content = requestBody && sentContent(requestBody.content);
  return {
    id: node.operationId,
    call: placed?.fullName.slice(api.id.length + 1),
    verb: operation.method.toUpperCase(),
    path: operation.path,
    summary: node.summary,
    key: placed?.method.access.key,
    parameters: operation.parameters.map(({ node: { name, in: place, required, description, schema, style } }) => ({
      name,
      in: place,
      required,
      style,
      description,
      schema: bare(schema ?? {}, true),
    })),
    body: content && {
      required: requestBody.required,
      mediaType: content.mediaType,
      as: content.as === "json" || content.as === "multipart" ? undefined : content.as,
      styles: placed && bodyStyles(placed.method),
      schema: bare(content.node.schema ?? {}, true),
    },
    success: successResponse && {
      status: Number(successResponse.status.replace("XX", "00")),
      ...receivedContent(successResponse),
      schema: schemaOf(successResponse),
    },
    failures: Object.fromEntries(
      [...operation.responses.values()]
        .filter(({ status }) => isErrorStatus(status))
        .map((response) => [response.status, schemaOf(response) ?? null]),
    ),
    pagination: node["x-pagination"],
    idempotency: placed && idempotency(placed.method),
  };
}

function idempotency({ idempotency: places }: MethodModel) {
  return places && { header: places.header !== undefined, field: places.field };
}

/** How properties of a form are written; absent where each is in the usual way. */
function bodyStyles({ bodyStyles: styles }: MethodModel) {
  return Object.keys(styles).length === 0 ? undefined : styles;
}

/** Of a body that is not JSON: its type, and how a client gives it. */
function receivedContent({ content }: ResolvedResponse): object {
  const chosen = preferredContent(content);
  const as = chosen && receivedAs(chosen.mediaType, chosen.node.schema?.["x-received-as"] === "blob");
  return chosen === undefined || as === "json" ? {} : { mediaType: chosen.mediaType, as };
}

function schemaOf({ content }: { readonly content: Parameters<typeof preferredContent>[0] }): Schema | undefined {
  const chosen = preferredContent(content);
  return chosen && bare(chosen.node.schema ?? {}, false);
}

/** The names of all schemas that these lead to. */
function reachable(document: OpenApiDocument, starts: readonly unknown[]): Set<string> {
  const found = new Set<string>();
  const stack = [...starts];
  for (let node = stack.pop(); stack.length > 0 || node !== undefined; node = stack.pop()) {
    if (typeof node !== "object" || node === null) continue;
    for (const [key, value] of Object.entries(node)) {
      const name = key === "$ref" && typeof value === "string" ? componentOf(value) : undefined;
      if (name === undefined) stack.push(value);
      else if (!found.has(name)) {
        found.add(name);
        stack.push(document.components?.schemas?.[name]);
      }
    }
  }
  return found;
}

/** Keywords whose values are not schemas, and are kept as they are. */
const plain = new Set(["enum", "const", "default", "example", "examples", "required", "type"]);
/** Keywords that map names to schemas: there, a name such as `title` is a property's. */
const maps = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);

/** A schema without what only documentation and types need. */
function bare(schema: Schema, withTexts: boolean): Schema {
  return Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]) => {
      if (keyword.startsWith("x-") || keyword === "title" || (keyword === "description" && !withTexts)) return [];
      return [[keyword, plain.has(keyword) ? value : bareIn(value, maps.has(keyword), withTexts)]];
    }),
  );
}

function bareIn(value: unknown, isMap: boolean, withTexts: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => bareIn(item, false, withTexts));
  if (typeof value !== "object" || value === null) return value;
  if (!isMap) return bare(value as Schema, withTexts);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, bareIn(inner, false, withTexts)]));
}

function line(value: unknown): string {
  return escapeHidden(JSON.stringify(value));
}

function listed(lines: readonly string[]): string[] {
  return lines.map((text, index) => (index === lines.length - 1 ? text : `${text},`));
}
