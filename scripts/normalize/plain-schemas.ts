import { tokensOf } from "../diagnostics.js";
import { isJsonObject, type JsonObject } from "../load/json-object.js";
import { pascalCase } from "../load/letter-case.js";
import { freeName, type Note } from "../load/notes.js";
import { componentOf, isReference, type OpenApiDocument, type Schema } from "../load/openapi.js";
import { readOperations } from "../load/read-operations.js";
import { findReferenced, resolveLocal } from "../load/resolve-pointer.js";
import { walkSchemas } from "./walk-schemas.js";

/**
 * A reference with keywords beside it becomes an `allOf` of the two (3.1; in 3.0 what is beside a reference is to be ignored), and one
 * into the middle of the document a reference to a component of its own.
 */
export function plainReferences(draft: OpenApiDocument, note: Note): void {
  const is30 = draft.openapi.startsWith("3.0");
  inlineOtherReferences(draft);
  const targets = new Map<string, string>();
  const moved: { readonly schema: Schema; readonly name: string }[] = [];
  walkSchemas(draft, (schema) => {
    if (schema.$ref === undefined) return;
    if (!/^#\/components\/schemas\/[^/]+$/.test(schema.$ref)) {
      const pointer = decodeURIComponent(schema.$ref.slice(1));
      const name = targets.get(pointer) ?? nameOf(draft, pointer, note);
      if (!targets.has(pointer)) moved.push({ schema: resolveLocal(draft, schema.$ref) as Schema, name });
      targets.set(pointer, name);
      schema.$ref = `#/components/schemas/${name}`;
    }
    const structural = Object.keys(schema).filter((key) => key !== "$ref" && !isAnnotationKey(key));
    if (structural.length === 0) return;
    if (is30) for (const key of structural) delete schema[key];
    else besideReference(schema, structural);
  });
  for (const { schema, name } of moved) {
    draft.components ??= {};
    draft.components.schemas ??= {};
    draft.components.schemas[name] = typeof schema === "object" ? { ...schema } : schema;
    if (typeof schema !== "object") continue;
    for (const key of Object.keys(schema)) delete schema[key];
    schema.$ref = `#/components/schemas/${name}`;
  }
  walkSchemas(draft, (schema) => {
    delete schema.$defs;
  });
}

function besideReference(schema: Schema, keys: readonly string[]): void {
  const rest: Schema = Object.fromEntries(keys.map((key) => [key, schema[key]]));
  for (const key of keys) delete schema[key];
  schema.allOf = [{ $ref: schema.$ref ?? "" }, rest];
  delete schema.$ref;
}

/** `#/components/schemas/Thing/$defs/Inner` is `ThingInner`. */
function nameOf(draft: OpenApiDocument, pointer: string, note: Note): string {
  const words = tokensOf(pointer).filter(
    (token) => !/^(?:components|schemas|properties|\$defs|paths|content|schema|application\/json)$/.test(token),
  );
  const taken = new Set(Object.keys(draft.components?.schemas ?? {}).map(pascalCase));
  const wanted = pascalCase(words.join(" ")) || "Referenced";
  return freeName([wanted], (name) => taken.has(name), pointer, note);
}

/**
 * Parameters, bodies and responses that are referred to outside of their components are copied to the place, and so are the headers of
 * responses that are a parameter by reference: a parameter can be one that the client sends by itself, and has no type then.
 */
function inlineOtherReferences(draft: OpenApiDocument): void {
  for (const { node, parameters, requestBody, responses } of readOperations(draft)) {
    const isDeep = (given: unknown): boolean =>
      typeof given === "object" && given !== null && isReference(given) && componentOf(given.$ref) === undefined;
    const own = parameters.filter(({ declaredBy }) => declaredBy === "operation");
    node.parameters?.forEach((given, index) => {
      const found = own[index];
      if (isDeep(given) && found !== undefined && node.parameters !== undefined)
        node.parameters[index] = structuredClone(found.node);
    });
    if (isDeep(node.requestBody) && requestBody !== undefined) node.requestBody = structuredClone(requestBody.node);
    for (const [status, { node: response }] of responses)
      if (isDeep(node.responses?.[status]) && node.responses !== undefined)
        node.responses[status] = structuredClone(response);
  }
  const responses = readOperations(draft).flatMap((operation) => [...operation.responses.values()]);
  for (const { headers = {} } of [
    ...responses.map(({ node }) => node),
    ...Object.values(draft.components?.responses ?? {}),
  ])
    inlineHeaders(draft, headers);
  inlineHeaders(draft, draft.components?.headers ?? {});
}

function inlineHeaders(draft: OpenApiDocument, headers: Record<string, unknown>): void {
  for (const [name, header] of Object.entries(headers)) {
    if (!isJsonObject(header) || !isReference(header) || header.$ref.startsWith("#/components/headers/")) continue;
    const { name: _, in: __, ...rest } = findReferenced<JsonObject>(draft, header, "")?.node ?? {};
    headers[name] = structuredClone(rest);
  }
}

const ANNOTATIONS =
  /^(?:description|title|summary|default|examples?|deprecated|readOnly|writeOnly|externalDocs|xml|\$comment|\$defs|x-.*)$/;

function isAnnotationKey(key: string): boolean {
  return ANNOTATIONS.test(key);
}

/**
 * `required` that names what another part of the same `allOf` describes makes that property required: the part gets the property, as it is
 * described there. Where the part is a reference, the property is required beside it: others may refer to the component without it.
 */
export function requireAcrossParts(draft: OpenApiDocument): void {
  const schemas = draft.components?.schemas ?? {};
  const done = new Set<Schema>();
  const found = (holders: readonly Schema[], without: Schema, name: string): Schema | undefined =>
    holders
      .filter((other) => other !== without)
      .map((other) => propertyOf(other, name, schemas, new Set()))
      .find((property) => property !== undefined);
  walkSchemas(draft, (schema) => {
    const parts = (schema.allOf ?? []).filter((part) => typeof part === "object");
    if (parts.length === 0 && schema.oneOf === undefined && schema.anyOf === undefined) return;
    const holders = [schema, ...parts];
    for (const part of parts)
      for (const name of undescribed(part, schemas)) {
        const property = found(holders, part, name);
        if (property === undefined) continue;
        const holder = parts.find((one) => Object.hasOwn(one.properties ?? {}, name)) ?? schema;
        holder.properties = { ...holder.properties, [name]: holder.properties?.[name] ?? structuredClone(property) };
        holder.required = [...new Set([...(holder.required ?? []), name])];
      }
    for (const holder of holders) {
      if (holder.$ref !== undefined || holder.required === undefined || done.has(holder)) continue;
      done.add(holder);
      for (const name of holder.required) {
        if (Object.hasOwn(holder.properties ?? {}, name)) continue;
        const property = found(holders, holder, name) ?? ofForms(schema, name, schemas);
        holder.properties = { ...holder.properties, [name]: property === undefined ? {} : structuredClone(property) };
      }
    }
  });
}

/** What the forms of a union say of a property. */
function ofForms({ oneOf, anyOf }: Schema, name: string, schemas: Record<string, Schema>): Schema | undefined {
  const [first, ...more] = [...(oneOf ?? []), ...(anyOf ?? [])]
    .map((form) => propertyOf(form, name, schemas, new Set()))
    .filter((property): property is Schema => property !== undefined);
  return first === undefined || more.length === 0 ? first : { anyOf: [first, ...more] };
}

/** What a component requires without a word of what it is. */
function undescribed({ $ref }: Schema, schemas: Record<string, Schema>): readonly string[] {
  const target = $ref === undefined ? undefined : schemas[componentOf($ref) ?? ""];
  if (target?.required === undefined) return [];
  return target.required.filter((name) =>
    Object.keys(propertyOf(target, name, schemas, new Set()) ?? {}).every(isAnnotationKey),
  );
}

function propertyOf(
  schema: Schema,
  name: string,
  schemas: Record<string, Schema>,
  seen: Set<Schema>,
): Schema | undefined {
  const target = schema.$ref === undefined ? schema : schemas[componentOf(schema.$ref) ?? ""];
  if (target === undefined || typeof target !== "object" || seen.has(target)) return undefined;
  seen.add(target);
  if (target.$ref !== undefined) return propertyOf(target, name, schemas, seen);
  if (Object.hasOwn(target.properties ?? {}, name)) return target.properties?.[name];
  for (const part of target.allOf ?? []) {
    const found = propertyOf(part, name, schemas, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
