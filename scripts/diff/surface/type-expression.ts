import { propertyKey } from "../../emit/text.js";
import { quotable } from "../../printed-text.js";

/** A TypeScript type as it is written. */
export type TypeExpression =
  | { readonly kind: "name"; readonly name: string; readonly args: readonly TypeExpression[] }
  /** `string`, `null`, `"won"`, `3`: what has no parts. */
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "array"; readonly item: TypeExpression }
  | ({ readonly kind: "tuple" } & TupleType)
  | ({ readonly kind: "object" } & ObjectType)
  | { readonly kind: "union"; readonly members: readonly TypeExpression[] }
  | { readonly kind: "intersection"; readonly members: readonly TypeExpression[] };

export interface TupleType {
  readonly items: readonly TypeExpression[];
  /** What each further place holds; `undefined` where there is none. */
  readonly rest: TypeExpression | undefined;
}

export interface ObjectType {
  readonly properties: ReadonlyMap<string, PropertyType>;
  /** What other properties may be. */
  readonly rest: TypeExpression | undefined;
}

export interface PropertyType {
  readonly type: TypeExpression;
  readonly optional: boolean;
}

/** The type as text, with other names: two expressions with the same text are the same type. The order of a union does not count. */
export function typeText(type: TypeExpression, rename: (name: string) => string = (name) => name): string {
  const inner = (child: TypeExpression): string => typeText(child, rename);
  switch (type.kind) {
    case "plain":
      return type.text;
    case "name":
      return rename(type.name) + (type.args.length === 0 ? "" : `<${type.args.map(inner).join(", ")}>`);
    case "array":
      return type.item.kind === "union" || type.item.kind === "intersection"
        ? `(${inner(type.item)})[]`
        : `${inner(type.item)}[]`;
    case "tuple":
      return `[${[...type.items.map(inner), ...(type.rest === undefined ? [] : [`...(${inner(type.rest)})[]`])].join(", ")}]`;
    case "object":
      return objectText(type, rename);
    case "union":
      return type.members.map(inner).sort().join(" | ");
    case "intersection":
      return type.members
        .map((member) => (member.kind === "union" ? `(${inner(member)})` : inner(member)))
        .sort()
        .join(" & ");
  }
}

export function objectText({ properties, rest }: ObjectType, rename: (name: string) => string): string {
  const members = [...properties].map(([name, property]) => memberText(name, property, rename));
  if (rest !== undefined) members.push(memberText(REST, { type: rest, optional: false }, rename));
  return members.length === 0 ? "{}" : `{ ${members.sort().join("; ")} }`;
}

/** What stands for the name of all other properties. */
export const REST = "[key]";

/** A member as a type has it: `note?: string`. */
export function memberText(
  name: string,
  { type, optional }: PropertyType,
  rename: (name: string) => string = (own) => own,
): string {
  const text = typeText(type, rename);
  if (name === REST) return `[key: string]: ${text}`;
  // One key comes as the files write it.
  const key = name.startsWith("[") ? name : quotable(propertyKey(name));
  return `${key}${optional ? "?" : ""}: ${text}`;
}

/** The names of types that an expression mentions. */
export function mentionedNames(type: TypeExpression): string[] {
  switch (type.kind) {
    case "plain":
      return [];
    case "name":
      return [type.name, ...type.args.flatMap(mentionedNames)];
    case "array":
      return mentionedNames(type.item);
    case "tuple":
      return [...type.items, ...(type.rest === undefined ? [] : [type.rest])].flatMap(mentionedNames);
    case "object":
      return [
        ...[...type.properties.values()].flatMap(({ type }) => mentionedNames(type)),
        ...(type.rest === undefined ? [] : mentionedNames(type.rest)),
      ];
    case "union":
    case "intersection":
      return type.members.flatMap(mentionedNames);
  }
}

/** `string & {}`: any string, which an editor completes with the known values. */
export const ANY_STRING: TypeExpression = { kind: "plain", text: "(string & {})" };
