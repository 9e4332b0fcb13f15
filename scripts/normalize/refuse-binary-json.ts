import { pointerOf, SpecError } from "../diagnostics.js";
import { isJsonType, isMultipartForm } from "../load/media-types.js";
import {
  componentOf,
  isReference,
  type OpenApiDocument,
  type Reference,
  type RequestBody,
  type Response,
  type Schema,
} from "../load/openapi.js";
import { childSchemas, eventsOf, operationsOf } from "./walk-schemas.js";

/**
 * JSON cannot hold a file, whatever a contract says: `JSON.stringify` writes one as `{}`. A binary property of a JSON body is
 * therefore left out of it. Where a body may be JSON or a form, methods send JSON, so the form is left out as well: how
 * nested files are named in a form is for the contract to say with `encoding`, and such a file is uploaded first instead.
 * Where the contract says how bytes become text (`contentEncoding`), and in what the server sends, the property is text.
 *
 * @throws SpecError `normalize/binary-in-json` where a JSON body requires the file, or a form needs the same schema
 */
export function refuseBinaryJson(draft: OpenApiDocument): void {
  const schemas = draft.components?.schemas ?? {};
  const inForms = new Set<Schema>();
  const inJson: { readonly schema: Schema; readonly pointer: string }[] = [];
  const texts: { readonly schema: Schema; readonly pointer: string }[] = [];
  const received = new Set<Schema>();
  const addReceived = (content: RequestBody["content"] = {}, pointer: string): void => {
    const roots = Object.keys(content).filter(isJsonType);
    const found = reach(
      schemas,
      roots.map((type) => content[type]?.schema ?? {}),
      received,
    );
    texts.push(...found.filter(({ format }) => format === "binary").map((schema) => ({ schema, pointer })));
  };
  for (const { type, verb, operation } of eventsOf(draft))
    addReceived(bodyOf(draft, operation.requestBody)?.content, pointerOf("webhooks", type, verb, "requestBody"));
  for (const { path, verb, operation } of operationsOf(draft)) {
    for (const [status, response] of Object.entries(operation.responses ?? {}))
      addReceived(responseOf(draft, response)?.content, pointerOf("paths", path, verb, "responses", status));
    const body = bodyOf(draft, operation.requestBody);
    if (body === undefined) continue;
    const types = Object.keys(body.content);
    const json = types.filter(isJsonType);
    const roots = (those: readonly string[]) => those.map((type) => body.content[type]?.schema ?? {});
    const all = reach(schemas, roots(json));
    const found = all.filter(hasBinaryProperty);
    const forms = types.filter(isMultipartForm);
    if (json.length > 0 && found.length > 0) for (const form of forms) delete body.content[form];
    else for (const schema of reach(schemas, roots(forms))) inForms.add(schema);
    const pointer = pointerOf("paths", path, verb, "requestBody");
    inJson.push(...found.map((schema) => ({ schema, pointer })));
    const encoded = all.filter(({ format, contentEncoding }) => format === "binary" && contentEncoding !== undefined);
    texts.push(...encoded.map((schema) => ({ schema, pointer })));
  }
  for (const { schema, pointer } of inJson) {
    if (inForms.has(schema)) throw binaryInJson(pointer, "shares the schema of a file with a form");
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (!isBinary(property)) continue;
      if (schema.required?.includes(name) === true) throw binaryInJson(pointer, `requires the file "${name}"`);
      delete schema.properties?.[name];
    }
  }
  for (const { schema, pointer } of texts) {
    if (inForms.has(schema)) throw binaryInJson(pointer, "shares the schema of a file with a form");
    delete schema.format;
  }
}

function bodyOf(draft: OpenApiDocument, given: unknown): RequestBody | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  return isReference(given) ? draft.components?.requestBodies?.[componentOf(given.$ref) ?? ""] : (given as RequestBody);
}

function responseOf(draft: OpenApiDocument, response: Response | Reference): Response | undefined {
  return isReference(response) ? draft.components?.responses?.[componentOf(response.$ref) ?? ""] : response;
}

/** Every schema that these lead to, themselves among them, but for those that were `seen` before. */
function reach(
  schemas: Record<string, Schema>,
  roots: readonly Schema[],
  seen: Set<Schema> = new Set<Schema>(),
): Schema[] {
  const found: Schema[] = [];
  const stack = [...roots];
  for (let schema = stack.pop(); schema !== undefined; schema = stack.pop()) {
    if (seen.has(schema)) continue;
    seen.add(schema);
    found.push(schema);
    const target = schema.$ref === undefined ? undefined : schemas[componentOf(schema.$ref) ?? ""];
    stack.push(...childSchemas(schema), ...(target === undefined ? [] : [target]));
  }
  return found;
}

function hasBinaryProperty(schema: Schema): boolean {
  return Object.values(schema.properties ?? {}).some(isBinary);
}

/** A file, or a list of files. Text that holds bytes, such as base64, says so with `contentEncoding` and is JSON. */
function isBinary({ format, items, contentEncoding, contentMediaType, type }: Schema): boolean {
  if (items !== undefined && isBinary(items)) return true;
  const isRaw = contentMediaType === "application/octet-stream" && type === undefined;
  return contentEncoding === undefined && (format === "binary" || isRaw);
}

function binaryInJson(pointer: string, what: string): SpecError {
  return new SpecError(
    "normalize/binary-in-json",
    pointer,
    `the JSON ${what}, and JSON cannot hold a file.`,
    "Say with an overlay action how the file becomes text (`contentEncoding: base64`), give the form a schema of its own, or remove the property or the media type.",
  );
}
