import type { Declaration, MethodModel, PropertyModel, TypeModel } from "./api-model.js";
import type { ResourceMethod } from "./build-resources.js";

/** Where a type is used, in the contract's order. */
interface Uses {
  readonly params: Set<string>;
  readonly bodies: Set<string>;
  readonly items: Set<string>;
  readonly results: Set<string>;
  /** `Dispute.status`, and the property's own words. */
  readonly properties: Map<string, string | undefined>;
  /** The types of whose alternatives it is one. */
  readonly wholes: Set<string>;
}

/** Says of each type that the contract has no words for where it is met: what takes it, gives it, or holds it. */
export function describeDeclarations(
  declarations: readonly Declaration[],
  methods: readonly ResourceMethod[],
): Declaration[] {
  const uses = usesOf(declarations, methods);
  return declarations.map((declaration) => {
    const { name, docs } = declaration;
    const text = docs.text?.trim() ? docs.text : describe(uses.get(name));
    return text === undefined ? declaration : { ...declaration, docs: { ...docs, text } };
  });
}

function describe(uses: Uses | undefined): string | undefined {
  if (uses === undefined) return undefined;
  const { params, bodies, items, results, properties, wholes } = uses;
  if (params.size > 0) return `What ${listOf(params)} ${params.size > 1 ? "take" : "takes"}.`;
  if (bodies.size > 0) return `The body that ${listOf(bodies)} ${bodies.size > 1 ? "send" : "sends"}.`;
  if (items.size > 0) return `One item of the list that ${listOf(items)} ${items.size > 1 ? "read" : "reads"}.`;
  if (results.size > 0) return `What ${listOf(results)} ${results.size > 1 ? "give" : "gives"}.`;
  if (properties.size > 0) {
    const [words, ...others] = new Set(properties.values());
    const places = listOf(properties.keys());
    if (words === undefined || others.length > 0) return `What ${places} ${properties.size > 1 ? "hold" : "holds"}.`;
    return `${words}\n\nThe type of ${places}.`;
  }
  return wholes.size > 0 ? `One of the forms of ${listOf(wholes)}.` : undefined;
}

const SHOWN = 3;

/** The first few in code, and how many more. */
function listOf(names: Iterable<string>): string {
  const all = [...names].map((name) => `\`${name}\``);
  if (all.length > SHOWN + 1) return `${all.slice(0, SHOWN).join(", ")} and ${all.length - SHOWN} more`;
  const last = all.pop() ?? "";
  return all.length === 0 ? last : `${all.join(", ")} and ${last}`;
}

function usesOf(declarations: readonly Declaration[], methods: readonly ResourceMethod[]): Map<string, Uses> {
  const uses = new Map<string, Uses>(
    declarations.map(({ name }) => [
      name,
      {
        params: new Set(),
        bodies: new Set(),
        items: new Set(),
        results: new Set(),
        properties: new Map(),
        wholes: new Set(),
      },
    ]),
  );
  for (const { resource, method } of methods) addMethod(uses, `${resource.join(".")}.${method.name}`, method);
  for (const declaration of declarations) {
    if (declaration.kind === "interface") addProperties(uses, declaration.name, declaration.properties);
    if (declaration.kind === "alias") {
      for (const name of referencesOf(declaration.type)) uses.get(name)?.wholes.add(declaration.name);
      for (const properties of objectsOf(declaration.type)) addProperties(uses, declaration.name, properties);
    }
  }
  return uses;
}

function addMethod(uses: ReadonlyMap<string, Uses>, call: string, method: MethodModel): void {
  const { params, bodyArgument } = method;
  if (params !== undefined) uses.get(params.type)?.params.add(call);
  for (const name of bodyArgument === undefined ? [] : referencesOf(bodyArgument.type))
    uses.get(name)?.bodies.add(call);
  const [role, type] =
    method.kind === "call" ? (["results", method.result] as const) : (["items", method.item] as const);
  for (const name of referencesOf(type)) uses.get(name)?.[role].add(call);
  if (method.kind !== "next-cursor-list") return;
  for (const name of referencesOf(method.page)) uses.get(name)?.results.add(call);
}

function addProperties(uses: ReadonlyMap<string, Uses>, owner: string, properties: readonly PropertyModel[]): void {
  for (const { name, type, docs } of properties) {
    const place = `${owner}.${name}`;
    for (const reference of referencesOf(type)) uses.get(reference)?.properties.set(place, docs.text);
    for (const inner of objectsOf(type)) addProperties(uses, place, inner);
  }
}

/** The types that this one names, outside of the properties of its objects. */
function referencesOf(type: TypeModel): string[] {
  return type.kind === "reference" ? [type.name] : partsOf(type).flatMap(referencesOf);
}

/** The properties of each object that is written out in the type. */
function objectsOf(type: TypeModel): (readonly PropertyModel[])[] {
  return type.kind === "object" ? [type.properties] : partsOf(type).flatMap(objectsOf);
}

function partsOf(type: TypeModel): readonly TypeModel[] {
  switch (type.kind) {
    case "array":
      return [type.item];
    case "tuple":
      return [...type.items, ...(type.rest === undefined ? [] : [type.rest])];
    case "record":
      return [type.value];
    case "open":
      return [type.known];
    case "union":
    case "intersection":
      return type.members;
    default:
      return [];
  }
}
