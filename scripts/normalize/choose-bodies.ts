import { isAnyType, isJsonType, receivedAs } from "../load/media-types.js";
import { isReference, type MediaType, type OpenApiDocument, type Response, type Schema } from "../load/openapi.js";
import { isSuccessStatus } from "../load/resolved-operation.js";
import { operationsOf } from "./walk-schemas.js";

/**
 * Leaves of each successful response the one media type that a client asks for: JSON where there is any, else the first. `*\/*` is JSON
 * unless it holds bytes. A response under `default` is the success of an operation that declares no other.
 */
export function chooseBodies(draft: OpenApiDocument): void {
  for (const response of Object.values(draft.components?.responses ?? {})) chooseResponse(response);
  for (const body of Object.values(draft.components?.requestBodies ?? {})) nameAnyType(body.content);
  for (const { operation } of operationsOf(draft)) {
    const { requestBody, responses = {} } = operation;
    if (requestBody !== undefined && !isReference(requestBody)) nameAnyType(requestBody.content);
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
