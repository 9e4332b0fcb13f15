import type { SentAs } from "../load/media-types.js";
import type { Parameter, Schema } from "../load/openapi.js";
import type { Declaration, MethodModel, PropertyModel, TypeModel } from "./api-model.js";
import { docsOf, plainDocs } from "./docs.js";
import type { NameTable } from "./name-table.js";
import type { Resolver } from "./resolver.js";
import { intersection, type NameOf, propertiesOf, typeOf } from "./type-model.js";

export interface Body {
  readonly kind: SentAs;
  readonly required: boolean;
  readonly schema: Schema;
  /** Where the kind does not say it. */
  readonly contentType: string | undefined;
  /** How properties of a form are written. */
  readonly styles: MethodModel["bodyStyles"];
}

export interface ParamsInput {
  readonly name: string;
  /** Query parameters, and path parameters before the last. */
  readonly own: readonly Parameter[];
  readonly body: Body | undefined;
  /** The names that the body has in each of its forms. */
  readonly inBody: ReadonlySet<string>;
  /** The part of the body that is an argument of its own. */
  readonly upload: string | undefined;
  readonly resolver: Resolver;
  readonly nameOf: NameOf;
  readonly names: NameTable;
  readonly pointer: string;
}

/** What is in the method's one object, and its declaration where no component is that already. */
export interface Params {
  readonly params: MethodModel["params"];
  readonly declaration: Declaration | undefined;
  readonly bodyArgument?: MethodModel["bodyArgument"];
}

/** One object for earlier path parameters, query and body. */
export function buildParams(input: ParamsInput): Params {
  const { own, body, upload, nameOf } = input;
  const properties = own.map((parameter) => propertyOf(parameter, nameOf));
  if (body === undefined) return declareObject(input, properties);
  if (upload === undefined) return declareWithBody(input, properties, body);
  const parts = propertiesOf(input.resolver.schema(body.schema), nameOf);
  return declareObject(input, [...properties, ...parts.filter((part) => part.name !== upload)]);
}

function propertyOf(parameter: Parameter, nameOf: NameOf): PropertyModel {
  const own = Object.entries(docsOf(parameter)).filter(([, value]) => value !== undefined);
  return {
    name: parameter.name,
    type: typeOf(valueSchema(parameter), nameOf),
    optional: parameter.required !== true,
    docs: { ...docsOf(parameter.schema ?? {}), ...Object.fromEntries(own) },
  };
}

/** What a parameter holds: text, where nothing says otherwise. */
export function valueSchema({ schema, content }: Parameter): Schema {
  const [media] = Object.values(content ?? {});
  return media === undefined ? (schema ?? { type: "string" }) : (media.schema ?? {});
}

function declareObject({ name, names, pointer }: ParamsInput, properties: readonly PropertyModel[]): Params {
  if (properties.length === 0) return { params: undefined, declaration: undefined };
  const type = names.choose([name, `${name}Object`], pointer);
  return {
    params: { type, optional: properties.every((property) => property.optional), isWholeBody: false },
    declaration: {
      kind: "interface",
      name: type,
      docs: plainDocs(""),
      extends: [],
      properties,
      rest: undefined,
    },
  };
}

function declareWithBody(input: ParamsInput, properties: readonly PropertyModel[], body: Body): Params {
  const { name, inBody } = input;
  const optional = properties.every((property) => property.optional) && !body.required;
  const holdsMembers = isObject(body.schema, input.resolver, new Set());
  // Text and bytes are no object that could be one with the parameters.
  const isWhole = body.kind === "text" || body.kind === "bytes";
  const isLeftOut = !body.required && (!holdsMembers || demandsMembers(body.schema, input.resolver, new Set()));
  if (isWhole || (properties.length > 0 && (!holdsMembers || isLeftOut || contradicts(input, properties, body)))) {
    const type = typeOf(body.schema, input.nameOf);
    return { ...declareObject(input, properties), bodyArgument: { type, optional: !body.required } };
  }
  const isWholeBody = optional && isLeftOut;
  const bodyType = typeOf(body.schema, input.nameOf);
  // The body's own component has the name already where the body is all there is.
  if (properties.length === 0 && bodyType.kind === "reference" && bodyType.name === name) {
    return { params: { type: name, optional, isWholeBody }, declaration: undefined };
  }
  const extra = properties.filter((property) => !inBody.has(property.name));
  const parts: TypeModel[] = [bodyType];
  if (extra.length > 0) parts.push({ kind: "object", properties: extra, rest: undefined });
  const type = intersection(parts);
  const own = input.names.choose([name, `${name}Object`], input.pointer);
  return {
    params: { type: own, optional, isWholeBody },
    declaration: { kind: "alias", name: own, docs: plainDocs(""), type },
  };
}

/** Whether a name of the body is that of a parameter with another type, so that one member cannot be both. */
function contradicts(input: ParamsInput, properties: readonly PropertyModel[], body: Body): boolean {
  const members = propertiesOf(input.resolver.schema(body.schema), input.nameOf);
  return properties.some(({ name, type, optional }) => {
    if (!input.inBody.has(name)) return false;
    const member = members.find((one) => one.name === name);
    return (
      member === undefined || (member.optional && !optional) || JSON.stringify(member.type) !== JSON.stringify(type)
    );
  });
}

/** Whether `{}` is no body of this schema. */
function demandsMembers(node: Schema | boolean, resolver: Resolver, seen: Set<Schema>): boolean {
  if (typeof node === "boolean") return false;
  const schema = resolver.schema(node);
  if (seen.has(schema)) return false;
  seen.add(schema);
  const { required = [], oneOf = [], anyOf = [], allOf = [] } = schema;
  const demands = (part: Schema) => demandsMembers(part, resolver, seen);
  return (
    required.length > 0 ||
    allOf.some(demands) ||
    [oneOf, anyOf].some((forms) => forms.length > 0 && forms.every(demands))
  );
}

/** Whether each form of a body is an object with members of its own, which can be one with the parameters. */
function isObject(node: Schema | boolean, resolver: Resolver, seen: Set<Schema>): boolean {
  if (typeof node === "boolean") return false;
  const schema = resolver.schema(node);
  if (typeof schema === "boolean" || seen.has(schema)) return false;
  seen.add(schema);
  const { type, properties = {}, oneOf, anyOf, allOf = [], required = [] } = schema;
  if (type !== undefined && type !== "object") return false;
  const forms = [...(oneOf ?? []), ...(anyOf ?? [])];
  const isForm = (part: Schema) => isObject(part, resolver, new Set(seen));
  if (forms.length > 0) return forms.every((form) => isForm(form) || Object.keys(properties).length > 0);
  return Object.keys(properties).length > 0 || required.length > 0 || allOf.some(isForm);
}
