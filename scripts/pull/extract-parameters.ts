import { pointerOf, SpecError } from "../diagnostics.js";
import { canonicalText, mergeAnnotations } from "../load/annotations.js";
import { isJsonObject, type JsonObject } from "../load/json-object.js";
import { pascalCase } from "../load/letter-case.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { type Position, rewrite } from "../load/rewrite.js";
import type { ChosenNames, ParameterRow } from "./chosen-names.js";

/** A parameter that occurs this often becomes a component, named or not. */
const OFTEN = 3;

/**
 * Moves parameters that names.yaml names, or that three operations have in common, to `components.parameters`. Without a
 * row the name is the parameter's own in PascalCase. Where a row fits several different ones, the most frequent gets the name.
 *
 * @throws SpecError `contract/name-clash` when a name belongs to another parameter
 */
export function extractParameters(document: OpenApiDocument, names: ChosenNames): OpenApiDocument {
  const nameOf = nameParameters(findParameters(document), names);
  const uses = new Map<string, [JsonObject, ...JsonObject[]]>();
  const extracted = rewrite(document, (node, position) => {
    const name = isInline(node, position) ? nameOf.get(canonicalText(node, "parameter")) : undefined;
    if (name === undefined) return node;
    const others = uses.get(name);
    if (others === undefined) uses.set(name, [node]);
    else others.push(node);
    return { $ref: `#/components/parameters/${name}` };
  });
  if (uses.size === 0) return document;

  const parameters: JsonObject = { ...document.components?.parameters };
  for (const [name, nodes] of uses) {
    const merged = mergeAnnotations(nodes, "parameter");
    const other = parameters[name];
    if (isJsonObject(other) && canonicalText(other, "parameter") !== canonicalText(merged, "parameter"))
      throw clash(name, names);
    parameters[name] ??= merged;
  }
  // `rewrite` gave the parameters of the document back as they were; the wider type is the same data.
  return { ...extracted, components: { ...extracted.components, parameters } } as OpenApiDocument;
}

/** An inline parameter, and how often it occurs. */
interface Repeated {
  readonly node: JsonObject;
  readonly text: string;
  count: number;
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
    const found = repeated.get(text) ?? { node, text, count: 0 };
    found.count += 1;
    repeated.set(text, found);
    return node;
  });
  return [...repeated.values()].sort((a, b) => b.count - a.count);
}

/** The name of each parameter that is to be extracted, by its text. */
function nameParameters(repeated: readonly Repeated[], names: ChosenNames): ReadonlyMap<string, string> {
  const nameOf = new Map<string, string>();
  for (const row of names.parameters) {
    const found = repeated.find(({ node, text }) => !nameOf.has(text) && fits(row, node));
    if (found !== undefined) nameOf.set(found.text, row.name);
  }
  const taken = new Set(nameOf.values());
  for (const { node, text, count } of repeated) {
    if (nameOf.has(text) || count < OFTEN) continue;
    const name = pascalCase(String(node.name));
    if (taken.has(name)) throw clash(name, names);
    taken.add(name);
    nameOf.set(text, name);
  }
  return nameOf;
}

function fits(row: ParameterRow, node: JsonObject): boolean {
  return node.name === row.wire && node.in === row.in && (node.required === true) === row.required;
}

function clash(name: string, names: ChosenNames): SpecError {
  return new SpecError(
    "contract/name-clash",
    pointerOf("components", "parameters", name),
    `"${name}" would be the name of two different parameters.`,
    `Name one of them in ${names.file}.`,
  );
}
