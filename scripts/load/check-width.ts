import { pointerOf, SpecError } from "../diagnostics.js";
import { Findings } from "./findings.js";
import { isJsonObject } from "./json-object.js";
import { componentOf, type OpenApiDocument, type Schema } from "./openapi.js";

/** The most that the generator, and the compiler behind it, can do in seconds. Real documents are far below. */
export const WIDTH_LIMITS = {
  /** Of all paths. */
  operations: 10_000,
  /** The parts of a composed schema, those of its parts included, each as often as it occurs. */
  parts: 20_000,
  /** How many composed schemas are inside of each other by reference. */
  composed: 200,
  enumValues: 5_000,
} as const;

/**
 * Refuses what small text makes huge, and what is huge itself: a schema of thirty lines can stand for a thousand million parts. Needs
 * references that lead somewhere.
 *
 * @throws SpecError `load/too-wide`
 */
export function checkWidth(document: OpenApiDocument): void {
  const findings = new Findings();
  const items = Object.values(document.paths ?? {}).filter(isJsonObject);
  const operations = items.reduce((sum, item) => sum + verbsOf(item), 0);
  if (operations > WIDTH_LIMITS.operations)
    findings.add(tooWide("/paths", `there are ${operations} operations`, WIDTH_LIMITS.operations));
  const schemas = document.components?.schemas ?? {};
  const weights = weigh(schemas);
  for (const [name, schema] of Object.entries(schemas)) {
    const { parts = 0, depth = 0 } = weights.get(name) ?? {};
    const pointer = pointerOf("components", "schemas", name);
    // What it is made of is told of, not all that is made of it.
    const inner = composedOf(schema).map((part) => weights.get(part));
    if (parts > WIDTH_LIMITS.parts && inner.every((one) => (one?.parts ?? 0) <= WIDTH_LIMITS.parts))
      findings.add(tooWide(pointer, `the schema is composed of ${parts} parts`, WIDTH_LIMITS.parts));
    if (depth > WIDTH_LIMITS.composed && inner.every((one) => (one?.depth ?? 0) <= WIDTH_LIMITS.composed))
      findings.add(tooWide(pointer, `${depth} composed schemas are inside of each other`, WIDTH_LIMITS.composed));
    const values = schema.enum?.length ?? 0;
    if (values > WIDTH_LIMITS.enumValues)
      findings.add(tooWide(`${pointer}/enum`, `the enum has ${values} values`, WIDTH_LIMITS.enumValues));
  }
  findings.done();
}

function tooWide(pointer: string, what: string, limit: number): SpecError {
  const remedy = "Describe it by a wider type, or remove it, in an overlay.";
  return new SpecError("load/too-wide", pointer, `${what}, and the most is ${limit}.`, remedy);
}

function verbsOf(item: object): number {
  return Object.keys(item).filter((key) => /^(?:get|put|post|delete|options|head|patch|trace)$/.test(key)).length;
}

interface Weight {
  readonly parts: number;
  readonly depth: number;
}

/** What each component is composed of in all, the parts of its parts included. A circle counts once. */
function weigh(schemas: Record<string, Schema>): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  const begun = new Set<string>();
  for (const root of Object.keys(schemas)) {
    const stack = [root];
    for (let name = stack.at(-1); name !== undefined; name = stack.at(-1)) {
      const schema = schemas[name];
      const inner = schema === undefined ? [] : composedOf(schema);
      const open = begun.has(name) ? [] : inner.filter((part) => !begun.has(part));
      begun.add(name);
      if (open.length > 0) {
        stack.push(...open);
        continue;
      }
      stack.pop();
      if (weights.has(name)) continue;
      const known = inner.flatMap((part) => weights.get(part) ?? []);
      const parts = known.reduce((sum, one) => sum + one.parts, 1);
      const isPlain = schema?.$ref !== undefined;
      weights.set(name, {
        parts,
        depth: known.reduce((most, one) => Math.max(most, one.depth), 0) + (isPlain ? 0 : 1),
      });
    }
  }
  return weights;
}

/** The components that a schema is composed of: by reference, inline parts included, each as often as it occurs. */
function composedOf(schema: Schema): string[] {
  const found: string[] = [];
  const stack: unknown[] = [schema];
  for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
    if (typeof part !== "object" || part === null) continue;
    const { $ref, allOf = [], anyOf = [], oneOf = [] } = part as Schema;
    const name = $ref === undefined ? undefined : componentOf($ref);
    if (name !== undefined) found.push(name);
    stack.push(...allOf, ...anyOf, ...oneOf);
  }
  return found;
}
