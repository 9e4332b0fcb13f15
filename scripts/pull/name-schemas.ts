import { pointerOf, SpecError } from "../diagnostics.js";
import type { Inline } from "./find-inline-schemas.js";
import { type Names, pascal, type SchemaRow } from "./names.js";
import { byName } from "./sort-document.js";

/** What the inlines of a document are called, by their id, and what a person should know about it. */
export interface NamedSchemas {
  readonly nameOf: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/**
 * Gives a name to each inline that a row of names.yaml recognises and to each that stands twice or more. In this order:
 *
 * 1. rows with a place, then rows with property names, those that say `at` first; where one row fits several shapes the
 *    commonest has it and a note says so;
 * 2. a row that fits nothing takes the repeated shape that has gained or lost a few properties, with a note: types must
 *    not change their names because the provider added a field;
 * 3. the shape's title;
 * 4. the first place where it stands: `AdGroup.config.targeting` is `AdGroupConfigTargeting`.
 *
 * Never a number: `kept` are the names that other components have.
 *
 * @throws SpecError `contract/name-clash` when a name means two shapes
 */
export function nameSchemas(inlines: readonly Inline[], names: Names, kept: ReadonlySet<string>): NamedSchemas {
  const naming: Naming = { nameOf: new Map(), shapeOf: new Map(), notes: [], names };
  const unnamed = () => inlines.filter(({ id }) => !naming.nameOf.has(id));

  const byPlace = names.schemas.filter((row) => row.place !== undefined);
  const byAt = names.schemas.filter((row) => row.place === undefined && row.at !== undefined);
  const byProperties = names.schemas.filter((row) => row.place === undefined && row.at === undefined);
  const idle: SchemaRow[] = [];
  for (const row of [...byPlace, ...byAt, ...byProperties]) {
    if (!applyRow(naming, row, unnamed()) && !kept.has(row.name)) idle.push(row);
  }
  const drifted = idle.filter((row) => applyDriftedRow(naming, row, unnamed()));
  for (const group of groupByShape(unnamed())) {
    if (group.length > 1)
      claim(naming, group[0].title === undefined ? nameByPlace(group) : pascal(group[0].title), group);
  }
  const lost = idle.filter((row) => !drifted.includes(row)).map(({ name }) => name);
  if (lost.length > 0) naming.notes.push(`${names.file}: nothing in this document is ${shortList(lost)}`);
  return naming;
}

interface Naming extends NamedSchemas {
  readonly nameOf: Map<string, string>;
  /** The shape that has a name. */
  readonly shapeOf: Map<string, string>;
  readonly notes: string[];
  readonly names: Names;
}

type Group = readonly [Inline, ...Inline[]];

/** Whether the row recognised anything. */
function applyRow(naming: Naming, row: SchemaRow, inlines: readonly Inline[]): boolean {
  const [best, ...others] = groupByShape(inlines.filter((inline) => fits(row, inline)));
  if (best === undefined) return false;
  if (others.length > 0) {
    const places = others.map(([inline]) => inline.place).join(", ");
    naming.notes.push(`${naming.names.file}: ${row.name} fits other shapes too, which it leaves alone: ${places}`);
  }
  // A place points at one of its kind; the others are those of the same shape.
  claim(naming, row.name, row.place === undefined ? best : equals(best, inlines, row));
  return true;
}

function fits(row: SchemaRow, inline: Inline): boolean {
  const { place, properties, required, nullable, at, title } = row;
  return (
    inline.title === title &&
    (place === undefined || inline.place === place) &&
    (properties === undefined || sameSet(properties, inline.properties)) &&
    (required === undefined || sameSet(required, inline.required)) &&
    (nullable === undefined || sameSet(nullable, inline.nullable)) &&
    (at === undefined || place !== undefined || at.includes(inline.at))
  );
}

function equals([first, ...rest]: Group, inlines: readonly Inline[], { at }: SchemaRow): Group {
  const known = new Set([first, ...rest]);
  const isEqual = (inline: Inline) => inline.shape === first.shape && (at === undefined || at.includes(inline.at));
  return [first, ...rest, ...inlines.filter((inline) => !known.has(inline) && isEqual(inline))];
}

/** At least this part of the properties of both must be common, for a shape to be what a row meant before it changed. */
const LIKENESS = 2 / 3;

function applyDriftedRow(naming: Naming, row: SchemaRow, inlines: readonly Inline[]): boolean {
  const { properties } = row;
  if (properties === undefined || row.place !== undefined) return false;
  const alike = inlines.filter(({ title, at }) => title === row.title && (row.at === undefined || row.at.includes(at)));
  const ranked = groupByShape(alike)
    .filter((group) => group.length > 1)
    .map((group) => ({ group, likeness: likeness(properties, group[0].properties) }))
    .filter((candidate) => candidate.likeness >= LIKENESS)
    .sort((left, right) => right.likeness - left.likeness);
  const best = ranked[0]?.group;
  if (best === undefined) return false;
  claim(naming, row.name, best);
  naming.notes.push(
    `${naming.names.file}: ${row.name} now has [${best[0].properties.join(", ")}], bring its row up to date`,
  );
  return true;
}

function likeness(left: readonly string[], right: readonly string[]): number {
  const common = left.filter((name) => right.includes(name)).length;
  return common / (left.length + right.length - common);
}

function claim(naming: Naming, name: string, group: Group): void {
  const taken = naming.shapeOf.get(name);
  if (taken !== undefined && taken !== group[0].shape) {
    throw new SpecError(
      "contract/name-clash",
      pointerOfId(group[0].id),
      `"${name}" would be the name of two different schemas, one of them at ${group[0].place}.`,
      `Name it in ${naming.names.file}.`,
    );
  }
  naming.shapeOf.set(name, group[0].shape);
  for (const { id } of group) naming.nameOf.set(id, name);
}

/** `AdGroup.config.targeting` is `AdGroupConfigTargeting`; the items of `lines` are a `Line`. */
function nameByPlace(group: Group): string {
  const [first] = [...group].sort(
    (left, right) =>
      Number(right.isInComponent) - Number(left.isInComponent) ||
      left.place.length - right.place.length ||
      byName(left.place, right.place),
  );
  const words = (first ?? group[0]).place
    .split(".")
    .map((word) => (/^\d/.test(word) ? "response" : word))
    .map((word) => (word.includes("[]") ? singular(word.replaceAll("[]", "")) : word.replaceAll("{}", " value")));
  return pascal(words.join(" "));
}

function singular(word: string): string {
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

/** The commonest first; of two equally common ones the one that stands first. */
function groupByShape(inlines: readonly Inline[]): Group[] {
  const groups = new Map<string, [Inline, ...Inline[]]>();
  for (const inline of inlines) {
    const group = groups.get(inline.shape);
    if (group === undefined) groups.set(inline.shape, [inline]);
    else group.push(inline);
  }
  return [...groups.values()].sort((left, right) => right.length - left.length);
}

/** The first few of many. */
function shortList(names: readonly string[]): string {
  const more = names.length - SHORT;
  return names.slice(0, SHORT).join(", ") + (more > 0 ? ` or ${more} more of its names` : "");
}

const SHORT = 5;

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item));
}

function pointerOfId(id: string): string {
  const tokens: unknown = JSON.parse(id);
  return Array.isArray(tokens) ? pointerOf(...tokens.map(String)) : "";
}
