import { pointerOf, SpecError, tokensOf } from "../diagnostics.js";
import { Findings } from "./findings.js";
import { isJsonObject } from "./json-object.js";
import { componentOf, type OpenApiDocument, type Schema } from "./openapi.js";

/** The most that the generator, and the compiler behind it, can do in seconds. Nearly all real documents are below. */
export const WIDTH_LIMITS = {
  /** Of all paths, and of all webhooks. */
  operations: 1_250,
  /** Components of one kind. */
  components: 15_000,
  /** The parts of a composed schema, those of its parts included, each as often as it occurs. */
  parts: 20_000,
  /** How many composed schemas are inside of each other by reference. */
  composed: 200,
  enumValues: 5_000,
  /** Of one schema, as it is written: what is composed has the limit of its parts. */
  properties: 20_000,
  /** Of one schema, each of `allOf`, `anyOf` and `oneOf` for itself. */
  variants: 2_000,
} as const;

/**
 * Refuses a document that has too many parts to be looked at any closer. Nothing of it is checked yet.
 *
 * @throws SpecError `load/too-wide`
 */
export function refuseTooMany(document: Record<string, unknown>): void {
  const findings = new Findings();
  for (const part of ["paths", "webhooks"]) {
    const operations = Object.values(fieldsOf(document[part])).reduce<number>((sum, item) => sum + verbsOf(item), 0);
    if (operations > WIDTH_LIMITS.operations)
      findings.add(tooWide(pointerOf(part), `there are ${operations} operations`, WIDTH_LIMITS.operations));
  }
  for (const [kind, parts] of Object.entries(fieldsOf(document.components))) {
    const { length } = Object.keys(fieldsOf(parts));
    if (length > WIDTH_LIMITS.components)
      findings.add(tooWide(pointerOf("components", kind), `there are ${length} of them`, WIDTH_LIMITS.components));
  }
  findings.done();
}

/**
 * Refuses what small text makes huge: a schema of thirty lines can stand for a thousand million parts. Needs references that lead
 * somewhere.
 *
 * @throws SpecError `load/too-wide`
 */
export function checkWidth(document: OpenApiDocument): void {
  const findings = new Findings();
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
  }
  for (const part of ["paths", "webhooks", "components"] as const) checkKeywords(document[part], [part], findings);
  findings.done();
}

/** The keywords that list something, wherever a schema is written. */
function checkKeywords(node: unknown, path: (string | number)[], findings: Findings): void {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    path.push(key);
    const [limit, what] = Object.hasOwn(KEYWORDS, key) ? (KEYWORDS[key] ?? []) : [];
    const size = typeof value === "object" && value !== null ? Object.keys(value).length : 0;
    if (limit !== undefined && size > limit)
      findings.add(tooWide(pointerOf(...path), `there are ${size} ${what}`, limit));
    // The rest is data, whatever it is called.
    if (!/^(?:examples?|default|enum|const|value)$/.test(key)) checkKeywords(value, path, findings);
    path.pop();
  }
}

const KEYWORDS: Readonly<Record<string, readonly [limit: number, what: string]>> = {
  enum: [WIDTH_LIMITS.enumValues, "values"],
  properties: [WIDTH_LIMITS.properties, "properties"],
  allOf: [WIDTH_LIMITS.variants, "parts"],
  anyOf: [WIDTH_LIMITS.variants, "variants"],
  oneOf: [WIDTH_LIMITS.variants, "variants"],
};

function tooWide(pointer: string, what: string, limit: number): SpecError {
  const remedy = isOfPart(pointer)
    ? "Describe it by a wider type, or remove it, in an overlay."
    : "Split the document, or leave out what is not called.";
  return new SpecError("load/too-wide", pointer, `${what}, and the most is ${limit}.`, remedy);
}

/** Whether it is of a part that an overlay can replace: the number of all parts is counted before overlays are read. */
function isOfPart(pointer: string): boolean {
  return tokensOf(pointer).length > 2;
}

function fieldsOf(node: unknown): object {
  return isJsonObject(node) ? node : {};
}

function verbsOf(item: unknown): number {
  if (!isJsonObject(item)) return 0;
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
