import ts from "typescript";
import { Assignability, type Types } from "../../scripts/diff/surface/assignable.js";
import type { ObjectType, TypeExpression } from "../../scripts/diff/surface/type-expression.js";
import { emitPaths } from "../../scripts/emit/emit-paths.js";
import type { MethodModel } from "../../scripts/model/api-model.js";
import type { ApiState } from "../../scripts/model/api-state.js";
import { parseMembers } from "./read-public-api.js";

/** The operations whose types in the text of `paths.ts` differ in meaning, by their id. */
export function differingInText(
  before: Pick<ApiState, "normalized" | "model">,
  after: Pick<ApiState, "normalized" | "model">,
  methods: readonly (readonly [before: MethodModel, after: MethodModel])[],
): string[] {
  if (methods.length === 0) return [];
  const wireBefore = readWireTypes(emitPaths(before.normalized, before.model.componentNames));
  const wireAfter = readWireTypes(emitPaths(after.normalized, after.model.componentNames));
  return methods.flatMap(([methodBefore, methodAfter]) => {
    const one = wireBefore.operations.properties.get(methodBefore.operationId)?.type;
    const other = wireAfter.operations.properties.get(methodAfter.operationId)?.type;
    if (one === undefined || other === undefined) return one === other ? [] : [methodAfter.operationId];
    const forward = new Assignability(wireBefore.types, wireAfter.types, true).fits(one, other);
    const backward = new Assignability(wireAfter.types, wireBefore.types, true).fits(other, one);
    return forward && backward ? [] : [methodAfter.operationId];
  });
}

interface WireTypes {
  readonly operations: ObjectType;
  /** The components, by the text of a reference to them. */
  readonly types: Types;
}

const NONE: ObjectType = { properties: new Map(), rest: undefined };

function readWireTypes(text: string): WireTypes {
  const source = ts.createSourceFile("paths.ts", text, ts.ScriptTarget.ESNext, false);
  let operations = NONE;
  const types = new Map<string, TypeExpression>();
  for (const statement of source.statements) {
    if (!ts.isInterfaceDeclaration(statement)) continue;
    const members = parseMembers(statement.members, source);
    if (statement.name.text === "operations") operations = members;
    if (statement.name.text !== "components") continue;
    for (const [section, { type }] of members.properties)
      if (type.kind === "object")
        for (const [name, component] of type.properties)
          types.set(`components["${section}"]["${name}"]`, withReferences(component.type));
  }
  return { operations: withReferencesIn(operations), types };
}

/** `components["schemas"]["Order"]` is read as the name of a type. */
function withReferences(type: TypeExpression): TypeExpression {
  switch (type.kind) {
    case "plain":
      return type.text.startsWith("components[") ? { kind: "name", name: type.text, args: [] } : type;
    case "name":
      return { ...type, args: type.args.map(withReferences) };
    case "array":
      return { ...type, item: withReferences(type.item) };
    case "tuple":
      return { ...type, items: type.items.map(withReferences), rest: type.rest && withReferences(type.rest) };
    case "object":
      return { kind: "object", ...withReferencesIn(type) };
    case "union":
    case "intersection":
      return { ...type, members: type.members.map(withReferences) };
  }
}

function withReferencesIn({ properties, rest }: ObjectType): ObjectType {
  return {
    properties: new Map(
      [...properties].map(([name, { type, optional }]) => [name, { type: withReferences(type), optional }]),
    ),
    rest: rest && withReferences(rest),
  };
}
