import { pointerOf, SpecError } from "../diagnostics.js";
import { mergeAnnotations, shapeOf } from "../load/annotations.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { isNode, type Node, type Place, rewrite } from "../load/rewrite.js";
import { type Names, type ParameterRow, pascal } from "./names.js";

/** A parameter that stands this often becomes a component, named or not. */
const OFTEN = 3;

/**
 * Moves parameters that names.yaml names, or that three operations have in common, to `components.parameters`. Without a
 * row the name is the parameter's own in PascalCase. Where a row fits several shapes, the commonest has it.
 *
 * @throws SpecError `contract/name-clash` when a name belongs to another parameter
 */
export function extractParameters(document: OpenApiDocument, names: Names): OpenApiDocument {
  const nameOf = nameParameters(findParameters(document), names);
  const uses = new Map<string, [Node, ...Node[]]>();
  const hoisted = rewrite(document, (node, place) => {
    const name = isInline(node, place) ? nameOf.get(shapeOf(node, "parameter")) : undefined;
    if (name === undefined) return node;
    const others = uses.get(name);
    if (others === undefined) uses.set(name, [node]);
    else others.push(node);
    return { $ref: `#/components/parameters/${name}` };
  });
  if (uses.size === 0) return document;

  const parameters: Node = { ...document.components?.parameters };
  for (const [name, nodes] of uses) {
    const merged = mergeAnnotations(nodes, "parameter");
    const other = parameters[name];
    if (isNode(other) && shapeOf(other, "parameter") !== shapeOf(merged, "parameter")) throw clash(name, names);
    parameters[name] ??= merged;
  }
  // `rewrite` gave the parameters of the document back as they were; the wider type is the same data.
  return { ...hoisted, components: { ...hoisted.components, parameters } } as OpenApiDocument;
}

interface Group {
  readonly node: Node;
  readonly shape: string;
  count: number;
}

function isInline(node: Node, { kind, steps }: Place): boolean {
  return kind === "parameter" && node.$ref === undefined && steps[0]?.field !== "components";
}

/** The commonest first. */
function findParameters(document: OpenApiDocument): Group[] {
  const groups = new Map<string, Group>();
  rewrite(document, (node, place) => {
    if (!isInline(node, place)) return node;
    const shape = shapeOf(node, "parameter");
    const group = groups.get(shape) ?? { node, shape, count: 0 };
    group.count += 1;
    groups.set(shape, group);
    return node;
  });
  return [...groups.values()].sort((left, right) => right.count - left.count);
}

/** The name of each shape that is to be hoisted. */
function nameParameters(groups: readonly Group[], names: Names): ReadonlyMap<string, string> {
  const nameOf = new Map<string, string>();
  for (const row of names.parameters) {
    const group = groups.find(({ node, shape }) => !nameOf.has(shape) && fits(row, node));
    if (group !== undefined) nameOf.set(group.shape, row.name);
  }
  const taken = new Set(nameOf.values());
  for (const { node, shape, count } of groups) {
    if (nameOf.has(shape) || count < OFTEN) continue;
    const name = pascal(String(node.name));
    if (taken.has(name)) throw clash(name, names);
    taken.add(name);
    nameOf.set(shape, name);
  }
  return nameOf;
}

function fits(row: ParameterRow, node: Node): boolean {
  return node.name === row.wire && node.in === row.in && (node.required === true) === row.required;
}

function clash(name: string, names: Names): SpecError {
  return new SpecError(
    "contract/name-clash",
    pointerOf("components", "parameters", name),
    `"${name}" would be the name of two different parameters.`,
    `Name one of them in ${names.file}.`,
  );
}
