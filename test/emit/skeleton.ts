import ts from "typescript";

/** What a file is made of once the texts in it are left out, and those texts in their order. */
export interface Skeleton {
  /** The kinds of all nodes, nested as the nodes are. */
  readonly shape: string;
  /** The value of each literal and name, as the compiler reads it. */
  readonly texts: readonly string[];
  /** The names of all tags in documentation comments. */
  readonly tags: readonly string[];
  /** Comments and lines that speak to the compiler: it ignores the next line, refers to a file, or names an interpreter. */
  readonly directives: readonly string[];
  readonly errors: readonly string[];
}

export function skeletonOf(path: string, text: string): Skeleton {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const texts: string[] = [];
  const tags: string[] = [];
  const shapeOf = (node: ts.Node): string => {
    for (const tag of ts.getJSDocTags(node)) tags.push(tag.tagName.text);
    // `a: 1`, `"a": 1` and `["a"]: 1` differ in their spelling alone.
    if (ts.isPropertyName(node)) {
      texts.push(
        ts.isComputedPropertyName(node) && ts.isStringLiteral(node.expression) ? node.expression.text : textOf(node),
      );
      return ts.isComputedPropertyName(node) && !ts.isStringLiteral(node.expression) ? "ComputedName" : "Name";
    }
    const own = textOf(node);
    if (own !== "") texts.push(own);
    const children: string[] = [];
    ts.forEachChild(node, (child) => {
      children.push(shapeOf(child));
    });
    return `${kindName(node)}${children.length === 0 ? "" : `(${children.join(" ")})`}`;
  };
  return {
    shape: shapeOf(source).replaceAll(/ (?=\w+Declaration|\w+Statement)/g, "\n"),
    texts,
    tags,
    directives: directivesOf(source),
    errors: errorsOf(source),
  };
}

/** The kinds of all statements and of all nodes below them. */
export function kindsOf(path: string, text: string): { statements: Set<string>; all: Set<string> } {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const all = new Set<string>();
  const visit = (node: ts.Node): void => {
    all.add(kindName(node));
    ts.forEachChild(node, visit);
  };
  source.statements.forEach(visit);
  return { statements: new Set(source.statements.map(kindName)), all };
}

/** The compiler has several names for some kinds; of these its own table gives the last. */
function kindName({ kind }: ts.Node): string {
  return kind === ts.SyntaxKind.VariableStatement ? "VariableStatement" : (ts.SyntaxKind[kind] ?? "");
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node) ||
    ts.isIdentifier(node) ||
    ts.isPrivateIdentifier(node)
    ? node.text
    : "";
}

/** What the compiler collects while parsing; its types do not name these members. */
function directivesOf(source: ts.SourceFile): string[] {
  const found: { commentDirectives?: readonly unknown[]; pragmas?: ReadonlyMap<string, unknown> } = source as object;
  const shebang = ts.getShebang(source.text);
  return [
    ...(found.commentDirectives ?? []).map(() => "comment directive"),
    ...(found.pragmas ?? new Map()).keys(),
    ...source.referencedFiles.map(({ fileName }) => fileName),
    ...(shebang === undefined ? [] : [shebang]),
  ];
}

function errorsOf(source: ts.SourceFile): string[] {
  const found: { parseDiagnostics?: readonly ts.Diagnostic[] } = source as object;
  return (found.parseDiagnostics ?? []).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}
