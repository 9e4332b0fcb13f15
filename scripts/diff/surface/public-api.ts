import type {
  ApiModel,
  Declaration,
  MethodFailure,
  MethodModel,
  ResourceModel,
  UnknownEventModel,
} from "../../model/api-model.js";
import { isUndefinedByName } from "../../model/body-argument.js";
import { resourcesOf } from "../../model/placed-methods.js";
import { UNKNOWN_EVENT, UNKNOWN_TYPE_ENDING } from "../../model/unknown-event.js";
import { quotable } from "../../printed-text.js";
import { expressionOf, failuresOf, membersOf, nameOf, objectOf, plain, unionOf } from "./expression-of.js";
import type { PropertyType, TypeExpression } from "./type-expression.js";

/** What the generated files export. This folder calls it the surface of the package. */
export interface PublicApi {
  /** Interfaces and aliases of `models.ts`, and what is known of an event that the contract does not have, by name. */
  readonly types: ReadonlyMap<string, TypeExpression>;
  /** The exported lists of values, and the type of their items. */
  readonly lists: ReadonlyMap<string, string>;
  /** The path in the client of each class of resources, such as `disputes` or `v1.cases`. */
  readonly classes: ReadonlyMap<string, string>;
  /** By operationId. */
  readonly methods: ReadonlyMap<string, PublicMethod>;
  /** The type of each event's body, by the event's name. */
  readonly events: ReadonlyMap<string, TypeExpression>;
}

export interface PublicMethod {
  /** `disputes.list` */
  readonly name: string;
  readonly className: string;
  readonly args: readonly PublicArgument[];
  readonly result: TypeExpression;
}

export interface PublicArgument {
  readonly name: string;
  readonly type: TypeExpression;
  readonly optional: boolean;
}

/** The exports of a model's files, without writing these: the emitters write just this, which a test makes sure of. */
export function publicApiOf({ declarations, failures, resources, events, unknownEvent }: ApiModel): PublicApi {
  const declared = new Map([
    ...declarations.map((declaration) => [declaration.name, typeOf(declaration)] as const),
    ...failures.map(({ name, members }) => [name, failuresOf(members)] as const),
  ]);
  const types = new Map(declared);
  for (const declaration of declarations)
    if (declaration.kind === "interface")
      types.set(declaration.name, withInherited(declaration.name, declaration.extends, types));
  if (events.length > 0 && unknownEvent !== undefined) types.set(UNKNOWN_EVENT, unknownEventType(unknownEvent));
  const placed = resourcesOf(resources);
  return {
    types,
    lists: new Map(
      declarations
        .flatMap(listsOf)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, lists]) => lists),
    ),
    classes: new Map(placed.map(({ className, path }) => [className, path.join(".")])),
    methods: new Map(
      placed.flatMap((resource) =>
        resource.methods.map((method) => [method.operationId, publicMethod(resource, method)] as const),
      ),
    ),
    events: new Map(events.map(({ type, body }) => [type, nameOf(body)])),
  };
}

function typeOf(declaration: Declaration): TypeExpression {
  switch (declaration.kind) {
    case "interface":
      return objectOf(declaration.properties, declaration.rest);
    case "enum":
      return unionOf(declaration.values.map((value) => expressionOf({ kind: "literal", value })));
    case "alias":
      return expressionOf(declaration.type);
  }
}

/** The members of an interface with those that it has from others. */
function withInherited(
  name: string,
  bases: readonly string[],
  types: ReadonlyMap<string, TypeExpression>,
): TypeExpression {
  const own = types.get(name);
  if (own?.kind !== "object") return UNKNOWN;
  const inherited = bases.flatMap((base) => {
    const type = types.get(base);
    return type?.kind === "object" ? [...type.properties] : [];
  });
  return inherited.length === 0 ? own : { ...own, properties: new Map([...inherited, ...own.properties]) };
}

const UNKNOWN = plain("unknown");

function unknownEventType({ envelope, hasData }: UnknownEventModel): TypeExpression {
  const { properties } = membersOf(envelope, undefined);
  const own: [string, PropertyType][] = [
    ["type", { type: plain(quotable(`\`\${string}${UNKNOWN_TYPE_ENDING}\``)), optional: false }],
    ...(hasData ? [["data", { type: UNKNOWN, optional: false }] as [string, PropertyType]] : []),
  ];
  return { kind: "object", properties: new Map([...own, ...properties]), rest: undefined };
}

/** The lists of an enum, under the name that they are sorted by. */
function listsOf(declaration: Declaration): [key: string, lists: [list: string, item: string][]][] {
  if (declaration.kind !== "enum") return [];
  const { name, deprecatedName } = declaration.list;
  const names = deprecatedName === undefined ? [name] : [name, deprecatedName];
  return [[name, names.map((list) => [list, declaration.name])]];
}

function publicMethod({ className, path }: ResourceModel, method: MethodModel): PublicMethod {
  return {
    name: [...path, method.name].join("."),
    className,
    args: argumentsOf(method),
    result: resultOf(method),
  };
}

function argumentsOf(method: MethodModel): PublicArgument[] {
  const { positional, upload, bodyArgument, params } = method;
  const args: PublicArgument[] = [];
  if (positional !== undefined)
    args.push({ name: positional.argument, type: expressionOf(positional.type), optional: false });
  if (upload !== undefined) args.push({ name: upload.argument, type: nameOf("Uploadable"), optional: false });
  if (bodyArgument !== undefined) {
    const type = expressionOf(bodyArgument.type);
    const isNamed = isUndefinedByName(method);
    args.push({
      name: "body",
      type: isNamed ? unionOf([type, plain("undefined")]) : type,
      optional: bodyArgument.optional && !isNamed,
    });
  }
  if (params !== undefined)
    args.push({ name: "params", type: nameOf(params.type), optional: params.optional || params.isWholeBody });
  return [...args, { name: "options", type: nameOf("RequestOptions"), optional: true }];
}

function resultOf(method: MethodModel): TypeExpression {
  const failure = method.failure === undefined ? [] : [failureOf(method.failure)];
  switch (method.kind) {
    case "call":
      return nameOf("ApiPromise", expressionOf(method.result), ...failure);
    case "cursor-list":
      return nameOf("CursorPager", expressionOf(method.item), ...failure);
    case "id-list":
      return nameOf("IdPager", expressionOf(method.item), ...failure);
    case "next-cursor-list":
      return nameOf("NextCursorPager", expressionOf(method.item), expressionOf(method.page), ...failure);
  }
}

function failureOf(failure: MethodFailure): TypeExpression {
  return failure.kind === "common" ? nameOf(failure.name) : failuresOf(failure.members);
}
