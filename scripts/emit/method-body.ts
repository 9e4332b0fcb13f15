import { camelCase } from "../load/letter-case.js";
import type { MethodModel } from "../model/api-model.js";
import { isIdentifier, RESERVED_ARGUMENTS } from "../normalize/names.js";
import type { OutputFile } from "./output-file.js";
import { propertyKey, quote } from "./text.js";

/** The statements of a method: the object is taken apart, and one call is made through the typed client. */
export function methodStatements(method: MethodModel, file: OutputFile): string[] {
  const split = splitParams(method);
  const call = callExpression(method, initMembers(method, split, file));
  const operation = operationConfig(method);
  const target = (name: string, ...facts: string[]): string =>
    `return this.#core.${name}(${[operation, ...facts].join(", ")}, ${name === "call" ? "" : `${split.rest}, `}options, (http, init${name === "call" ? "" : ", query"}) =>\n  ${call},\n);`;
  switch (method.kind) {
    case "call":
      return [...split.statements, target("call")];
    case "cursor-list":
      return [...split.statements, target("cursorList")];
    case "id-list":
      return [...split.statements, target("idList", quote(method.itemId))];
    case "next-cursor-list":
      return [
        ...split.statements,
        target("nextCursorList", `{ cursor: ${quote(method.cursor)}, next: ${quote(method.next)} }`),
      ];
  }
}

/** The operationId alone where the runtime need not know more. */
function operationConfig({ operationId, idempotencyField, ownStatuses }: MethodModel): string {
  const facts = [
    ...(idempotencyField === undefined ? [] : [`idempotencyField: ${quote(idempotencyField)}`]),
    ...(ownStatuses === undefined ? [] : [`failures: [${ownStatuses.join(", ")}]`]),
  ];
  return facts.length === 0 ? quote(operationId) : `{ ${[`id: ${quote(operationId)}`, ...facts].join(", ")} }`;
}

/** On one line while it is short, else a line for each member. */
function callExpression(method: MethodModel, members: readonly string[]): string {
  const start = `http.${method.verb.toUpperCase()}(${quote(method.path)}, {`;
  const line = `${start} ${members.join(", ")} })`;
  return line.length <= 112 ? line : `${start}\n${members.map((member) => `    ${member},`).join("\n")}\n  })`;
}

interface Split {
  readonly statements: readonly string[];
  /** The expression for what is left of the object: the body, or else the query. */
  readonly rest: string;
  /** The expression for each value taken out of the object, by its name on the wire. */
  readonly taken: ReadonlyMap<string, string>;
}

function splitParams(method: MethodModel): Split {
  const wanted = [...method.pathNames, ...(method.body === "none" ? [] : method.queryNames)];
  const removed = wanted.filter((wire) => !method.bodyKeeps.includes(wire));
  const kept = wanted
    .filter((wire) => method.bodyKeeps.includes(wire))
    .map((wire) => [wire, isIdentifier(wire) ? `params.${wire}` : `params[${quote(wire)}]`] as const);
  if (removed.length === 0)
    return { statements: [], rest: method.params === undefined ? "{}" : "params", taken: new Map(kept) };
  const variables = removed.map((wire, index) => [wire, variableName(wire, index, method)] as const);
  const hasRest = method.body !== "none" || method.queryNames.length > 0;
  const bindings = variables.map(([wire, variable]) =>
    wire === variable ? wire : `${propertyKey(wire)}: ${variable}`,
  );
  return {
    statements: [`const { ${[...bindings, ...(hasRest ? ["...rest"] : [])].join(", ")} } = params;`],
    rest: hasRest ? "rest" : "{}",
    taken: new Map([...kept, ...variables]),
  };
}

function initMembers(method: MethodModel, split: Split, file: OutputFile): string[] {
  const members = ["...init"];
  const path = [
    ...method.pathNames.map((wire) => `${propertyKey(wire)}: ${split.taken.get(wire)}`),
    ...(method.positional === undefined ? [] : [pathEntry(method.positional)]),
  ];
  const query = queryExpression(method, split);
  const params = [
    ...(path.length > 0 ? [`path: { ${path.join(", ")} }`] : []),
    ...(query === undefined ? [] : [query]),
  ];
  if (params.length > 0) members.push(`params: { ${params.join(", ")} }`);
  if (method.body !== "none") members.push(`body: ${bodyExpression(method, split)}`);
  if (method.body === "multipart") members.push(`bodySerializer: ${file.useRuntime("multipartBody")}`);
  return members;
}

function bodyExpression(method: MethodModel, split: Split): string {
  if (method.upload === undefined) return split.rest;
  const { wire, argument } = method.upload;
  const entry = wire === argument ? wire : `${propertyKey(wire)}: ${argument}`;
  return method.params === undefined ? `{ ${entry} }` : `{ ...${split.rest}, ${entry} }`;
}

function pathEntry({ wire, argument }: { readonly wire: string; readonly argument: string }): string {
  return wire === argument ? wire : `${propertyKey(wire)}: ${argument}`;
}

function queryExpression(method: MethodModel, split: Split): string | undefined {
  if (method.kind !== "call") return "query";
  if (method.queryNames.length === 0) return undefined;
  if (method.body === "none") return `query: ${split.rest}`;
  const entries = method.queryNames.map((wire) => {
    const value = split.taken.get(wire);
    return `...(${value} !== undefined && { ${propertyKey(wire)}: ${value} })`;
  });
  return `query: { ${entries.join(", ")} }`;
}

/** A local name that neither the arguments nor a word of the language has. */
function variableName(wire: string, index: number, { positional, upload }: MethodModel): string {
  const name = camelCase(wire);
  const isTaken =
    name === positional?.argument || name === upload?.argument || RESERVED_ARGUMENTS.has(name) || name === "rest";
  if (!isIdentifier(name)) return `value${index}`;
  return isTaken ? `${name}Value` : name;
}
