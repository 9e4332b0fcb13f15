import type { ts as TypeScript } from "ts-morph";
import { ts } from "../../emit/ts-morph.js";
import { quotable } from "../../printed-text.js";

/** A TypeScript type as it is written, read without a type checker. */
export type TypeExpression =
  | { readonly kind: "name"; readonly name: string; readonly args: readonly TypeExpression[] }
  /** `string`, `null`, `"won"`, `3`: what has no parts. */
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "array"; readonly item: TypeExpression }
  | { readonly kind: "tuple"; readonly items: readonly TypeExpression[] }
  | ({ readonly kind: "object" } & ObjectType)
  | { readonly kind: "union"; readonly members: readonly TypeExpression[] }
  | { readonly kind: "intersection"; readonly members: readonly TypeExpression[] };

export interface ObjectType {
  readonly properties: ReadonlyMap<string, PropertyType>;
  /** What other properties may be. */
  readonly rest: TypeExpression | undefined;
}

export interface PropertyType {
  readonly type: TypeExpression;
  readonly optional: boolean;
}

export function parseType(node: TypeScript.TypeNode, source: TypeScript.SourceFile): TypeExpression {
  const inner = (child: TypeScript.TypeNode): TypeExpression => parseType(child, source);
  if (ts.isParenthesizedTypeNode(node)) return inner(node.type);
  if (ts.isArrayTypeNode(node)) return { kind: "array", item: inner(node.elementType) };
  if (ts.isTupleTypeNode(node)) return { kind: "tuple", items: node.elements.map(inner) };
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

export function parseMembers(members: readonly TypeScript.TypeElement[], source: TypeScript.SourceFile): ObjectType {
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

/** The type as text, with other names: two expressions with the same text are the same type. The order of a union does not count. */
export function typeText(type: TypeExpression, rename: (name: string) => string = (name) => name): string {
  const inner = (child: TypeExpression): string => typeText(child, rename);
  switch (type.kind) {
    case "plain":
      return type.text;
    case "name":
      return rename(type.name) + (type.args.length === 0 ? "" : `<${type.args.map(inner).join(", ")}>`);
    case "array":
      return type.item.kind === "union" ? `(${inner(type.item)})[]` : `${inner(type.item)}[]`;
    case "tuple":
      return `[${type.items.map(inner).join(", ")}]`;
    case "object":
      return objectText(type, rename);
    case "union":
      return type.members.map(inner).sort().join(" | ");
    case "intersection":
      return type.members.map(inner).sort().join(" & ");
  }
}

export function objectText({ properties, rest }: ObjectType, rename: (name: string) => string): string {
  const members = [...properties].map(
    ([name, { type, optional }]) => `${quotable(name)}${optional ? "?" : ""}: ${typeText(type, rename)}`,
  );
  if (rest !== undefined) members.push(`[key]: ${typeText(rest, rename)}`);
  return `{ ${members.sort().join("; ")} }`;
}

/** The names of types that an expression mentions. */
export function mentionedNames(type: TypeExpression): string[] {
  switch (type.kind) {
    case "plain":
      return [];
    case "name":
      return [type.name, ...type.args.flatMap(mentionedNames)];
    case "array":
      return mentionedNames(type.item);
    case "tuple":
      return type.items.flatMap(mentionedNames);
    case "object":
      return [
        ...[...type.properties.values()].flatMap(({ type }) => mentionedNames(type)),
        ...(type.rest === undefined ? [] : mentionedNames(type.rest)),
      ];
    case "union":
    case "intersection":
      return type.members.flatMap(mentionedNames);
  }
}

const ANY_STRING: TypeExpression = { kind: "plain", text: "(string & {})" };

function isString(type: TypeExpression): boolean {
  return type.kind === "plain" && type.text === "string";
}
