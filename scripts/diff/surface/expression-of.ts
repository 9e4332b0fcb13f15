import { quote } from "../../emit/text.js";
import type { FailureModel, PropertyModel, TypeModel } from "../../model/api-model.js";
import { quotable } from "../../printed-text.js";
import { ANY_STRING, type ObjectType, type TypeExpression, typeText } from "./type-expression.js";

/**
 * A type of the model as the generated files write it. Nothing is written and read again for it: a test holds this against what is
 * read from the files.
 */
export function expressionOf(type: TypeModel): TypeExpression {
  switch (type.kind) {
    case "primitive":
      return plain(type.type);
    case "binary":
      return nameOf("Uploadable");
    case "blob":
      return nameOf("Blob");
    case "events":
      return nameOf("AsyncIterable", nameOf("ServerEvent"));
    case "literal":
      return plain(typeof type.value === "string" ? quotable(quote(type.value)) : String(type.value));
    case "open":
      return unionOf([expressionOf(type.known), ANY_STRING]);
    case "reference":
      return nameOf(type.name);
    case "array":
      return { kind: "array", item: expressionOf(type.item) };
    case "tuple":
      return { kind: "tuple", items: type.items.map(expressionOf), rest: type.rest && expressionOf(type.rest) };
    case "record":
      return objectOf([], type.value);
    case "object":
      return objectOf(type.properties, type.rest);
    case "union":
      return unionOf(type.members.map(expressionOf));
    case "intersection":
      return intersectionOf(type.members.map(expressionOf));
  }
}

export function objectOf(properties: readonly PropertyModel[], rest: TypeModel | undefined): TypeExpression {
  return { kind: "object", ...membersOf(properties, rest) };
}

export function membersOf(properties: readonly PropertyModel[], rest: TypeModel | undefined): ObjectType {
  return {
    properties: new Map(
      properties.map(({ name, type, optional }) => [memberKey(name), { type: expressionOf(type), optional }]),
    ),
    rest: rest && expressionOf(rest),
  };
}

/** `Failures<400 | 404, ErrorResponse> | …`: statuses with the same body are grouped. */
export function failuresOf(members: FailureModel["members"]): TypeExpression {
  const groups = new Map<string, { readonly body: TypeExpression; readonly statuses: TypeExpression[] }>();
  for (const { status, body } of members) {
    const expression = expressionOf(body);
    const text = typeText(expression);
    const group = groups.get(text) ?? { body: expression, statuses: [] };
    group.statuses.push(plain(String(status)));
    groups.set(text, group);
  }
  return unionOf([...groups.values()].map(({ body, statuses }) => nameOf("Failures", unionOf(statuses), body)));
}

export function nameOf(name: string, ...args: TypeExpression[]): TypeExpression {
  return { kind: "name", name, args };
}

export function plain(text: string): TypeExpression {
  return { kind: "plain", text };
}

/** A union in a union is written without parentheses. */
export function unionOf(members: readonly TypeExpression[]): TypeExpression {
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  const [only] = flat;
  return only !== undefined && flat.length === 1 ? only : { kind: "union", members: flat };
}

function intersectionOf(members: readonly TypeExpression[]): TypeExpression {
  const flat = members.flatMap((member) => (member.kind === "intersection" ? member.members : [member]));
  const [only] = flat;
  if (only !== undefined && flat.length === 1) return only;
  // `string & {}` is how any string is written.
  const isAnyString =
    flat.some((member) => member.kind === "plain" && member.text === "string") &&
    flat.some(({ kind }) => kind === "object");
  return isAnyString ? ANY_STRING : { kind: "intersection", members: flat };
}

/** As the files write it: plainly it would be the prototype. */
function memberKey(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : name;
}
