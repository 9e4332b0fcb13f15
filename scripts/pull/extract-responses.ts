import { canonicalText, mergeAnnotations } from "../load/annotations.js";
import { isJsonObject, type JsonObject } from "../load/json-object.js";
import type { OpenApiDocument } from "../load/openapi.js";
import { type Position, rewrite } from "../load/rewrite.js";
import { responseName } from "./reason-phrases.js";

/**
 * Moves the failures (4xx, 5xx, `default`) to `components.responses`, named by their status: `NotFound`. The most
 * frequent response of a status gets the name; others stay with their operation, as does every success, which is what a
 * reader of an operation looks for.
 */
export function extractResponses(document: OpenApiDocument): OpenApiDocument {
  const responses: JsonObject = { ...document.components?.responses };
  const texts = mostFrequentTexts(document);
  const uses = new Map<string, [JsonObject, ...JsonObject[]]>();
  const extracted = rewrite(document, (node, position) => {
    const status = failureAt(node, position);
    if (status === undefined) return node;
    const name = responseName(status);
    const text = canonicalText(node, "response");
    const other = responses[name];
    const isTaken = isJsonObject(other) && canonicalText(other, "response") !== text;
    if (isTaken || texts.get(status) !== text) return node;
    const others = uses.get(name);
    if (others === undefined) uses.set(name, [node]);
    else others.push(node);
    return { $ref: `#/components/responses/${name}` };
  });
  if (uses.size === 0) return document;
  for (const [name, nodes] of uses) responses[name] ??= mergeAnnotations(nodes, "response");
  // `rewrite` gave the responses of the document back as they were; the wider type is the same data.
  return { ...extracted, components: { ...extracted.components, responses } } as OpenApiDocument;
}

/** The status of an inline failure, or `undefined` for any other node. */
function failureAt(node: JsonObject, { kind, steps }: Position): string | undefined {
  const status = String(steps.at(-1)?.key);
  const isInline = kind === "response" && node.$ref === undefined && steps[0]?.field !== "components";
  return isInline && /^(?:[45]..|default)$/.test(status) ? status : undefined;
}

function mostFrequentTexts(document: OpenApiDocument): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  rewrite(document, (node, position) => {
    const status = failureAt(node, position);
    if (status === undefined) return node;
    const text = canonicalText(node, "response");
    const ofStatus = counts.get(status) ?? new Map<string, number>();
    ofStatus.set(text, (ofStatus.get(text) ?? 0) + 1);
    counts.set(status, ofStatus);
    return node;
  });
  const mostFrequent = (texts: Map<string, number>) => [...texts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "";
  return new Map([...counts].map(([status, texts]) => [status, mostFrequent(texts)]));
}
