import { pointerOf, SpecError } from "../diagnostics.js";
import { componentOf, isReference, type MediaType, type OpenApiDocument, type Schema } from "../load/openapi.js";
import { childSchemas, eventsOf, operationsOf, walkSchemas } from "./walk-schemas.js";

/**
 * A server may send values that are newer than the contract; a caller may not. So an enum of responses and events becomes
 * open: `Status` is any string, and `KnownStatus` lists the values. What a caller sends refers to `KnownStatus`. An object
 * that is both sent and received, with such an enum in it, gets a second form for sending: `Money` and `MoneyInput`.
 *
 * An enum that the contract or an overlay marks with `x-open-enum: true` is open wherever it is: a caller may send newer values, too.
 *
 * @throws SpecError `names/clash` when a name with `Known` or `Input` is taken
 */
export function openEnums(draft: OpenApiDocument): void {
  const schemas = draft.components?.schemas ?? {};
  const marked = new Set(Object.keys(schemas).filter((name) => isMarked(schemas[name])));
  const sentRoots = rootsOf(draft, "sent");
  const receivedRoots = rootsOf(draft, "received");
  const sent = reach(schemas, sentRoots);
  const received = reach(schemas, receivedRoots);
  const enums = Object.keys(schemas).filter(
    (name) => marked.has(name) || (received.has(name) && isStringEnum(notNull(schemas[name]))),
  );
  const nullable = new Set(enums.filter((name) => !marked.has(name) && schemas[name]?.enum?.includes(null)));
  for (const name of enums) {
    addTwin(schemas, name, `Known${name}`);
    const known = schemas[`Known${name}`];
    if (nullable.has(name) && known !== undefined)
      schemas[`Known${name}`] = { ...known, ...notNull(known), type: "string" };
  }
  const closed = enums.filter((name) => !marked.has(name));
  /** What is sent in place of what is received. */
  const twins = new Map(
    closed.map((name): [string, Twin] => [name, { name: `Known${name}`, isNullable: nullable.has(name) }]),
  );
  for (const name of [...sent].filter((name) => received.has(name) && !enums.includes(name))) {
    const inside = reach(schemas, [schemas[name] ?? {}]);
    if (!closed.some((known) => inside.has(known))) continue;
    twins.set(name, { name: `${name}Input`, isNullable: false });
    addTwin(schemas, name, `${name}Input`);
  }
  const sending = [...sent].map((name) => schemas[twins.get(name)?.name ?? name] ?? {});
  for (const schema of [...sentRoots, ...sending]) redirect(schema, twins);
  for (const name of enums) {
    const open = opened(schemas[name] ?? {}, `Known${name}`, marked.has(name));
    schemas[name] = nullable.has(name) ? orNull(open) : open;
  }
  for (const schema of [...receivedRoots, ...[...received].map((name) => schemas[name] ?? {})]) openInline(schema);
  walkSchemas(draft, (schema) => {
    if (isMarked(schema)) openValues(schema);
  });
}

/** Whether the contract or an overlay says that the enum is open. */
function isMarked(schema: Schema | undefined): boolean {
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
      for (const parameter of operation.parameters ?? []) if (!isReference(parameter)) roots.push(parameter.schema);
      if (requestBody !== undefined && !isReference(requestBody)) take(requestBody.content);
    } else {
      for (const response of Object.values(operation.responses ?? {}))
        if (!isReference(response)) take(response.content);
    }
  }
  if (direction === "sent") {
    roots.push(...Object.values(parameters).map(({ schema }) => schema));
    for (const { content } of Object.values(requestBodies)) take(content);
  } else {
    for (const { content } of Object.values(responses)) take(content);
    for (const { operation } of eventsOf(draft)) {
      const { requestBody } = operation;
      if (requestBody !== undefined && !isReference(requestBody)) take(requestBody.content);
    }
  }
  return roots.filter((schema) => schema !== undefined);
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
      stack.push(target);
    }
    stack.push(...childSchemas(schema));
  }
  return found;
}

function isStringEnum(schema: Schema | undefined): boolean {
  const values = schema?.enum;
  return values !== undefined && values.length > 1 && values.every((value) => typeof value === "string");
}

function addTwin(schemas: Record<string, Schema>, name: string, twin: string): void {
  if (schemas[twin] !== undefined) {
    throw new SpecError(
      "names/clash",
      pointerOf("components", "schemas", twin),
      `${name} is sent as well as received, so "${twin}" is needed, and taken.`,
      "Rename one of the two in the contract or an overlay.",
    );
  }
  // The values alone: what is open is the other of the two.
  const { "x-sdk-name": given, "x-open-enum": _open, ...schema } = structuredClone(schemas[name] ?? {});
  const prefix = twin.startsWith("Known") ? "Known" : "";
  schemas[twin] =
    given === undefined ? schema : { ...schema, "x-sdk-name": prefix === "" ? `${given}Input` : `Known${given}` };
}

/** What is sent in place of a component: `null` beside it where that was among its values. */
interface Twin {
  readonly name: string;
  readonly isNullable: boolean;
}

function redirect(root: Schema, twins: ReadonlyMap<string, Twin>): void {
  const stack = [root];
  for (let schema = stack.pop(); schema !== undefined; schema = stack.pop()) {
    const twin = schema.$ref === undefined ? undefined : twins.get(componentOf(schema.$ref) ?? "");
    if (twin?.isNullable) {
      delete schema.$ref;
      schema.anyOf = [{ $ref: `#/components/schemas/${twin.name}` }, { type: "null" }];
    } else if (twin !== undefined) schema.$ref = `#/components/schemas/${twin.name}`;
    stack.push(...childSchemas(schema));
  }
}

/** Valid OpenAPI for an open enum: one of the known values, or any other string. */
function opened({ type: _type, enum: _enum, ...rest }: Schema, known: string, isMarked: boolean): Schema {
  const anyOf: Schema[] = [{ $ref: `#/components/schemas/${known}` }, { type: "string" }];
  return { ...rest, anyOf, "x-open-enum": true, ...(isMarked && { "x-open-when-sent": true }) };
}

/** `null` beside an open enum, and what is said of both. */
function orNull({ anyOf = [], "x-open-enum": _open, ...rest }: Schema): Schema {
  return { ...rest, anyOf: [{ anyOf, "x-open-enum": true }, { type: "null" }] };
}

/** Inline enums of responses. */
function openInline(root: Schema): void {
  const stack = childSchemas(root);
  for (let schema = stack.pop(); schema !== undefined; schema = stack.pop()) {
    stack.push(...childSchemas(schema));
    if (schema.enum !== undefined && isStringEnum({ enum: withoutNull(schema.enum) })) openValues(schema);
  }
}

/** The values inline, and any other string; `null` among the values is kept beside them. */
function openValues(schema: Schema): void {
  const values = withoutNull(schema.enum ?? []);
  const open: Schema = { anyOf: [{ type: "string", enum: values }, { type: "string" }], "x-open-enum": true };
  const isNullable = schema.enum?.includes(null) === true;
  delete schema.enum;
  delete schema.type;
  delete schema["x-open-enum"];
  Object.assign(schema, isNullable ? { anyOf: [open, { type: "null" }] } : open);
}

/** The enum of a schema without `null`. */
function notNull(schema: Schema | undefined): Schema {
  return schema?.enum === undefined ? {} : { enum: withoutNull(schema.enum) };
}

function withoutNull(values: readonly unknown[]): unknown[] {
  return values.filter((value) => value !== null);
}
