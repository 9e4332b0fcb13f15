import { canonicalText, mergeAnnotations } from "../load/annotations.js";
import { propertyTypeName } from "../load/inline-names.js";
import { isJsonObject, type JsonObject } from "../load/json-object.js";
import { pascalCase } from "../load/letter-case.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { type Position, rewrite } from "../load/rewrite.js";
import type { ChosenNames, ParameterRow } from "./chosen-names.js";
import type { Extracted } from "./extract-schemas.js";
import { ownerOf } from "./find-inline-schemas.js";
import { byName } from "./sort-document.js";

/** A parameter that occurs this often becomes a component, named or not. */
const OFTEN = 3;

/**
 * Moves parameters that names.yaml names, or that three operations have in common, to `components.parameters`. Without a
 * row the name is the parameter's own in PascalCase. Where several different ones claim a name, the most frequent gets it; another is
 * named after the first operation that has it, and a note says so.
 */
export function extractParameters(document: OpenApiDocument, names: ChosenNames): Extracted {
  const { nameOf, notes } = nameParameters(findParameters(document), names, componentsOf(document));
  const uses = new Map<string, [JsonObject, ...JsonObject[]]>();
  const extracted = rewrite(document, (node, position) => {
    const name = isInline(node, position) ? nameOf.get(canonicalText(node, "parameter")) : undefined;
    if (name === undefined) return node;
    const others = uses.get(name);
    if (others === undefined) uses.set(name, [node]);
    else others.push(node);
    return { $ref: `#/components/parameters/${name}` };
  });
  if (uses.size === 0) return { document, notes };

  const parameters: JsonObject = { ...document.components?.parameters };
  for (const [name, nodes] of uses) parameters[name] ??= mergeAnnotations(nodes, "parameter");
  // `rewrite` gave the parameters of the document back as they were; the wider type is the same data.
  return { document: { ...extracted, components: { ...extracted.components, parameters } } as OpenApiDocument, notes };
}

/** Each parameter that is a component already, by its name. */
function componentsOf(document: OpenApiDocument): Map<string, JsonObject> {
  const components: JsonObject = { ...document.components?.parameters };
  return new Map(Object.entries(components).map(([name, node]) => [name, isJsonObject(node) ? node : {}]));
}

/** An inline parameter, and the operations (or the paths) that have it, by name. */
interface Repeated {
  readonly node: JsonObject;
  readonly text: string;
  readonly owners: string[];
}

function isInline(node: JsonObject, { kind, steps }: Position): boolean {
  return kind === "parameter" && node.$ref === undefined && steps[0]?.field !== "components";
}

/** The most frequent first. */
function findParameters(document: OpenApiDocument): Repeated[] {
  const repeated = new Map<string, Repeated>();
  rewrite(document, (node, position) => {
    if (!isInline(node, position)) return node;
    const text = canonicalText(node, "parameter");
    const found = repeated.get(text) ?? { node, text, owners: [] };
    found.owners.push(ownerOf(position, document));
    repeated.set(text, found);
    return node;
  });
  for (const { owners } of repeated.values()) owners.sort(byName);
  return [...repeated.values()].sort((a, b) => b.owners.length - a.owners.length);
}

/** The name of each parameter that is to be extracted, by its text. */
function nameParameters(
  repeated: readonly Repeated[],
  names: ChosenNames,
  components: ReadonlyMap<string, JsonObject>,
): { readonly nameOf: ReadonlyMap<string, string>; readonly notes: readonly string[] } {
  /** The text of what has a name already. */
  const taken = new Map([...components].map(([name, node]) => [name, canonicalText(node, "parameter")]));
  const nameOf = new Map<string, string>();
  const notes: string[] = [];
  const claim = (wanted: string, parameter: Repeated): void => {
    const isFree = (name: string) => (taken.get(name) ?? parameter.text) === parameter.text;
    const name = [wanted, ...namesByPlace(parameter)].find(isFree);
    if (name !== undefined) nameOf.set(parameter.text, name);
    if (name !== undefined) taken.set(name, parameter.text);
    if (name === wanted) return;
    const outcome = name === undefined ? "it stays inline" : `its name is ${name}`;
    const { node, owners } = parameter;
    notes.push(
      `${String(node.in)} parameter "${String(node.name)}" of ${owners.length} operations, ${owners[0]} among them: ${wanted} is another parameter, so ${outcome}. Choose a name in ${names.file} if you want another.`,
    );
  };
  for (const row of names.parameters) {
    // In a contract that is pulled again the row's parameter is a component, and what is left inline is another.
    const component = components.get(row.name);
    const own = component !== undefined && fits(row, component) ? taken.get(row.name) : undefined;
    const found = repeated.find(
      ({ node, text }) => !nameOf.has(text) && (own === undefined ? fits(row, node) : text === own),
    );
    if (found !== undefined) claim(row.name, found);
  }
  for (const parameter of repeated) {
    if (nameOf.has(parameter.text) || parameter.owners.length < OFTEN) continue;
    claim(pascalCase(String(parameter.node.name)), parameter);
  }
  return { nameOf, notes };
}

/** After the first of its operations, then with where it is sent: an operation may have a header and a query parameter of one name. */
function namesByPlace({ node, owners }: Repeated): string[] {
  const name = propertyTypeName(pascalCase(owners[0] ?? ""), String(node.name));
  return [name, name + pascalCase(String(node.in))];
}

function fits(row: ParameterRow, node: JsonObject): boolean {
  return node.name === row.wire && node.in === row.in && (node.required === true) === row.required;
}
