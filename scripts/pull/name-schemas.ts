import { pascalCase } from "../load/letter-case.js";
import type { ChosenNames, SchemaRow } from "./chosen-names.js";
import type { InlineSchema } from "./find-inline-schemas.js";
import { byName } from "./sort-document.js";

/** The names of inline schemas, by their id, and what a person should know about them. */
export interface NamedSchemas {
  readonly nameOf: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/**
 * Names each inline schema that a row of names.yaml recognizes, and each that occurs twice or more. In this order:
 *
 * 1. rows with a place, then rows with property names, those that have `at` first; where one row fits several different
 *    schemas, the most frequent one gets the name and a note says so;
 * 2. a row that fits nothing takes the repeated schema that has gained or lost a few properties, with a note: types must
 *    not change their names because the provider added a field;
 * 3. the schema's title;
 * 4. the rules of `load/inline-names.ts`, for the shortest place where it occurs: `AdGroup.config.targeting` is
 *    `AdGroupConfigTargeting`. A variant of a union that nothing sets apart stays inline.
 *
 * Never a number. A name that another schema has, or that a component of the document has (`kept`: its text by its name), gives way to
 * the name by place, with a note.
 */
export function nameSchemas(
  inlineSchemas: readonly InlineSchema[],
  names: ChosenNames,
  kept: ReadonlyMap<string, string>,
): NamedSchemas {
  const claims: Claims = { nameOf: new Map(), textOf: new Map(kept), notes: [], names };
  const unnamed = () => inlineSchemas.filter(({ id }) => !claims.nameOf.has(id));

  const byPlace = names.schemas.filter((row) => row.place !== undefined);
  const byAt = names.schemas.filter((row) => row.place === undefined && row.at !== undefined);
  const byProperties = names.schemas.filter((row) => row.place === undefined && row.at === undefined);
  const unused: SchemaRow[] = [];
  for (const row of [...byPlace, ...byAt, ...byProperties]) {
    if (!applyRow(claims, row, unnamed()) && !kept.has(row.name)) unused.push(row);
  }
  const drifted = unused.filter((row) => applyDriftedRow(claims, row, unnamed()));
  for (const equals of groupEquals(unnamed())) {
    const name = equals[0].title === undefined ? derivedName(equals) : pascalCase(equals[0].title);
    if (equals.length > 1 && name !== undefined) claim(claims, name, equals);
  }
  const lost = unused.filter((row) => !drifted.includes(row)).map(({ name }) => name);
  if (lost.length > 0) claims.notes.push(`${names.file}: no schema of this document fits ${shortList(lost)}`);
  return claims;
}

interface Claims extends NamedSchemas {
  readonly nameOf: Map<string, string>;
  /** The text of the schema or component that has a name. */
  readonly textOf: Map<string, string>;
  readonly notes: string[];
  readonly names: ChosenNames;
}

/** Inline schemas that mean the same. */
type Equals = readonly [InlineSchema, ...InlineSchema[]];

/** Whether the row recognized anything. */
function applyRow(claims: Claims, row: SchemaRow, inlineSchemas: readonly InlineSchema[]): boolean {
  const [best, ...others] = groupEquals(inlineSchemas.filter((schema) => fits(row, schema)));
  if (best === undefined) return false;
  if (others.length > 0) {
    const places = others.map(([schema]) => schema.place).join(", ");
    claims.notes.push(`${claims.names.file}: ${row.name} also fits other schemas, which it does not name: ${places}`);
  }
  // A place names one schema; the others are those that mean the same.
  claim(claims, row.name, row.place === undefined ? best : withEquals(best, inlineSchemas, row));
  return true;
}

function fits(row: SchemaRow, schema: InlineSchema): boolean {
  const { place, properties, required, nullable, at, title } = row;
  return (
    schema.title === title &&
    (place === undefined || schema.place === place) &&
    (properties === undefined || isSameSet(properties, schema.properties)) &&
    (required === undefined || isSameSet(required, schema.required)) &&
    (nullable === undefined || isSameSet(nullable, schema.nullable)) &&
    (at === undefined || place !== undefined || at.includes(schema.at))
  );
}

function withEquals([first, ...rest]: Equals, inlineSchemas: readonly InlineSchema[], { at }: SchemaRow): Equals {
  const known = new Set([first, ...rest]);
  const isEqual = (schema: InlineSchema) => schema.text === first.text && (at === undefined || at.includes(schema.at));
  return [first, ...rest, ...inlineSchemas.filter((schema) => !known.has(schema) && isEqual(schema))];
}

/** At least this part of the properties of both must be common, for a schema to be what a row meant before it changed. */
const MIN_SIMILARITY = 2 / 3;

function applyDriftedRow(claims: Claims, row: SchemaRow, inlineSchemas: readonly InlineSchema[]): boolean {
  const { properties } = row;
  if (properties === undefined || row.place !== undefined) return false;
  const candidates = inlineSchemas.filter(
    ({ title, at }) => title === row.title && (row.at === undefined || row.at.includes(at)),
  );
  const ranked = groupEquals(candidates)
    .filter((equals) => equals.length > 1)
    .map((equals) => ({ equals, similarity: similarity(properties, equals[0].properties) }))
    .filter((candidate) => candidate.similarity >= MIN_SIMILARITY)
    .sort((a, b) => b.similarity - a.similarity);
  const best = ranked[0]?.equals;
  if (best === undefined) return false;
  claim(claims, row.name, best);
  claims.notes.push(`${claims.names.file}: ${row.name} now has [${best[0].properties.join(", ")}]; update its row`);
  return true;
}

function similarity(some: readonly string[], others: readonly string[]): number {
  const common = some.filter((name) => others.includes(name)).length;
  return common / (some.length + others.length - common);
}

/** Gives the schemas the name, or where it is taken one by their place; where that is taken too, they stay inline. */
function claim(claims: Claims, wanted: string, equals: Equals): void {
  const [{ text, place }] = equals;
  const isFree = (name: string) => name !== "" && hasSameText(claims.textOf.get(name) ?? text, text, claims.textOf);
  const name = [wanted, ...namesByPlace(equals)].find(isFree);
  if (name !== wanted) {
    const outcome = name === undefined ? "it stays inline" : `its name is ${name}`;
    const remedy = `Choose a name in ${claims.names.file} if you want another.`;
    claims.notes.push(`schema at ${place}: ${wanted} is another schema, so ${outcome}. ${remedy}`);
  }
  if (name === undefined) return;
  claims.textOf.set(name, text);
  for (const { id } of equals) claims.nameOf.set(id, name);
}

/**
 * Whether two texts are one schema. Where they differ, with their references written out: the parts of an inline schema can be inline
 * as well, and a component has them as components.
 */
function hasSameText(before: string, after: string, textOf: ReadonlyMap<string, string>): boolean {
  return before === after || writtenOut(before, textOf, []) === writtenOut(after, textOf, []);
}

function writtenOut(text: string, textOf: ReadonlyMap<string, string>, within: readonly string[]): string {
  return text.replaceAll(/\{"\$ref":"#\/components\/schemas\/([^"\\]+)"\}/g, (reference, name: string) => {
    const target = textOf.get(name);
    // What refers to itself, or is nested very deeply, is compared by its name.
    if (target === undefined || within.includes(name) || within.length > 8) return reference;
    return writtenOut(target, textOf, [...within, name]);
  });
}

/** By the rules for each place, then the whole place with the title, such as `ListProduct200DataShop`. */
function namesByPlace(equals: Equals): string[] {
  const sorted = byPlaceLength(equals);
  const derived = sorted.flatMap(({ derivedName: name }) => (name === undefined ? [] : [name]));
  return [...derived, ...sorted.map(({ place, title = "" }) => pascalCase(place) + pascalCase(title))];
}

/** By the shortest place. */
function derivedName(equals: Equals): string | undefined {
  return byPlaceLength(equals)[0]?.derivedName;
}

/** The shortest place first, those in components before all others. */
function byPlaceLength(equals: Equals): InlineSchema[] {
  return [...equals].sort(
    (a, b) =>
      Number(b.isInComponent) - Number(a.isInComponent) || a.place.length - b.place.length || byName(a.place, b.place),
  );
}

/** The most frequent first; of two equally frequent ones the one that occurs first. */
function groupEquals(inlineSchemas: readonly InlineSchema[]): Equals[] {
  const groups = new Map<string, [InlineSchema, ...InlineSchema[]]>();
  for (const schema of inlineSchemas) {
    const group = groups.get(schema.text);
    if (group === undefined) groups.set(schema.text, [schema]);
    else group.push(schema);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

/** The first few of many. */
function shortList(names: readonly string[]): string {
  const more = names.length - SHORT;
  return names.slice(0, SHORT).join(", ") + (more > 0 ? ` or ${more} more of its names` : "");
}

const SHORT = 5;

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((item) => others.includes(item));
}
