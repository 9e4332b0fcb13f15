import ts from "typescript";
import { emit } from "../../scripts/emit/emit.js";
import type { ApiState } from "../../scripts/model/api-state.js";

/** The files of two states that differ in more than comments. */
export function differingFiles(before: ApiState, after: ApiState): string[] {
  const [one, other] = [codeOf(before), codeOf(after)];
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path));
}

const known = new WeakMap<ApiState, Map<string, string>>();

/** The generated code without its comments, by file. */
function codeOf(state: ApiState): Map<string, string> {
  const done = known.get(state);
  if (done !== undefined) return done;
  const files = emit(state.model, state.normalized).filter(({ path }) => path.endsWith(".ts"));
  const code = new Map(
    files.map(({ path, text }) => {
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext);
      return [path, codeWithin(source, source)];
    }),
  );
  known.set(state, code);
  return code;
}

/** The tokens of a node, where an order means something in theirs. */
function codeWithin(node: ts.Node, source: ts.SourceFile): string {
  // An object type is one whether it is declared as an interface or under another name.
  if (ts.isTypeAliasDeclaration(node) && ts.isTypeLiteralNode(node.type)) {
    const members = node.type.members.map((member) => codeWithin(member, source));
    return `object ${node.name.text}(${members.sort().join(" ")})`;
  }
  if (ts.isInterfaceDeclaration(node) && node.heritageClauses === undefined) {
    const members = node.members.map((member) => codeWithin(member, source));
    return `object ${node.name.text}(${members.sort().join(" ")})`;
  }
  const parts: string[] = [];
  ts.forEachChild(node, (child) => {
    parts.push(codeWithin(child, source));
  });
  if (parts.length === 0) return node.getText(source);
  const isSet =
    ts.isSourceFile(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeLiteralNode(node) ||
    ts.isUnionTypeNode(node) ||
    ts.isIntersectionTypeNode(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isClassDeclaration(node) ||
    ts.isNamedImports(node) ||
    ts.isArrayLiteralExpression(node);
  // Of an operator only its operand is a node.
  const operator = "operator" in node ? String(node.operator) : "";
  return `${node.kind}${operator}(${(isSet ? parts.sort() : parts).join(" ")})`;
}
