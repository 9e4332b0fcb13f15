import {
  HTTP_METHODS,
  type HttpMethod,
  isReference,
  type OpenApiDocument,
  type Operation,
  type PathItem,
} from "../../scripts/load/openapi.js";

/**
 * A contract of the wild with what the generator asks for in every contract, and without what it says that it does not do: each
 * operation has an operationId and a tag, cookies, required headers and security are gone, and so are operations that send anything
 * but JSON or multipart. It is what an overlay would do by hand, so that the rest of the document is tried.
 */
export function furnish(given: OpenApiDocument): OpenApiDocument {
  const document = structuredClone(given);
  delete document.security;
  if (document.tags !== undefined) document.tags.push({ name: TAG });
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    item.parameters = supported(document, item.parameters);
    for (const verb of HTTP_METHODS) {
      const operation = item[verb];
      if (operation === undefined) continue;
      if (sendsOther(document, operation)) delete item[verb];
      else furnishOperation(document, item, path, verb, operation);
    }
  }
  for (const [event, item] of Object.entries(document.webhooks ?? {}))
    if (HTTP_METHODS.some((verb) => item[verb] !== undefined && item[verb].requestBody === undefined))
      delete document.webhooks?.[event];
  return document;
}

const TAG = "Things";

function furnishOperation(
  document: OpenApiDocument,
  item: PathItem,
  path: string,
  verb: HttpMethod,
  operation: Operation,
): void {
  operation.operationId ??= verb + path.replaceAll(/[^A-Za-z0-9]+/g, "_");
  if (operation.tags === undefined || operation.tags.length === 0) operation.tags = [TAG];
  operation.parameters = supported(document, operation.parameters) ?? [];
  delete operation.security;
  item[verb] = operation;
}

function supported(document: OpenApiDocument, parameters: PathItem["parameters"]): NonNullable<PathItem["parameters"]> {
  return (parameters ?? []).filter((node) => {
    const parameter = isReference(node) ? document.components?.parameters?.[node.$ref.split("/").at(-1) ?? ""] : node;
    return parameter?.in !== "cookie" && !(parameter?.in === "header" && parameter.required === true);
  });
}

function sendsOther(document: OpenApiDocument, { requestBody }: Operation): boolean {
  if (requestBody === undefined) return false;
  const body = isReference(requestBody)
    ? document.components?.requestBodies?.[requestBody.$ref.split("/").at(-1) ?? ""]
    : requestBody;
  return !Object.keys(body?.content ?? {}).some((type) => /[/+]json\b|multipart\/form-data/i.test(type));
}
