import { isDeepStrictEqual } from "node:util";
import { pointerOf, SpecError } from "../diagnostics.js";
import { canonicalText } from "../load/annotations.js";
import { isJsonObject, type JsonObject } from "../load/json-object.js";
import { HTTP_METHODS, type OpenApiDocument } from "../load/openapi.js";
import type { ObjectKind } from "../load/rewrite.js";
import type { Spec } from "../load/spec.js";

/**
 * One document of those that the pages of a documentation have, an operation or a few each: their paths, webhooks, tags and components
 * united. What several pages have must mean the same on all of them; their texts may differ.
 *
 * @param pages at least one
 * @throws SpecError `contract/pages-differ` with both pages and the JSON pointer of the difference
 */
export function mergePages(pages: readonly [Spec, ...Spec[]]): OpenApiDocument {
  const [first, ...others] = pages;
  const merged: JsonObject = { ...first.document };
  /** Which page a part is from, by its JSON pointer. */
  const origins = new Map<string, Spec>();
  const originOf = (pointer: string): Spec => origins.get(pointer) ?? first;

  const unite = (
    into: JsonObject,
    key: string,
    value: unknown,
    kind: ObjectKind,
    pointer: string,
    page: Spec,
  ): void => {
    if (!Object.hasOwn(into, key)) {
      into[key] = value;
      origins.set(pointer, page);
      return;
    }
    const difference = differenceOf(meaningOf(into[key], kind), meaningOf(value, kind), pointer);
    if (difference !== undefined) throw pagesDiffer(originOf(pointer), page, difference);
  };
  const mapAt = (into: JsonObject, key: string): JsonObject => {
    const own = { ...(isJsonObject(into[key]) ? into[key] : {}) };
    into[key] = own;
    return own;
  };

  for (const page of others) {
    const document: JsonObject = { ...page.document };
    for (const field of ["openapi", "jsonSchemaDialect", "servers", "security"])
      if (!isDeepStrictEqual(merged[field], document[field])) throw pagesDiffer(first, page, pointerOf(field));
    for (const field of ["title", "version", "x-api-version-date"])
      if (!isDeepStrictEqual(fieldOf(merged.info, field), fieldOf(document.info, field)))
        throw pagesDiffer(first, page, pointerOf("info", field));

    for (const section of ["paths", "webhooks"]) {
      if (!isJsonObject(document[section])) continue;
      const paths = mapAt(merged, section);
      for (const [path, item] of Object.entries(document[section])) {
        const fields = mapAt(paths, path);
        for (const [field, value] of Object.entries(isJsonObject(item) ? item : {})) {
          if (field === "summary" || field === "description" || field.startsWith("x-")) fields[field] ??= value;
          else unite(fields, field, value, kindOf(field), pointerOf(section, path, field), page);
        }
      }
    }
    for (const [section, given] of Object.entries(isJsonObject(document.components) ? document.components : {})) {
      const kind = COMPONENT_KINDS[section];
      if (kind === undefined || !isJsonObject(given)) continue;
      const components = mapAt(mapAt(merged, "components"), section);
      for (const [name, value] of Object.entries(given))
        unite(components, name, value, kind, pointerOf("components", section, name), page);
    }
    const known = new Set(tagsOf(merged).map((tag) => fieldOf(tag, "name")));
    const added = tagsOf(document).filter((tag) => !known.has(fieldOf(tag, "name")));
    if (added.length > 0) merged.tags = [...tagsOf(merged), ...added];
  }
  return merged as unknown as OpenApiDocument;
}

const COMPONENT_KINDS: Readonly<Record<string, ObjectKind>> = {
  schemas: "schema",
  parameters: "parameter",
  responses: "response",
  requestBodies: "requestBody",
  headers: "header",
  examples: "example",
  links: "link",
  callbacks: "callback",
  pathItems: "pathItem",
  securitySchemes: "securityScheme",
};

/** What a field of a path item holds; parameters and servers are compared as they are. */
function kindOf(field: string): ObjectKind {
  return HTTP_METHODS.some((method) => method === field) ? "operation" : "server";
}

/** The value without texts, examples and extensions, which a page may word as it likes. */
function meaningOf(value: unknown, kind: ObjectKind): unknown {
  return isJsonObject(value) ? JSON.parse(canonicalText(value, kind)) : value;
}

/** The pointer of the first difference, or `undefined` where there is none. */
function differenceOf(some: unknown, other: unknown, pointer: string): string | undefined {
  if (isDeepStrictEqual(some, other)) return undefined;
  if (!isJsonObject(some) || !isJsonObject(other)) return pointer;
  for (const key of new Set([...Object.keys(some), ...Object.keys(other)])) {
    const found = differenceOf(some[key], other[key], pointer + pointerOf(key));
    if (found !== undefined) return found;
  }
  return undefined;
}

function fieldOf(node: unknown, field: string): unknown {
  return isJsonObject(node) ? node[field] : undefined;
}

function tagsOf({ tags }: JsonObject): readonly unknown[] {
  return Array.isArray(tags) ? tags : [];
}

function pagesDiffer(one: Spec, other: Spec, pointer: string): SpecError {
  return new SpecError(
    "contract/pages-differ",
    { pointer, file: other.file, line: other.lineOf(pointer) },
    `Two pages contradict each other here: ${other.file} and ${one.file}.`,
    "One of them is out of date: fetch both again, or leave the older one out.",
  );
}
