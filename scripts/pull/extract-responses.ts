import { mergeAnnotations, shapeOf } from "../load/annotations.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { isNode, type Node, type Place, rewrite } from "../load/rewrite.js";
import { responseName } from "./reason-phrases.js";

/**
 * Moves the failures (4xx, 5xx, `default`) to `components.responses`, named by their status: `NotFound`. The commonest
 * answer to a status has the name; a rarer one stays with its operation, as does every success, which is what a reader
 * of an operation looks for.
 */
export function extractResponses(document: OpenApiDocument): OpenApiDocument {
  const responses: Node = { ...document.components?.responses };
  const shapes = commonestShapes(document);
  const uses = new Map<string, [Node, ...Node[]]>();
  const hoisted = rewrite(document, (node, place) => {
    const status = failureAt(node, place);
    if (status === undefined) return node;
    const name = responseName(status);
    const shape = shapeOf(node, "response");
    const other = responses[name];
    const isTaken = isNode(other) && shapeOf(other, "response") !== shape;
    if (isTaken || shapes.get(status) !== shape) return node;
    const others = uses.get(name);
    if (others === undefined) uses.set(name, [node]);
    else others.push(node);
    return { $ref: `#/components/responses/${name}` };
  });
  if (uses.size === 0) return document;
  for (const [name, nodes] of uses) responses[name] ??= mergeAnnotations(nodes, "response");
  // `rewrite` gave the responses of the document back as they were; the wider type is the same data.
  return { ...hoisted, components: { ...hoisted.components, responses } } as OpenApiDocument;
}

/** The status of an inline failure, or `undefined` for any other node. */
function failureAt(node: Node, { kind, steps }: Place): string | undefined {
  const status = String(steps.at(-1)?.key);
  const isInline = kind === "response" && node.$ref === undefined && steps[0]?.field !== "components";
  return isInline && /^(?:[45]..|default)$/.test(status) ? status : undefined;
}

function commonestShapes(document: OpenApiDocument): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  rewrite(document, (node, place) => {
    const status = failureAt(node, place);
    if (status === undefined) return node;
    const shape = shapeOf(node, "response");
    const ofStatus = counts.get(status) ?? new Map<string, number>();
    ofStatus.set(shape, (ofStatus.get(shape) ?? 0) + 1);
    counts.set(status, ofStatus);
    return node;
  });
  const commonest = (shapes: Map<string, number>) =>
    [...shapes].sort(([, left], [, right]) => right - left)[0]?.[0] ?? "";
  return new Map([...counts].map(([status, shapes]) => [status, commonest(shapes)]));
}
