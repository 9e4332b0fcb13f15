import type { ts as TypeScript } from "ts-morph";
import type { LiteralValue, PropertyModel, TypeModel } from "../model/api-model.js";
import { isIdentifier } from "../normalize/names.js";
import { ts } from "./ts-morph.js";

type TypeNode = TypeScript.TypeNode;

/** What the wire types need from elsewhere. */
export interface WireContext {
  /** The type that the component of this name stands for. */
  readonly refer: (component: string) => TypeNode;
  /** Called for each name of the runtime that the text has. */
  readonly useRuntime: (name: "Uploadable" | "ServerEvent") => void;
}

/** The node of a type for `paths.ts`: the same {@link TypeModel} that `models.ts` is written from, so that the two cannot disagree. */
export function wireType(type: TypeModel, context: WireContext): TypeNode {
  const { factory, SyntaxKind } = ts;
  const node = (inner: TypeModel): TypeNode => wireType(inner, context);
  const reference = (name: string, ...args: TypeNode[]): TypeNode => factory.createTypeReferenceNode(name, args);
  switch (type.kind) {
    case "primitive":
      return type.type === "null" ? literal(null) : factory.createKeywordTypeNode(KEYWORDS[type.type]);
    case "binary":
      context.useRuntime("Uploadable");
      return reference("Uploadable");
    case "blob":
      return reference("Blob");
    case "events":
      context.useRuntime("ServerEvent");
      return reference("AsyncIterable", reference("ServerEvent"));
    case "literal":
      return literal(type.value);
    case "open":
      // `string & {}`: with a plain string a union would lose its known values.
      return factory.createUnionTypeNode([
        node(type.known),
        factory.createIntersectionTypeNode([
          factory.createKeywordTypeNode(SyntaxKind.StringKeyword),
          factory.createTypeLiteralNode([]),
        ]),
      ]);
    case "reference":
      return context.refer(type.name);
    case "array":
      return factory.createArrayTypeNode(node(type.item));
    case "tuple":
      return factory.createTupleTypeNode([
        ...type.items.map(node),
        ...(type.rest === undefined ? [] : [factory.createRestTypeNode(factory.createArrayTypeNode(node(type.rest)))]),
      ]);
    case "record":
      return factory.createTypeLiteralNode([indexSignature(node(type.value))]);
    case "object":
      return factory.createTypeLiteralNode([
        ...type.properties.map((property) => propertySignature(property, node(property.type))),
        ...(type.rest === undefined ? [] : [indexSignature(node(type.rest))]),
      ]);
    case "union":
      return factory.createUnionTypeNode(type.members.map(node));
    case "intersection":
      return factory.createIntersectionTypeNode(type.members.map(node));
  }
}

const KEYWORDS = {
  string: ts.SyntaxKind.StringKeyword,
  number: ts.SyntaxKind.NumberKeyword,
  boolean: ts.SyntaxKind.BooleanKeyword,
  undefined: ts.SyntaxKind.UndefinedKeyword,
  unknown: ts.SyntaxKind.UnknownKeyword,
  never: ts.SyntaxKind.NeverKeyword,
} as const;

function literal(value: LiteralValue): TypeNode {
  const { factory } = ts;
  if (value === null) return factory.createLiteralTypeNode(factory.createNull());
  if (typeof value === "boolean")
    return factory.createLiteralTypeNode(value ? factory.createTrue() : factory.createFalse());
  if (typeof value === "string") return factory.createLiteralTypeNode(factory.createStringLiteral(value));
  const digits = factory.createNumericLiteral(String(Math.abs(value)));
  const isNegative = value < 0 || Object.is(value, -0);
  return factory.createLiteralTypeNode(
    isNegative ? factory.createPrefixUnaryExpression(ts.SyntaxKind.MinusToken, digits) : digits,
  );
}

function indexSignature(value: TypeNode): TypeScript.TypeElement {
  const { factory, SyntaxKind } = ts;
  const key = factory.createParameterDeclaration(
    undefined,
    undefined,
    "key",
    undefined,
    factory.createKeywordTypeNode(SyntaxKind.StringKeyword),
  );
  return factory.createIndexSignature(undefined, [key], value);
}

function propertySignature({ name, optional }: PropertyModel, type: TypeNode): TypeScript.TypeElement {
  const { factory, SyntaxKind } = ts;
  return factory.createPropertySignature(
    undefined,
    isIdentifier(name) ? name : factory.createStringLiteral(name),
    optional ? factory.createToken(SyntaxKind.QuestionToken) : undefined,
    type,
  );
}
