import { isReference, type OpenApiDocument, type PathItem } from "../../../scripts/load/openapi.js";
import { operationName } from "../../../scripts/normalize/names.js";
import { operationsOf } from "../../../scripts/normalize/walk-schemas.js";

/**
 * The document with all of its operations, events and components several times, each copy under names of its own, so that nothing
 * of one serves another.
 */
export function multiply(document: OpenApiDocument, times: number): OpenApiDocument {
  const copies = Array.from({ length: times }, (_, index) => (index === 0 ? document : renamed(document, `K${index}`)));
  const joined = <Part>(part: (copy: OpenApiDocument) => Record<string, Part> | undefined): Record<string, Part> =>
    Object.assign({}, ...copies.map((copy) => part(copy) ?? {}));
  const { securitySchemes, ...components } = document.components ?? {};
  return {
    ...document,
    paths: joined((copy) => copy.paths),
    webhooks: joined((copy) => copy.webhooks),
    components: {
      ...(securitySchemes !== undefined && { securitySchemes }),
      ...Object.fromEntries(
        (Object.keys(components) as (keyof typeof components)[]).map((kind) => [
          kind,
          joined<unknown>((copy) => copy.components?.[kind]),
        ]),
      ),
    },
  };
}

/** A copy in which every name that must be unique has the suffix. */
function renamed(document: OpenApiDocument, suffix: string): OpenApiDocument {
  const draft = structuredClone(document);
  for (const { path, verb, operation } of operationsOf(draft)) {
    const { resource, method } = operationName(path, verb, operation);
    operation["x-sdk-resource"] = [`${resource[0]}${suffix}`, ...resource.slice(1)].join(".");
    operation["x-sdk-method"] = method;
    operation.operationId += suffix;
  }
  renameNodes(draft, suffix);
  const withSuffix = <Part>(
    parts: Record<string, Part> | undefined,
    name: (key: string) => string,
  ): Record<string, Part> => Object.fromEntries(Object.entries(parts ?? {}).map(([key, part]) => [name(key), part]));
  return {
    ...draft,
    paths: withSuffix<PathItem>(draft.paths, (path) => `/${suffix.toLowerCase()}${path}`),
    webhooks: withSuffix<PathItem>(draft.webhooks, (type) => `${type}.${suffix.toLowerCase()}`),
    components: Object.fromEntries(
      Object.entries(draft.components ?? {}).map(([kind, parts]) => [
        kind,
        withSuffix<unknown>(parts, (name) => name + suffix),
      ]),
    ),
  };
}

/** References, and the names that schemas give themselves. */
function renameNodes(node: unknown, suffix: string): void {
  if (typeof node !== "object" || node === null) return;
  if (isReference(node)) node.$ref += suffix;
  if ("x-sdk-name" in node && typeof node["x-sdk-name"] === "string") node["x-sdk-name"] += suffix;
  if ("x-sdk-values-name" in node && typeof node["x-sdk-values-name"] === "string") node["x-sdk-values-name"] += suffix;
  if ("title" in node && typeof node.title === "string") node.title += suffix;
  if ("mapping" in node && "propertyName" in node) {
    const mapping: Record<string, unknown> = Object(node.mapping);
    for (const [value, target] of Object.entries(mapping)) mapping[value] = `${target}${suffix}`;
  }
  for (const child of Object.values(node)) renameNodes(child, suffix);
}
