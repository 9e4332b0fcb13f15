import { pointerOf, SpecError } from "../diagnostics.js";
import { isJsonType, isMultipartForm } from "../load/media-types.js";
import { componentOf, isReference, type OpenApiDocument, type RequestBody, type Schema } from "../load/openapi.js";
import { childSchemas, operationsOf } from "./walk-schemas.js";

/**
 * JSON cannot hold a file, whatever a contract says: `JSON.stringify` writes one as `{}`. A binary property of a JSON body is
 * therefore left out of it. Where a body may be JSON or a form, methods send JSON, so the form is left out as well: how
 * nested files are named in a form is for the contract to say with `encoding`, and such a file is uploaded first instead.
 *
 * @throws SpecError `normalize/binary-in-json` where a JSON body requires the file, or a form needs the same schema
 */
export function refuseBinaryJson(draft: OpenApiDocument): void {
  const schemas = draft.components?.schemas ?? {};
  const inForms = new Set<Schema>();
  const inJson: { readonly schema: Schema; readonly pointer: string }[] = [];
  for (const { path, verb, operation } of operationsOf(draft)) {
    const body = bodyOf(draft, operation.requestBody);
    if (body === undefined) continue;
    const types = Object.keys(body.content);
    const json = types.filter(isJsonType);
    const roots = (those: readonly string[]) => those.map((type) => body.content[type]?.schema ?? {});
    const found = [...reach(schemas, roots(json))].filter(hasBinaryProperty);
    const forms = types.filter(isMultipartForm);
    if (json.length > 0 && found.length > 0) for (const form of forms) delete body.content[form];
    else for (const schema of reach(schemas, roots(forms))) inForms.add(schema);
    inJson.push(...found.map((schema) => ({ schema, pointer: pointerOf("paths", path, verb, "requestBody") })));
  }
  for (const { schema, pointer } of inJson) {
    if (inForms.has(schema)) throw binaryInJson(pointer, "shares the schema of a file with a form");
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (!isBinary(property)) continue;
      if (schema.required?.includes(name) === true) throw binaryInJson(pointer, `requires the file "${name}"`);
      delete schema.properties?.[name];
    }
  }
}

function bodyOf(draft: OpenApiDocument, given: unknown): RequestBody | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  return isReference(given) ? draft.components?.requestBodies?.[componentOf(given.$ref) ?? ""] : (given as RequestBody);
}

/** Every schema that these lead to, themselves among them. */
function reach(schemas: Record<string, Schema>, roots: readonly Schema[]): Set<Schema> {
  const found = new Set<Schema>();
  const stack = [...roots];
  for (let schema = stack.pop(); schema !== undefined; schema = stack.pop()) {
    if (found.has(schema)) continue;
    found.add(schema);
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
  const isRaw = contentMediaType === "application/octet-stream" && contentEncoding === undefined && type === undefined;
  return format === "binary" || isRaw;
}

function binaryInJson(pointer: string, what: string): SpecError {
  return new SpecError(
    "normalize/binary-in-json",
    pointer,
    `the JSON body ${what}, and JSON cannot hold a file.`,
    "Remove the property, or the media type, in an overlay.",
  );
}
