import ts from "typescript";
import type { ContractOperation } from "../support/contract.js";
import type { Arguments } from "../support/expected-request.js";

export interface DocumentedSample {
  readonly operation: ContractOperation;
  /** As documented. */
  readonly source: string;
}

/** The JavaScript samples that the provider's document has for its operations. */
export function documentedSamples(operations: readonly ContractOperation[]): DocumentedSample[] {
  return operations.flatMap((operation) =>
    operation.samples.filter(({ lang }) => lang === "JavaScript").map(({ source }) => ({ operation, source })),
  );
}

/** The sample with another line in place of its import; nothing else of it is touched. */
export function withImport(source: string, line: string): string {
  const parts = source.split(/^import Whop from '[^']+';$/m);
  if (parts.length !== 2) throw new Error("a sample has one import line, that of the client");
  return parts.join(line);
}

/** What the sample passes to its one call of the client, read from its literals. */
export function argumentsInSample({ operation, source }: DocumentedSample): Arguments {
  const file = ts.createSourceFile("sample.js", source, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText().startsWith("client.")) calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const [call, ...others] = calls;
  if (call === undefined || others.length > 0) throw new Error(`${calls.length} calls of the client in a sample`);
  const values = call.arguments.map(literalValue);
  const positional = operation.pathNames.length === 0 ? undefined : values.shift();
  const [params, ...more] = values;
  if (
    more.length > 0 ||
    (positional !== undefined && typeof positional !== "string") ||
    (params !== undefined && !isRecord(params))
  )
    throw new Error(`no expectation for the arguments of ${call.getText()}`);
  return { positional, params };
}

function literalValue(node: ts.Expression): unknown {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(literalValue);
  if (ts.isObjectLiteralExpression(node)) return Object.fromEntries(node.properties.map(literalProperty));
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return true;
    case ts.SyntaxKind.FalseKeyword:
      return false;
    case ts.SyntaxKind.NullKeyword:
      return null;
    default:
      throw new Error(`no literal: ${node.getText()}`);
  }
}

function literalProperty(node: ts.ObjectLiteralElementLike): [string, unknown] {
  if (!ts.isPropertyAssignment(node) || ts.isComputedPropertyName(node.name))
    throw new Error(`no literal: ${node.getText()}`);
  return [ts.isStringLiteralLike(node.name) ? node.name.text : node.name.getText(), literalValue(node.initializer)];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
