import type { ApiModel, Declaration, MethodFailure, MethodModel, TypeModel } from "../../model/api-model.js";
import { placedMethods } from "../../model/placed-methods.js";
import type { Use } from "../compare/change.js";

/** Who uses a type, and in which direction. */
export interface TypeUse {
  readonly uses: ReadonlySet<Use>;
  /** Operations by their id, events as `event:<name>`. */
  readonly reach: ReadonlySet<string>;
}

/** The methods and types of a generation, and how they hang together. */
export interface TypeGraph {
  /** `whop.disputes.list` by operationId. */
  readonly methods: ReadonlyMap<string, string>;
  /** The names that each declaration mentions. */
  readonly mentions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Empty for a type that nothing uses. */
  readonly useOf: (name: string) => TypeUse;
}

export function typeGraph(model: ApiModel): TypeGraph {
  const mentions = new Map<string, ReadonlySet<string>>([
    ...model.declarations.map((declaration) => [declaration.name, namesInDeclaration(declaration)] as const),
    ...model.failures.map(
      ({ name, members }) => [name, new Set(members.flatMap(({ body }) => [...namesIn(body)]))] as const,
    ),
  ]);
  const users = usersOf(mentions);
  /** The places where a type is used by itself. */
  const roots = new Map<string, { readonly use: Use; readonly reach: string }[]>();
  const root = (names: Iterable<string>, use: Use, reach: string): void => {
    for (const name of names) roots.set(name, [...(roots.get(name) ?? []), { use, reach }]);
  };
  const methods = new Map<string, string>();
  for (const { method, fullName } of placedMethods(model)) {
    methods.set(method.operationId, fullName);
    root(method.params === undefined ? [] : [method.params.type], "request", method.operationId);
    root(failureNames(method.failure), "response", method.operationId);
    root(resultNames(method), "response", method.operationId);
  }
  for (const { type, body } of model.events) root([body], "event", `event:${type}`);
  const useOf = (name: string): TypeUse => {
    const found = [...closureOf([name], users)].flatMap((user) => roots.get(user) ?? []);
    return { uses: new Set(found.map(({ use }) => use)), reach: new Set(found.map(({ reach }) => reach)) };
  };
  return { methods, mentions, useOf };
}

/** The names, and all that they lead to. */
export function closureOf(
  names: Iterable<string>,
  next: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const found = new Set(names);
  // A set gives what is added while it is walked.
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
  const params = method.params === undefined ? [] : [method.params.type];
  return new Set([...params, ...failureNames(method.failure), ...resultNames(method)]);
}

/** The declarations that a type mentions. */
export function namesIn(type: TypeModel): Set<string> {
  switch (type.kind) {
    case "primitive":
    case "binary":
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
