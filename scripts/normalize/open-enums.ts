import { freeName, type Note } from "../load/notes.js";
import { componentOf, isReference, type MediaType, type OpenApiDocument, type Schema } from "../load/openapi.js";
import { childSchemas, eventsOf, operationsOf, walkSchemas } from "./walk-schemas.js";

/**
 * What is sent and what is received differ in two ways. A server may send values that are newer than the contract; a caller may not: an enum
 * of responses and events becomes open (`Status` is any string, `KnownStatus` lists the values), and what a caller sends refers to
 * `KnownStatus`. And `readOnly` properties are not sent, `writeOnly` ones not received. An object that is both sent and received and
 * differs so, itself or in what it holds, gets a second form for sending: `Money` and `MoneyInput`.
 *
 * An enum that the contract or an overlay marks with `x-open-enum: true` is open wherever it is: a caller may send newer values, too.
 */
export function openEnums(draft: OpenApiDocument, note: Note): void {
  const schemas = draft.components?.schemas ?? {};
  const marked = new Set(Object.keys(schemas).filter((name) => isMarkedOpen(schemas[name])));
  const sentRoots = rootsOf(draft, "sent");
  const receivedRoots = rootsOf(draft, "received");
  const sent = reach(schemas, sentRoots);
  const received = reach(schemas, receivedRoots);
  const enums = Object.keys(schemas).filter(
    (name) => marked.has(name) || (received.has(name) && isStringEnum(schemas[name])),
  );
  /** The closed list of each enum that becomes open. */
  const known = new Map<string, string>();
  for (const name of enums) known.set(name, addTwin(schemas, name, `Known${name}`, note));
  /** What is sent in place of what is received. */
  const twins = new Map([...known].filter(([name]) => !marked.has(name)));
  const both = [...sent].filter((name) => received.has(name) && !known.has(name));
  const differing = whatDiffers(schemas, new Set(twins.keys()));
  for (const name of both) if (differing.has(name)) twins.set(name, addTwin(schemas, name, `${name}Input`, note));
  const sending = [...sent].filter((name) => !known.has(name)).map((name) => schemas[twins.get(name) ?? name] ?? {});
  for (const schema of [...sentRoots, ...sending]) redirect(schema, twins, schemas);
  for (const schema of [...sentRoots, ...sending]) dropProperties(schema, "readOnly");
  const receiving = [...received].map((name) => schemas[name] ?? {});
  for (const schema of [...receivedRoots, ...receiving]) dropProperties(schema, "writeOnly");
  for (const [name, twin] of known) {
    schemas[name] = opened(schemas[name] ?? {}, twin, marked.has(name));
    schemas[twin] = withoutNull(schemas[twin] ?? {});
  }
  for (const schema of [...receivedRoots, ...receiving]) openInline(schema);
  walkSchemas(draft, (schema) => {
    if (isMarkedOpen(schema)) openValues(schema);
  });
}

/** Whether the contract or an overlay says that the enum is open. */
function isMarkedOpen(schema: Schema | undefined): boolean {
  return schema?.["x-open-enum"] === true && schema.enum !== undefined;
}

type Direction = "sent" | "received";

/** Where the walk begins: parameters and request bodies, or responses and events. */
function rootsOf(draft: OpenApiDocument, direction: Direction): Schema[] {
  const { parameters = {}, requestBodies = {}, responses = {} } = draft.components ?? {};
  const roots: (Schema | undefined)[] = [];
  const take = (content: Record<string, MediaType> | undefined): void => {
    roots.push(...Object.values(content ?? {}).map(({ schema }) => schema));
  };
  for (const { operation } of operationsOf(draft)) {
    const { requestBody } = operation;
    if (direction === "sent") {
      for (const parameter of operation.parameters ?? []) {
        if (isReference(parameter)) continue;
        roots.push(parameter.schema);
        take(parameter.content);
      }
      if (requestBody !== undefined && !isReference(requestBody)) take(requestBody.content);
    } else {
      for (const response of Object.values(operation.responses ?? {}))
        if (!isReference(response)) take(response.content);
    }
  }
  if (direction === "sent") {
    for (const { schema, content } of Object.values(parameters)) {
      roots.push(schema);
      take(content);
    }
    for (const { content } of Object.values(requestBodies)) take(content);
  } else {
    for (const { content } of Object.values(responses)) take(content);
    for (const { operation } of eventsOf(draft)) {
      const { requestBody } = operation;
      if (requestBody !== undefined && !isReference(requestBody)) take(requestBody.content);
    }
  }
  return roots.filter((schema) => typeof schema === "object");
}

/** The names of all components that the schemas lead to. */
function reach(schemas: Record<string, Schema>, roots: readonly Schema[]): Set<string> {
  const found = new Set<string>();
  const stack = [...roots];
  for (let schema = stack.pop(); schema !== undefined; schema = stack.pop()) {
    const name = schema.$ref === undefined ? undefined : componentOf(schema.$ref);
    const target = name === undefined ? undefined : schemas[name];
    if (name !== undefined && target !== undefined && !found.has(name)) {
      found.add(name);
      if (typeof target === "object") stack.push(target);
    }
    stack.push(...childSchemas(schema));
  }
  return found;
}

/** The components that differ between sending and receiving: by what they hold themselves, or by a component that does. */
function whatDiffers(schemas: Record<string, Schema>, enums: ReadonlySet<string>): Set<string> {
  const users = new Map<string, string[]>();
  const found = new Set<string>(enums);
  for (const [name, root] of Object.entries(schemas)) {
    if (typeof root !== "object") continue;
    const stack = [root];
    for (let schema = stack.pop(); schema !== undefined; schema = stack.pop()) {
      const target = schema.$ref === undefined ? undefined : componentOf(schema.$ref);
      if (target !== undefined) users.set(target, [...(users.get(target) ?? []), name]);
      const isClosedInline = schema !== root && isStringEnum(schema) && !isMarkedOpen(schema);
      if (hasOneWayProperty(schema) || isClosedInline) found.add(name);
      stack.push(...childSchemas(schema));
    }
  }
  const stack = [...found];
  for (let name = stack.pop(); name !== undefined; name = stack.pop())
    for (const user of users.get(name) ?? [])
      if (!found.has(user)) {
        found.add(user);
        stack.push(user);
      }
  return found;
}

function hasOneWayProperty({ properties = {} }: Schema): boolean {
  return Object.values(properties).some(
    (property) => typeof property === "object" && (property.readOnly === true || property.writeOnly === true),
  );
}

/** Several strings, of which one may be null. */
function isStringEnum(schema: Schema | undefined): boolean {
  const values = schema?.enum?.filter((value) => value !== null);
  return values !== undefined && values.length > 1 && values.every((value) => typeof value === "string");
}

function addTwin(schemas: Record<string, Schema>, name: string, wanted: string, note: Note): string {
  const twin = freeName([wanted], (candidate) => schemas[candidate] !== undefined, `/components/schemas/${name}`, note);
  // The values alone: what is open is the other of the two.
  const { "x-sdk-name": given, "x-open-enum": _open, ...schema } = structuredClone(schemas[name] ?? {});
  const asked = wanted.startsWith("Known") ? `Known${given}` : `${given}Input`;
  schemas[twin] = given === undefined ? schema : { ...schema, "x-sdk-name": asked };
  return twin;
}

/** Of an enum that may be null its list of known values has none; where it is sent, null stands beside it. */
function redirect(root: Schema, twins: ReadonlyMap<string, string>, schemas: Record<string, Schema>): void {
  const stack = [root];
  for (let schema = stack.pop(); schema !== undefined; schema = stack.pop()) {
    const name = schema.$ref === undefined ? "" : (componentOf(schema.$ref) ?? "");
    const twin = twins.get(name);
    stack.push(...childSchemas(schema));
    if (twin === undefined) continue;
    const reference = `#/components/schemas/${twin}`;
    if (schemas[twin]?.enum?.includes(null) === true) {
      delete schema.$ref;
      schema.oneOf = [{ $ref: reference }, { type: "null" }];
    } else schema.$ref = reference;
  }
}

function withoutNull(schema: Schema): Schema {
  if (schema.enum?.includes(null) !== true) return schema;
  const values = knownValues(schema.enum);
  return { ...schema, enum: values, ...(Array.isArray(schema.type) && { type: "string" }) };
}

/** Properties that do not go this way, in the schema and what is inline in it. */
function dropProperties(root: Schema, mark: "readOnly" | "writeOnly"): void {
  const stack = [root];
  for (let schema = stack.pop(); schema !== undefined; schema = stack.pop()) {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (typeof property !== "object" || property[mark] !== true) continue;
      delete schema.properties?.[name];
      if (schema.required !== undefined) schema.required = schema.required.filter((one) => one !== name);
    }
    if (schema.required?.length === 0) delete schema.required;
    stack.push(...childSchemas(schema));
  }
}

/** Valid OpenAPI for an open enum: one of the known values, or any other string. */
function opened({ type: _type, enum: values, ...rest }: Schema, known: string, isMarked: boolean): Schema {
  const open: Schema = {
    anyOf: [{ $ref: `#/components/schemas/${known}` }, { type: "string" }],
    "x-open-enum": true,
    ...(isMarked && { "x-open-when-sent": true }),
  };
  return values?.includes(null) === true ? { ...rest, oneOf: [open, { type: "null" }] } : { ...rest, ...open };
}

/** Inline enums of responses. */
function openInline(root: Schema): void {
  const stack = childSchemas(root);
  for (let schema = stack.pop(); schema !== undefined; schema = stack.pop()) {
    stack.push(...childSchemas(schema));
    if (schema.enum !== undefined && isStringEnum(schema)) openValues(schema);
  }
}

/** The values inline, and any other string; `null` among the values is kept beside them. */
function openValues(schema: Schema): void {
  const values = knownValues(schema.enum ?? []);
  const open: Schema = { anyOf: [{ type: "string", enum: values }, { type: "string" }], "x-open-enum": true };
  const isNullable = schema.enum?.includes(null) === true;
  delete schema.enum;
  delete schema.type;
  delete schema["x-open-enum"];
  Object.assign(schema, isNullable ? { anyOf: [open, { type: "null" }] } : open);
}

function knownValues(values: readonly unknown[]): unknown[] {
  return values.filter((value) => value !== null);
}
