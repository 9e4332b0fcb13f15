import type { Expression, Node, ObjectLiteralExpression, PropertyAssignment, SourceFile, ts } from "ts-morph";
import { newName, OPTIONS } from "./names.js";

/** What a person has to look at. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface MigrateOptions {
  /** The entry that takes the old package's place. */
  readonly entry: string;
  /** Whether the entry exports a name. */
  readonly known: (name: string) => boolean;
  /** ts-morph, which is loaded when it is needed. */
  readonly morph: typeof import("ts-morph");
}

const OLD = /^@whop\/sdk(?:\/.*)?$/;

/**
 * Rewrites what a rule exists for: imports, names, the constructor's options, `await` before `webhooks.unwrap`, and ids in objects.
 * The file is changed in memory only.
 *
 * @returns what no rule exists for; `undefined` for a file that does not use the old package
 */
export function migrateFile(file: SourceFile, options: MigrateOptions): Finding[] | undefined {
  if (!mentions(file, options)) return undefined;
  const findings: Finding[] = [];
  const report = (node: Node, text: string): void => {
    findings.push({ file: file.getFilePath(), line: node.getStartLineNumber(), text });
  };
  const { clients, isFern } = rewriteImports(file, options, report);
  rewriteNamespaces(file, clients, options, report);
  const variables = rewriteConstructors(file, clients, options, report);
  if (isFern) rewriteIds(file, variables, options);
  rewriteUnwrap(file, options, report);
  return findings;
}

function mentions(file: SourceFile, { morph }: MigrateOptions): boolean {
  return file
    .getDescendantsOfKind(morph.SyntaxKind.StringLiteral)
    .some((literal) => OLD.test(literal.getLiteralValue()));
}

type Report = (node: Node, text: string) => void;

interface Imported {
  /** Local names of the client's class, and of the namespace of the module. */
  readonly clients: ReadonlySet<string>;
  /** Whether the file is written for the SDK from 1.0 on. */
  readonly isFern: boolean;
}

function rewriteImports(file: SourceFile, options: MigrateOptions, report: Report): Imported {
  const { entry, known, morph } = options;
  const clients = new Set<string>();
  let isFern = false;
  for (const declaration of [...file.getImportDeclarations(), ...file.getExportDeclarations()]) {
    if (!OLD.test(declaration.getModuleSpecifierValue() ?? "")) continue;
    declaration.setModuleSpecifier(entry);
    const isImport = morph.Node.isImportDeclaration(declaration);
    const whole = isImport ? (declaration.getDefaultImport() ?? declaration.getNamespaceImport()) : undefined;
    if (whole !== undefined) clients.add(whole.getText());
    for (const specifier of isImport ? declaration.getNamedImports() : declaration.getNamedExports()) {
      const name = specifier.getName();
      if (name === "WhopClient") isFern = true;
      const next = newName(name, known);
      const local = specifier.getAliasNode()?.getText() ?? name;
      if (next === undefined) report(specifier, `\`${name}\` has no counterpart in ${entry}`);
      else if (next !== name) {
        if (isImport && specifier.getAliasNode() === undefined) renameLocal(file, name, next, morph);
        specifier.setName(next);
      }
      if (isImport && next === "Whop") clients.add(specifier.getAliasNode()?.getText() ?? "Whop");
      else if (isImport && name === "default") clients.add(local);
    }
  }
  for (const literal of file.getDescendantsOfKind(morph.SyntaxKind.StringLiteral)) {
    if (!OLD.test(literal.getLiteralValue())) continue;
    const call = literal.getParentIfKind(morph.SyntaxKind.CallExpression);
    literal.setLiteralValue(entry);
    if (call?.getExpression().getText() === "require")
      report(
        literal,
        "the package has no CommonJS build; Node 20.19 and later can require it: `.default` is the client",
      );
  }
  return { clients, isFern };
}

/** Every use of an imported name, without asking what it resolves to: the module may not be installed. */
function renameLocal(file: SourceFile, name: string, next: string, morph: MigrateOptions["morph"]): void {
  for (const identifier of file.getDescendantsOfKind(morph.SyntaxKind.Identifier)) {
    if (identifier.getText() !== name || identifier.getParentIfKind(morph.SyntaxKind.ImportSpecifier)) continue;
    if (isMemberName(identifier, morph)) continue;
    identifier.replaceWithText(next);
  }
}

function isMemberName(identifier: Node, morph: MigrateOptions["morph"]): boolean {
  const parent = identifier.getParent();
  if (morph.Node.isPropertyAccessExpression(parent)) return parent.getNameNode() === identifier;
  if (morph.Node.isQualifiedName(parent)) return parent.getRight() === identifier;
  return morph.Node.isPropertyAssignment(parent) && parent.getNameNode() === identifier;
}

/** `Whop.DisputeListParams`, `Whop.Disputes.Dispute`, `Whop.APIError`: what stands behind the last point is imported by its name. */
function rewriteNamespaces(
  file: SourceFile,
  clients: ReadonlySet<string>,
  { entry, known, morph }: MigrateOptions,
  report: Report,
): void {
  const wanted = new Map<string, { alias: string | undefined; isType: boolean }>();
  const taken = new Set(file.getDescendantsOfKind(morph.SyntaxKind.Identifier).map((name) => name.getText()));
  const there = new Set(
    file
      .getImportDeclarations()
      .filter((one) => one.getModuleSpecifierValue() === entry)
      .flatMap((one) => one.getNamedImports())
      .filter((one) => one.getAliasNode() === undefined)
      .map((one) => one.getName()),
  );
  const isRooted = (node: Node): boolean => clients.has(node.getText().split(".")[0] ?? "");
  const outermost = (node: Node): boolean => node.getParent()?.getKind() !== node.getKind();
  const types = file
    .getDescendantsOfKind(morph.SyntaxKind.QualifiedName)
    .filter((node) => outermost(node) && isRooted(node));
  const values = file
    .getDescendantsOfKind(morph.SyntaxKind.PropertyAccessExpression)
    .filter((node) => isRooted(node) && clients.has(node.getExpression().getText()));
  for (const node of [...types, ...values].reverse()) {
    const name = node.getText().split(".").at(-1) ?? "";
    const next = newName(name, known);
    if (next === undefined) {
      report(node, `\`${node.getText()}\` has no counterpart in ${entry}`);
      continue;
    }
    if (there.has(next)) {
      node.replaceWithText(next);
      continue;
    }
    const before = wanted.get(next);
    const alias =
      before?.alias ??
      (before === undefined && taken.has(next) && !isOnlyMember(next, file, morph) ? `Whop${next}` : undefined);
    wanted.set(next, { alias, isType: (before?.isType ?? true) && morph.Node.isQualifiedName(node) });
    node.replaceWithText(alias ?? next);
  }
  if (wanted.size === 0) return;
  const declaration = file.getImportDeclaration((one) => one.getModuleSpecifierValue() === entry && !one.isTypeOnly());
  const imports = [...wanted]
    .filter(([name]) => !clients.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { alias, isType }]) => ({ name, isTypeOnly: isType, ...(alias === undefined ? {} : { alias }) }));
  if (declaration === undefined || declaration.getNamespaceImport() !== undefined)
    file.addImportDeclaration({ moduleSpecifier: entry, namedImports: imports });
  else declaration.addNamedImports(imports);
}

/** Whether a name occurs only behind a point, so that importing it hides nothing. */
function isOnlyMember(name: string, file: SourceFile, morph: MigrateOptions["morph"]): boolean {
  return file
    .getDescendantsOfKind(morph.SyntaxKind.Identifier)
    .filter((identifier) => identifier.getText() === name)
    .every((identifier) => isMemberName(identifier, morph));
}

/** @returns the names of what holds a client */
function rewriteConstructors(
  file: SourceFile,
  clients: ReadonlySet<string>,
  { morph }: MigrateOptions,
  report: Report,
): ReadonlySet<string> {
  const variables = new Set<string>();
  for (const created of file.getDescendantsOfKind(morph.SyntaxKind.NewExpression)) {
    if (!clients.has(created.getExpression().getText())) continue;
    const holder = created.getParent();
    if (morph.Node.isVariableDeclaration(holder)) variables.add(holder.getName());
    if (morph.Node.isPropertyAssignment(holder) || morph.Node.isPropertyDeclaration(holder))
      variables.add(holder.getName());
    const [given] = created.getArguments();
    if (given === undefined) continue;
    if (!morph.Node.isObjectLiteralExpression(given)) {
      report(
        given,
        "options that are made elsewhere are not looked at: `token` is `apiKey` here, `version` is `apiVersionDate`",
      );
      continue;
    }
    renameOptions(given, morph, report);
  }
  return variables;
}

function renameOptions(object: ObjectLiteralExpression, morph: MigrateOptions["morph"], report: Report): void {
  for (const property of object.getProperties()) {
    if (morph.Node.isSpreadAssignment(property)) continue;
    const name = property.getName();
    if (name === "webhookKey" && morph.Node.isPropertyAssignment(property)) dropBase64(property, morph);
    const rule = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
    if (rule === undefined) continue;
    if ("why" in rule) report(property, `the client has no option \`${name}\`: ${rule.why}`);
    else if (morph.Node.isShorthandPropertyAssignment(property)) property.replaceWithText(`${rule.name}: ${name}`);
    else if (morph.Node.isPropertyAssignment(property)) property.getNameNode().replaceWithText(rule.name);
  }
}

/** There the secret is given in base64; here it is given as the dashboard shows it. */
function dropBase64(property: PropertyAssignment, morph: MigrateOptions["morph"]): void {
  const value = property.getInitializer();
  if (!morph.Node.isCallExpression(value)) return;
  const buffer = /^Buffer\.from\((.*)\)\.toString\(["']base64["']\)$/s.exec(value.getText());
  const secret = value.getExpression().getText() === "btoa" ? value.getArguments()[0]?.getText() : buffer?.[1];
  if (secret !== undefined) property.setInitializer(secret.replace(/,\s*["']utf-?8["']$/, ""));
}

/** From 1.0 on an id is part of the one object: `retrieve({ id })`. Here it is the first argument. */
function rewriteIds(file: SourceFile, variables: ReadonlySet<string>, { morph }: MigrateOptions): void {
  for (const call of file.getDescendantsOfKind(morph.SyntaxKind.CallExpression).reverse()) {
    const [root] = call
      .getExpression()
      .getText()
      .replace(/^this\./, "")
      .split(".");
    const [object] = call.getArguments();
    if (!variables.has(root ?? "") || !morph.Node.isObjectLiteralExpression(object)) continue;
    const id = object.getProperty("id");
    if (id === undefined) continue;
    const text = morph.Node.isPropertyAssignment(id) ? (id.getInitializer()?.getText() ?? "id") : "id";
    id.remove();
    if (object.getProperties().length === 0) call.removeArgument(0);
    call.insertArgument(0, text);
  }
}

/** Verifying is asynchronous here. */
function rewriteUnwrap(file: SourceFile, { morph }: MigrateOptions, report: Report): void {
  for (const call of file.getDescendantsOfKind(morph.SyntaxKind.CallExpression).reverse()) {
    if (!/\.webhooks\.unwrap$/.test(call.getExpression().getText())) continue;
    if (morph.Node.isAwaitExpression(call.getParent()) || morph.Node.isReturnStatement(call.getParent())) continue;
    const around = call.getFirstAncestor(
      (node): node is Node<ts.FunctionLikeDeclaration> =>
        morph.Node.isFunctionLikeDeclaration(node) || morph.Node.isArrowFunction(node),
    );
    if (around !== undefined && !(morph.Node.isAsyncable(around) && around.isAsync())) {
      report(call, "`webhooks.unwrap` gives a promise here: make the function around it `async` and await it");
      continue;
    }
    const parent: Node | undefined = call.getParent();
    const needsParentheses =
      morph.Node.isPropertyAccessExpression(parent) && parent.getExpression() === (call as Expression);
    call.replaceWithText(needsParentheses ? `(await ${call.getText()})` : `await ${call.getText()}`);
  }
}
