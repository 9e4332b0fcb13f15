import ts from "typescript";
import type { PublicApi, PublicMethod } from "../../scripts/diff/surface/public-api.js";
import {
  ANY_STRING,
  mentionedNames,
  type ObjectType,
  type PropertyType,
  type TypeExpression,
} from "../../scripts/diff/surface/type-expression.js";
import type { GeneratedText } from "../../scripts/emit/generated-text.js";
import { quotable } from "../../scripts/printed-text.js";

/** Reads the files syntactically: no type checker runs. */
export function readPublicApi(files: readonly GeneratedText[], client: string): PublicApi {
  const types = new Map<string, TypeExpression>();
  const lists = new Map<string, string>();
  const classes = new Map<string, ts.ClassDeclaration>();
  const sources = new Map<ts.Node, ts.SourceFile>();
  const events = new Map<string, TypeExpression>();
  const bases = new Map<string, readonly string[]>();
  for (const { path, text } of files) {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, false);
    for (const statement of source.statements) {
      if (ts.isClassDeclaration(statement) && statement.name !== undefined) {
        classes.set(statement.name.text, statement);
        sources.set(statement, source);
      } else if (ts.isInterfaceDeclaration(statement)) {
        const members = parseMembers(statement.members, source);
        if (path === EVENTS && statement.name.text === EVENT_MAP)
          for (const [type, property] of members.properties) events.set(type, property.type);
        else {
          types.set(statement.name.text, { kind: "object", ...members });
          bases.set(statement.name.text, basesOf(statement, source));
        }
      } else if (ts.isTypeAliasDeclaration(statement)) {
        // The names of the environments in the client are those of the servers, which are compared as such.
        if (path !== EVENTS && path !== CLIENT) types.set(statement.name.text, parseType(statement.type, source));
      } else if (ts.isVariableStatement(statement) && path === LISTS) {
        for (const { name, type } of statement.declarationList.declarations)
          lists.set(name.getText(source), itemName(type, source));
      }
    }
  }
  for (const [name, names] of bases) types.set(name, withInherited(name, names, types));
  const paths = resourcePaths(client, classes, sources);
  return { types, lists, classes: paths, methods: readMethods(paths, classes, sources), events };
}

const CLIENT = "client.ts";
const EVENTS = "webhooks.ts";
const EVENT_MAP = "WebhookEventMap";
const LISTS = "enums.ts";

type Classes = ReadonlyMap<string, ts.ClassDeclaration>;
type SourceOf = ReadonlyMap<ts.Node, ts.SourceFile>;

function basesOf({ heritageClauses }: ts.InterfaceDeclaration, source: ts.SourceFile): string[] {
  return (heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => expression.getText(source)));
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
    const inherited = types.get(base);
    return inherited?.kind === "object" ? [...inherited.properties] : [];
  });
  return { ...own, properties: new Map([...inherited, ...own.properties]) };
}

function itemName(type: ts.TypeNode | undefined, source: ts.SourceFile): string {
  const array = type !== undefined && ts.isTypeOperatorNode(type) ? type.type : type;
  return array === undefined ? "" : (mentionedNames(parseType(array, source))[0] ?? "");
}

/** Walks the properties of the client's class, and of those that they are. */
function resourcePaths(client: string, classes: Classes, sources: SourceOf): Map<string, string> {
  const paths = new Map<string, string>();
  const visit = (className: string, path: readonly string[]): void => {
    const declaration = classes.get(className);
    const source = declaration && sources.get(declaration);
    if (declaration === undefined || source === undefined) return;
    if (path.length > 0) paths.set(className, path.join("."));
    for (const member of declaration.members) {
      if (!ts.isPropertyDeclaration(member) || member.type === undefined || ts.isPrivateIdentifier(member.name))
        continue;
      visit(member.type.getText(source), [...path, member.name.getText(source)]);
    }
  };
  visit(client, []);
  return paths;
}

function readMethods(
  paths: ReadonlyMap<string, string>,
  classes: Classes,
  sources: SourceOf,
): Map<string, PublicMethod> {
  const methods = new Map<string, PublicMethod>();
  for (const [className, path] of paths) {
    const declaration = classes.get(className);
    const source = declaration && sources.get(declaration);
    if (declaration === undefined || source === undefined) continue;
    for (const member of declaration.members) {
      if (!ts.isMethodDeclaration(member) || member.type === undefined) continue;
      const operationId = calledOperation(member);
      if (operationId === undefined) continue;
      const args = member.parameters.map((parameter) => ({
        name: parameter.name.getText(source),
        type: parameter.type === undefined ? UNKNOWN : parseType(parameter.type, source),
        optional: parameter.questionToken !== undefined || parameter.initializer !== undefined,
      }));
      const result = parseType(member.type, source);
      methods.set(operationId, { name: `${path}.${member.name.getText(source)}`, className, args, result });
    }
  }
  return methods;
}

const UNKNOWN: TypeExpression = { kind: "plain", text: "unknown" };

/** A method is one call, whose last argument is the operation, alone or as the `id` of its config: `request(…, "retrieveDispute")`. */
function calledOperation({ body }: ts.MethodDeclaration): string | undefined {
  const statement = body?.statements.find(ts.isReturnStatement);
  const call = statement?.expression;
  const last = call !== undefined && ts.isCallExpression(call) ? call.arguments.at(-1) : undefined;
  if (last === undefined || ts.isStringLiteral(last)) return last?.text;
  const [id] = ts.isObjectLiteralExpression(last) ? last.properties : [];
  const value = id !== undefined && ts.isPropertyAssignment(id) ? id.initializer : undefined;
  return value !== undefined && ts.isStringLiteral(value) ? value.text : undefined;
}

export function parseType(node: ts.TypeNode, source: ts.SourceFile): TypeExpression {
  const inner = (child: ts.TypeNode): TypeExpression => parseType(child, source);
  if (ts.isParenthesizedTypeNode(node)) return inner(node.type);
  if (ts.isArrayTypeNode(node)) return { kind: "array", item: inner(node.elementType) };
  if (ts.isTupleTypeNode(node)) {
    const rest = node.elements.find(ts.isRestTypeNode)?.type;
    return {
      kind: "tuple",
      items: node.elements.filter((element) => !ts.isRestTypeNode(element)).map(inner),
      rest: rest && ts.isArrayTypeNode(rest) ? inner(rest.elementType) : undefined,
    };
  }
  if (ts.isUnionTypeNode(node)) return { kind: "union", members: node.types.map(inner) };
  if (ts.isTypeLiteralNode(node)) return { kind: "object", ...parseMembers(node.members, source) };
  if (ts.isIntersectionTypeNode(node)) {
    // `string & {}`: any string, which an editor completes with the known values.
    const members = node.types.map(inner);
    const isOpen = members.some(isString) && members.some((member) => member.kind === "object");
    return isOpen ? ANY_STRING : { kind: "intersection", members };
  }
  if (ts.isTypeReferenceNode(node))
    return { kind: "name", name: node.typeName.getText(source), args: (node.typeArguments ?? []).map(inner) };
  return { kind: "plain", text: quotable(node.getText(source)) };
}

export function parseMembers(members: readonly ts.TypeElement[], source: ts.SourceFile): ObjectType {
  const properties = new Map<string, PropertyType>();
  let rest: TypeExpression | undefined;
  for (const member of members) {
    if (ts.isIndexSignatureDeclaration(member)) rest = parseType(member.type, source);
    if (!ts.isPropertySignature(member) || member.type === undefined) continue;
    const { name } = member;
    const key = ts.isStringLiteral(name) ? name.text : name.getText(source);
    properties.set(key, { type: parseType(member.type, source), optional: member.questionToken !== undefined });
  }
  return { properties, rest };
}

function isString(type: TypeExpression): boolean {
  return type.kind === "plain" && type.text === "string";
}
