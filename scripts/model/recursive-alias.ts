import type { TypeModel } from "./api-model.js";

/** The components whose types hold themselves outside of any object: a property of an interface cannot be declared so. */
export function recursiveAliases(types: ReadonlyMap<string, TypeModel>): Set<string> {
  return new Set([...types.keys()].filter((name) => isRecursiveAlias(name, types)));
}

export function isRecursiveAlias(name: string, types: Pick<ReadonlyMap<string, TypeModel>, "get">): boolean {
  return reaches(name, name, types, new Set());
}

function reaches(
  from: string,
  target: string,
  types: Pick<ReadonlyMap<string, TypeModel>, "get">,
  seen: Set<string>,
): boolean {
  const type = types.get(from);
  return (
    type !== undefined &&
    openReferences(type).some((name) => {
      if (name === target) return true;
      if (seen.has(name)) return false;
      seen.add(name);
      return reaches(name, target, types, seen);
    })
  );
}

/** The references of a type that are not inside of an object, which the compiler would look into later. */
function openReferences(type: TypeModel): string[] {
  switch (type.kind) {
    case "reference":
      return [type.name];
    case "array":
      return openReferences(type.item);
    case "tuple":
      return [...type.items, ...(type.rest === undefined ? [] : [type.rest])].flatMap(openReferences);
    case "open":
      return openReferences(type.known);
    case "union":
    case "intersection":
      return type.members.flatMap(openReferences);
    default:
      return [];
  }
}
