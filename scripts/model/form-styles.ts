import { SpecError, TO_CHOOSE } from "../diagnostics.js";
import type { Content } from "../load/content.js";
import { Findings } from "../load/findings.js";
import { isJsonType } from "../load/media-types.js";
import type { Encoding, OpenApiDocument, Schema } from "../load/openapi.js";
import { childSchemas } from "../normalize/walk-schemas.js";
import type { BodyStyle } from "./api-model.js";
import { formsOf } from "./read-parameters.js";
import type { Resolver } from "./resolver.js";

export type FormArrays = OpenApiDocument["x-form-arrays"];

/**
 * How the properties of an `application/x-www-form-urlencoded` body are written, where that is not the usual way: text, or a list of texts
 * under one name.
 *
 * @throws SpecError `model/form-encoding` for what has no form, or one that OpenAPI leaves open: each property with its own finding
 */
export function formStyles(content: Content, resolver: Resolver, arrays: FormArrays): Record<string, BodyStyle> {
  const { node, pointer } = content;
  const { schema = {}, encoding = {} } = node;
  const findings = new Findings();
  const refuse = (what: string, remedy: string, name?: string): void => {
    const mend = name === undefined ? undefined : { pointer, update: { encoding: { [name]: { style: TO_CHOOSE } } } };
    findings.add(new SpecError("model/form-encoding", pointer, what, remedy, { mend }));
  };
  const own = formsOf(schema, resolver, new Set());
  const other = [...own].find((form) => form !== "object");
  if (other !== undefined) refuse(`a form cannot be of type ${other}.`, "Correct its schema in an overlay.");
  const styles: [string, BodyStyle][] = [];
  for (const [name, property] of membersOf(schema, resolver, new Set())) {
    const part = Object.hasOwn(encoding, name) ? (encoding[name] ?? {}) : {};
    try {
      const style = styleOf(property, part, resolver, arrays);
      if (style !== undefined) styles.push([name, style]);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const which = name === "" ? "a property that it does not name" : `the property "${name}"`;
      refuse(`${which} ${error.message}.`, error.remedy, error.isStyle ? name : undefined);
    }
  }
  findings.done();
  return Object.fromEntries(styles);
}

/** The schemas of each property, in every part and form of a schema, and under `""` those of properties without a name. */
function membersOf(node: Schema | boolean, resolver: Resolver, seen: Set<Schema>): Map<string, readonly Schema[]> {
  const members = new Map<string, readonly Schema[]>();
  if (typeof node === "boolean") return members;
  const schema = resolver.schema(node);
  if (seen.has(schema)) return members;
  seen.add(schema);
  const add = (name: string, schemas: readonly Schema[]): void => {
    members.set(name, [...(members.get(name) ?? []), ...schemas]);
  };
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    if (property.readOnly !== true) add(name, [property]);
  const { additionalProperties, patternProperties = {} } = schema;
  const others = [...Object.values(patternProperties), additionalProperties];
  const open = others.filter((one): one is Schema => typeof one === "object" && one !== null);
  if (open.length > 0) add("", open);
  for (const part of [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
    for (const [name, schemas] of membersOf(part, resolver, seen)) add(name, schemas);
  return members;
}

/** Why a property has no form. */
class Refused extends Error {
  readonly remedy: string;
  /** Whether a style in `encoding` would mend it. */
  readonly isStyle: boolean;

  constructor(what: string, remedy: string, isStyle = false) {
    super(what);
    this.remedy = remedy;
    this.isStyle = isStyle;
  }
}

function styleOf(
  schemas: readonly Schema[],
  { style: given, explode: asked, allowReserved, contentType }: Encoding,
  resolver: Resolver,
  arrays: FormArrays,
): BodyStyle | undefined {
  if (schemas.some((schema) => holds(schema, resolver, isFile)))
    throw new Refused("is a file, which a form of this type cannot hold", "Use multipart/form-data in an overlay.");
  const forms = new Set(schemas.flatMap((schema) => [...formsOf(schema, resolver, new Set())]));
  const isObject = forms.has("object");
  const isArray = forms.has("array");
  // A content type counts where nothing is said of the style, and each item of an array has it.
  const isStyled = given !== undefined || asked !== undefined || allowReserved !== undefined;
  if (!isStyled && contentType !== undefined && !/^text\/plain\s*(?:;|$)/i.test(contentType)) {
    if (isJsonType(contentType) && !isArray) return "json";
    // Whether the list is JSON, or each of its items, depends on the version of OpenAPI.
    throw new Refused(`is ${isArray ? "a list of " : ""}${contentType}, which is not supported`, DEEP, true);
  }
  const style = given ?? "form";
  const explode = asked ?? style === "form";
  if (style === "deepObject") {
    if (!isObject && !isArray) return undefined;
    if (!isArray && !schemas.some((schema) => holds(schema, resolver, isList))) return "deep";
    if (arrays !== undefined) return arrays;
    const rule = "holds an array with the style deepObject, and OpenAPI does not say how that is written";
    throw new Refused(rule, "Say it with `x-form-arrays: brackets` (a[]=1) or `indices` (a[0]=1) on the document.");
  }
  const isNested = schemas.some((schema) => partsOf(schema, resolver).some((part) => isCompound(part, resolver)));
  if (isNested) throw new Refused(`holds objects or arrays that the style ${style} has no form for`, DEEP, true);
  if (isObject && !isStyled)
    throw new Refused("is an object, and the contract does not say how it is written", DEEP, true);
  if (isObject && explode) return "entries";
  if (explode || (!isObject && !isArray)) return undefined;
  return style === "spaceDelimited" ? "spaces" : style === "pipeDelimited" ? "pipes" : "list";
}

const DEEP = "Say it in `encoding` with an overlay action, for example `style: deepObject`.";

/** The items of a list and the values of an object, in every form of a schema. */
function partsOf(node: Schema | boolean, resolver: Resolver, seen = new Set<Schema>()): readonly Schema[] {
  if (typeof node === "boolean") return [];
  const schema = resolver.schema(node);
  if (seen.has(schema)) return [];
  seen.add(schema);
  const { allOf = [], oneOf = [], anyOf = [], properties = {}, items, prefixItems = [], additionalProperties } = schema;
  const own = [...Object.values(properties), ...prefixItems, items, additionalProperties];
  const parts = own.filter((one): one is Schema => typeof one === "object" && one !== null);
  return [...parts, ...[...allOf, ...oneOf, ...anyOf].flatMap((form) => partsOf(form, resolver, seen))];
}

function isCompound(schema: Schema, resolver: Resolver): boolean {
  const forms = formsOf(schema, resolver, new Set());
  return forms.has("object") || forms.has("array");
}

function isFile({ format, contentEncoding }: Schema): boolean {
  return format === "binary" && contentEncoding === undefined;
}

function isList({ type, items, prefixItems }: Schema): boolean {
  return [type].flat().includes("array") || (type === undefined && (items ?? prefixItems) !== undefined);
}

/** Whether the schema, or one that it leads to, is such a one. */
function holds(root: Schema, resolver: Resolver, isOne: (schema: Schema) => boolean): boolean {
  const seen = new Set<Schema>();
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const schema = resolver.schema(node);
    if (typeof schema !== "object" || seen.has(schema)) continue;
    seen.add(schema);
    if (isOne(schema)) return true;
    stack.push(...childSchemas(schema));
  }
  return false;
}
