import { readContent, sentContent } from "../load/content.js";
import { isAnyType, isJsonType, isMultipartForm, receivedAs, type SentAs } from "../load/media-types.js";
import {
  componentOf,
  isReference,
  type MediaType,
  type OpenApiDocument,
  type RequestBody,
  type Response,
  type Schema,
} from "../load/openapi.js";
import { isSuccessStatus } from "../load/resolved-operation.js";
import { operationsOf } from "./walk-schemas.js";

/**
 * Leaves of each request body the one media type that a client sends, where it can send any, and of each successful response the one that
 * it asks for: JSON where there is any. `*\/*` is JSON unless it holds bytes. A response under `default` is the success of an operation that declares no other.
 */
export function chooseBodies(draft: OpenApiDocument): void {
  for (const response of Object.values(draft.components?.responses ?? {})) chooseResponse(response);
  for (const body of Object.values(draft.components?.requestBodies ?? {})) chooseRequest(draft, body);
  for (const { operation } of operationsOf(draft)) {
    const { requestBody, responses = {} } = operation;
    if (requestBody !== undefined && !isReference(requestBody)) chooseRequest(draft, requestBody);
    const { default: other } = responses;
    if (other !== undefined && !Object.keys(responses).some((status) => /^[23]/.test(status))) {
      operation.responses = { "2XX": other, ...responses };
      delete operation.responses.default;
    }
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      if (!isReference(response) && isSuccessStatus(status)) chooseResponse(response);
      else if (!isReference(response)) nameAnyType(response.content);
    }
  }
}

function chooseRequest(draft: OpenApiDocument, body: RequestBody): void {
  if (isReference(body)) return;
  nameAnyType(body.content);
  markFiles(draft, body.content);
  const sent = sentContent(readContent({ node: body, pointer: "" }));
  if (sent === undefined) return;
  const { mediaType, node, as } = sent;
  const schema = sentSchema(draft, as, node.schema);
  body.content = { [mediaType]: { ...node, ...(schema !== undefined && { schema }) } };
}

/** What a caller gives: for text a string, for bytes a file, whatever the contract has them stand for. */
function sentSchema(draft: OpenApiDocument, as: SentAs, given: Schema | undefined): Schema | undefined {
  const target = given?.$ref === undefined ? given : draft.components?.schemas?.[componentOf(given.$ref) ?? ""];
  switch (as) {
    case "text":
      if (target?.format === "binary") return { type: "string", format: "binary" };
      return target?.type === "string" ? given : { type: "string" };
    case "bytes":
      return { type: "string", format: "binary" };
    case "form":
      return typeof given === "object" && Object.keys(given).length > 0 ? given : { type: "object" };
    default:
      return given;
  }
}

/** 3.1 writes a file of a form as `contentMediaType`, where 3.0 writes `format: binary`. */
function markFiles(draft: OpenApiDocument, content: Record<string, MediaType>): void {
  for (const [mediaType, { schema }] of Object.entries(content)) {
    if (!isMultipartForm(mediaType) || schema === undefined) continue;
    const target = schema.$ref === undefined ? schema : draft.components?.schemas?.[componentOf(schema.$ref) ?? ""];
    for (const property of Object.values(target?.properties ?? {}))
      for (const one of [property, property.items ?? {}]) {
        const { contentMediaType, contentEncoding, type } = one;
        const isText = typeof contentMediaType !== "string" || /^text\/|json$/.test(contentMediaType);
        if (isText || contentEncoding !== undefined || (type !== undefined && type !== "string")) continue;
        Object.assign(one, { type: "string", format: "binary" });
      }
  }
}

function chooseResponse(response: Response): void {
  if (isReference(response) || response.content === undefined) return;
  nameAnyType(response.content);
  const [first, ...more] = Object.entries(response.content);
  if (first === undefined) return;
  const [mediaType, media] = [first, ...more].find(([type]) => isJsonType(type)) ?? first;
  const { schema, ...rest } = media;
  switch (receivedAs(mediaType, holdsBytes(schema))) {
    case "json":
      response.content = { [mediaType]: media };
      break;
    case "text":
      response.content = { [mediaType]: { ...rest, schema: { type: "string" } } };
      break;
    case "blob":
    case "events":
      response.content = { [mediaType]: { ...rest, schema: receivedSchema(mediaType, schema) } };
  }
}

function receivedSchema(mediaType: string, schema: Schema | undefined): Schema {
  return { "x-received-as": receivedAs(mediaType, holdsBytes(schema)) === "events" ? "events" : "blob" };
}

function holdsBytes(schema: Schema | undefined): boolean {
  return schema?.format === "binary";
}

/** Of `*\/*`, which is no type, a client sends and asks for JSON. */
function nameAnyType(content: Record<string, MediaType> | undefined): void {
  for (const [mediaType, media] of Object.entries(content ?? {})) {
    if (content === undefined || !isAnyType(mediaType) || holdsBytes(media.schema)) continue;
    delete content[mediaType];
    content["application/json"] ??= media;
  }
}
