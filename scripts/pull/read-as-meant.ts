import { pointerOf } from "../diagnostics.js";
import { isJsonObject, type JsonObject } from "../load/json-object.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { rewrite, tokensOfPosition } from "../load/rewrite.js";
import type { Extracted } from "./extract-schemas.js";

/**
 * A document of OpenAPI 3.1 whose schemas say what their author meant, where they do not say it in 3.1's words:
 *
 * - `nullable`, a keyword of 3.0 that 3.1 ignores, becomes the type null;
 * - a format that neither OpenAPI nor JSON Schema knows stays: it says how to read a value, and changes no type.
 *
 * A note says of each how often it occurs and where first. A 3.0 document is left alone: there `nullable` is right.
 */
export function readAsMeant(document: OpenApiDocument): Extracted {
  if (!document.openapi.startsWith("3.1")) return { document, notes: [] };
  const found = new Map<string, string[]>();
  const note = (what: string, pointer: string) => {
    const places = found.get(what);
    if (places === undefined) found.set(what, [pointer]);
    else places.push(pointer);
  };
  const meant = rewrite(document, (node, position) => {
    if (position.kind !== "schema") return node;
    const pointer = pointerOf(...tokensOfPosition(position));
    const { nullable, ...schema } = node;
    const { format } = node;
    if (typeof format === "string" && !KNOWN_FORMATS.has(format))
      note(`the format "${format}" is not one of OpenAPI or JSON Schema: it stays, and changes no type`, pointer);
    if (typeof nullable !== "boolean") return node;
    note(
      nullable
        ? "nullable: true is OpenAPI 3.0, and this document is 3.1: it is read as the type null"
        : "nullable: false is OpenAPI 3.0, and this document is 3.1: it says nothing, and is left out",
      pointer,
    );
    return nullable ? withNull(schema) : schema;
  });
  return { document: meant, notes: [...found].map(([what, places]) => `${what} (${placesText(places)})`) };
}

/** The schema with null among its values: also in `enum`, which else refuses it. A reference or a choice gets it as a variant. */
function withNull(schema: JsonObject): JsonObject {
  const { type, enum: values, const: constant } = schema;
  if (schema.$ref !== undefined || schema.allOf !== undefined) return asVariant(schema);
  for (const keyword of ["oneOf", "anyOf"]) {
    const variants = schema[keyword];
    if (!Array.isArray(variants)) continue;
    const isThere = variants.some((variant) => isJsonObject(variant) && [variant.type].flat().includes("null"));
    const allowed = isThere ? schema : { ...schema, [keyword]: [...variants, { type: "null" }] };
    return type === undefined ? allowed : { ...allowed, type: typesWithNull(type) };
  }
  if (constant !== undefined && constant !== null) return asVariant(schema);
  const withType = type === undefined ? schema : { ...schema, type: typesWithNull(type) };
  return Array.isArray(values) && !values.includes(null) ? { ...withType, enum: [...values, null] } : withType;
}

/** What is said of the use stays beside the choice. */
function asVariant(schema: JsonObject): JsonObject {
  const { description, deprecated, ...value } = schema;
  const choice: JsonObject = { anyOf: [value, { type: "null" }] };
  if (description !== undefined) choice.description = description;
  if (deprecated !== undefined) choice.deprecated = deprecated;
  return choice;
}

function typesWithNull(type: unknown): unknown[] {
  const types = [type].flat();
  return types.includes("null") ? types : [...types, "null"];
}

function placesText([first, ...others]: readonly string[]): string {
  return others.length === 0 ? (first ?? "") : `${others.length + 1} times, first at ${first}`;
}

/** Those of JSON Schema 2020-12, and OpenAPI's own with its registry. */
const KNOWN_FORMATS: ReadonlySet<string> = new Set([
  ...["date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri"],
  ...[
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
  ],
  ...["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "single-int", "double-int", "float"],
  ...["double", "decimal", "decimal128", "password", "binary", "byte", "base64url", "char", "commonmark", "html"],
  ...["http-date", "media-range", "sf-string", "sf-integer", "sf-decimal", "sf-boolean", "sf-binary", "sf-token"],
]);
