import type { IdempotencyPlaces } from "../load/client-headers.js";
import { camelCase } from "../load/letter-case.js";
import type { MethodModel, SentParameter } from "../model/api-model.js";
import { isIdentifier, RESERVED_ARGUMENTS } from "../normalize/names.js";
import { objectLiteral, objectMember } from "./object-literal.js";
import { ownConfig } from "./operation-config.js";
import type { OutputFile } from "./output-file.js";
import { propertyKey, quote } from "./text.js";

/** The statements of a method: the object is taken apart, and one call is made that the compiler holds against the wire types. */
export function methodStatements(method: MethodModel, file: OutputFile): string[] {
  const split = splitParams(method);
  const parts = partMembers(method, split, file);
  const args = [...leading(method), objectLiteral(parts), "options", operationConfig(method, file)];
  return [...split.statements, `return this._client.${target(method)}(${args.join(", ")});`];
}

/** The client's function for methods of this kind. */
function target({ kind }: MethodModel): string {
  switch (kind) {
    case "call":
      return "request";
    case "cursor-list":
      return "cursorList";
    case "id-list":
      return "idList";
    case "next-cursor-list":
      return "nextCursorList";
  }
}

/** Its arguments before the parts of the request. */
function leading(method: MethodModel): string[] {
  const path = quote(method.path);
  switch (method.kind) {
    case "call":
      return [quote(method.verb.toUpperCase()), path];
    case "cursor-list":
      return [path];
    case "id-list":
      return [quote(method.itemId), path];
    case "next-cursor-list":
      return [nextCursorNames(method), path];
  }
}

function nextCursorNames({ cursor, next, more }: MethodModel & { readonly kind: "next-cursor-list" }): string {
  const flag = more === undefined ? "" : `, more: ${quote(more)}`;
  return `{ cursor: ${quote(cursor)}, next: ${quote(next)}${flag} }`;
}

/** The operationId alone where the runtime need not know more. */
function operationConfig(method: MethodModel, file: OutputFile): string {
  const { operationId, ownStatuses, idempotency } = method;
  const more = [
    ...(ownStatuses === undefined ? [] : [`failures: [${ownStatuses.join(", ")}]`]),
    ...(idempotency === undefined ? [] : [`idempotency: ${objectLiteral(idempotencyMembers(idempotency))}`]),
    ...ownConfig(method, file, true),
  ];
  return more.length === 0 ? quote(operationId) : objectLiteral([`id: ${quote(operationId)}`, ...more]);
}

/** `header: 255, field: "idempotence_key"`: those that there are. */
export function idempotencyMembers({ header, field }: IdempotencyPlaces): string[] {
  return [
    ...(header === undefined ? [] : [`header: ${header}`]),
    ...(field === undefined ? [] : [`field: ${quote(field)}`]),
  ];
}

interface Split {
  readonly statements: readonly string[];
  /** The expression for what is left of the object: the body, or else the query. */
  readonly rest: string;
  /** The expression for each value taken out of the object, by its name on the wire. */
  readonly taken: ReadonlyMap<string, string>;
}

function splitParams(method: MethodModel): Split {
  const isMerged = method.body !== "none" && method.bodyArgument === undefined;
  const apart = [...method.headers, ...method.cookies].map(({ wire }) => wire);
  const wanted = [...method.pathNames, ...apart, ...(isMerged ? method.queryNames : [])];
  const removed = wanted.filter((wire) => !method.bodyKeeps.includes(wire));
  const kept = wanted
    .filter((wire) => method.bodyKeeps.includes(wire))
    .map((wire) => [wire, isIdentifier(wire) ? `params.${wire}` : `params[${quote(wire)}]`] as const);
  if (removed.length === 0)
    return { statements: [], rest: method.params === undefined ? "{}" : "params", taken: new Map(kept) };
  const names = new Set<string>();
  const variables = removed.map((wire, index) => {
    const name = variableName(wire, index, method);
    const variable = names.has(name) ? `value${index}` : name;
    names.add(variable);
    return [wire, variable] as const;
  });
  const hasRest = isMerged || method.queryNames.length > 0;
  const bindings = variables.map(([wire, variable]) => objectMember(wire, variable));
  return {
    statements: [`const { ${[...bindings, ...(hasRest ? ["...rest"] : [])].join(", ")} } = params;`],
    rest: hasRest ? "rest" : "{}",
    taken: new Map([...kept, ...variables]),
  };
}

function partMembers(method: MethodModel, split: Split, file: OutputFile): string[] {
  const path = [
    ...method.pathNames.map((wire) => objectMember(wire, split.taken.get(wire) ?? "")),
    ...(method.positional === undefined ? [] : [objectMember(method.positional.wire, method.positional.argument)]),
  ];
  const members: string[] = [];
  if (path.length > 0) members.push(`path: ${objectLiteral(path)}`);
  const query = queryExpression(method, split);
  if (query !== undefined) members.push(query);
  for (const [place, those] of [
    ["header", method.headers],
    ["cookie", method.cookies],
  ] as const)
    if (those.length > 0) members.push(`${place}: { ${those.map((one) => entry(one, split)).join(", ")} }`);
  if (method.bodyArgument !== undefined) {
    members.push(method.bodyArgument.optional ? "...(body !== undefined && { body })" : "body");
  } else if (method.body !== "none") {
    const body = `body: ${bodyExpression(method, split)}`;
    members.push(method.params?.isWholeBody === true ? `...(params !== undefined && { ${body} })` : body);
  }
  // A copy would hide that the caller's object was none.
  if (isCopied(method, split)) members.push("params");
  if (method.body === "multipart") members.push(`serialize: ${file.useRuntime("multipartBody")}`);
  return members;
}

function isCopied(method: MethodModel, split: Split): boolean {
  return split.rest === "rest" || (method.upload !== undefined && method.params !== undefined);
}

function bodyExpression(method: MethodModel, split: Split): string {
  if (method.upload === undefined) return split.rest;
  const { wire, argument } = method.upload;
  const entry = objectMember(wire, argument);
  return method.params === undefined ? `{ ${entry} }` : `{ ...${split.rest}, ${entry} }`;
}

function queryExpression(method: MethodModel, split: Split): string | undefined {
  if (method.queryNames.length === 0) return undefined;
  if (method.body === "none" || method.bodyArgument !== undefined) return `query: ${split.rest}`;
  const entries = method.queryNames.map((wire) =>
    entry({ wire, required: method.requiredQueryNames.includes(wire) }, split),
  );
  return `query: { ${entries.join(", ")} }`;
}

/** A member for a value taken out of the object; absent where the caller left it out. */
function entry({ wire, required }: SentParameter, { taken }: Split): string {
  const value = taken.get(wire) ?? "";
  return required ? objectMember(wire, value) : `...(${value} !== undefined && { ${propertyKey(wire)}: ${value} })`;
}

/** A local name that neither the arguments nor a word of the language has. */
function variableName(wire: string, index: number, { positional, upload }: MethodModel): string {
  const name = camelCase(wire);
  const isTaken =
    name === positional?.argument || name === upload?.argument || RESERVED_ARGUMENTS.has(name) || name === "rest";
  if (!isIdentifier(name)) return `value${index}`;
  return isTaken ? `${name}Value` : name;
}
