import { pointerOf } from "../../diagnostics.js";
import { eventTypeName, itemTypeName, propertyTypeName, valueTypeName } from "../../load/inline-names.js";
import { pascalCase } from "../../load/letter-case.js";
import { componentOf, type OpenApiDocument, type Schema } from "../../load/openapi.js";
import { readOperations, readWebhooks } from "../../load/read-operations.js";
import { jsonPath, type UpdateAction } from "../../overlay/action-text.js";
import { idOf } from "../compare/match-operations.js";
import type { Rename } from "../surface/export-change.js";

/**
 * The overlay actions with which the package keeps the names that it had. Names on the wire, of fields, parameters and events, are the
 * provider's: no action keeps them. Neither is there one where something else has the former name now.
 *
 * @param document the contract after
 * @param methods the package's methods after, `whop.disputes.list` by operationId
 */
export function keepNames(
  renames: readonly Rename[],
  document: OpenApiDocument,
  methods: ReadonlyMap<string, string>,
): UpdateAction[] {
  return renames.flatMap((rename) => {
    const action =
      rename.operationId === undefined ? keepType(rename, document) : keepMethod(rename, document, methods);
    return action === undefined ? [] : [action];
  });
}

function keepMethod(
  { operationId, before, after }: Rename,
  document: OpenApiDocument,
  methods: ReadonlyMap<string, string>,
): UpdateAction | undefined {
  const operation = readOperations(document).find((one) => idOf(one) === operationId);
  // What a path shares by reference has no place of its own that an action could select.
  if (operation === undefined || document.paths?.[operation.path]?.[operation.method] === undefined) return undefined;
  if ([...methods.values()].some((name) => name.slice(name.indexOf(".") + 1) === before)) return undefined;
  const [was, is] = [memberOf(before), memberOf(after)];
  return {
    target: jsonPath(pointerOf("paths", operation.path, operation.method)),
    description: `Keeps the method ${before}.`,
    update: {
      ...(was.resource !== is.resource && { "x-sdk-resource": was.resource }),
      ...(was.method !== is.method && { "x-sdk-method": was.method }),
    },
  };
}

/** `v1.cases.list` is `list` of `v1.cases`. */
function memberOf(name: string): { readonly resource: string; readonly method: string } {
  const parts = name.split(".");
  return { resource: parts.slice(0, -1).join("."), method: parts.at(-1) ?? "" };
}

function keepType({ before, after }: Rename, document: OpenApiDocument): UpdateAction | undefined {
  const place = placesOf(document).get(after);
  if (place === undefined) return undefined;
  if (before === after) return keepWhole(before, place, document);
  return {
    target: jsonPath(place),
    description: `Keeps the type ${before}.`,
    update: { "x-sdk-name": before },
  };
}

/** An enum is one type for what is sent and received, where it is open in both; an object is where all its enums are. */
function keepWhole(name: string, place: string, { components }: OpenApiDocument): UpdateAction | undefined {
  const component = componentOf(`#${place}`);
  const schema = component === undefined ? undefined : components?.schemas?.[component];
  if (schema?.enum === undefined) return undefined;
  return {
    target: jsonPath(place),
    description: `Keeps ${name} one type: values that are not known can be sent, too.`,
    update: { "x-open-enum": true },
  };
}

/** Where the schemas are that types are named after: components, the bodies of events, and what is inline in either. */
function placesOf(document: OpenApiDocument): Map<string, string> {
  const places = new Map<string, string>();
  const add = (schema: Schema, name: string, pointer: string): void => {
    if (typeof schema !== "object" || schema === null || schema.$ref !== undefined) return;
    const given = schema["x-sdk-name"] ?? name;
    if (!places.has(given)) places.set(given, pointer);
    for (const [property, child] of Object.entries(schema.properties ?? {}))
      add(child, propertyTypeName(name, property), `${pointer}${pointerOf("properties", property)}`);
    if (schema.items !== undefined) add(schema.items, itemTypeName(name), `${pointer}/items`);
    const { additionalProperties: values } = schema;
    if (typeof values === "object") add(values, valueTypeName(name), `${pointer}/additionalProperties`);
  };
  const components = Object.entries(document.components?.schemas ?? {});
  // A component has its name before anything that is named by its place.
  for (const [name, schema] of components)
    places.set(schema["x-sdk-name"] ?? pascalCase(name), pointerOf("components", "schemas", name));
  for (const [name, schema] of components) add(schema, pascalCase(name), pointerOf("components", "schemas", name));
  for (const { path, requestBody } of readWebhooks(document)) {
    if (requestBody === undefined) continue;
    for (const [mediaType, { schema }] of Object.entries(requestBody.node.content))
      if (schema !== undefined)
        add(schema, eventTypeName(path), `${requestBody.pointer}${pointerOf("content", mediaType, "schema")}`);
  }
  return places;
}
