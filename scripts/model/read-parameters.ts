import { SpecError } from "../diagnostics.js";
import { isClientHeader } from "../load/client-headers.js";
import { isJsonType } from "../load/media-types.js";
import type { Parameter, Schema } from "../load/openapi.js";
import type { ResolvedOperation, ResolvedParameter } from "../load/resolved-operation.js";
import type { ParameterStyle, ParameterStyles } from "./api-model.js";
import type { Resolver } from "./resolver.js";

/** The parameters that a caller gives, each of one name in the method's object. @throws SpecError `names/clash`, `model/parameter-…` */
export function readParameters({ path, parameters }: ResolvedOperation): Parameter[] {
  const own = parameters.filter(({ node }) => !isClientHeader(node));
  const last = [...path.matchAll(/\{([^{}]+)\}/g)].at(-1)?.[1];
  const names = new Map<string, string>();
  for (const { node, usedAt } of own) {
    if (node.in === "path" && node.name === last) continue;
    const other = names.get(node.name);
    if (other !== undefined) {
      const what = `the ${node.in} parameter "${node.name}" has the name of a ${other} parameter of the same call.`;
      const mend = { pointer: usedAt, remove: true } as const;
      throw new SpecError("names/clash", usedAt, what, "Remove one of the two in an overlay.", { mend });
    }
    names.set(node.name, node.in);
  }
  return own.map(({ node }) => node);
}

/** How each is written, where that is not the usual way. @throws SpecError `model/parameter-style`, `model/parameter-type` */
export function stylesOf({ parameters }: ResolvedOperation, resolver: Resolver, brackets: boolean): ParameterStyles {
  const styles = { path: {}, query: {}, header: {}, cookie: {} } as Record<string, Record<string, ParameterStyle>>;
  for (const parameter of parameters) {
    const { node } = parameter;
    if (isClientHeader(node)) continue;
    const style = styleOf(parameter, resolver, brackets);
    const place = styles[node.in];
    if (style !== undefined && place !== undefined) place[node.name] = style;
  }
  return styles as unknown as ParameterStyles;
}

function styleOf(
  { node, usedAt }: ResolvedParameter,
  resolver: Resolver,
  brackets: boolean,
): ParameterStyle | undefined {
  const [mediaType] = Object.keys(node.content ?? {});
  if (mediaType !== undefined) {
    if (isJsonType(mediaType) || mediaType === "*/*") return "json";
    if (mediaType.startsWith("text/plain")) return "plain";
    const what = `the ${node.in} parameter "${node.name}" is ${mediaType}, which is not supported.`;
    throw new SpecError("model/parameter-type", usedAt, what, "Use application/json, or remove it in an overlay.");
  }
  const { style = node.in === "query" || node.in === "cookie" ? "form" : "simple" } = node;
  const { explode = style === "form" } = node;
  if (style === "label" || style === "matrix") {
    const what = `the ${node.in} parameter "${node.name}" has the style ${style}, which is not supported.`;
    throw new SpecError("model/parameter-style", usedAt, what, "Correct its style, or remove it, in an overlay.");
  }
  const forms = formsOf(node.schema ?? {}, resolver, new Set());
  const isObject = forms.has("object");
  const isArray = forms.has("array");
  switch (node.in) {
    case "path":
      if (isObject || isArray) return isObject && explode ? "entries" : "list";
      return [...forms].every((form) => form === "string") ? undefined : "plain";
    case "query":
      if (style === "deepObject") return undefined;
      if (isObject && explode && !brackets) return "entries";
      if (explode || (!isObject && !isArray)) return undefined;
      return style === "spaceDelimited" ? "spaces" : style === "pipeDelimited" ? "pipes" : "list";
    default:
      return isObject && explode && node.in === "header" ? "entries" : undefined;
  }
}

/** The JSON types that a value of the schema can have; empty where the schema does not say. */
export function formsOf(schema: Schema | boolean, resolver: Resolver, seen: Set<Schema>): Set<string> {
  if (typeof schema === "boolean") return new Set();
  const node = resolver.schema(schema);
  if (typeof node === "boolean" || seen.has(node)) return new Set();
  seen.add(node);
  const types = node.type === undefined ? [] : [node.type].flat();
  const values = node.enum ?? (node.const === undefined ? [] : [node.const]);
  const own = types.length > 0 ? types : values.map(typeOfValue);
  if (own.length === 0 && (node.properties ?? node.additionalProperties) !== undefined) own.push("object");
  if (own.length === 0 && node.items !== undefined) own.push("array");
  const parts = [...(node.oneOf ?? []), ...(node.anyOf ?? []), ...(node.allOf ?? [])];
  return new Set(
    [...own, ...parts.flatMap((part) => [...formsOf(part, resolver, seen)])].filter((one) => one !== "null"),
  );
}

function typeOfValue(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}
