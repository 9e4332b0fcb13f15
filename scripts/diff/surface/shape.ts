import type { ts as TypeScript } from "ts-morph";
import { ts } from "../../emit/ts-morph.js";

/** A type as it is written, read without a type checker. */
export type Shape =
  | { readonly kind: "name"; readonly name: string; readonly args: readonly Shape[] }
  /** `string`, `null`, `"won"`, `3`: what has no parts. */
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "array"; readonly item: Shape }
  | { readonly kind: "tuple"; readonly items: readonly Shape[] }
  | ({ readonly kind: "object" } & ObjectShape)
  | { readonly kind: "union"; readonly members: readonly Shape[] }
  | { readonly kind: "intersection"; readonly members: readonly Shape[] };

export interface ObjectShape {
  readonly properties: ReadonlyMap<string, PropertyShape>;
  /** What other properties may be. */
  readonly rest: Shape | undefined;
}

export interface PropertyShape {
  readonly type: Shape;
  readonly optional: boolean;
}

export function shapeOfType(node: TypeScript.TypeNode, source: TypeScript.SourceFile): Shape {
  const inner = (child: TypeScript.TypeNode): Shape => shapeOfType(child, source);
  if (ts.isParenthesizedTypeNode(node)) return inner(node.type);
  if (ts.isArrayTypeNode(node)) return { kind: "array", item: inner(node.elementType) };
  if (ts.isTupleTypeNode(node)) return { kind: "tuple", items: node.elements.map(inner) };
  if (ts.isUnionTypeNode(node)) return { kind: "union", members: node.types.map(inner) };
  if (ts.isTypeLiteralNode(node)) return { kind: "object", ...shapeOfMembers(node.members, source) };
  if (ts.isIntersectionTypeNode(node)) {
    // `string & {}`: any string, which an editor completes with the known values.
    const members = node.types.map(inner);
    const isOpen = members.some(isString) && members.some((member) => member.kind === "object");
    return isOpen ? ANY_STRING : { kind: "intersection", members };
  }
  if (ts.isTypeReferenceNode(node))
    return { kind: "name", name: node.typeName.getText(source), args: (node.typeArguments ?? []).map(inner) };
  return { kind: "plain", text: node.getText(source) };
}

export function shapeOfMembers(members: readonly TypeScript.TypeElement[], source: TypeScript.SourceFile): ObjectShape {
  const properties = new Map<string, PropertyShape>();
  let rest: Shape | undefined;
  for (const member of members) {
    if (ts.isIndexSignatureDeclaration(member)) rest = shapeOfType(member.type, source);
    if (!ts.isPropertySignature(member) || member.type === undefined) continue;
    const { name } = member;
    const key = ts.isStringLiteral(name) ? name.text : name.getText(source);
    properties.set(key, { type: shapeOfType(member.type, source), optional: member.questionToken !== undefined });
  }
  return { properties, rest };
}

/** The shape with other names, as text: two shapes of the same text are the same type. The order of a union says nothing. */
export function textOf(shape: Shape, rename: (name: string) => string = (name) => name): string {
  const inner = (child: Shape): string => textOf(child, rename);
  switch (shape.kind) {
    case "plain":
      return shape.text;
    case "name":
      return rename(shape.name) + (shape.args.length === 0 ? "" : `<${shape.args.map(inner).join(", ")}>`);
    case "array":
      return shape.item.kind === "union" ? `(${inner(shape.item)})[]` : `${inner(shape.item)}[]`;
    case "tuple":
      return `[${shape.items.map(inner).join(", ")}]`;
    case "object":
      return objectText(shape, rename);
    case "union":
      return shape.members.map(inner).sort().join(" | ");
    case "intersection":
      return shape.members.map(inner).sort().join(" & ");
  }
}

export function objectText({ properties, rest }: ObjectShape, rename: (name: string) => string): string {
  const members = [...properties].map(
    ([name, { type, optional }]) => `${name}${optional ? "?" : ""}: ${textOf(type, rename)}`,
  );
  if (rest !== undefined) members.push(`[key]: ${textOf(rest, rename)}`);
  return `{ ${members.sort().join("; ")} }`;
}

/** The names that a shape mentions. */
export function mentionsOf(shape: Shape): string[] {
  switch (shape.kind) {
    case "plain":
      return [];
    case "name":
      return [shape.name, ...shape.args.flatMap(mentionsOf)];
    case "array":
      return mentionsOf(shape.item);
    case "tuple":
      return shape.items.flatMap(mentionsOf);
    case "object":
      return [
        ...[...shape.properties.values()].flatMap(({ type }) => mentionsOf(type)),
        ...(shape.rest === undefined ? [] : mentionsOf(shape.rest)),
      ];
    case "union":
    case "intersection":
      return shape.members.flatMap(mentionsOf);
  }
}

const ANY_STRING: Shape = { kind: "plain", text: "(string & {})" };

function isString(shape: Shape): boolean {
  return shape.kind === "plain" && shape.text === "string";
}
