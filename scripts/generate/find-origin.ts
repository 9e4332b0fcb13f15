import { pointerOf } from "../diagnostics.js";
import { ts } from "../emit/ts-morph.js";
import { pascalCase } from "../load/letter-case.js";
import { readOperations, readWebhooks } from "../load/read-operations.js";
import type { ApiModel, MethodModel } from "../model/api-model.js";
import type { ApiState } from "../model/api-state.js";
import { placedMethods } from "../model/placed-methods.js";

/** A place in a generated file. */
export interface GeneratedPlace {
  /** Below `generated/<api>/`. */
  readonly path: string;
  readonly text: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** What of a contract a line of generated code was made from. */
export interface Origin {
  /** As messages call it: `operation listOrders`, `schema Order`. */
  readonly subject: string;
  /** Its JSON pointer; that of what it is a part of, where it has none of its own. */
  readonly pointer: string;
}

/**
 * The operation, schema or event that a place in a generated file was made from: by the names of the declarations that enclose it, from
 * the innermost outwards. What belongs to no part of the contract alone is of the API as a whole.
 */
export function findOrigin(state: ApiState, place: GeneratedPlace): Origin {
  const names = enclosingNames(place);
  const found =
    place.path === "paths.ts" ? originOfWireType(state, names) : originOfDeclaration(state, place.path, names);
  return found ?? { subject: `the API as a whole (${place.path})`, pointer: "" };
}

/** The names of the declarations and members around a place, outermost first: `["Orders", "list"]`. */
function enclosingNames({ path, text, line, column }: GeneratedPlace): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const start = source.getPositionOfLineAndCharacter(line - 1, column - 1);
  const names: string[] = [];
  const visit = (node: import("ts-morph").ts.Node): void => {
    if (start < node.pos || start >= node.end) return;
    if (isNamed(node)) {
      const { name } = node;
      if (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) names.push(name.text);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return names;
}

type Named = import("ts-morph").ts.NamedDeclaration & { readonly name: import("ts-morph").ts.DeclarationName };

function isNamed(node: import("ts-morph").ts.Node): node is Named {
  return "name" in node && node.name !== undefined;
}

/** `paths["/orders"].get`, `components.schemas.Order`, `operations.listOrders`. */
function originOfWireType({ normalized, spec, model }: ApiState, names: readonly string[]): Origin | undefined {
  const [top, second = "", third = ""] = names;
  const operations = readOperations(normalized.document);
  const operation = operations.find(({ path, method, node }) =>
    top === "operations" ? node.operationId === second : top === "paths" && path === second && method === third,
  );
  if (operation !== undefined)
    return { subject: `operation ${operation.node.operationId}`, pointer: operation.pointer };
  if (top === "paths") return { subject: `path ${second}`, pointer: pointerOf("paths", second) };
  if (top !== "components") return undefined;
  if (second === "schemas") {
    const name = normalized.document.components?.schemas?.[third]?.["x-sdk-name"] ?? pascalCase(third);
    return originOfType({ normalized, spec, model }, name);
  }
  return { subject: `${second} ${third}`, pointer: pointerOf("components", second, third) };
}

function originOfDeclaration(state: ApiState, path: string, names: readonly string[]): Origin | undefined {
  const [top = "", member = ""] = names;
  const methods = placedMethods(state.model);
  if (path.startsWith("resources/")) {
    const own = methods.filter(({ resource }) => resource.className === top);
    const found = own.find(({ method }) => method.name === member)?.method;
    if (found !== undefined) return originOfMethod(found);
    const [first] = own;
    return (
      first && { subject: `resource ${first.resource.path.join(".")}`, pointer: originOfMethod(first.method).pointer }
    );
  }
  if (path === "webhooks.ts") return originOfEvent(state, member);
  const list = state.model.declarations.find(
    (declaration) =>
      declaration.kind === "enum" && [declaration.list.name, declaration.list.deprecatedName].includes(top),
  );
  return originOfType(state, list?.name ?? top);
}

function originOfMethod({ operationId, path, verb }: MethodModel): Origin {
  return { subject: `operation ${operationId}`, pointer: pointerOf("paths", path, verb) };
}

function originOfEvent({ normalized }: Pick<ApiState, "normalized">, type: string): Origin | undefined {
  const event = readWebhooks(normalized.document).find(({ path }) => path === type);
  return event && { subject: `event ${type}`, pointer: event.pointer };
}

/**
 * Where a declared type is from: a component of the contract, or else what refers to it, step by step, up to a component, an operation
 * or an event of the contract.
 */
function originOfType(state: Pick<ApiState, "normalized" | "spec" | "model">, name: string): Origin | undefined {
  const { spec, model } = state;
  const components = new Map(
    Object.entries(spec.document.components?.schemas ?? {}).map(([component, schema]) => [
      schema["x-sdk-name"] ?? pascalCase(component),
      pointerOf("components", "schemas", component),
    ]),
  );
  if (!model.declarations.some((declaration) => declaration.name === name) && !components.has(name)) return undefined;
  const seen = new Set([name]);
  for (const type of seen) {
    const component = components.get(type);
    if (component !== undefined) return { subject: `schema ${name}`, pointer: component };
    const user = placedMethods(model).find(({ method }) => referencesIn(method).has(type));
    if (user !== undefined) {
      const { subject, pointer } = originOfMethod(user.method);
      const isOwn = user.method.params?.type === name;
      return { subject: isOwn ? subject : `schema ${name} of ${subject}`, pointer };
    }
    const event = model.events.find(({ body }) => body === type);
    if (event !== undefined) return originOfEvent(state, event.type);
    for (const other of usersOf(model, type)) seen.add(other);
  }
  return { subject: `schema ${name}`, pointer: "" };
}

/** The declarations that refer to a type. */
function usersOf({ declarations }: ApiModel, type: string): string[] {
  return declarations.filter((declaration) => referencesIn(declaration).has(type)).map(({ name }) => name);
}

/** The ways in which parts of the model name a declaration. */
interface Referring {
  readonly kind: string;
  readonly name: string;
  readonly params: { readonly type: string } | undefined;
  readonly extends: readonly string[];
}

/** The names of the declarations that a part of the model refers to. */
function referencesIn(part: unknown, names = new Set<string>()): Set<string> {
  if (part === null || typeof part !== "object") return names;
  const { kind, name, params, extends: bases } = part as Partial<Referring>;
  if (kind === "reference" && name !== undefined) names.add(name);
  if (params !== undefined) names.add(params.type);
  for (const base of bases ?? []) names.add(base);
  for (const value of Object.values(part)) referencesIn(value, names);
  return names;
}
