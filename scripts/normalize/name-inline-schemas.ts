import { isDeepStrictEqual } from "node:util";
import { pointerOf, SpecError } from "../diagnostics.js";
import { preferredContent, readContent } from "../load/content.js";
import {
  eventTypeName,
  itemTypeName,
  propertyTypeName,
  requestTypeName,
  responseTypeName,
  valueTypeName,
  variantTypeName,
} from "../load/inline-names.js";
import { pascalCase } from "../load/letter-case.js";
import { isMultipartForm } from "../load/media-types.js";
import { freeName, type Note } from "../load/notes.js";
import {
  componentOf,
  isReference,
  type MediaType,
  type OpenApiDocument,
  type Operation,
  type Schema,
} from "../load/openapi.js";
import { isSuccessStatus } from "../load/resolved-operation.js";
import { operationName } from "./names.js";
import { eventsOf, operationsOf, walkSchemas } from "./walk-schemas.js";

/**
 * Moves every inline object and union of objects into `components.schemas`, named after its place: the `payment` of
 * `Dispute` is `DisputePayment`, the items of `resolution_events` are `…ResolutionEvent`, the body of
 * `disputes.updateEvidence` is `DisputeUpdateEvidenceParams`. `x-sdk-name` wins; the variant of a union has its title where
 * no other variant and no component has it. An inline enum becomes a component where it has an `x-sdk-name`, and several with
 * the same one and the same values become one.
 *
 * A name that is taken gets `Inline` behind it, with a note.
 *
 * @throws SpecError `names/clash` when `x-sdk-name` asks for a name that is taken
 */
export function nameInlineSchemas(draft: OpenApiDocument, note: Note): void {
  draft.components ??= {};
  draft.components.schemas ??= {};
  const naming: Naming = {
    schemas: draft.components.schemas,
    titles: titleUses(draft),
    taken: new Set(Object.keys(draft.components.schemas).map(pascalCase)),
    made: new Map(),
    note,
  };
  for (const [name, schema] of Object.entries(naming.schemas)) {
    nameChildren(naming, schema, name, pointerOf("components", "schemas", name));
  }
  for (const { path, verb, operation } of operationsOf(draft)) nameOperation(naming, draft, path, verb, operation);
  for (const { type, verb, operation } of eventsOf(draft)) {
    const pointer = pointerOf("webhooks", type, verb, "requestBody");
    if (operation.requestBody !== undefined && !isReference(operation.requestBody)) {
      nameContent(naming, operation.requestBody.content, eventTypeName(type), pointer);
    }
  }
}

interface Naming {
  readonly schemas: Record<string, Schema>;
  /** How many variants of unions have a title. */
  readonly titles: ReadonlyMap<string, number>;
  /** The names of all components in PascalCase. */
  readonly taken: Set<string>;
  /** What the components that were inline had in them. */
  readonly made: Map<string, string>;
  readonly note: Note;
}

function nameOperation(
  naming: Naming,
  draft: OpenApiDocument,
  path: string,
  verb: Parameters<typeof operationName>[1],
  operation: Operation,
): void {
  const { typePrefix } = operationName(path, verb, operation);
  const pointer = pointerOf("paths", path, verb);
  for (const [index, parameter] of (operation.parameters ?? []).entries()) {
    if (isReference(parameter) || parameter.schema === undefined) continue;
    parameter.schema = named(
      naming,
      parameter.schema,
      propertyTypeName(typePrefix, parameter.name),
      `${pointer}${pointerOf("parameters", index, "schema")}`,
    );
  }
  const { requestBody } = operation;
  if (requestBody !== undefined && !isReference(requestBody)) {
    // A multipart body may give one of its parts to an argument of its own.
    const isForm = Object.keys(requestBody.content).some(isMultipartForm);
    const isNull = Object.values(requestBody.content).some(({ schema }) => Array.isArray(schema?.type));
    const isWhole = !hasOtherParams(draft, path, operation) && !isForm && !isNull;
    nameContent(naming, requestBody.content, requestTypeName(typePrefix, isWhole), `${pointer}/requestBody`);
  }
  const responses = Object.entries(operation.responses ?? {});
  const main = responses.find(([status]) => isSuccessStatus(status))?.[0];
  for (const [status, response] of responses) {
    if (isReference(response) || !isSuccessStatus(status)) continue;
    const place = `${pointer}${pointerOf("responses", status)}`;
    const scheme = operation["x-pagination"]?.scheme;
    // The pages of these two are the runtime's own types; only their items need a name.
    if (scheme !== "cursor" && scheme !== "id")
      nameContent(naming, response.content, responseTypeName(typePrefix, status, status === main), place);
    else
      for (const { schema } of Object.values(response.content ?? {}))
        if (schema !== undefined) namePageItems(naming, schema, typePrefix, place);
  }
}

function namePageItems(naming: Naming, page: Schema, typePrefix: string, pointer: string): void {
  const data = page.properties?.data;
  if (data?.items !== undefined) data.items = named(naming, data.items, `${typePrefix}Item`, `${pointer}/data/items`);
  for (const [name, property] of Object.entries(page.properties ?? {})) {
    if (name !== "data" && page.properties !== undefined)
      page.properties[name] = named(naming, property, propertyTypeName(typePrefix, name), pointer);
  }
}

/** Whether the method's one object holds more than the body: query parameters, or a path parameter before the last. */
function hasOtherParams(draft: OpenApiDocument, path: string, operation: Operation): boolean {
  const shared = draft.components?.parameters ?? {};
  const own = (operation.parameters ?? []).map((parameter) =>
    isReference(parameter) ? shared[componentOf(parameter.$ref) ?? ""] : parameter,
  );
  const inPath = [...path.matchAll(/\{[^{}]+\}/g)].length;
  return inPath > 1 || own.some((parameter) => parameter?.in === "query");
}

/** One media type of a body or response gets the name: JSON, where there is JSON. The others are left alone. */
function nameContent(
  naming: Naming,
  content: Record<string, MediaType> | undefined,
  name: string,
  pointer: string,
): void {
  const preferred = preferredContent(readContent({ node: { content: content ?? {} }, pointer }));
  if (preferred?.node.schema === undefined) return;
  preferred.node.schema = named(naming, preferred.node.schema, name, `${preferred.pointer}/schema`);
}

/** What replaces the schema: a reference where it got a name, the schema itself where it does not need one. */
function named(naming: Naming, schema: Schema, name: string, pointer: string): Schema {
  if (schema.$ref !== undefined) return schema;
  const isEnum = schema.enum !== undefined && schema["x-sdk-name"] !== undefined;
  if (!isEnum && !needsName(schema)) {
    nameChildren(naming, schema, name, pointer);
    return schema;
  }
  const text = JSON.stringify(schema);
  const wanted = schema["x-sdk-name"] ?? name;
  // An enum with one name and the same values at several places is one type.
  const isShared = isEnum && isSameEnum(naming.schemas[wanted], schema);
  // Two parts of an `allOf` may say the same of one property.
  const isSame = isShared || naming.made.get(name) === text;
  const given = isShared ? wanted : isSame ? name : newName(naming, schema, name, pointer);
  const { description, deprecated, "x-certainty": certainty, "x-source": source, ...rest } = schema;
  const nullable = admitsNull(schema);
  const component: Schema = nullable ? withoutNull(rest) : rest;
  if (description !== undefined) component.description = description;
  if (!isSame) {
    naming.schemas[given] = component;
    naming.made.set(given, text);
    nameChildren(naming, component, given, pointer);
  }
  const reference: Schema = { $ref: `#/components/schemas/${given}` };
  const replacement: Schema = nullable ? { oneOf: [reference, { type: "null" }] } : reference;
  if (description !== undefined) replacement.description = description;
  if (deprecated !== undefined) replacement.deprecated = deprecated;
  if (certainty !== undefined) replacement["x-certainty"] = certainty;
  if (source !== undefined) replacement["x-source"] = source;
  return replacement;
}

function newName(naming: Naming, schema: Schema, name: string, pointer: string): string {
  const isTaken = (candidate: string): boolean => naming.taken.has(pascalCase(candidate));
  const asked = schema["x-sdk-name"];
  if (asked !== undefined && isTaken(asked)) {
    throw new SpecError(
      "names/clash",
      pointer,
      `this inline schema would be named "${asked}", which is taken.`,
      "Set x-sdk-name to another one in the overlay.",
    );
  }
  const given = asked ?? freeName([name, `${name}Inline`], isTaken, pointer, naming.note);
  naming.taken.add(pascalCase(given));
  return given;
}

function nameChildren(naming: Naming, schema: Schema, owner: string, pointer: string): void {
  const { properties, items, additionalProperties } = schema;
  for (const [name, property] of Object.entries(properties ?? {})) {
    if (properties !== undefined)
      properties[name] = named(
        naming,
        property,
        propertyTypeName(owner, name),
        `${pointer}${pointerOf("properties", name)}`,
      );
  }
  if (items !== undefined && typeof items === "object")
    schema.items = named(naming, items, itemTypeName(owner), `${pointer}/items`);
  if (typeof additionalProperties === "object" && additionalProperties !== null) {
    schema.additionalProperties = named(
      naming,
      additionalProperties,
      valueTypeName(owner),
      `${pointer}/additionalProperties`,
    );
  }
  for (const keyword of ["oneOf", "anyOf"] as const) {
    const variants = schema[keyword];
    if (variants === undefined) continue;
    schema[keyword] = variants.map((variant, index) => {
      const name = variantName(naming, variant, variants, owner);
      return name === undefined ? variant : named(naming, variant, name, `${pointer}${pointerOf(keyword, index)}`);
    });
  }
  // The parts of an allOf are one type together; their properties are named after the whole.
  for (const [index, part] of (schema.allOf ?? []).entries())
    nameChildren(naming, part, owner, `${pointer}${pointerOf("allOf", index)}`);
}

function admitsNull({ type, enum: values }: Schema): boolean {
  return (Array.isArray(type) && type.includes("null")) || values?.includes(null) === true;
}

/** Whether null is allowed belongs to the place, not to the component. */
function withoutNull({ type, enum: values, ...rest }: Schema): Schema {
  const types = [type ?? []].flat().filter((name) => name !== "null");
  const schema: Schema = { ...rest };
  if (types.length > 0) schema.type = types.length === 1 ? (types[0] ?? "") : types;
  if (values !== undefined) schema.enum = values.filter((value) => value !== null);
  return schema;
}

/** Whether two places have the same values under one name: they then have one type. */
function isSameEnum(component: Schema | undefined, schema: Schema): boolean {
  if (component?.enum === undefined) return false;
  const own = withoutNull(schema);
  return isDeepStrictEqual([component.enum, component["x-open-enum"]], [own.enum, own["x-open-enum"]]);
}

/** An object with members of its own, or a choice between such objects. A nullable reference needs no name. */
function needsName(schema: Schema): boolean {
  if (schema.properties !== undefined && Object.keys(schema.properties).length > 0) return true;
  if (schema.allOf !== undefined && schema.allOf.length > 1) return true;
  const variants = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].filter((variant) => variant.type !== "null");
  return (
    variants.length > 1 &&
    variants.every(
      (variant) => variant.$ref !== undefined || variant.properties !== undefined || variant.oneOf !== undefined,
    )
  );
}

/** The title where no other variant and no component has it, else the owner with the title; without a title what sets it apart. */
function variantName(naming: Naming, variant: Schema, variants: readonly Schema[], owner: string): string | undefined {
  const { title } = variant;
  if (title !== undefined && /^[A-Z]\w*$/.test(title)) {
    const isFree = !naming.taken.has(pascalCase(title)) && naming.titles.get(title) === 1;
    return isFree ? title : owner + title;
  }
  return variantTypeName(variant, variants, owner);
}

function titleUses(draft: OpenApiDocument): Map<string, number> {
  const uses = new Map<string, number>();
  walkSchemas(draft, (schema) => {
    for (const { title } of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) {
      if (title !== undefined) uses.set(title, (uses.get(title) ?? 0) + 1);
    }
  });
  return uses;
}
