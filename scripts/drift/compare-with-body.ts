import { pointerOf } from "../diagnostics.js";
import type { OpenApiDocument, Schema } from "../load/openapi.js";
import { followReferences } from "../load/resolve-pointer.js";
import { brokenRule, kindOf, type RuleKind, typesOf } from "./broken-rule.js";
import type { ContractBody, LocatedSchema } from "./contract-bodies.js";

/** What a sample shows and the contract does not have (`lacks`), or says otherwise (`contradicts`). */
export type DriftSeverity = "lacks" | "contradicts";

/** One difference between a value and a schema. */
export interface Difference {
  readonly kind: RuleKind | "unknown-field" | "missing-field";
  readonly severity: DriftSeverity;
  /** JSON pointer into the value. */
  readonly at: string;
  /** JSON pointer into the contract: the keyword that says otherwise, or the schema that lacks the field. */
  readonly pointer: string;
  /** What the contract says, in short. */
  readonly expected: string;
  /** What the sample has, in short: never a text that may be private, except for enum values. */
  readonly found: string;
}

/**
 * How a value differs from a body's schema. Enums are open in what is received (the contract lacks a new value) and closed in
 * what is sent (a new value contradicts it). Of a union, the member that fits best counts.
 */
export function compareWithBody(
  document: OpenApiDocument,
  body: Pick<ContractBody, "role" | "schema" | "pointer">,
  value: unknown,
): Difference[] {
  const comparison: Comparison = { document, sent: body.role === "request", known: new WeakMap() };
  return compare(comparison, body, value);
}

/** The properties that a schema declares at its top, in all members of its unions. */
export function declaredFields(document: OpenApiDocument, located: LocatedSchema): Set<string> {
  const fields = new Set<string>();
  const seen = new Set<Schema>();
  const visit = (part: LocatedSchema): void => {
    for (const { schema, pointer } of partsOf(document, part)) {
      if (seen.has(schema)) continue;
      seen.add(schema);
      for (const name of Object.keys(schema.properties ?? {})) fields.add(name);
      for (const members of unionsOf(schema, pointer)) members.forEach(visit);
    }
  };
  visit(located);
  return fields;
}

interface Comparison {
  readonly document: OpenApiDocument;
  readonly sent: boolean;
  /** Outcomes found already, by value and schema: members of a union share most of their parts. */
  readonly known: WeakMap<object, Map<Schema, Outcome>>;
}

/** How a value compares with a schema, and what the schema says of further fields. Pointers begin at the value. */
interface Outcome {
  readonly differences: readonly Difference[];
  readonly fields: ReadonlySet<string>;
  /** Whether fields that are not declared are allowed: explicitly (`open`), not at all (`closed`), or by default (`silent`). */
  readonly rest: "open" | "closed" | "silent";
  /** JSON pointer of the schema whose fields these are: of a bare union the member that fits best. */
  readonly owner: string;
}

function compare(comparison: Comparison, located: LocatedSchema, value: unknown): Difference[] {
  const outcome = outcomeOf(comparison, located, value);
  return [...outcome.differences, ...surplus(value, outcome)];
}

function surplus(value: unknown, { fields, rest, owner }: Outcome): Difference[] {
  if (rest === "open" || !isObject(value)) return [];
  // A schema without properties describes no fields, so none is missing from it.
  if (rest === "silent" && fields.size === 0) return [];
  return Object.keys(value)
    .filter((name) => !fields.has(name))
    .map((name) => ({
      kind: "unknown-field",
      severity: rest === "closed" ? "contradicts" : "lacks",
      at: pointerOf(name),
      pointer: owner,
      expected: rest === "closed" ? "no other field" : "no such field",
      found: kindOf(value[name]),
    }));
}

function outcomeOf(comparison: Comparison, located: LocatedSchema, value: unknown): Outcome {
  if (value === null || typeof value !== "object") return findOutcome(comparison, located, value);
  const bySchema = comparison.known.get(value) ?? new Map<Schema, Outcome>();
  comparison.known.set(value, bySchema);
  const found = bySchema.get(located.schema) ?? findOutcome(comparison, located, value);
  bySchema.set(located.schema, found);
  return found;
}

function findOutcome(comparison: Comparison, located: LocatedSchema, value: unknown): Outcome {
  const parts = partsOf(comparison.document, located);
  let owner = followReferences(comparison.document, located.schema, located.pointer).pointer;
  const differences: Difference[] = [];
  const fields = new Set<string>();
  const rests = new Set<Outcome["rest"]>();
  for (const part of parts) {
    const broken = brokenRule(part.schema, value);
    // `type: object` beside a union with null: the provider means the union, and the types follow it.
    if (broken !== undefined && !(broken.kind === "null" && unionAllowsNull(comparison, part))) {
      const lacking = broken.kind === "unknown-value" && !comparison.sent;
      const pointer = `${part.pointer}/${broken.keyword}`;
      const { kind, expected, found } = broken;
      differences.push({ kind, severity: lacking ? "lacks" : "contradicts", at: "", pointer, expected, found });
      if (kind === "wrong-type" || kind === "null") return { differences, fields, rest: "open", owner };
    }
    differences.push(...insides(comparison, part, value));
    for (const name of Object.keys(part.schema.properties ?? {})) fields.add(name);
    rests.add(restOf(part.schema));
  }
  for (const { schema, pointer } of parts) {
    for (const members of unionsOf(schema, pointer)) {
      const best = bestMember(comparison, members, value, fields);
      if (fields.size === 0) owner = best.owner;
      differences.push(...best.differences);
      for (const name of best.fields) fields.add(name);
      rests.add(best.rest);
    }
  }
  return { differences, fields, rest: rests.has("open") ? "open" : rests.has("closed") ? "closed" : "silent", owner };
}

/** Fields and items: those that are present, each by its own schema, and those that are required. */
function insides(comparison: Comparison, { schema, pointer }: LocatedSchema, value: unknown): Difference[] {
  const inner = (token: string | number, child: Schema, ...path: string[]): Difference[] => {
    const childValue = (value as Record<string | number, unknown>)[token];
    const located = { schema: child, pointer: `${pointer}${pointerOf(...path)}` };
    return compare(comparison, located, childValue).map((found) => ({ ...found, at: pointerOf(token) + found.at }));
  };
  if (Array.isArray(value)) {
    const first = (schema.prefixItems as Schema[] | undefined) ?? [];
    return value.flatMap((_, index) => {
      const prefix = first[index];
      if (prefix !== undefined) return inner(index, prefix, "prefixItems", String(index));
      return schema.items === undefined ? [] : inner(index, schema.items, "items");
    });
  }
  if (!isObject(value)) return [];
  const { properties = {}, required = [], additionalProperties } = schema;
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name): Difference => {
      const located = { at: pointerOf(name), pointer: `${pointer}/required` };
      return {
        kind: "missing-field",
        severity: "contradicts",
        ...located,
        expected: "always present",
        found: "nothing",
      };
    });
  const further = typeof additionalProperties === "object" ? additionalProperties : undefined;
  const present = Object.keys(value).flatMap((name) => {
    const declared = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (declared !== undefined) return inner(name, declared, "properties", name);
    return further === undefined ? [] : inner(name, further, "additionalProperties");
  });
  return [...missing, ...present];
}

/** A schema and everything that applies together with it: what it refers to, and the members of its `allOf`. */
function partsOf(document: OpenApiDocument, located: LocatedSchema): LocatedSchema[] {
  const parts: LocatedSchema[] = [];
  const seen = new Set<Schema>();
  const add = ({ schema, pointer }: LocatedSchema): void => {
    if (typeof schema !== "object" || seen.has(schema)) return;
    seen.add(schema);
    parts.push({ schema, pointer });
    const target = followReferences(document, schema, pointer);
    if (target.node !== schema) add({ schema: target.node, pointer: target.pointer });
    schema.allOf?.forEach((member, index) => {
      add({ schema: member, pointer: `${pointer}/allOf/${index}` });
    });
  };
  add(located);
  return parts;
}

function unionsOf(schema: Schema, pointer: string): LocatedSchema[][] {
  return (["oneOf", "anyOf"] as const).flatMap((keyword) => {
    const members = schema[keyword];
    if (members === undefined) return [];
    return [members.map((member, index) => ({ schema: member, pointer: `${pointer}/${keyword}/${index}` }))];
  });
}

function bestMember(
  comparison: Comparison,
  members: readonly LocatedSchema[],
  value: unknown,
  outer: ReadonlySet<string>,
): Outcome {
  const rated = members.map((located) => {
    const outcome = outcomeOf(comparison, located, value);
    const fields = new Set([...outer, ...outcome.fields]);
    const all = [...outcome.differences, ...surplus(value, { ...outcome, fields })];
    return { outcome, weight: weightOf(all), misfit: all.some(isMisfit) };
  });
  const best = rated.reduce((one, other) => (other.weight < one.weight ? other : one));
  if (!rated.every(({ misfit }) => misfit)) return best.outcome;
  // No member allows a value of this type: reported once, for the union as a whole.
  const expected = members.flatMap((member) => expectations(comparison.document, member)).join(" or ");
  const pointer = (members[0] as LocatedSchema).pointer.replace(/\/\d+$/, "");
  const kind = value === null ? "null" : "wrong-type";
  const difference: Difference = {
    kind,
    severity: "contradicts",
    at: "",
    pointer,
    expected,
    found: kindOf(value),
  };
  return { differences: [difference], fields: new Set(), rest: "open", owner: pointer };
}

function unionAllowsNull(comparison: Comparison, { schema, pointer }: LocatedSchema): boolean {
  const members = unionsOf(schema, pointer).flat();
  return members.some((member) => outcomeOf(comparison, member, null).differences.length === 0);
}

function isMisfit({ at, kind }: Difference): boolean {
  return at === "" && (kind === "wrong-type" || kind === "null");
}

/** Compares members by their types first, by their constants next, and by single fields last. */
function weightOf(differences: readonly Difference[]): number {
  const weight = (difference: Difference): number => {
    if (isMisfit(difference)) return 1_000_000;
    if (difference.kind === "wrong-constant") return 1_000;
    return difference.severity === "contradicts" ? 10 : 1;
  };
  return differences.reduce((sum, difference) => sum + weight(difference), 0);
}

function expectations(document: OpenApiDocument, member: LocatedSchema): string[] {
  return partsOf(document, member).flatMap(({ schema }) => typesOf(schema));
}

function restOf({ additionalProperties, patternProperties }: Schema): Outcome["rest"] {
  if (additionalProperties === false) return "closed";
  return additionalProperties !== undefined || patternProperties !== undefined ? "open" : "silent";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
