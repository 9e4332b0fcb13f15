import type { ts as TypeScript } from "ts-morph";
import type { GeneratedText } from "../../emit/generated-text.js";
import { ts } from "../../emit/ts-morph.js";
import { mentionsOf, type Shape, shapeOfMembers, shapeOfType } from "./shape.js";

/** What the generated files export, read from their text. */
export interface Surface {
  /** Interfaces and aliases of `models.ts`, by name. */
  readonly types: ReadonlyMap<string, Shape>;
  /** The exported lists of values, and the type of their items. */
  readonly lists: ReadonlyMap<string, string>;
  /** The classes of resources: where the client has them, such as `disputes` or `v1.cases`. */
  readonly classes: ReadonlyMap<string, string>;
  /** By operationId. */
  readonly methods: ReadonlyMap<string, SurfaceMethod>;
  /** The type of each event's body, by the event's name. */
  readonly events: ReadonlyMap<string, Shape>;
}

export interface SurfaceMethod {
  /** `disputes.list` */
  readonly name: string;
  readonly className: string;
  readonly args: readonly SurfaceArgument[];
  readonly result: Shape;
}

export interface SurfaceArgument {
  readonly name: string;
  readonly type: Shape;
  readonly optional: boolean;
}

/** Reads the files syntactically: no type checker runs. */
export function readSurface(files: readonly GeneratedText[], client: string): Surface {
  const types = new Map<string, Shape>();
  const lists = new Map<string, string>();
  const classes = new Map<string, TypeScript.ClassDeclaration>();
  const sources = new Map<TypeScript.Node, TypeScript.SourceFile>();
  const events = new Map<string, Shape>();
  const bases = new Map<string, readonly string[]>();
  for (const { path, text } of files) {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, false);
    for (const statement of source.statements) {
      if (ts.isClassDeclaration(statement) && statement.name !== undefined) {
        classes.set(statement.name.text, statement);
        sources.set(statement, source);
      } else if (ts.isInterfaceDeclaration(statement)) {
        const shape = shapeOfMembers(statement.members, source);
        if (path === EVENTS) for (const [type, property] of shape.properties) events.set(type, property.type);
        else {
          types.set(statement.name.text, { kind: "object", ...shape });
          bases.set(statement.name.text, basesOf(statement, source));
        }
      } else if (ts.isTypeAliasDeclaration(statement)) {
        if (path !== EVENTS) types.set(statement.name.text, shapeOfType(statement.type, source));
      } else if (ts.isVariableStatement(statement) && path === LISTS) {
        for (const { name, type } of statement.declarationList.declarations)
          lists.set(name.getText(source), itemName(type, source));
      }
    }
  }
  for (const [name, names] of bases) types.set(name, withInherited(name, names, types));
  const places = placesOf(client, classes, sources);
  return { types, lists, classes: places, methods: readMethods(places, classes, sources), events };
}

const EVENTS = "webhooks.ts";
const LISTS = "enums.ts";

type Classes = ReadonlyMap<string, TypeScript.ClassDeclaration>;
type SourceOf = ReadonlyMap<TypeScript.Node, TypeScript.SourceFile>;

function basesOf({ heritageClauses }: TypeScript.InterfaceDeclaration, source: TypeScript.SourceFile): string[] {
  return (heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => expression.getText(source)));
}

/** The members of an interface with those that it has from others. */
function withInherited(name: string, bases: readonly string[], types: ReadonlyMap<string, Shape>): Shape {
  const own = types.get(name);
  if (own?.kind !== "object") return UNKNOWN;
  const inherited = bases.flatMap((base) => {
    const shape = types.get(base);
    return shape?.kind === "object" ? [...shape.properties] : [];
  });
  return { ...own, properties: new Map([...inherited, ...own.properties]) };
}

function itemName(type: TypeScript.TypeNode | undefined, source: TypeScript.SourceFile): string {
  const array = type !== undefined && ts.isTypeOperatorNode(type) ? type.type : type;
  return array === undefined ? "" : (mentionsOf(shapeOfType(array, source))[0] ?? "");
}

/** Walks the properties of the client's class, and of those that they are. */
function placesOf(client: string, classes: Classes, sources: SourceOf): Map<string, string> {
  const places = new Map<string, string>();
  const visit = (className: string, path: readonly string[]): void => {
    const declaration = classes.get(className);
    const source = declaration && sources.get(declaration);
    if (declaration === undefined || source === undefined) return;
    if (path.length > 0) places.set(className, path.join("."));
    for (const member of declaration.members) {
      if (!ts.isPropertyDeclaration(member) || member.type === undefined || ts.isPrivateIdentifier(member.name))
        continue;
      visit(member.type.getText(source), [...path, member.name.getText(source)]);
    }
  };
  visit(client, []);
  return places;
}

function readMethods(
  places: ReadonlyMap<string, string>,
  classes: Classes,
  sources: SourceOf,
): Map<string, SurfaceMethod> {
  const methods = new Map<string, SurfaceMethod>();
  for (const [className, place] of places) {
    const declaration = classes.get(className);
    const source = declaration && sources.get(declaration);
    if (declaration === undefined || source === undefined) continue;
    for (const member of declaration.members) {
      if (!ts.isMethodDeclaration(member) || member.type === undefined) continue;
      const operationId = calledOperation(member);
      if (operationId === undefined) continue;
      const args = member.parameters.map((parameter) => ({
        name: parameter.name.getText(source),
        type: parameter.type === undefined ? UNKNOWN : shapeOfType(parameter.type, source),
        optional: parameter.questionToken !== undefined || parameter.initializer !== undefined,
      }));
      const result = shapeOfType(member.type, source);
      methods.set(operationId, { name: `${place}.${member.name.getText(source)}`, className, args, result });
    }
  }
  return methods;
}

const UNKNOWN: Shape = { kind: "plain", text: "unknown" };

/** A method is one call, whose last argument is the operation, alone or as the `id` of its config: `request(…, "retrieveDispute")`. */
function calledOperation({ body }: TypeScript.MethodDeclaration): string | undefined {
  const statement = body?.statements.find(ts.isReturnStatement);
  const call = statement?.expression;
  const last = call !== undefined && ts.isCallExpression(call) ? call.arguments.at(-1) : undefined;
  if (last === undefined || ts.isStringLiteral(last)) return last?.text;
  const [id] = ts.isObjectLiteralExpression(last) ? last.properties : [];
  const value = id !== undefined && ts.isPropertyAssignment(id) ? id.initializer : undefined;
  return value !== undefined && ts.isStringLiteral(value) ? value.text : undefined;
}
