import type { ts as TypeScript } from "ts-morph";
import { ts } from "./ts-morph.js";

/** How long a line of generated code may be. */
export const LINE_WIDTH = 120;

/** A list within a line that can have a line for each item: `(a, b)`, `{ a, b }`, `A | B`. */
interface Breakable {
  /** Where the list begins and ends: what is before and after it stays as it is. */
  readonly start: number;
  readonly end: number;
  readonly items: readonly TypeScript.Node[];
  /** What each item's line begins with. */
  readonly lead: string;
  /** What follows each item, and the last one. */
  readonly separator: string;
  readonly last: string;
  /** Whether what follows begins on a line of its own. */
  readonly closes: boolean;
}

/**
 * The file's text with a line for each item of a list that is too long for one line, outermost first. Only such lines are looked
 * at, so that it costs next to nothing. A line without a list, such as a long string, is left alone.
 */
export function wrapLines(source: TypeScript.SourceFile): string {
  const { text } = source;
  let start = 0;
  return text
    .split("\n")
    .map((line) => {
      const from = start;
      start += line.length + 1;
      if (line.length <= LINE_WIDTH) return line;
      const indent = line.length - line.trimStart().length;
      return " ".repeat(indent) + wrap(source, from + indent, from + line.length, indent, "");
    })
    .join("\n");
}

/** A part of a line as it is laid out at this indentation, when `tail` follows it. */
function wrap(source: TypeScript.SourceFile, start: number, end: number, indent: number, tail: string): string {
  const part = source.text.slice(start, end);
  if (indent + part.length + tail.length <= LINE_WIDTH) return part + tail;
  const found = findBreakable(source, source, { start, end, indent });
  if (found === undefined) return part + tail;
  const inner = indent + 2;
  const head = source.text.slice(start, found.start).trimEnd();
  const lines = found.items.map((item, index) => {
    const isLast = index === found.items.length - 1;
    const itemEnd = found.separator === ";" && source.text[item.end - 1] === ";" ? item.end - 1 : item.end;
    const behind = isLast ? found.last : found.separator;
    const itemStart = item.getStart(source);
    return " ".repeat(inner) + found.lead + wrap(source, itemStart, itemEnd, inner + found.lead.length, behind);
  });
  const open = [head, ...lines].join("\n");
  const rest = source.text.slice(found.end, end).trimStart();
  if (!found.closes) return open + rest + tail;
  return `${open}\n${" ".repeat(indent)}${wrap(source, end - rest.length, end, indent, tail)}`;
}

/** A part of a line, and the column where it begins. */
interface Range {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
}

/** The first of the outermost lists that are entirely inside this range. */
function findBreakable(source: TypeScript.SourceFile, node: TypeScript.Node, range: Range): Breakable | undefined {
  const own = breakableOf(node, source, range);
  // A list with brackets is in the range with both of them.
  const end = own === undefined ? 0 : own.end + (own.closes ? 1 : 0);
  if (own !== undefined && own.items.length > 0 && range.start < own.start && end <= range.end) return own;
  return ts.forEachChild(node, (child) =>
    child.end <= range.start || child.pos >= range.end ? undefined : findBreakable(source, child, range),
  );
}

function breakableOf(node: TypeScript.Node, source: TypeScript.SourceFile, range: Range): Breakable | undefined {
  if (ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node)) return bracketed(node.parameters, source, ",");
  if (ts.isNamedImports(node) || ts.isNamedExports(node)) return bracketed(node.elements, source, ",");
  if (ts.isArrayLiteralExpression(node) || ts.isTupleTypeNode(node)) return bracketed(node.elements, source, ",");
  if (ts.isObjectLiteralExpression(node)) return bracketed(node.properties, source, ",");
  if (ts.isTypeLiteralNode(node)) return bracketed(node.members, source, ";");
  if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node))
    return node.typeArguments && bracketed(node.typeArguments, source, ",", "");
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return argumentsOf(node, source, range);
  if (ts.isUnionTypeNode(node)) return operands(node.types, source, "| ", "");
  if (ts.isIntersectionTypeNode(node) && !node.types.some(ts.isTypeLiteralNode))
    return operands(node.types, source, "", " &");
  if (ts.isParenthesizedTypeNode(node) && ts.isUnionTypeNode(node.type))
    return { ...operands(node.type.types, source, "| ", ""), closes: true };
  if ((ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) && node.initializer !== undefined)
    return afterEqualsSign(node.initializer, source, range);
  return undefined;
}

/** The last argument stays where it is, where it is an object, which is broken itself, or a function, whose result is. */
function argumentsOf(
  { arguments: args, end }: TypeScript.CallExpression | TypeScript.NewExpression,
  source: TypeScript.SourceFile,
  { start: lineStart, indent }: Range,
): Breakable | undefined {
  const last = args?.at(-1);
  if (args === undefined || last === undefined) return undefined;
  const hasRoom = (place: number): boolean => indent + place - lineStart <= LINE_WIDTH;
  if (ts.isObjectLiteralExpression(last) && last.properties.length > 0 && hasRoom(last.getStart(source) + 1))
    return bracketed(last.properties, source, ",");
  if (!ts.isArrowFunction(last) || ts.isBlock(last.body)) return bracketed(args, source, ",");
  const start = last.body.getStart(source);
  if (!hasRoom(start - 1)) return bracketed(args, source, ",");
  return { start, end: end - 1, items: [last.body], lead: "", separator: ",", last: ",", closes: true };
}

function bracketed(
  items: TypeScript.NodeArray<TypeScript.Node>,
  source: TypeScript.SourceFile,
  separator: string,
  last: string = separator,
): Breakable {
  // The list begins after its bracket; there may be a comma before the closing one.
  const end = items.end + (/^[\s,]*/.exec(source.text.slice(items.end, items.end + 8))?.[0].length ?? 0);
  return { start: items.pos, end, items, lead: "", separator, last, closes: true };
}

function operands(
  items: TypeScript.NodeArray<TypeScript.TypeNode>,
  source: TypeScript.SourceFile,
  lead: string,
  separator: string,
): Breakable {
  const start = items[0]?.getStart(source) ?? items.pos;
  return { start, end: items.end, items, lead, separator, last: "", closes: false };
}

/** A list stays behind the equals sign while its bracket has room there. */
function afterEqualsSign(
  value: TypeScript.Expression,
  source: TypeScript.SourceFile,
  { start: lineStart, indent }: Range,
): Breakable | undefined {
  const start = value.getStart(source);
  const isList = ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value);
  const hasRoom = indent + start - lineStart < LINE_WIDTH;
  if (isList ? hasRoom : ts.isCallExpression(value) || ts.isArrowFunction(value)) return undefined;
  return { start, end: value.end, items: [value], lead: "", separator: "", last: "", closes: false };
}
