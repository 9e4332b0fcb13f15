import type { ApiModel, Declaration, MethodFailure, MethodModel, TypeModel } from "../../model/api-model.js";
import { placedMethods } from "../../model/placed-methods.js";
import { UNKNOWN_EVENT } from "../../model/unknown-event.js";
import type { Affected, Direction } from "../compare/change.js";

/** Who uses a type, and in which direction. */
export interface TypeUsage {
  readonly directions: ReadonlySet<Direction>;
  readonly affected: Affected;
}

/** The methods and types of a package, and which mention which. */
export interface TypeGraph {
  /** `whop.disputes.list` by operationId. */
  readonly methods: ReadonlyMap<string, string>;
  /** The names that each declaration mentions. */
  readonly mentions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Empty for a type that nothing uses. */
  readonly usageOf: (name: string) => TypeUsage;
}

export function typeGraph(model: ApiModel): TypeGraph {
  const mentions = new Map<string, ReadonlySet<string>>([
    ...model.declarations.map((declaration) => [declaration.name, namesInDeclaration(declaration)] as const),
    ...model.failures.map(
      ({ name, members }) => [name, new Set(members.flatMap(({ body }) => [...namesIn(body)]))] as const,
    ),
  ]);
  const users = usersOf(mentions);
  /** The methods and events that use a type by itself. */
  const roots = new Map<string, Root[]>();
  const addRoot = (names: Iterable<string>, root: Root): void => {
    for (const name of names) roots.set(name, [...(roots.get(name) ?? []), root]);
  };
  const methods = new Map<string, string>();
  for (const { method, fullName } of placedMethods(model)) {
    const { operationId } = method;
    methods.set(operationId, fullName);
    addRoot(sentNames(method), { direction: "request", operationId });
    addRoot(failureNames(method.failure), { direction: "response", operationId });
    addRoot(resultNames(method), { direction: "response", operationId });
  }
  // What is known of an event that the contract does not have comes from all those that it has.
  for (const { type, body } of model.events) addRoot([body, UNKNOWN_EVENT], { direction: "event", event: type });
  const usageOf = (name: string): TypeUsage => {
    const found = [...closureOf([name], users)].flatMap((user) => roots.get(user) ?? []);
    return { directions: new Set(found.map(({ direction }) => direction)), affected: affectedBy(found) };
  };
  return { methods, mentions, usageOf };
}

type Root =
  | { readonly direction: "request" | "response"; readonly operationId: string }
  | { readonly direction: "event"; readonly event: string };

function affectedBy(roots: readonly Root[]): Affected {
  const operationIds = roots.flatMap((root) => (root.direction === "event" ? [] : [root.operationId]));
  const events = roots.flatMap((root) => (root.direction === "event" ? [root.event] : []));
  return { operationIds: [...new Set(operationIds)], events: [...new Set(events)] };
}

/** The names, and all that they lead to. */
export function closureOf(
  names: Iterable<string>,
  next: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const found = new Set(names);
  // A set iterates over what is added on the way, too.
  for (const name of found) for (const other of next.get(name) ?? []) found.add(other);
  return found;
}

function usersOf(mentions: TypeGraph["mentions"]): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const [user, names] of mentions)
    for (const name of names) users.set(name, (users.get(name) ?? new Set<string>()).add(user));
  return users;
}

/** The declarations that a method's arguments and results mention. */
export function namesInMethod(method: MethodModel): Set<string> {
  return new Set([...sentNames(method), ...failureNames(method.failure), ...resultNames(method)]);
}

/** The declarations that a type mentions. */
export function namesIn(type: TypeModel): Set<string> {
  switch (type.kind) {
    case "primitive":
    case "binary":
    case "blob":
    case "events":
    case "literal":
      return new Set();
    case "open":
      return namesIn(type.known);
    case "reference":
      return new Set([type.name]);
    case "array":
      return namesIn(type.item);
    case "tuple":
      return namesInAll(type.rest === undefined ? type.items : [...type.items, type.rest]);
    case "record":
      return namesIn(type.value);
    case "object":
      return namesInAll([
        ...type.properties.map((property) => property.type),
        ...(type.rest === undefined ? [] : [type.rest]),
      ]);
    case "union":
    case "intersection":
      return namesInAll(type.members);
  }
}

function namesInAll(types: readonly TypeModel[]): Set<string> {
  return new Set(types.flatMap((type) => [...namesIn(type)]));
}

function namesInDeclaration(declaration: Declaration): Set<string> {
  switch (declaration.kind) {
    case "enum":
      return new Set();
    case "alias":
      return namesIn(declaration.type);
    case "interface":
      return new Set([
        ...declaration.extends,
        ...namesInAll([
          ...declaration.properties.map(({ type }) => type),
          ...(declaration.rest === undefined ? [] : [declaration.rest]),
        ]),
      ]);
  }
}

function failureNames(failure: MethodFailure | undefined): readonly string[] {
  if (failure === undefined) return [];
  return failure.kind === "common" ? [failure.name] : [...namesInAll(failure.members.map(({ body }) => body))];
}

/** Of all of its arguments. */
function sentNames({ params, bodyArgument, positional }: MethodModel): Set<string> {
  const types = [bodyArgument?.type, positional?.type].filter((type) => type !== undefined);
  return new Set([...(params === undefined ? [] : [params.type]), ...namesInAll(types)]);
}

function resultNames(method: MethodModel): Set<string> {
  switch (method.kind) {
    case "call":
      return namesIn(method.result);
    case "cursor-list":
    case "id-list":
      return namesIn(method.item);
    case "next-cursor-list":
      return namesInAll([method.item, method.page]);
  }
}
