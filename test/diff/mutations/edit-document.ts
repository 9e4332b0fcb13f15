import {
  componentOf,
  HTTP_METHODS,
  type HttpMethod,
  isReference,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type PathItem,
  type Reference,
  type Response,
  type Schema,
} from "../../../scripts/load/openapi.js";

/** Where an operation stands. */
export interface FoundOperation {
  readonly path: string;
  readonly verb: HttpMethod;
  readonly item: PathItem;
  readonly operation: Operation;
}

/** @throws Error when the contract has no such operation: a mutation without a victim proves nothing */
export function operationOf(document: OpenApiDocument, operationId: string): FoundOperation {
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const verb of HTTP_METHODS) {
      const operation = item[verb];
      if (operation?.operationId === operationId) return { path, verb, item, operation };
    }
  }
  throw new Error(`no operation ${operationId}`);
}

export function schemaOf(document: OpenApiDocument, name: string): Schema {
  return present(document.components?.schemas?.[name], `schema ${name}`);
}

export function propertiesOf(schema: Schema): Record<string, Schema> {
  return present(schema.properties, "properties");
}

export function propertyOf(schema: Schema, name: string): Schema {
  return present(propertiesOf(schema)[name], `property ${name}`);
}

/** The schema of the request's body, behind its reference. */
export function bodyOf(document: OpenApiDocument, operationId: string): Schema {
  return mediaSchema(document, operationOf(document, operationId).operation.requestBody, operationId);
}

/** The schema of the response, as it is written in the operation. */
export function responseOf(document: OpenApiDocument, operationId: string, status = "200"): Response {
  const response = operationOf(document, operationId).operation.responses?.[status];
  if (response === undefined || isReference(response)) throw new Error(`no response ${status} in ${operationId}`);
  return response;
}

/** The schema of an event's body, behind its reference. */
export function eventOf(document: OpenApiDocument, type: string): Schema {
  return mediaSchema(document, webhookOf(document, type).requestBody, type);
}

export function webhookOf(document: OpenApiDocument, type: string): Operation {
  return present(document.webhooks?.[type]?.post, `webhook ${type}`);
}

/** The parameter of that name that stands in the operation itself. */
export function parameterOf(document: OpenApiDocument, operationId: string, name: string): Parameter {
  const { parameters = [] } = operationOf(document, operationId).operation;
  const found = parameters.find((entry): entry is Parameter => !isReference(entry) && entry.name === name);
  return present(found, `parameter ${name} in ${operationId}`);
}

export function addParameter(document: OpenApiDocument, operationId: string, parameter: Parameter): void {
  const { operation } = operationOf(document, operationId);
  operation.parameters = [...(operation.parameters ?? []), parameter];
}

export function removeParameter(document: OpenApiDocument, operationId: string, name: string): void {
  const { operation } = operationOf(document, operationId);
  const kept = (operation.parameters ?? []).filter((entry) =>
    isReference(entry) ? componentOf(entry.$ref) !== name : entry.name !== name,
  );
  if (kept.length !== (operation.parameters ?? []).length - 1) throw new Error(`no parameter ${name}`);
  operation.parameters = kept;
}

export function addProperty(schema: Schema, name: string, property: Schema, required: boolean): void {
  schema.properties = { ...propertiesOf(schema), [name]: property };
  if (required) schema.required = [...(schema.required ?? []), name];
}

export function removeProperty(schema: Schema, name: string): void {
  propertyOf(schema, name);
  delete schema.properties?.[name];
  if (schema.required?.includes(name)) makeOptional(schema, name);
}

export function renameProperty(schema: Schema, from: string, to: string): void {
  propertyOf(schema, from);
  schema.properties = renamedKey(propertiesOf(schema), from, to);
  if (schema.required !== undefined) schema.required = schema.required.map((name) => (name === from ? to : name));
}

export function replaceProperty(schema: Schema, name: string, property: Schema): void {
  propertyOf(schema, name);
  propertiesOf(schema)[name] = property;
}

export function makeRequired(schema: Schema, name: string): void {
  propertyOf(schema, name);
  if (schema.required?.includes(name)) throw new Error(`${name} is required already`);
  schema.required = [...(schema.required ?? []), name];
}

export function makeOptional(schema: Schema, name: string): void {
  if (!schema.required?.includes(name)) throw new Error(`${name} is not required`);
  schema.required = schema.required.filter((other) => other !== name);
}

export function enumOf(document: OpenApiDocument, name: string): unknown[] {
  return present(schemaOf(document, name).enum, `enum ${name}`);
}

/** Puts a value in another's place. */
export function renameValue(values: unknown[], from: string, to: string): void {
  const index = values.indexOf(from);
  if (index === -1) throw new Error(`no value ${from}`);
  values[index] = to;
}

export function removeValue(values: unknown[], value: string): void {
  const index = values.indexOf(value);
  if (index === -1) throw new Error(`no value ${value}`);
  values.splice(index, 1);
}

/** The same entries, one under another key, in the same order. */
export function renamedKey<Value>(record: Record<string, Value>, from: string, to: string): Record<string, Value> {
  if (!Object.hasOwn(record, from)) throw new Error(`no ${from}`);
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value]));
}

/** The same entries, the last first. */
export function reversed<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).reverse());
}

/** The value, unless it is missing. */
export function present<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`no ${what}`);
  return value;
}

/** Gives every reference to one component to another. */
export function redirect(document: OpenApiDocument, from: string, to: string): void {
  const stack: unknown[] = [document];
  while (stack.length > 0) {
    const node = stack.pop();
    if (node === null || typeof node !== "object") continue;
    const holder = node as Partial<Reference>;
    if (holder.$ref === from) holder.$ref = to;
    stack.push(...Object.values(node));
  }
}

function mediaSchema(document: OpenApiDocument, body: Operation["requestBody"], where: string): Schema {
  if (body === undefined || isReference(body)) throw new Error(`no body in ${where}`);
  const schema = present(Object.values(body.content)[0]?.schema, `schema in ${where}`);
  return schema.$ref === undefined ? schema : schemaOf(document, componentOf(schema.$ref) ?? "");
}
